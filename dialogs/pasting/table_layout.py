"""What lines of cells come to over a table's columns: which are rows, and what each place in them is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialogs.form.model import Field
from dialogs.pasting.grid import Line

Columns = tuple[Field, ...]

Why = Literal[
    "title",  # above the heads
    "heads",  # the first line, of words that nobody knows
    "total",
    "note",
    "banner",  # says what the rows below have in common
    "others",  # below the heads of another table
    "unlabelled",  # among answers with labels, without one
    "stray",  # where the others have their number, with no cell besides
    "sample_row",  # a row that only shows how to fill in the others
]


@dataclass(frozen=True)
class LeftOut:
    """A line that is no row, and why."""

    line: int
    text: str
    why: Why


@dataclass(frozen=True)
class Place:
    """One place in every line.

    Attributes:
        columns: The columns for which it is; several where one cell holds what they ask for, none where it is left out.
        head: What stood above it, "" for nothing.
        is_number: Whether it only counts the lines.
        sample: The first that stands there in a row.
        unit: In which unit amounts are there, where that is stated.
    """

    columns: Columns
    head: str = ""
    is_number: bool = False
    sample: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """Lines laid out over a table's columns.

    Attributes:
        places: What each place in a line is for.
        lines: The lines that are rows.
        left_out: The lines that are not.
        by: How the columns were found: by heads, by their order, or by what stands in them.
        is_transposed: Whether what were lines are columns here.
    """

    places: Sequence[Place]
    lines: Sequence[Line]
    left_out: Sequence[LeftOut]
    by: Literal["heads", "order", "content"]
    is_transposed: bool = False
