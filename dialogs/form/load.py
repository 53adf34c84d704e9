"""A form.toml -> a `Form`, or every fault in it, each with its place and how to mend it.

Knows nothing of files: it is given the text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from pydantic import ValidationError

from dialogs.answers.kinds import names
from dialogs.answers.value import Value
from dialogs.form import headers, key_faults
from dialogs.form.faults import UNKNOWN, Fault, fault, faults_of
from dialogs.form.line_numbers import line_of, lines_of
from dialogs.form.model import Field, Form, Group, Repeat, Units
from dialogs.form.nesting import misplaced, sections
from dialogs.form.older_words import today
from dialogs.form.syntax_faults import why

T = TypeVar("T", bound=Value)
# What follows of a kind or of rows that could not be read, or of a fault, by the fault that tells of these.
_FOLLOWING = {
    **dict.fromkeys(("unknown_table", "bad_id"), frozenset(("expression", "no_each", "no_field", "rule_field"))),
    "choices": frozenset(("expression", "few_choices")),
    "statement": frozenset(("no_statement",)),
    "groups": frozenset(("no_date", "no_field", "no_group", "rule_field")),
    "kind": frozenset(("expression", "no_date", "no_name", "no_use")),
    "rows": frozenset(("expression", "no_date", "no_field", "no_units", "rule_field")),
}

# What follows of choices that could not be read, at the same question.
_OF_CHOICES = ("example", "other_choice", "same_choice", "strange_choice", "two_choices")

# What the parser makes of a header that stands in the wrong place.
_OF_HEADERS = ("same_key", "two_ways", "header")

# What stands in for the values that cannot be read, so that the rest of the form is checked all the same.
STAND_INS: dict[type[Value], dict[str, Any]] = {
    Field: {
        "id": UNKNOWN,
        "label": UNKNOWN,
        "kind": "longtext",
        "choices": (UNKNOWN, f"{UNKNOWN}2"),
        "statement": UNKNOWN,
    },
    Group: {
        "id": UNKNOWN,
        "title": UNKNOWN,
        "repeat": Repeat(),
        "rows": (UNKNOWN,),
        "units": Units(lead=UNKNOWN, name=UNKNOWN),
    },
}
STAND_INS[Form] = {
    **dict.fromkeys(("id", "version", "title", "issuer", "name_field", "date_field"), UNKNOWN),
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


def known(text: str) -> Form | None:
    """The form in a text that was found to be one before, None where it cannot be read; faults are not looked for."""
    try:
        return _Reader().form(_data(_with_plain_ends(text)))
    except (ValueError, RecursionError):
        return None


def read(text: str) -> tuple[Form | None, list[Fault]]:
    """The form in a text, None where it cannot be read at all, and its faults in the order of their lines."""
    text = _with_plain_ends(text)
    strange = headers.wrong(text)
    try:
        data = _data(text)
    except (ValueError, RecursionError) as error:  # of numbers and brackets without end, too
        told = why(text, error)
        return None, sorted([*strange, *([told] if not strange or told.code not in _OF_HEADERS else [])], key=_line)
    if strange:
        return None, strange
    reader = _Reader()
    form = reader.form(data)
    found = list(dict.fromkeys([*reader.faults, *faults_of(form)]))
    follows = _following({*reader.unread, *(one.code for one in found)})
    wrong = {one.place for one in reader.faults if one.is_error}  # where advice would be about what could not be read
    own = {code for code in _OF_CHOICES if "choices" in reader.unread}  # of the question that has these
    found = [
        one
        for one in found
        if one.code not in follows and ((one.is_error and one.code not in own) or one.place not in wrong)
    ]
    placed = [one if one.line else _placed(text, one) for one in found]
    return form, sorted(placed, key=_line)


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")  # some editors end lines so


def _data(text: str) -> dict[str, Any]:
    return today(tomllib.loads(text))


def _line(told: Fault) -> int:
    return told.line


def _following(told: AbstractSet[str]) -> frozenset[str]:
    """The codes of the faults that only follow of what is told."""
    return frozenset[str]().union(*(_FOLLOWING[code] for code in told & _FOLLOWING.keys()))


def _placed(text: str, found: Fault) -> Fault:
    """A fault with its line; of an id that stands twice with the second, and the first in words."""
    if found.code == "twice" and len(lines := lines_of(text, found.place)) > 1:
        return fault("twice", found.place, line=lines[0]).model_copy(update={"line": lines[1]})
    return found.model_copy(update={"line": line_of(text, found.place)})


class _Reader:
    """Builds the models from plain data; collects faults instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.unread: set[str] = set()  # of _FOLLOWING
        self.of_form: dict[str, Any] = {}  # what was found further down, but says something of the whole

    def model(self, kind: type[T], data: dict[str, Any], place: str) -> T:
        """The model of the data. What is wrong in it is noted as a fault, and replaced by something from STAND_INS."""
        try:
            found = kind.model_validate(data)
        except ValidationError as error:
            details = key_faults.without_meant(kind, error.errors())
            self.faults += [key_faults.told(kind, detail, place) for detail in details]
            keys = {detail["loc"][0] for detail in error.errors()} | key_faults.meant(kind, error.errors())
            self.unread |= {"kind", "choices", "statement"} & keys | (
                {"rows"} if keys & {"repeat", "rows", "units"} else set()
            )
            wrong = {detail["loc"][0] for detail in error.errors()}
            instead = {key: value for key, value in STAND_INS[kind].items() if key in wrong}
            return kind(**instead | {key: value for key, value in data.items() if key not in wrong})
        self.faults += key_faults.quoted(found, data, place)
        return found

    def parts(self, data: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """Takes the list of TOML tables called `key` out of the data; notes a fault where it is something else."""
        found = data.pop(key, [])
        parts = [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
        if parts == found:
            return parts
        self.faults.append(fault("not_list", key if place == "form.toml" else place, key=key))
        return [found] if isinstance(found, dict) else parts

    def is_written(self, data: dict[str, Any], place: str) -> bool:
        """Whether there is anything in a part; notes a fault where only its header stands there."""
        if not data:
            self.faults.append(fault("header_alone", place))
        return bool(data)

    def inner(self, data: dict[str, Any], place: str) -> None:
        """Takes what stands in the wrong place, or what only the models call so, for what was meant; tells of it."""
        for key in sorted(key_faults.FORM_ALONE & data.keys()) if place != "form.toml" else ():
            self.of_form[key] = data.pop(key)
            self.faults.append(fault("of_form", place, key=key))
        for key in sorted(key_faults.INNER.keys() & data.keys()):
            meant, right = data.pop(key), key_faults.INNER[key]
            lists = [one if isinstance(one, list) else [one] for one in (data.get(right, []), meant)]
            data[right] = [*lists[0], *lists[1]]
            self.faults.append(fault("unknown", key if place == "form.toml" else place, key=key, near=right))

    def form(self, data: dict[str, Any]) -> Form:
        raw = self.parts(data, "group", "form.toml")
        groups = [
            self.group(group, f"[[group]] {group.get('id', at)}")
            for at, group in enumerate(raw, 1)
            if self.is_written(group, f"[[group]] {at}")
        ]
        if data.pop("units", None) is not None:
            self.faults.append(fault("units_alone", "[units]"))
        self.inner(data, "form.toml")
        lists = {"rules": self.parts(data, "rule", "form.toml"), "documents": self.parts(data, "document", "form.toml")}
        form = self.model(Form, {**self.of_form, **data, **lists, "sections": ()}, "form.toml")
        if not raw:
            self.unread.add("groups")
            self.faults.append(fault("empty", "form.toml", is_table=False))
        return form.model_copy(update={"sections": tuple(sections(groups))})

    def group(self, data: dict[str, Any], place: str, table: str = "") -> Group:
        """A group with all that stands in it; `table` is the id of the one around it that has rows, "" for none."""
        self.inner(data, place)
        table = str(data.get("id")) if {"repeat", "rows"} & data.keys() else table
        if data.get("rows") == []:
            data["rows"] = list(STAND_INS[Group]["rows"])
            self.unread.add("rows")
            self.faults.append(fault("no_rows", place))
        raw = self.parts(data, "item", place)
        items = [
            self.item(item, f"{place} / {item.get('id', at)}", table)
            for at, item in enumerate(raw, 1)
            if self.is_written(item, f"{place} / {at}")
        ]
        computed = tuple(item for item in items if isinstance(item, Field) and item.value)
        checks = self.parts(data, "check", place)
        group = self.model(Group, {**data, "items": (), "checks": checks}, place)
        asked = tuple(item for item in items if item not in computed)
        if "row_noun" in data and not {"repeat", "rows"} & data.keys():
            self.faults.append(fault("noun_alone", place).model_copy(update={"is_error": False}))
        whole = group.model_copy(update={"items": asked, "computed": computed})
        if whole.units and not whole.repeat:
            self.faults.append(fault("units_within", f"{place} / units"))
        if not whole.has_rows:
            self.faults += [fault("behind", place, name=item) for item in misplaced(whole)]
        within = [item for item in asked if isinstance(item, Group) and not item.has_rows]
        if whole.min_han and not whole.each and within and len(within) == len(asked):
            self.faults.append(fault("nothing_long", place))
        return whole

    def item(self, data: dict[str, Any], place: str, table: str) -> Field | Group:
        """A field, or without a kind a group; the id of a field of a table has the table's and a dot before it."""
        is_group = {"item", "repeat", "rows"} & data.keys()
        if is_group and data.get("kind", "") not in names():  # a table that somebody called one
            if data.pop("kind", None) is not None:
                self.faults.append(fault("item_within", place))
            return self.group(data, place, table)
        self.inner(data, place)
        name = {"id": f"{table}.{data['id']}"} if table and "id" in data else {}
        return self.model(Field, {**data, **name}, place)
