"""A form.toml as it was written before groups nested -> the same in today's words: forms kept in data folders are such.

Knows no form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dialogs.texts import say

_RENAMED = {"section": "group", "column": "item", "intro": "guidance"}


def today(data: dict[str, Any]) -> dict[str, Any]:
    """What a form.toml says in today's words; what is written in these stays as it is."""
    now = _in_groups(_renamed(data)) if "section" in data else data
    if isinstance(units := now.get("units"), dict):
        now = _marked(now, units)
    rules = _tables(now.get("rule", []))
    checks = [one for one in rules if isinstance(one, dict) and str(one.get("kind")) in _CHECKED]
    for rule in checks:
        _CHECKED[rule["kind"]](now, rule)
    return {**now, "rule": [one for one in rules if one not in checks]} if checks else now


def _in_groups(now: dict[str, Any]) -> dict[str, Any]:
    now["group"] = [_group(one) for one in _tables(now["group"])]
    now["document"] = [_renamed(one) if isinstance(one, dict) else one for one in _tables(now.get("document", []))]
    return now


def _marked(data: dict[str, Any], units: dict[str, Any]) -> dict[str, Any]:
    """The units stood at the top, with the id of their table, which has the mark now."""
    table = units.get("table", units.get("group"))
    found = next((one for one in _every(data.get("group", [])) if one.get("id") == table and "units" not in one), None)
    if found is None:
        return data
    short = {key: str(units[key]).removeprefix(f"{table}.") for key in ("name", "code") if key in units}
    found["units"] = {key: one for key, one in units.items() if key not in ("table", "group")} | short
    return {key: value for key, value in data.items() if key != "units"}


def _every(groups: Any) -> Iterator[dict[str, Any]]:
    """Every group, and all that stands in it."""
    for group in (group for group in _tables(groups) if isinstance(group, dict)):
        yield group
        yield from _every(group.get("item", []))


def _not_after(data: dict[str, Any], rule: dict[str, Any]) -> None:
    """One date should not be after another."""
    earlier, later = str(rule.get("earlier")), str(rule.get("later"))
    first, second = (_label(data, name) for name in (earlier, later))
    words = say("check.not_after", first=first, earlier=earlier, second=second, later=later)
    _add_check(data, earlier, f"{earlier} <= {later}", words)


def _agrees(data: dict[str, Any], rule: dict[str, Any]) -> None:
    """A number in a long text should be the number of a table's rows."""
    table, ways = str(rule.get("table")), [str(one) for one in rule.get("patterns", [])]
    words = say("check.agrees", title=_label(data, table), table=table)
    for name in rule.get("fields", []):
        for pattern in ways:
            _add_check(data, str(name), f'agrees({name}, "{pattern}", count({table}))', words)


_CHECKED: Mapping[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {"not_after": _not_after, "agrees": _agrees}


def _items(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every item with the group in which it stands."""
    groups = (group for group in _tables(data.get("group", [])) if isinstance(group, dict))
    yield from ((item, group) for group in groups for item in _tables(group.get("item", [])) if isinstance(item, dict))


def _label(data: dict[str, Any], name: str) -> str:
    found = next((item for item, _ in _items(data) if item.get("id") == name), {})
    return str(found.get("label", found.get("title", name)))


def _add_check(data: dict[str, Any], at: str, that: str, says: str) -> None:
    """Adds advice to the group in which a question stands."""
    for group in (group for item, group in _items(data) if item.get("id") == at):
        group["check"] = [*_tables(group.get("check", [])), {"that": that, "says": says, "at": at, "advice": True}]


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
