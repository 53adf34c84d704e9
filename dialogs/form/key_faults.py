"""What is wrong with the keys and values of one part of a form.toml, each by itself: the library's words -> faults.

Knows no TOML and no form as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dialogs.answers.kinds import names
from dialogs.answers.value import Value
from dialogs.form.faults import Fault, fault
from dialogs.form.model import Document, Field, Form, Group, Repeat, Units
from dialogs.form.rules import Check, Rule
from dialogs.form.spelling import near
from dialogs.texts import say, sentences

RULES = ("mentions",)
# What the models have under other names than a form.toml.
INNER = {"items": "item", "checks": "check", "computed": "value", "sections": "group", "rules": "rule"}
INNER |= {"documents": "document", "parts": "item"}
_STRICT = ("bool_type", "int_type")  # what pydantic says of a value that it takes all the same unless it is strict
# What stands in a list or in braces: the key in the model -> the model, and where it is told to be.
_PARTS: dict[str, tuple[type[Value], str]] = {
    "repeat": (Repeat, "{place}"),
    "units": (Units, "{place} / units"),
    "checks": (Check, "{place} / check"),
    "rules": (Rule, "[[rule]] {number}"),
    "documents": (Document, "[[document]] {number}"),
}
_OF_ROWS = frozenset(("repeat", "rows", "units", "each", "row_noun"))
FORM_ALONE = frozenset(Form.model_fields) - Group.model_fields.keys() - Field.model_fields.keys() - INNER.keys()


def told(kind: type[Value], detail: ErrorDetails, place: str) -> Fault:
    """The fault for one of the errors that pydantic found in the data of a model."""
    first, *rest = detail["loc"]
    within, at = _PARTS.get(str(first), (kind, "{place}")) if rest else (kind, "{place}")
    code = _code(kind, detail)
    place = str(first) if place == "form.toml" and code != "missing" and (not rest or first == "moved") else place
    if code == "unknown" and _is_tables(detail["input"]):
        return _strange_table(str(first), detail["input"], place, within)
    number = int(rest[0]) + 1 if rest and isinstance(rest[0], int) else 0
    key = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    key = {"checks": "check", "rules": "rule", "documents": "document"}.get(key, key)
    known, written, called = tuple(INNER.get(name, name) for name in within.model_fields), key, "key_named"
    if code == "wrong_literal":
        code, known = ("no_rule", RULES) if within is Rule else (code, names())
        written, called = str(detail["input"]), "kind_named"
    return fault(
        code,
        at.format(place=place, number=number),
        key=f"{first}.{key}" if first in ("repeat", "units") and rest else key,
        kinds=say("list.words", words=known),
        near=_meant(called, written, known),
        written=written,
        reason=detail["msg"],
        is_list=isinstance(detail["input"], list),
        is_number=isinstance(detail["input"], float | int),
    )


def _code(kind: type[Value], detail: ErrorDetails) -> str:
    """The code of the fault for an error."""
    first = detail["loc"][0]
    code = {"missing": "missing", "extra_forbidden": "unknown"}.get(detail["type"])
    code = code or f"wrong_{detail['type'].partition('_')[0]}"
    code = code if f"fault.{code}" in sentences() else "wrong"
    if code == "unknown" and kind is Field:
        return "item_within" if first == "item" else "field_rows" if first in _OF_ROWS else code
    if (
        code == "unknown"
        and kind is Group
        and first in Field.model_fields
        and first not in _words("key_named", kind.model_fields)
    ):
        return "of_field"
    return "wrong_pairs" if code.startswith("wrong_") and first in ("moved", "short_forms") else code


def meant(kind: type[Value], details: Iterable[ErrorDetails]) -> set[str]:
    """The keys of the model for which others were written, that there are not."""
    known = tuple(INNER.get(name, name) for name in kind.model_fields)
    strange = (detail["loc"] for detail in details if detail["type"] == "extra_forbidden")
    return {_meant("key_named", str(loc[0]), known) for loc in strange if len(loc) == 1}


def without_meant(kind: type[Value], details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors without those of keys that are missing only because another was written."""
    written = meant(kind, details)
    return (one for one in details if one["type"] != "missing" or one["loc"] not in {(key,) for key in written})


def quoted(model: Value, data: dict[str, Any], place: str) -> Iterator[Fault]:
    """Advice about numbers in quotes, and what else is taken for what was meant."""
    try:
        type(model).model_validate(data, strict=True)
    except ValidationError as error:
        for detail in error.errors():
            is_number = isinstance(detail["input"], str) and detail.get("ctx", {}).get("class") == "Decimal"
            if is_number or detail["type"] in _STRICT:
                meant = reduce(lambda whole, part: whole[part], detail["loc"], model.model_dump())  # type: ignore[index]
                found = fault("quoted", place, key=detail["loc"][-1], meant=str(meant).lower())
                yield found.model_copy(update={"is_error": False})


def _is_tables(value: object) -> bool:
    """Whether a key stands in square brackets of its own, or before a dot."""
    return isinstance(value, dict) or (isinstance(value, list) and value != [] and isinstance(value[0], dict))


def _strange_table(key: str, value: Any, place: str, within: type[Value]) -> Fault:
    """The fault of a part that is none, or of what stands before a dot: the number of `1. title`, say."""
    if key.isdigit() and isinstance(value, dict):
        return fault("numbered", place, written=f"{key}.", key=next(iter(value)))
    lists = [INNER[name] for name in within.model_fields if name in INNER]
    at = key if place in ("form.toml", key) else f"{place} / {key}"
    if within is Field and key == "check":
        return fault("check_of_field", at, right=f"[[group{'.item' * (place.count(' / ') - 1)}.check]]")
    return fault("unknown_table", at, key=key, near=near(key.lower(), lists))


def _meant(called: str, written: str, known: Sequence[str]) -> str:
    """The one of these names that was probably meant, by its letters or by another word for it, "" for none."""
    words = _words(called, known)
    if called == "kind_named" and (alike := words.get(written.lower()) or near(written.lower(), known)):
        return alike
    found = (word for word in words if written.lower().startswith(word))
    return words.get(max(found, key=len, default=""), "") or near(written.lower(), known)


def _words(called: str, known: Iterable[str]) -> dict[str, str]:
    """Other words for these names: the word -> the name."""
    return {word: name for name in known for word in sentences().get(f"{called}.{name}", "").split()}
