"""Tables that stand beside each other in the same lines, laid below each other. Knows no separator."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.answers import unit_names
from dialogs.form.model import Group
from dialogs.pasting import heads, numbering

Rows = list[list[str]]


def stacked(table: Group, rows: Rows) -> Rows:
    """The rows, or, where their heads come again further right, the further tables below the first."""
    for at, row in enumerate(rows[: heads.LOOKED]):
        width = _repeats(table, row)
        if width:
            return [*rows[:at], row[:width], *_below(rows[at + 1 :], width)]
    return rows


def headless(table: Group, rows: Rows) -> Rows:
    """The rows of lines without heads that are several times as wide as the table, each part with the name of one.

    None where they are not: what is pasted into one of the last columns of a grid is wider than the rest of it.
    """
    numbered = numbering.counts([row[0] for row in rows if any(row)])
    own, width = len(table.fields) + numbered, max(map(len, rows), default=0)
    found = _below(rows, own) if width > own and width % own == 0 else []
    return found if all(unit_names.ends(row[numbered].strip()) for row in found) else []


def _repeats(table: Group, row: Sequence[str]) -> int:
    """After how many cells the heads of a line begin again, 0 where they do not."""
    folded = [heads.fold(cell) for cell in row]
    first = next((at for at, head in enumerate(folded) if head), 0)
    width = folded.index(folded[first], first + 1) - first if folded.count(folded[first]) > 1 else 0
    if not width or not any(heads.columns_of(table, row[:width])):
        return 0
    return width if all(head == folded[at % width] for at, head in enumerate(folded) if head) else 0


def _below(rows: Rows, width: int) -> Rows:
    """The parts of the rows below each other, line by line, or table by table where they are counted so."""
    parts = [[row[at : at + width] for at in range(0, len(row), width)] for row in rows]
    by_line = [part for of in parts for part in of if any(part)]
    most = max(map(len, parts), default=0)
    by_table = [of[at] for at in range(most) for of in parts if at < len(of) and any(of[at])]
    counted = [numbering.counts([part[0] for part in found]) for found in (by_line, by_table)]
    return by_table if counted == [False, True] else by_line
