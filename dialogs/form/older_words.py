"""A form.toml as it was written before groups nested -> the same in today's words: forms kept in data folders are such.

Knows no form.
"""

from __future__ import annotations

from typing import Any

_RENAMED = {"section": "group", "column": "item", "intro": "guidance"}


def today(data: dict[str, Any]) -> dict[str, Any]:
    """What a form.toml says in today's words; what is written in these stays as it is."""
    if "section" not in data:
        return data
    now = _renamed(data)
    now["group"] = [_group(one) for one in _tables(now["group"])]
    if isinstance(units := now.get("units"), dict) and "table" in units:
        now["units"] = {("group" if key == "table" else key): value for key, value in units.items()}
    now["document"] = [_renamed(one) if isinstance(one, dict) else one for one in _tables(now.get("document", []))]
    return now


def _tables(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {_RENAMED.get(key, key): value for key, value in data.items()}


def _group(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    now = _renamed(data)
    if now.get("kind") == "table":
        del now["kind"]
        least = now.pop("min_rows", 0)
        if not now.get("rows"):
            now["repeat"] = {"min": least} if least else {}
    if "item" in now:
        now["item"] = [_group(one) for one in _tables(now["item"])]
    return now
