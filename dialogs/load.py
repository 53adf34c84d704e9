"""A form's TOML to a `Form`, or every fault in it, each with its place and how to mend it.

Knows nothing of files: it is given the text.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from jinja2 import TemplateError
from pydantic import ValidationError

from dialogs.form import UNITS, Agrees, Field, Form, Kind, NotAfter, Section, Table, Units, Value
from dialogs.texts import fill, say, sentences

T = TypeVar("T", bound=Value)
ID = re.compile(r"[a-z][a-z0-9_]*")  # ids are names in the template too, so neither hyphens nor Chinese
JINJA = frozenset(["and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "true"])
# What a template is given besides.
ANYWHERE = JINJA | {"units", "blank", "draft", "missing", "only", "box", "other_text", "gap"}
IN_A_ROW = JINJA | {"number", "row", "unit", "lead"}  # the same within a row or a repeated section
KINDS = "、".join((*get_args(Kind), "table"))
UNKNOWN = "\0"  # stands for a name that could not be read, and that is reported already

# What stands in for the values that cannot be read, so that the rest of the form is checked all the same.
STAND_INS: dict[type[Value], dict[str, Any]] = {
    Field: {
        "id": UNKNOWN,
        "label": UNKNOWN,
        "kind": "longtext",
        "choices": (UNKNOWN, UNKNOWN),
        "statement": UNKNOWN,
    },
    Table: {"id": UNKNOWN, "title": UNKNOWN, "columns": ()},
    Section: {"id": UNKNOWN, "title": UNKNOWN, "items": ()},
    Units: {"lead": UNKNOWN, "table": UNKNOWN, "name": UNKNOWN},
}
STAND_INS[Form] = {
    **dict.fromkeys(("id", "version", "title", "issuer", "name_field", "date_field"), UNKNOWN),
    "units": Units(**STAND_INS[Units]),
    "sections": (),
}


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
    faults = [*reader.faults, *_check(form)]
    if faults:
        raise FormFaultsError(faults)
    return form


def _fault(code: str, place: str, **params: object) -> Fault:
    return Fault(code=code, place=place.replace(UNKNOWN, "?"), words=say(f"fault.{code}", **params))


class _Reader:
    """Builds the models from plain data, collecting faults instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def model(self, kind: type[T], data: dict[str, Any], place: str) -> T:
        """The model; where something in it is wrong, one in which that is replaced."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                key = ".".join(map(str, detail["loc"]))
                self.faults.append(_fault(_code(detail["type"]), place, key=key, reason=detail["msg"], kinds=KINDS))
            wrong = {detail["loc"][0] for detail in error.errors()}
            instead = {key: value for key, value in STAND_INS[kind].items() if key in wrong}
            return kind(**instead | {key: value for key, value in data.items() if key not in wrong})

    def parts(self, data: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """Takes the list of tables `key` out of the data."""
        found = data.pop(key, [])
        parts = [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
        if parts == found:
            return parts
        self.faults.append(_fault("not_list", place, key=key))
        return [found] if isinstance(found, dict) else parts

    def form(self, data: dict[str, Any]) -> Form:
        sections = [self.section(s, i) for i, s in enumerate(self.parts(data, "section", "form.toml"), 1)]
        given = data.pop("units", {})
        units = self.model(Units, given if isinstance(given, dict) else {}, "[units]")
        lists = {"rules": self.parts(data, "rule", "form.toml"), "documents": self.parts(data, "document", "form.toml")}
        form = self.model(Form, {**data, **lists, "units": units, "sections": ()}, "form.toml")
        if not sections:
            self.faults.append(_fault("empty", "form.toml"))
        return form.model_copy(update={"sections": tuple(sections)})

    def section(self, data: dict[str, Any], number: int) -> Section:
        place = f"[[section]] {data.get('id', number)}"
        raw = self.parts(data, "item", place)
        items = tuple(self.item(item, f"{place} / {item.get('id', i)}") for i, item in enumerate(raw, 1))
        section = self.model(Section, {**data, "items": ()}, place)
        return section.model_copy(update={"items": items})

    def item(self, data: dict[str, Any], place: str) -> Field | Table:
        if data.get("kind") != "table":
            return self.model(Field, data, place)
        raw = self.parts(data, "column", place)
        columns = tuple(
            self.column(column, data, f"{place} / {column.get('id', i)}") for i, column in enumerate(raw, 1)
        )
        rest = {key: value for key, value in data.items() if key != "kind"}
        return self.model(Table, {**rest, "columns": ()}, place).model_copy(update={"columns": columns})

    def column(self, data: dict[str, Any], table: dict[str, Any], place: str) -> Field:
        """A column is a field whose id has its table's before it."""
        name = {"id": f"{table.get('id')}.{data['id']}"} if "id" in data else {}
        return self.model(Field, {**data, **name}, place)


def _code(kind: str) -> str:
    """The code of what pydantic found: the most telling that has a sentence."""
    code = {"missing": "missing", "extra_forbidden": "unknown"}.get(kind, f"wrong_{kind.partition('_')[0]}")
    return code if f"fault.{code}" in sentences() else "wrong"


def _check(form: Form) -> Iterator[Fault]:
    """What each part alone cannot show: names that are used twice or lead nowhere."""
    ids = Counter(s.id for s in form.sections)
    ids.update(item.id for section in form.sections for item in section.items)
    ids.update(column.id for section in form.sections for table in section.tables for column in table.columns)
    twice = {name for name, count in ids.items() if count > 1 and not name.endswith(UNKNOWN)}
    yield from (_fault("twice", name) for name in sorted(twice))
    yield from _check_ids(form)
    yield from _check_names(form)
    yield from _check_rules(form)
    seen: set[str] = set()
    for section in form.sections:
        yield from _check_section(form, section, seen)
        seen.update(table.id for table in section.tables)


def _check_ids(form: Form) -> Iterator[Fault]:
    """Ids are names in the template: they must be such, and not be taken there."""
    for section in form.sections:
        yield from _check_id(section.id, "", ANYWHERE if section.each else frozenset())
        for field in section.fields:
            yield from _check_id(field.id, "", IN_A_ROW if section.each else ANYWHERE)
        for table in section.tables:
            yield from _check_id(table.id, "", ANYWHERE)
            for column in table.columns:
                yield from _check_id(column.id, f"{table.id}.", IN_A_ROW)


def _check_id(place: str, table: str, taken: frozenset[str]) -> Iterator[Fault]:
    name = place.removeprefix(table)
    if name != UNKNOWN and not ID.fullmatch(name):
        yield _fault("bad_id", place, name=name)
    elif name in taken:
        yield _fault("taken", place, name=name)


def _check_names(form: Form) -> Iterator[Fault]:
    """A name that may well be meant for something whose id could not be read is left alone."""
    wanted = {"name_field": form.name_field, "date_field": form.date_field, "units.lead": form.units.lead}
    plain = {field.id for section in form.sections if not section.each for field in section.fields}
    for key, name in wanted.items():
        if name not in plain and UNKNOWN not in {name, *plain}:
            yield _fault("no_field", key, name=name)
    table = form.tables.get(form.units.table)
    columns = table.item_ids if table else ()
    doubtful = UNKNOWN in {form.units.table, form.units.name, *columns} or (table is None and UNKNOWN in form.tables)
    if form.units.name not in columns and not doubtful:
        yield _fault("no_units", "[units]", table=form.units.table, name=form.units.name)


def _check_rules(form: Form) -> Iterator[Fault]:
    """What the rules and the extra documents name, and whether the print list can be filled in."""
    try:
        fill(form.print_list, lead="", joint=["", ""])
    except TemplateError as error:
        yield _fault("print_list", "print_list", reason=error)
    for number, rule in enumerate(form.rules, 1):
        place = f"[[rule]] {number}"
        names = (rule.earlier, rule.later) if isinstance(rule, NotAfter) else rule.fields
        yield from (_fault("no_field", place, name=name) for name in names if name not in form.fields)
        if isinstance(rule, Agrees):
            if rule.table not in form.tables:
                yield _fault("no_table", place, name=rule.table)
            yield from (_fault("pattern", place, pattern=p) for p in rule.patterns if not _has_group(p))
    for document in form.documents:
        if document.section not in form.groups or not isinstance(form.groups[document.section], Section):
            yield _fault("no_section", f"[[document]] {document.id}", name=document.section)


def _has_group(pattern: str) -> bool:
    try:
        return re.compile(pattern).groups == 1
    except re.error:
        return False


def _check_section(form: Form, section: Section, seen: set[str]) -> Iterator[Fault]:
    place = f"[[section]] {section.id}"
    if not section.items:
        yield _fault("empty", place)
    if section.each and form.rows_of(section) not in seen and UNKNOWN not in {form.rows_of(section), *seen}:
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
