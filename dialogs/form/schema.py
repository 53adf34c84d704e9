"""The JSON Schema of a form.toml, by which editors complete and check it: derived from the models, as they are read."""

from __future__ import annotations

from typing import Any

from dialogs.answers.kinds import names
from dialogs.answers.value import Value
from dialogs.form.model import Document, Field, Form, Group, Repeat, Units
from dialogs.form.rules import Check, Rule
from dialogs.texts import say, sentences

# Keys under which the parts of a model are written, and what stands there.
_LISTS = {
    "group": ("Group", Form),
    "rule": ("Rule", Form),
    "document": ("Document", Form),
    "item": ("Item", Group),
    "check": ("Check", Group),
}
_INSIDE = ("sections", "rules", "documents", "items", "computed", "checks", "parts")  # how the models call these
_MODELS: dict[str, type[Value]] = {"units": Units, "repeat": Repeat}  # what stands in braces behind a key


def keys(model: type[Value]) -> list[str]:
    """The keys that stand in one part of a form.toml, in the order of the model."""
    inside = _INSIDE if model in (Form, Group) else ()
    own = [name for name in model.model_fields if name not in inside]
    own += ["check"] if "checks" in model.model_fields else []
    return [*own, *(key for key, (_, of) in _LISTS.items() if of is model and key not in own)]


def described(key: str) -> str:
    """What a key is for, in one sentence."""
    code = f"form_key.{key}"
    return say(code) if code in sentences() else ""


def schema() -> dict[str, Any]:
    """The schema of a whole form.toml."""
    parts = (Group, Field, Document, Units, Repeat, Check, Rule)
    defined = {model.__name__: _part(model) for model in parts}
    defined["Item"] = {"oneOf": [_to("Field"), _to("Group")]}
    whole = _part(Form)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "form.toml", **whole, "definitions": defined}


def _to(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _part(model: type[Value]) -> dict[str, Any]:
    whole = model.model_json_schema(ref_template="#/definitions/{model}")
    plain = (whole if "properties" in whole else whole["$defs"][model.__name__])["properties"]  # one may hold others
    properties: dict[str, Any] = {}
    for key in keys(model):
        if key in _LISTS and key not in model.model_fields:
            properties[key] = {"type": "array", "items": _to(_LISTS[key][0])}
        elif key in _MODELS:
            properties[key] = _to(_MODELS[key].__name__)
        else:
            properties[key] = {name: value for name, value in plain[key].items() if name in ("type", "items", "const")}
            properties[key] = properties[key] or _either(plain[key])
        if words := described(key):
            properties[key]["description"] = words
    if "kind" in properties and model is Field:
        properties["kind"]["enum"] = list(names())
    if "short_forms" in properties:
        properties["short_forms"] = {"type": "object", "description": described("short_forms")}
    required = [key for key, field in model.model_fields.items() if field.is_required() and key in properties]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _either(plain: dict[str, Any]) -> dict[str, Any]:
    """A value that may be left out, without that."""
    kinds = [one["type"] for one in plain.get("anyOf", ()) if one.get("type") not in ("null", None)]
    return {"type": "number" if "number" in kinds else kinds[0]} if kinds else {}
