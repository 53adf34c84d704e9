"""A cell that only says that it is as the one above: 同上, 〃. Knows no column."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers.cleaning import fold
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Layout

_DITTO = frozenset(["同上", "同前", "如上", "上同", "〃", "々", "″", "′′", '"', "''", "“", "”", "ditto"])


def filled(layout: Layout) -> Layout:
    """The layout with each such cell as the one above it is; one with nothing above stays."""
    lines: list[Line] = []
    above: list[str] = []
    for line in layout.lines:
        cells = [_filled(cell, above[at] if at < len(above) else "") for at, cell in enumerate(line.cells)]
        lines.append(Line(line.number, cells))
        above = cells
    return replace(layout, lines=lines)


def _filled(cell: str, above: str) -> str:
    return above if above and fold(cell).strip("()") in _DITTO else cell
