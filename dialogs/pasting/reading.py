"""A paste -> the rows of a table, each cell with its verdict, and all that is doubtful about how it was read.

The one reader for typed text, for files of text, and for sheets, which come as text with tabs (`grid.join`). Pure, and
the same for the same text: `read` is called again wherever the rows are wanted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dialogs.answers import kinds
from dialogs.form.model import Group
from dialogs.pasting import (
    banners,
    chat_lines,
    dittos,
    headed,
    headless,
    heads,
    listed_names,
    not_rows,
    numbering,
    row_reading,
    separators,
)
from dialogs.pasting.fitting import fit
from dialogs.pasting.grid import Line
from dialogs.pasting.remembered import Remembered
from dialogs.pasting.row_reading import PastedRow
from dialogs.pasting.separators import How, Way
from dialogs.pasting.table_layout import Layout, LeftOut, Place, Why
from dialogs.pattern import Pattern

LOOKED = 40  # lines that are looked at to choose between ways to take a text apart
MOST = 3_000  # lines that are looked at; of more it is only said how many they are
_NOTHING = Pattern("[\ufeff\u200b-\u200f\u202a-\u202e\u2060\U0001f300-\U0001faff]\ufe0f?")  # unseen, or a picture
NAMED = 2.0  # how much a head speaks for the way in which it is seen
Mapped = tuple[tuple[str, ...], ...]
"""For each place in a line the ids of the columns that somebody chose for it."""


@dataclass(frozen=True)
class Reading:
    """A paste as it was read.

    Attributes:
        table: The table.
        layout: How its lines lie over its columns.
        is_sure: Whether there is no doubt about how it was taken apart: heads are known, or tabs set apart as many
            cells as the table has columns.
        today: The day that 今天 stands for.
    """

    table: Group
    layout: Layout
    is_sure: bool
    today: date

    @cached_property
    def rows(self) -> Sequence[PastedRow]:
        """The rows with something in them. Reading each takes its time: see how many they are before."""
        return row_reading.rows(self.table, self.layout, self.today)

    @cached_property
    def is_sound(self) -> bool:
        """Whether all of every row can be taken as it stands."""
        return all(row.is_sound for row in self.rows)

    @property
    def count(self) -> int:
        """How many rows they are at the most."""
        return len(self.layout.lines)

    @property
    def places(self) -> Sequence[Place]:
        """What each place in a line was taken for, in their order."""
        return self.layout.places

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """The lines that are no rows, and why."""
        return sorted(self.layout.left_out, key=lambda left: left.line)

    @property
    def is_transposed(self) -> bool:
        """Whether the heads stood in the first column."""
        return self.layout.is_transposed

    @property
    def unasked(self) -> list[Place]:
        """The places that are left out, as the table has no column for them."""
        left_out = [place for place in self.places if not (place.columns or place.is_number)]
        return [place for place in left_out if place.head or place.sample]


def read(table: Group, text: str, today: date, mapped: Mapped = ()) -> Reading:
    """Reads a paste.

    Args:
        table: The table of the form into which it goes.
        text: What was pasted or typed, or a file of text; a sheet as `grid.join` makes text of it.
        today: The day that 今天 stands for.
        mapped: For each place the columns that somebody chose for it, in place of those that were found.

    Returns:
        The rows in their order, with what is left out. Of one row `row.cells` has, by the id of the column, each cell
        with its verdict: `shown` makes of that what the document will print. A text in which nothing is a row gives a
        reading without rows.
    """
    return read_once(table, text, today, mapped)


def _read(table: Group, text: str, today: date, mapped: Mapped) -> Reading:
    text = re.sub(r"\r\n?|\u2028", "\n", _NOTHING.sub("", text.replace("\x07", "\t"))).strip("\n")
    text, talk = chat_lines.without(table, text)
    way, layout = _best(table, text, today)
    layout = banners.filled(table, dittos.filled(numbering.without(layout)))
    places = [replace(place, sample=_sample(layout, at)) for at, place in enumerate(layout.places)]
    places = _as_mapped(table, places, mapped) if mapped else places
    layout = replace(layout, places=places, left_out=[*layout.left_out, *talk])
    return Reading(table, layout, _is_sure(table, way.how, layout), today)


read_once = Remembered(_read, 32)
"""As `read`; a call that leaves out the last argument would not be known as the same."""


def shown(table: Group, row: PastedRow) -> list[str]:
    """The row's cells as the document prints them, one for each column; "" where one is empty or refused."""
    values = row.values
    return [kinds.show(column, values[column.id]) if column.id in values else "" for column in table.fields]


def _best(table: Group, text: str, today: date) -> tuple[Way, Layout]:
    """The way to take a text apart in which its first cells fit best; the first of those that fit alike."""
    if text.count("\n") >= MOST * len(table.fields):  # too many rows, though each cell had a line of its own
        lines = [Line(number, (line,)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        return Way("tabs", lines), Layout((), lines, (), "order")
    above = len(text) - len(text.lstrip("\n"))  # lines that are left empty
    ways = [_further(way, above) for way in separators.ways(table, text.strip("\n"), today)]
    best = max(ways, key=lambda way: _fit(table, way, today))
    if len(best.lines) > MOST:
        return best, Layout((), best.lines, (), "order")
    layout = _laid(table, best.lines, today)
    layout = headless.completed(table, layout, today) if layout.by == "heads" else layout
    unlabelled = [not_rows.left(line, _why_unlabelled(line)) for line in best.unlabelled]
    return best, replace(layout, left_out=[*layout.left_out, *unlabelled])


def _why_unlabelled(line: Line) -> Why:
    return "title" if not_rows.is_title(line.cells[0]) else "note" if not_rows.is_below(line.cells[0]) else "unlabelled"


def _further(way: Way, lines: int) -> Way:
    """The way with its lines so many further down."""
    moved = ([replace(line, number=line.number and line.number + lines) for line in of] for of in way[1:])
    return Way(way.how, *moved) if lines else way


def _laid(table: Group, lines: Sequence[Line], today: date) -> Layout:
    return headed.lay_out(table, lines) or headless.lay_out(table, lines, today)


def _fit(table: Group, way: Way, today: date) -> float:
    """How well a text fits in one way, by its first lines. Marks that nothing speaks for may belong to the words."""
    layout = _laid(table, way.lines[:LOOKED], today)
    labelled = way.how == "labels"  # what nobody asks for has a name there too
    kept = [at for at, place in enumerate(layout.places) if not place.is_number and (place.columns or not labelled)]
    columns = [layout.places[at].columns for at in kept]
    rows = [[line.cells[at] for at in kept if at < len(line.cells)] for line in layout.lines]
    fits = sum(fit(columns, cells, today) for cells in rows)
    named = sum(map(bool, columns)) * NAMED if layout.by == "heads" else 0
    begins = all(cells and listed_names.is_one(cells[0].strip()) for cells in rows)
    plain = way.how in ("marks", "cells") and not named and fits + 0.1 * begins <= 0.5 * len(rows)
    return -1 if plain or not layout.lines else named + fits * max(1, len(way.lines) / LOOKED)


def _as_mapped(table: Group, places: Sequence[Place], mapped: Mapped) -> list[Place]:
    by_id = {column.id: column for column in table.fields}
    chosen = [tuple(by_id[column] for column in columns if column in by_id) for columns in mapped]
    return [replace(place, columns=of) for place, of in zip(places, chosen, strict=False)]


def _is_sure(table: Group, how: How, layout: Layout) -> bool:
    """Whether there is no doubt about which cell is for which column."""
    if layout.is_transposed:
        return False
    if layout.by == "heads":
        named = {column.id for place in layout.places for column in place.columns}
        free = [place for place in layout.places if not (place.columns or place.is_number)]
        lost = any(left.why in ("banner", "others", "unlabelled", "stray") for left in layout.left_out)
        taken = [place.head for place in layout.places if place.columns]
        guessed = not all(any(heads.columns_of(table, [head])) and not heads.is_measured(table, head) for head in taken)
        if lost or guessed or any(place.sample and not place.head for place in free):
            return False
        if heads.are_contested(table, [place.head for place in layout.places]):
            return False
        unknown = any(place.head for place in free)
        return not unknown or named == {column.id for column in table.fields}
    asked = [place for place in layout.places if not place.is_number]
    in_order = how == "tabs" and layout.by == "order" and not layout.left_out and len(asked) == len(table.fields)
    return in_order and headless.is_evident(table, layout)


def _sample(layout: Layout, at: int) -> str:
    """What stands first in a place; "" where that has neither head nor column, and is empty in most lines."""
    place = layout.places[at]
    filled = [cell for line in layout.lines if (cell := line.at(at))]
    stray = not (place.columns or place.head) and len(filled) * 2 <= len(layout.lines)
    return "" if stray or not filled else filled[0]
