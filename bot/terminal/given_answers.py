"""What a file of answers has, and where: fields by id, tables as lists of rows, and in these the sections repeated.

Knows nothing of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dialogs.form.model import UNITS, Form, Group

LONGEST = 4000  # characters typed in one message, as messengers allow


def tables(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[Group, Any]]:
    """Every table with what the file has of its rows, once for each row to which they belong."""
    for table in form.tables.values():
        yield from (
            (table, place.get(table.id, [])) for place in _places(form, answers, table) if isinstance(place, Mapping)
        )


def _places(form: Form, answers: Mapping[str, Any], table: Group) -> Iterator[Any]:
    """Where the file may have rows of a table."""
    above = form.parent_of(table.id)
    if not above:
        yield answers
        return
    around = form.groups[form.around[table.id]]
    for place in _places(form, answers, form.tables[above]):
        rows = place.get(above, ()) if isinstance(place, Mapping) else ()
        mappings = (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))
        yield from (row if around.has_rows else row.get(around.id, {}) for row in mappings)


class Unknown(NamedTuple):
    """A key for which nothing is asked at its place: the table or section there, "" for none, and the row, or 0."""

    key: str
    within: str = ""
    number: int = 0


def unknown(form: Form, answers: Mapping[str, Any]) -> Iterator[Unknown]:
    """The keys of the file that the form does not have there: misspelt or misplaced, and never asked for."""
    plain = {item for s in form.sections if not s.each for item in s.item_ids}
    alone = {s.id for s in form.sections if s.each == UNITS}
    for key, value in answers.items():
        if key not in plain and not (key in alone and isinstance(value, dict)):
            yield Unknown(key)
    for table in form.tables.values():
        known = {column.removeprefix(f"{table.id}.") for column in table.item_ids} | {*form.repeated[table.id][1:]}
        lists = (rows for found, rows in tables(form, answers) if found is table and isinstance(rows, list))
        numbered = ((number, row) for rows in lists for number, row in enumerate(rows, 1) if isinstance(row, dict))
        yield from (Unknown(key, table.id, number) for number, row in numbered for key in row if key not in known)
    for section in (s for s in form.sections if s.each):
        rows = answers.get(form.rows_of(section), ())
        parts = [answers, *(row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))]
        inner = ((number, part.get(section.id)) for number, part in enumerate(parts))
        found = ((number, part) for number, part in inner if isinstance(part, dict))
        yield from (Unknown(key, section.id, n) for n, part in found for key in part if key not in section.item_ids)


def header(form: Form, group: str) -> str:
    """What stands above the answers of a group in a file, "" for one whose answers stand at the beginning."""
    found = form.groups[group]
    return ("[[{}]]" if found.has_rows else "[{}]").format(".".join(path)) if (path := _path(form, found)) else ""


def _path(form: Form, group: Group) -> Sequence[str]:
    """The keys on the way to the answers of a group, its own last."""
    if group.has_rows:
        around = form.groups[form.around[group.id]]
        return (*_path(form, around), group.id)
    if group.each in ("", UNITS):
        return (group.id,) if group.each else ()
    return (*_path(form, form.tables[group.each]), group.id)


def given(
    form: Form, place: Mapping[str, Any], within: str = "", number: int = 0
) -> Iterator[tuple[Mapping[str, Any], str, str, int]]:
    """Every answer of the file that is not empty: its place and key there, its field's id, its row's number or 0."""
    for key, value in place.items():
        if isinstance(value, Mapping):
            yield from given(form, value, key, number)
        elif isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            for at, row in enumerate(value, 1):
                yield from given(form, row, key, at)
        elif str(value).strip():
            yield place, key, f"{within}.{key}" if within in form.tables else key, number


def count(value: Any) -> int:
    """How many answers a value of the file is."""
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, list) else 1


def messages(text: str) -> Iterator[str]:
    """A text in messages of at most LONGEST characters, cut between paragraphs where that can be."""
    message = ""
    for paragraph in text.strip().splitlines():
        if message and len(message) + len(paragraph) >= LONGEST:
            yield message
            message = ""
        message = f"{message}\n{paragraph}".strip("\n")
        while len(message) > LONGEST:
            yield message[:LONGEST]
            message = message[LONGEST:]
    if message:
        yield message
