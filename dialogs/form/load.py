"""A form.toml -> a `Form`, or every fault in it, each with its place and how to mend it.

Knows nothing of files: it is given the text.
"""

from __future__ import annotations

import tomllib
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dialogs.answers.kinds import names
from dialogs.answers.value import Value
from dialogs.form.faults import UNKNOWN, Fault, fault, faults_of
from dialogs.form.line_numbers import line_of
from dialogs.form.model import NO_UNITS, Field, Form, Section, Table, Units
from dialogs.form.spelling import near
from dialogs.form.syntax_faults import why
from dialogs.texts import sentences

T = TypeVar("T", bound=Value)
RULES = ("mentions", "not_after", "agrees")

# What stands in for the values that cannot be read, so that the rest of the form is checked all the same.
STAND_INS: dict[type[Value], dict[str, Any]] = {
    Field: {
        "id": UNKNOWN,
        "label": UNKNOWN,
        "kind": "longtext",
        "choices": (UNKNOWN, f"{UNKNOWN}2"),
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


class FormFaultsError(Exception):
    """A form that cannot be used; `faults` has all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(fault.text for fault in faults))
        self.faults = faults


def load(text: str) -> Form:
    """The form written in the text of a form.toml. Raises FormFaultsError with every fault that is an error."""
    form, faults = read(text)
    errors = [fault for fault in faults if fault.is_error]
    if errors or form is None:
        raise FormFaultsError(errors)
    return form


def read(text: str) -> tuple[Form | None, list[Fault]]:
    """The form in a text, None where it cannot be read at all, and its faults in the order of their lines."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [why(text, error)]
    reader = _Reader()
    form = reader.form(data)
    found = [*reader.faults, *faults_of(form)]
    placed = [one if one.line else one.model_copy(update={"line": line_of(text, one.place)}) for one in found]
    return form, sorted(placed, key=lambda one: one.line)


class _Reader:
    """Builds the models from plain data; collects faults instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def model(self, kind: type[T], data: dict[str, Any], place: str) -> T:
        """The model of the data. What is wrong in it is noted as a fault, and replaced by something from STAND_INS."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            self.faults += [_told(kind, detail, data, place) for detail in error.errors()]
            wrong = {detail["loc"][0] for detail in error.errors()}
            instead = {key: value for key, value in STAND_INS[kind].items() if key in wrong}
            return kind(**instead | {key: value for key, value in data.items() if key not in wrong})

    def parts(self, data: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """Takes the list of TOML tables called `key` out of the data; notes a fault where it is something else."""
        found = data.pop(key, [])
        parts = [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
        if parts == found:
            return parts
        self.faults.append(fault("not_list", place, key=key))
        return [found] if isinstance(found, dict) else parts

    def form(self, data: dict[str, Any]) -> Form:
        sections = [self.section(s, i) for i, s in enumerate(self.parts(data, "section", "form.toml"), 1)]
        given = data.pop("units", None)
        units = NO_UNITS if given is None else self.model(Units, given if isinstance(given, dict) else {}, "[units]")
        lists = {"rules": self.parts(data, "rule", "form.toml"), "documents": self.parts(data, "document", "form.toml")}
        form = self.model(Form, {**data, **lists, "units": units, "sections": ()}, "form.toml")
        if not sections:
            self.faults.append(fault("empty", "form.toml"))
        return form.model_copy(update={"sections": tuple(sections)})

    def section(self, data: dict[str, Any], number: int) -> Section:
        place = f"[[section]] {data.get('id', number)}"
        raw = self.parts(data, "item", place)
        items = [self.item(item, f"{place} / {item.get('id', i)}") for i, item in enumerate(raw, 1)]
        computed = [item for item in items if isinstance(item, Field) and item.value]
        checks = self.parts(data, "check", place)
        section = self.model(Section, {**data, "items": (), "checks": checks}, place)
        asked = tuple(item for item in items if item not in computed)
        return section.model_copy(update={"items": asked, "computed": tuple(computed)})

    def item(self, data: dict[str, Any], place: str) -> Field | Table:
        if data.get("kind") != "table":
            return self.model(Field, data, place)
        raw = self.parts(data, "column", place)
        columns = [self.column(column, data, f"{place} / {column.get('id', i)}") for i, column in enumerate(raw, 1)]
        checks = self.parts(data, "check", place)
        rest = {key: value for key, value in data.items() if key != "kind"}
        table = self.model(Table, {**rest, "columns": (), "checks": checks}, place)
        asked, computed = (tuple(c for c in columns if bool(c.value) is kind) for kind in (False, True))
        return table.model_copy(update={"columns": asked, "computed": computed})

    def column(self, data: dict[str, Any], table: dict[str, Any], place: str) -> Field:
        """A column of a table: a field whose id has the table's and a dot before it."""
        name = {"id": f"{table.get('id')}.{data['id']}"} if "id" in data else {}
        return self.model(Field, {**data, **name}, place)


def _told(kind: type[Value], detail: ErrorDetails, data: dict[str, Any], place: str) -> Fault:
    """The fault for one of pydantic's errors."""
    code = {"missing": "missing", "extra_forbidden": "unknown"}.get(detail["type"])
    code = code or f"wrong_{detail['type'].partition('_')[0]}"
    code = code if f"fault.{code}" in sentences() else "wrong"
    key = ".".join(map(str, detail["loc"]))
    known = (*names(), "table") if code == "wrong_literal" else tuple(kind.model_fields)
    written = str(data.get(key)) if code == "wrong_literal" else key
    kinds = "、".join(known)
    at = place
    if code == "wrong_union":  # a rule of a kind that there is not
        at, written, known = f"[[rule]] {int(detail['loc'][1]) + 1}", detail["ctx"]["tag"], RULES
        kinds = "、".join(RULES)
    return fault(code, at, key=key, kinds=kinds, near=near(written, known), written=written, reason=detail["msg"])
