"""A form.toml -> a `Form`, or every fault in it, each with its place and how to mend it.

Knows nothing of files: it is given the text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dialogs.answers.kinds import names
from dialogs.answers.value import Value
from dialogs.form.faults import UNKNOWN, Fault, fault, faults_of
from dialogs.form.line_numbers import line_of, lines_of
from dialogs.form.model import Document, Field, Form, Group, Repeat, Units
from dialogs.form.nesting import misplaced, sections
from dialogs.form.older_words import today
from dialogs.form.rules import Check, Rule
from dialogs.form.spelling import near
from dialogs.form.syntax_faults import why
from dialogs.texts import say, sentences

T = TypeVar("T", bound=Value)
RULES = ("mentions",)
_STRICT = ("bool_type", "int_type")  # what pydantic says of a value that it takes all the same unless it is strict
# What the models have under other names than a form.toml.
_INNER = {"items": "item", "checks": "check", "computed": "value", "sections": "group", "rules": "rule"}
_INNER |= {"documents": "document", "parts": "item"}
# What follows of a kind or of rows that could not be read, or of a fault, by the fault that tells of these.
_FOLLOWING = {
    **dict.fromkeys(("unknown_table", "bad_id"), frozenset(("expression", "no_each", "no_field", "rule_field"))),
    "kind": frozenset(("expression", "no_date", "no_use")),
    "rows": frozenset(("expression", "no_date", "no_field", "no_units", "rule_field")),
}

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


def read(text: str) -> tuple[Form | None, list[Fault]]:
    """The form in a text, None where it cannot be read at all, and its faults in the order of their lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # some editors end lines so
    try:
        data = today(tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # of numbers and brackets without end, too
        return None, [why(text, error)]
    reader = _Reader()
    form = reader.form(data)
    found = list(dict.fromkeys([*reader.faults, *faults_of(form)]))
    follows = _following({*reader.unread, *(one.code for one in found)})
    wrong = {one.place for one in reader.faults if one.is_error}  # where advice would be about what could not be read
    found = [one for one in found if one.code not in follows and (one.is_error or one.place not in wrong)]
    placed = [one if one.line else _placed(text, one) for one in found]
    return form, sorted(placed, key=lambda one: one.line)


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

    def model(self, kind: type[T], data: dict[str, Any], place: str) -> T:
        """The model of the data. What is wrong in it is noted as a fault, and replaced by something from STAND_INS."""
        try:
            found = kind.model_validate(data)
        except ValidationError as error:
            self.faults += [_told(kind, detail, place) for detail in error.errors()]
            keys = {detail["loc"][0] for detail in error.errors()}
            self.unread |= {"kind"} & keys | ({"rows"} if keys & {"repeat", "rows", "units"} else set())
            wrong = {detail["loc"][0] for detail in error.errors()}
            instead = {key: value for key, value in STAND_INS[kind].items() if key in wrong}
            return kind(**instead | {key: value for key, value in data.items() if key not in wrong})
        self.faults += _quoted(found, data, place)
        return found

    def parts(self, data: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        """Takes the list of TOML tables called `key` out of the data; notes a fault where it is something else."""
        found = data.pop(key, [])
        parts = [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
        if parts == found:
            return parts
        self.faults.append(fault("not_list", place, key=key))
        return [found] if isinstance(found, dict) else parts

    def inner(self, data: dict[str, Any], place: str) -> None:
        """Takes what only the models call so for what it was meant for, and tells of it."""
        for key in sorted(_INNER.keys() & data.keys()):
            meant, right = data.pop(key), _INNER[key]
            lists = [one if isinstance(one, list) else [one] for one in (data.get(right, []), meant)]
            data[right] = [*lists[0], *lists[1]]
            self.faults.append(fault("unknown", key if place == "form.toml" else place, key=key, near=right))

    def form(self, data: dict[str, Any]) -> Form:
        groups = [
            self.group(group, f"[[group]] {group.get('id', at)}")
            for at, group in enumerate(self.parts(data, "group", "form.toml"), 1)
        ]
        if data.pop("units", None) is not None:
            self.faults.append(fault("units_alone", "[units]"))
        self.inner(data, "form.toml")
        lists = {"rules": self.parts(data, "rule", "form.toml"), "documents": self.parts(data, "document", "form.toml")}
        form = self.model(Form, {**data, **lists, "sections": ()}, "form.toml")
        if not groups:
            self.faults.append(fault("empty", "form.toml"))
        return form.model_copy(update={"sections": tuple(sections(groups))})

    def group(self, data: dict[str, Any], place: str, table: str = "") -> Group:
        """A group with all that stands in it; `table` is the id of the one around it that has rows, "" for none."""
        self.inner(data, place)
        table = str(data.get("id")) if {"repeat", "rows"} & data.keys() else table
        raw = self.parts(data, "item", place)
        items = [self.item(item, f"{place} / {item.get('id', at)}", table) for at, item in enumerate(raw, 1)]
        computed = tuple(item for item in items if isinstance(item, Field) and item.value)
        checks = self.parts(data, "check", place)
        group = self.model(Group, {**data, "items": (), "checks": checks}, place)
        asked = tuple(item for item in items if item not in computed)
        whole = group.model_copy(update={"items": asked, "computed": computed})
        if whole.units and not whole.repeat:
            self.faults.append(fault("units_within", f"{place} / units"))
        if not whole.has_rows:
            self.faults += [fault("behind", place, name=item) for item in misplaced(whole)]
        within = [item for item in asked if isinstance(item, Group) and not item.has_rows]
        if whole.min_han and within and len(within) == len(asked):
            self.faults.append(fault("nothing_long", place))
        return whole

    def item(self, data: dict[str, Any], place: str, table: str) -> Field | Group:
        """A field, or without a kind a group; the id of a field of a table has the table's and a dot before it."""
        if "kind" not in data and {"item", "repeat", "rows"} & data.keys():
            return self.group(data, place, table)
        name = {"id": f"{table}.{data['id']}"} if table and "id" in data else {}
        return self.model(Field, {**data, **name}, place)


def _quoted(model: Value, data: dict[str, Any], place: str) -> Iterator[Fault]:
    """Advice about numbers in quotes, and what else is taken for what was meant."""
    try:
        type(model).model_validate(data, strict=True)
    except ValidationError as error:
        for detail in error.errors():
            is_number = isinstance(detail["input"], str) and detail.get("ctx", {}).get("class") == "Decimal"
            if is_number or detail["type"] in _STRICT:
                meant = reduce(lambda whole, part: whole[part], detail["loc"], model.model_dump())  # type: ignore[index]
                told = fault("quoted", place, key=detail["loc"][-1], meant=str(meant).lower())
                yield told.model_copy(update={"is_error": False})


# What stands in a list or in braces: the key in the model -> the model, and where it is told to be.
_PARTS: dict[str, tuple[type[Value], str]] = {
    "repeat": (Repeat, "{place}"),
    "units": (Units, "{place} / units"),
    "checks": (Check, "{place} / check"),
    "rules": (Rule, "[[rule]] {number}"),
    "documents": (Document, "[[document]] {number}"),
}


def _told(kind: type[Value], detail: ErrorDetails, place: str) -> Fault:
    """The fault for one of pydantic's errors."""
    code = {"missing": "missing", "extra_forbidden": "unknown"}.get(detail["type"])
    code = code or f"wrong_{detail['type'].partition('_')[0]}"
    code = code if f"fault.{code}" in sentences() else "wrong"
    first, *rest = detail["loc"]
    within, at = _PARTS.get(str(first), (kind, "{place}")) if rest else (kind, "{place}")
    code = {"item": "item_within"}.get(str(first), code) if kind is Field and code == "unknown" else code
    code = "wrong_pairs" if code.startswith("wrong_") and first in ("moved", "short_forms") else code
    place = str(first) if place == "form.toml" and code != "missing" and not rest else place
    if code == "unknown" and _is_tables(detail["input"]):
        return _strange_table(str(first), detail["input"], place, within)
    number = int(rest[0]) + 1 if rest and isinstance(rest[0], int) else 0
    key = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    key = {"checks": "check", "rules": "rule", "documents": "document"}.get(key, key)
    known, written = tuple(_INNER.get(name, name) for name in within.model_fields), key
    if code == "wrong_literal":
        code, known = ("no_rule", RULES) if within is Rule else (code, names())
        written = str(detail["input"])
    if code == "wrong_literal":
        meant = near(written.lower(), known) or _named("kind_named", written, known)
    else:
        meant = _named("key_named", written, known) or near(written.lower(), known)
    return fault(
        code,
        at.format(place=place, number=number),
        key=f"{first}.{key}" if first in ("repeat", "units") and rest else key,
        kinds=say("list.words", words=known),
        near=meant,
        written=written,
        reason=detail["msg"],
    )


def _is_tables(value: object) -> bool:
    """Whether a key stands in square brackets of its own, or before a dot."""
    return isinstance(value, dict) or (isinstance(value, list) and value != [] and isinstance(value[0], dict))


def _strange_table(key: str, value: Any, place: str, within: type[Value]) -> Fault:
    """The fault of a header that is none, or of what stands before a dot: the number of `1. title`, say."""
    if key.isdigit() and isinstance(value, dict):
        return fault("numbered", place, written=f"{key}.", key=next(iter(value)))
    lists = [_INNER[name] for name in within.model_fields if name in _INNER]
    at = key if place in ("form.toml", key) else f"{place} / {key}"
    return fault("unknown_table", at, key=key, near=near(key.lower(), lists))


def _named(code: str, written: str, known: Sequence[str]) -> str:
    """The one of these that is probably meant by another word for it, "" for none."""
    words = {word: name for name in known for word in sentences().get(f"{code}.{name}", "").split()}
    found = (word for word in words if written.lower().startswith(word))
    return words.get(max(found, key=len, default=""), "")
