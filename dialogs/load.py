"""A form's TOML to a `Form`, or every fault in it, each with its place and how to mend it.

Knows nothing of files: it is given the text.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from dialogs.form import UNITS, Field, Form, Section, Table, Units, Value
from dialogs.texts import say

T = TypeVar("T", bound=Value)


class Fault(Value):
    """One fault of a form: its code, where it is, and in words what is wrong and how to mend it."""

    code: str
    place: str
    words: str


class FormFaultsError(Exception):
    """A form that cannot be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{fault.place}：{fault.words}" for fault in faults))
        self.faults = faults


def load(text: str) -> Form:
    """The form written in `text`. Raises FormFaultsError with every fault found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormFaultsError([_fault("toml", "form.toml", reason=str(error))]) from error
    reader = _Reader()
    form = reader.form(data)
    faults = reader.faults or (list(_check(form)) if form else [])
    if form is None or faults:
        raise FormFaultsError(faults)
    return form


def _fault(code: str, place: str, **params: object) -> Fault:
    return Fault(code=code, place=place, words=say(f"fault.{code}", **params))


class _Reader:
    """Builds the models from plain data, collecting faults instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def model(self, kind: type[T], data: dict[str, Any], place: str) -> T | None:
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                key = ".".join(map(str, detail["loc"]))
                code = {"missing": "missing", "extra_forbidden": "unknown"}.get(detail["type"], "wrong")
                self.faults.append(_fault(code, place, key=key, reason=detail["msg"]))
            return None

    def form(self, data: dict[str, Any]) -> Form | None:
        sections = [self.section(s, i) for i, s in enumerate(data.pop("section", []), 1)]
        units = self.model(Units, data.pop("units", {}), "[units]")
        shell = {**data, "units": units or Units(lead="", table="", name=""), "sections": ()}
        form = self.model(Form, shell, "form.toml")
        whole = form and units and all(sections)
        return form.model_copy(update={"sections": tuple(filter(None, sections))}) if form and whole else None

    def section(self, data: dict[str, Any], number: int) -> Section | None:
        place = f"[[section]] {data.get('id', number)}"
        raw = data.pop("item", [])
        items = [self.item(item, f"{place} / {item.get('id', i)}") for i, item in enumerate(raw, 1)]
        section = self.model(Section, {**data, "items": ()}, place)
        if section is None or not all(items):
            return None
        return section.model_copy(update={"items": tuple(filter(None, items))})

    def item(self, data: dict[str, Any], place: str) -> Field | Table | None:
        if data.get("kind") != "table":
            return self.model(Field, data, place)
        columns = [
            self.model(Field, {**c, "id": f"{data.get('id')}.{c.get('id', '')}"}, f"{place} / {c.get('id', i)}")
            for i, c in enumerate(data.get("column", []), 1)
        ]
        rest = {key: value for key, value in data.items() if key not in ("kind", "column")}
        table = self.model(Table, {**rest, "columns": ()}, place)
        if table is None or not all(columns):
            return None
        return table.model_copy(update={"columns": tuple(filter(None, columns))})


def _check(form: Form) -> Iterator[Fault]:
    """What each part alone cannot show: names that are used twice or lead nowhere."""
    ids = Counter(s.id for s in form.sections)
    ids.update(item.id for section in form.sections for item in section.items)
    ids.update(column.id for section in form.sections for table in section.tables for column in table.columns)
    twice = {name for name, count in ids.items() if count > 1}
    yield from (_fault("twice", name) for name in sorted(twice))
    yield from _check_names(form)
    seen: set[str] = set()
    for section in form.sections:
        yield from _check_section(form, section, seen)
        seen.update(table.id for table in section.tables)


def _check_names(form: Form) -> Iterator[Fault]:
    wanted = {"name_field": form.name_field, "date_field": form.date_field, "units.lead": form.units.lead}
    plain = {field.id for section in form.sections if not section.each for field in section.fields}
    for key, name in wanted.items():
        if name not in plain:
            yield _fault("no_field", key, name=name)
    table = form.tables.get(form.units.table)
    if table is None or form.units.name not in table.item_ids:
        yield _fault("no_units", "[units]", table=form.units.table, name=form.units.name)


def _check_section(form: Form, section: Section, seen: set[str]) -> Iterator[Fault]:
    place = f"[[section]] {section.id}"
    if not section.items:
        yield _fault("empty", place)
    if section.each and form.rows_of(section) not in seen:
        yield _fault("no_each", place, name=section.each, units=UNITS)
    if section.each and section.tables:
        yield _fault("table_repeated", place)
    if section.min_han and not any(field.kind == "longtext" for field in section.fields):
        yield _fault("nothing_long", place)
    for group in section.groups:
        if not group.fields and isinstance(group, Table):
            yield _fault("empty", f"{place} / {group.id}")
        for field in group.fields:
            yield from _check_field(field, f"{place} / {field.id}")


def _check_field(field: Field, place: str) -> Iterator[Fault]:
    if field.kind == "choice" and len(field.choices) + bool(field.other) < 2:
        yield _fault("few_choices", place)
    if field.kind == "confirm" and not field.statement:
        yield _fault("no_statement", place)
    if field.kind not in ("text", "longtext") and (field.max_words or field.min_han):
        yield _fault("no_limit", place, kind=field.kind)
