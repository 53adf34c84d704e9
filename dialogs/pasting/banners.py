"""A banner says what the rows below it have in common: 一、工业互联网企业. They have it where their own cell lacks.

Knows no separator.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.form.model import Field, Group
from dialogs.pasting import not_rows
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Layout, Place


def filled(table: Group, layout: Layout) -> Layout:
    """The layout with what a banner says in each row below it, to the next; as it is where no row lacks it."""
    above = {left.line: left for left in layout.left_out if left.why in ("banner", "title")}
    said = {line: words for line, left in above.items() if (words := _words(table, left.text))}
    column = _column(table, [*said.values()])
    if column is None or layout.is_transposed:
        return layout
    own = next((at for at, place in enumerate(layout.places) if column in place.columns), None)
    at = max(map(len, (layout.places, *(line.cells for line in layout.lines)))) if own is None else own
    lines = [
        _with(line, at, next((said[n] for n in sorted(said, reverse=True) if n < line.number), ""))
        for line in layout.lines
    ]
    if lines == layout.lines:
        return layout
    blank = [Place(())] * (at - len(layout.places))
    places = layout.places if own is not None else [*layout.places, *blank, Place((column,))]
    left_out = [replace(left, why="banner") if left.line in said else left for left in layout.left_out]
    return replace(layout, places=places, lines=lines, left_out=left_out)


def _words(table: Group, text: str) -> str:
    """What a banner says of those below it, also where its number stands in a cell of its own."""
    return not_rows.banner_of(table, text) or not_rows.banner_of(table, text.split(maxsplit=1)[-1])


def _column(table: Group, words: list[str]) -> Field | None:
    """The only column of which all banners are choices, or into which one may write them; None for none."""
    found = [column for column in table.fields[1:] if {*words} <= {*column.choices}]
    found = found or [column for column in table.fields[1:] if column.of_kind.is_open]
    return found[0] if words and len(found) == 1 else None


def _with(line: Line, at: int, words: str) -> Line:
    if not words or line.at(at):
        return line
    cells = [*line.cells, *[""] * (at + 1 - len(line.cells))]
    return Line(line.number, [*cells[:at], words, *cells[at + 1 :]])
