"""In which line of a form.toml a place is, as the faults name places: [[group]] basic / joint_units / name."""

from __future__ import annotations

import re

from dialogs.pattern import Pattern

_ID = r"\bid\s*=\s*[\"']{}[\"']"
_TABLE = Pattern(r"^\[\[(?P<name>\w+)\]\] (?P<id>.+)$")


def line_of(text: str, place: str) -> int:
    """The line of a place, counted from 1; 0 where it cannot be told."""
    at = -1
    for depth, part in enumerate(place.split(" / ")):
        numbered = depth and part.isdigit()
        found = _header(text, depth, int(part), max(at, 0)) if numbered else _found(text, part, max(at, 0))
        if found < 0:
            break
        at = found
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def lines_of(text: str, id_: str) -> list[int]:
    """The lines in which an id is given, of a column from its table on."""
    table, _, name = id_.rpartition(".")
    start = max(_found(text, table, 0), 0) if table else 0
    found = re.compile(_ID.format(re.escape(name))).finditer(text, start)
    return [text.count("\n", 0, one.start()) + 1 for one in found]


def _header(text: str, depth: int, number: int, start: int) -> int:
    """Where the header of an item begins that is known by its number alone, -1 where it cannot be told."""
    heads = re.compile(rf"^[ \t]*\[\[group(?:\.item){{{depth}}}\]\]", re.MULTILINE).finditer(text, start)
    return next((head.start() for at, head in enumerate(heads, 1) if at == number), -1)


def _found(text: str, part: str, start: int) -> int:
    """Where a part of a place begins behind `start`, -1 where it cannot be told."""
    table = _TABLE.match(part)
    if table and table["id"].isdigit():
        heads = [found.start() for found in re.finditer(rf"^\[\[{table['name']}\]\]", text, re.MULTILINE)]
        return heads[int(table["id"]) - 1] if len(heads) >= int(table["id"]) else -1
    name = table["id"] if table else part.rpartition(".")[2] if not part.startswith("[") else part
    ways = (
        _ID.format(re.escape(name)),
        rf"^[ \t]*{re.escape(name)}\s*=",
        rf"^{re.escape(name)}\s*$",
        rf"^\[\[?(?:[\w.]+\.)?{re.escape(name)}\b",
    )
    found = (re.compile(way, re.MULTILINE).search(text, start) for way in ways)
    return next((one.start() for one in found if one), -1)
