"""Lines laid out by heads: those above them, in one line or two, or those in the first column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from dialogs.form.model import Group
from dialogs.pasting import further_tables, grid, heads, not_rows, numbering, stated_units
from dialogs.pasting.grid import LABELS, Line
from dialogs.pasting.table_layout import Layout, Place


def head_of(table: Group, lines: Sequence[Line]) -> Line | None:
    """The line with the most heads of a table's columns among the first few, None where there is none.

    Where there are rows between an earlier one and that, the earlier: the other is a further table's.
    """
    if lines and lines[0].number == LABELS:
        return lines[0]
    named = [(_named(table, line), line) for line in lines[: heads.LOOKED]]
    most, head = max(named, key=lambda one: one[0], default=(0, None))
    for at, (count, line) in enumerate(named):
        rows = [row for more, row in named[at:] if not more and head and row.number < head.number]
        if count > 1 and any(len(row.filled) > 2 for row in rows) and heads.name_rows(table, line.cells):
            return line
    return head if most else None


def lay_out(table: Group, lines: Sequence[Line]) -> Layout | None:
    """The lines by their heads, None where they have none; by those in the first column where they are more."""
    head = head_of(table, lines)
    turned = _turned(table, lines)
    beside = head_of(table, turned)
    if beside and (head is None or _named(table, beside) > _named(table, head)):
        return replace(_below(table, turned, beside), is_transposed=True)
    return _below(table, lines, head) if head else None


def _named(table: Group, line: Line) -> int:
    """How many columns a line names as their heads."""
    return sum(map(bool, heads.places(table, line.cells) or ()))


def _below(table: Group, lines: Sequence[Line], head: Line) -> Layout:
    names = [cell.strip() for cell in head.cells]
    above = [line for line in lines if line.number < head.number]
    below = [line for line in lines if line.number > head.number]
    upper: Sequence[str] = ()
    if below and (both := _of_two_lines(table, names, below[0])):
        upper, names, below = names, both, below[1:]
    elif above and _spans(above[-1], head) and any(heads.columns_of(table, above[-1].cells)):
        upper, names, above = above[-1].cells, _as_one(above[-1].cells, head.cells), above[:-1]
    names = _with_numbers(names, below)
    _, above, others_above = further_tables.in_order(table, names, above)
    names, below, others = further_tables.in_order(table, names, below)
    columns = heads.columns_of(table, names)
    most = 2 if sum(map(bool, names)) > 2 else 1  # cells of a title: a head with more below it is a row
    titles = [line for line in above if len(line.filled) <= most or (line is above[-1] and _spans(line, head))]
    units = stated_units.of_heads(upper, names, stated_units.above(titles))
    places = [
        Place(
            c,
            name,
            heads.is_numbering(name) or (not name and _counts(below, at)),
            unit=units[at],
        )
        for at, (c, name) in enumerate(zip(columns, names, strict=True))
    ]
    rows, left_out = not_rows.rows(table, [line for line in above if line not in titles] + below, places)
    return Layout(
        places, rows, [*(not_rows.left(line, "title") for line in titles), *left_out, *others_above, *others], "heads"
    )


def _spans(line: Line, head: Line) -> bool:
    """Whether a line has the heads of several columns each, above the heads of these: it has gaps, and no data."""
    if all(len(cell) == 1 and cell.isascii() and cell.isalpha() for cell in line.filled):
        return True  # the letters of a spreadsheet's columns
    again = any(cell and cell == below for cell, below in zip(line.cells, head.cells, strict=False))
    return (again or not all(map(str.strip, line.cells))) and not any(map(heads.is_data, line.filled))


def _with_numbers(names: list[str], below: Sequence[Line]) -> list[str]:
    """The heads, with one above numbers that have none, or without one below which the numbers were not copied."""
    widths = {len(line.cells) for line in below}
    if widths == {len(names) + 1} and _counts(below, 0):
        return ["", *names]
    if widths and min(widths) > len(names):  # further columns have none
        return [*names, *[""] * (min(widths) - len(names))]
    missing = widths == {len(names) - 1} and heads.is_numbering(names[0]) and not _counts(below, 0)
    return names[1:] if missing else names


def _counts(lines: Sequence[Line], at: int) -> bool:
    """Whether the lines are counted in a place."""
    return numbering.counts([line.at(at) for line in lines])


def _of_two_lines(table: Group, above: Sequence[str], line: Line) -> list[str] | None:
    """The heads of two lines as one: below 联系方式 stand 手机 and 邮箱. None where the second is a row."""
    cells, names = ([cell.strip() for cell in of] for of in (line.cells, above))
    named = heads.columns_of(table, cells)
    if all(cells) or not all(columns for columns, cell in zip(named, cells, strict=True) if cell):
        return None
    return _as_one(names, cells)


def _as_one(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The heads of the lower line, and of the upper where that has none."""
    return [low.strip() or high.strip() for low, high in zip_longest(below, above, fillvalue="")]


def _turned(table: Group, lines: Sequence[Line]) -> list[Line]:
    """The columns as lines, where the first cells of the lines are heads; none where they are not."""
    if len(lines) > 2 * heads.LOOKED + len(table.fields):
        return []
    lines = [line for line in lines if len(line.filled) > 1] or lines  # those of one cell are titles
    first = [line.cells[0] for line in lines]
    named = heads.columns_of(table, first)
    known = [line for line, columns in zip(lines, named, strict=True) if columns or heads.is_numbering(line.cells[0])]
    if sum(map(bool, named)) < 2 or (heads.places(table, first) is None and len(known) * 2 < len(lines)):
        return []
    return grid.turned(lines)
