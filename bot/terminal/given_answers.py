"""What a file of answers has, and where: fields by id, tables as lists of rows, and in these the sections repeated.

Knows nothing of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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


def unknown(form: Form, answers: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the file that the form does not have: most likely misspelt, and never asked for."""
    plain = {item for s in form.sections if not s.each for item in s.item_ids}
    alone = {s.id for s in form.sections if s.each == UNITS}
    yield from (key for key in answers if key not in plain and not (key in alone and isinstance(answers[key], dict)))
    for table in form.tables.values():
        known = {column.removeprefix(f"{table.id}.") for column in table.item_ids} | {*form.repeated[table.id][1:]}
        rows = [row for found, rows in tables(form, answers) if found is table for row in rows]
        yield from (f"{table.id}.{key}" for row in rows if isinstance(row, dict) for key in row if key not in known)
    repeated = [s for s in form.sections if s.each]
    for section in repeated:
        parts = [answers.get(section.id, {})]
        parts += [row.get(section.id, {}) for row in answers.get(form.rows_of(section), ()) if isinstance(row, dict)]
        known = set(section.item_ids)
        yield from (
            f"{section.id}.{key}" for part in parts if isinstance(part, dict) for key in part if key not in known
        )


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
