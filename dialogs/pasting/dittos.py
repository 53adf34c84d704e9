"""A cell that only says that it is as another in its column: 同上, 〃, 同第 1 行. Knows no column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.answers.cleaning import fold
from dialogs.answers.numerals import number
from dialogs.pasting.grid import Cells, Line
from dialogs.pasting.table_layout import Layout
from dialogs.pattern import Pattern

_ABOVE = "以?[上前][面述]?(?:一?[行栏格条个项])?"
_DITTO = Pattern(
    rf"[同如]{_ABOVE}|[与和跟]?{_ABOVE}[的相]?(?:同|一[样致])|[-—–─]*(?:〃|々|″|′′|\"|''|“|”|↑)[-—–─]*|ditto"
)
_AS_ROW = Pattern("同(?:第|序号)?([0-9]{1,3}|[一二三四五六七八九十]{1,3})[行家个条项]?")


def filled(layout: Layout) -> Layout:
    """The layout with each such cell as the one that it names; one that names none stays."""
    above: list[Cells] = []
    for line in layout.lines:
        above.append([_filled(cell, at, above) for at, cell in enumerate(line.cells)])
    lines = [Line(line.number, cells) for line, cells in zip(layout.lines, above, strict=True)]
    return replace(layout, lines=lines)


def _filled(cell: str, at: int, above: Sequence[Cells]) -> str:
    text = fold(cell).strip("()")
    as_row = _AS_ROW.fullmatch(text)
    if not (as_row or _DITTO.fullmatch(text)):
        return cell
    row = int(number(as_row[1], exact=False) or 0) - 1 if as_row else len(above) - 1
    named = above[row] if 0 <= row < len(above) else ()
    return (named[at] if at < len(named) else "") or cell
