"""One line of a paste -> a row: each cell with its verdict, and what is odd about the row as a whole.

Knows no way to take a text apart, and no application.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Literal

from dialogs.answers import kinds
from dialogs.form.model import Field, Group
from dialogs.pasting import contacts, crowded_cells, numbering, stated_units, sums
from dialogs.pasting.fitting import is_strict, judged, laid, worth
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Columns, Layout, Place
from dialogs.pattern import Pattern

Odd = Literal["", "nameless", "alone", "sum"]
_PLAIN = Pattern(r"-?[0-9]+(?:\.[0-9]+)?")
_PART = Pattern(r"[（(]?其中\s*[:：]?\s*\S")
_MARKS = " \t，,；;、"  # behind a cell, as where others set the cells apart besides
_USUAL = 3  # cells that most rows have, where one that stands alone is no row


@dataclass(frozen=True)
class Cell:
    """One cell that is not empty, the column it is for, and what reading it as an answer came to."""

    column: Field
    text: str
    verdict: kinds.Verdict
    is_crowded: bool = False  # whether something else seems to stand in it as well

    @property
    def state(self) -> Literal["accepted", "doubtful", "refused"]:
        """Whether it can be taken, has to be asked about, or is no answer as it stands."""
        if isinstance(self.verdict, kinds.Accepted):
            return "accepted"
        return "doubtful" if self.value else "refused"

    @property
    def value(self) -> str:
        """What is stored of it, with a yes where it is doubtful; "" where it is refused."""
        return kinds.stored(self.verdict)

    @property
    def doubts(self) -> tuple[kinds.Doubt, ...]:
        """What it is taken with."""
        return self.verdict.doubts if isinstance(self.verdict, kinds.Doubtful) else ()

    @property
    def rest(self) -> str:
        """What stands beside a number, a code or an address of mail, and is not taken with it: a name."""
        kind = self.column.of_kind
        if not kind.is_of_one or self.value in ("", self.text):
            return ""
        if not kind.contact:
            return self.text.replace(self.value, "").strip() if self.value in self.text else ""
        found = contacts.pieces(self.text)
        return found.rest if found.phones or found.mails else ""


@dataclass(frozen=True)
class PastedRow:
    """One row.

    Attributes:
        line: Its place in what was pasted, from 1.
        cells: Its cells, by the ids of their columns; those that are empty are left out.
        extra: What stood in places that are none of the others', and for no column; "" for nothing.
        is_short: Whether it has fewer cells than others, and lacks what must be filled in.
        odd: Why it may be no row of its own: it lacks its name, which others have, or has only that, or is what others
            come to or a part of one. "" for none of it.
    """

    line: int
    cells: Mapping[str, Cell]
    extra: str = ""
    is_short: bool = False
    odd: Odd = ""

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What is stored of it, by the ids of the columns; empty where nothing of it can be taken."""
        return {column: cell.value for column, cell in self.cells.items() if cell.value}

    @cached_property
    def is_sound(self) -> bool:
        """Whether all of it can be taken as it stands."""
        whole = all(c.state == "accepted" and not (c.rest or c.is_crowded) for c in self.cells.values())
        return whole and bool(self.cells) and not (self.extra or self.is_short or self.odd)


def rows(table: Group, layout: Layout, today: date) -> list[PastedRow]:
    """The lines of a layout as rows of a table, those with something in them."""
    width = max((len(line.cells) for line in layout.lines), default=0)
    found = [row for line in layout.lines if (row := _row(table, layout, line, width, today))]
    usual = median([len(row.cells) for row in found] or [0])
    named = any(table.fields[0] in place.columns for place in layout.places)
    if not named or usual <= 1:
        return found
    numbers = [column.id for column in table.fields if column.of_kind.is_number]
    comes_to = sums.found([[_number(row.values.get(column, "")) for column in numbers] for row in found])
    return [replace(row, odd=_odd(table, row, usual, is_sum=at in comes_to)) for at, row in enumerate(found)]


def _number(value: str) -> Decimal | None:
    """A number as it is stored; None for none, as of another currency."""
    return Decimal(value) if _PLAIN.fullmatch(value) else None


def _row(table: Group, layout: Layout, line: Line, width: int, today: date) -> PastedRow | None:
    texts: dict[Field, str] = {}
    extra: list[str] = []
    for at, text in enumerate(_laid(layout, line, width, today)):
        place = layout.places[at] if at < len(layout.places) else Place(())
        is_told = place.columns or place.head or place.sample
        if (place.is_number and not numbering.is_number(text)) or not (is_told or place.is_number):
            extra.append(text.strip())
        parts = _parts(place.columns, text)
        texts |= {column: stated_units.put(column, part, place.unit) for column, part in parts if part.strip()}
    spread = crowded_cells.spread(table, texts, today)
    texts = {column: text.strip().rstrip(_MARKS) or text.strip() for column, text in spread.items()}
    cells = {
        column.id: Cell(column, text, judged(column, text, today), crowded_cells.is_crowded(table, column, texts))
        for column, text in texts.items()
    }
    taken = {column for column, cell in cells.items() if cell.state != "refused"}
    lacks = any(c.required and c.id not in taken for place in layout.places for c in place.columns)
    row = PastedRow(line.number, cells, " ".join(filter(None, extra)), len(line.cells) < width and lacks)
    return row if row.cells or row.extra else None


def _laid(layout: Layout, line: Line, width: int, today: date) -> Sequence[str]:
    """The cells of a line; of one that lacks some, each where it fits, if one has the form of a column further on.

    Else what lacks may be the end, as where a message was cut.
    """
    if not len(line.cells) < width == len(layout.places):
        return line.cells
    counted = sum(place.is_number for place in layout.places[:1])
    columns = [place.columns for place in layout.places[counted:]]
    given = len(line.cells) - counted
    cells = laid(line.cells[counted:], columns, today)
    further = zip(columns[given:], cells[given:], strict=False)
    is_told = any(len(of) == 1 and is_strict(of[0]) and worth(of[0], cell, today) > 0 for of, cell in further)
    return [*line.cells[:counted], *cells] if is_told else line.cells


def _odd(table: Group, row: PastedRow, usual: float, *, is_sum: bool) -> Odd:
    """Whether a row among others, of usually so many cells, lacks what it is called after, or has nothing else.

    Or is what others come to, or a part of one: 其中：购置.
    """
    name = row.cells.get(table.fields[0].id)
    if name is None:
        return "nameless"
    if is_sum or _PART.match(name.text):
        return "sum"
    return "alone" if usual >= _USUAL and len(row.cells) == 1 and not row.is_short else ""


def _parts(columns: Columns, text: str) -> Iterator[tuple[Field, str]]:
    """What of a cell is for which column."""
    if len(columns) < 2:
        yield from ((column, text) for column in columns)
        return
    spread = contacts.spread(columns, text)
    yield from ((column, spread[column.id]) for column in columns)
