"""A paste into one cell of a table -> which cells it fills from there on: to the right and down, as a spreadsheet does.

The same reader as for a paste into the chat, but where nothing names the columns, they are those from the cell on.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.form.model import Group
from dialogs.pasting.reading import Mapped, Reading, read
from dialogs.pasting.remembered import Remembered
from dialogs.pasting.row_reading import PastedRow


@dataclass(frozen=True)
class Spread:
    """A paste as it spreads.

    Attributes:
        reading: How it was read.
        rows: Its rows, each by how many rows it stands below the first.
    """

    reading: Reading
    rows: Mapping[int, PastedRow]


def spread(table: Group, text: str, column: str, today: date) -> Spread:
    """Reads what was pasted into a cell of a column (by its id) of a table. A row left empty stays where it is.

    So do those of one column below a line that is no row: they belong to what stands beside them.
    """
    reading = onwards(table, text, column, today)
    left_out = [left.line for left in reading.left_out] if len(reading.places) > 1 else []
    first = min((line.number for line in reading.layout.lines), default=0)
    passed = bisect(left_out, first)
    return Spread(reading, {row.line - first - bisect(left_out, row.line) + passed: row for row in reading.rows})


def _read(table: Group, text: str, column: str, today: date) -> Reading:
    reading = read(table, text, today)
    if reading.layout.by == "heads":
        return reading
    at = [field.id for field in table.fields].index(column)
    kept = {name: getattr(table, name) for name in table.model_fields_set}
    rest = Group(**{**kept, "items": table.fields[at:]})  # a copy would have the ids of all of them
    reading = read(rest, text, today)
    return read(rest, text, today, _in_order(rest, reading))


onwards = Remembered(_read, 8)
"""Reads what was pasted into a cell: where nothing names the columns, into those from there on."""


def _in_order(table: Group, reading: Reading) -> Mapped:
    """For each place the next column; none for what only counts the lines."""
    columns = iter(field.id for field in table.fields)
    free = (() if place.is_number else tuple(filter(None, (next(columns, ""),))) for place in reading.places)
    return tuple(free)
