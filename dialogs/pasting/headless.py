"""Lines laid out without heads: in the order of the columns, or by what stands in the cells.

And of lines with heads what stands below one that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import inf
from typing import Literal, NamedTuple

from dialogs.answers import talk, unit_names
from dialogs.form.model import Field, Group
from dialogs.pasting import contacts, grid, heads, not_rows, numbering
from dialogs.pasting.crowded_cells import NO_SECTOR
from dialogs.pasting.fitting import fit, is_strict, worth
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import Columns, Layout, Place
from dialogs.pattern import Pattern

LOOKED = 20  # rows that are looked at to see what stands where
_DATA = Pattern(r"[0-9]{3}|@")
_FIGURE = Pattern(r"[0-9][0-9,.]*")
_NO_HEAD = Pattern("[0-9@]")
_OTHERS = Pattern(rf"{NO_SECTOR}|.*(?:[险省市区县]|企业?|单位|公司|机构)|.*(?:路|街|大道).*号.*")  # or a place
_NAMED = Pattern(rf"..+(?!企业)(?:{unit_names.ENDS})")  # no head


class _Way(NamedTuple):
    """One way to tell which columns the places are for."""

    columns: Sequence[Columns]
    by: Literal["order", "content"]
    is_numbered: bool = False

    def worth(self, rows: Sequence[Line], today: date) -> float:
        """How well the first rows fit; for another order than the table's something has to speak, and clearly."""
        looked = rows[:LOOKED]
        fits = sum(fit(self.columns, line.cells[self.is_numbered :], today) for line in looked)
        if self.by == "order":
            return fits
        return fits - 0.5 * len(looked) if fits > 0 else -inf


def lay_out(table: Group, lines: Sequence[Line], today: date) -> Layout:
    """The lines by the order of the columns, unless another way fits better; as columns, where only so they fit."""
    fits, found = _laid(table, lines, today)
    if fits > 0 or not 2 < len(lines) < len(table.fields) + 3:
        return found
    turned = grid.turned(lines)
    turned_fits, other = _laid(table, turned, today)
    return replace(other, is_transposed=True) if turned_fits > len(turned) else found


def _laid(table: Group, lines: Sequence[Line], today: date) -> tuple[float, Layout]:
    """How well the lines fit as they are, and how they lie."""
    titles = not_rows.titles(table, lines)
    rows, left_out = not_rows.rows(table, lines[len(titles) :])
    left_out = [*(not_rows.left(line, "title") for line in titles), *left_out]
    names: Sequence[str] = ()
    if _begins_with_heads(rows):
        names = [cell.strip() for cell in rows[0].cells]
        left_out.append(not_rows.left(rows.pop(0), "heads"))
    ways = [*_ways(table, rows, today, numbered=False)]
    first, width = [line.cells[0] for line in rows], _width(rows)
    counts = not any(map(str.strip, first)) or numbering.are_numbers(first)  # a margin is no column either
    if (numbering.counts(first) and width > 1) or (counts and width > len(table.fields)):
        ways = [*_ways(table, rows, today, numbered=True), *ways]
    elif counts and any(map(str.strip, first)) and width > 1:  # each group of rows from one on
        ways += _ways(table, rows, today, numbered=True)
    best = max(ways, key=lambda way: way.worth(rows, today))
    columns = [*[()] * best.is_numbered, *best.columns]
    named = [*names, *[""] * len(columns)]
    places = [Place(of, named[at], best.is_numbered and at == 0) for at, of in enumerate(columns)]
    return best.worth(rows, today), Layout(places, rows, left_out, best.by)


def is_evident(table: Group, layout: Layout) -> bool:
    """Whether words in the table's order are in no other: by a name that ends as one, or by words that are known.

    Words of what the table does not ask are not, whatever stands beside them.
    """
    for at, place in enumerate(layout.places):
        offered = [column for column in place.columns if column.of_kind.is_open and column is not table.fields[0]]
        for column in offered:
            known = re.compile(f"(?:{'|'.join(map(re.escape, column.choices))})|.*{not_rows.SECTOR}")
            for line in layout.lines:
                words = line.at(at)
                is_told = unit_names.ends(_name(table, layout, line)) and not _OTHERS.fullmatch(words)
                if words and not (is_told or known.fullmatch(words)):
                    return False
    return True


def _name(table: Group, layout: Layout, line: Line) -> str:
    cells = zip(layout.places, line.cells, strict=False)
    return next((cell.strip() for place, cell in cells if table.fields[0] in place.columns), "")


def _width(rows: Sequence[Line]) -> int:
    return max((at + 1 for line in rows for at, cell in enumerate(line.cells) if cell.strip()), default=0)


def _begins_with_heads(rows: Sequence[Line]) -> bool:
    """Whether the first line has words where all others have long numbers or addresses, or wherever they have figures.

    And no digit at all.
    """
    if len(rows) < 2 or len(rows[0].filled) < 2 or any(map(_NAMED.fullmatch, rows[0].filled)):
        return False
    first, others = rows[0], rows[1:]
    if any(map(_NO_HEAD.search, first.filled)):
        return False
    said = [bool(cell.strip()) and not talk.is_placeholder(cell) for cell in first.cells]
    figures = [said[at] for at in range(len(said)) if all(_FIGURE.fullmatch(line.at(at)) for line in others)]
    data = (all(_DATA.search(line.at(at)) for line in others) for at, is_said in enumerate(said) if is_said)
    return any(data) or (bool(figures) and all(figures))


def _ways(table: Group, rows: Sequence[Line], today: date, *, numbered: bool) -> list[_Way]:
    cells = [line.cells[numbered:] for line in rows]
    given = min(len(table.fields), max((len(line) for line in cells), default=0))  # empty cells behind are cells too
    width = max(_width(rows) - numbered, given)
    in_order = [(column,) for column in table.fields[:width]]
    ordered: list[Columns] = [*in_order, *[()] * (width - len(in_order))]
    return [
        _Way(ordered, "order", numbered),
        _Way(_by_content(table, cells[:LOOKED], width, today), "content", numbered),
    ]


def completed(table: Group, layout: Layout, today: date) -> Layout:
    """A layout by heads, with the columns that none of them names for places whose heads nobody knows.

    Only where the form of what stands there tells: it does not of whom a name is, and of what a number.
    """
    named = {column for place in layout.places for column in place.columns}
    telling = [column for column in table.fields if not (column.of_kind.is_number or column.of_kind.contact == "name")]
    left = [column for column in telling if column not in named]
    free = [at for at, place in enumerate(layout.places) if _is_unknown(place)]
    lacking = [column for column in table.fields if column not in named]
    if len(lacking) == len(free) == 1 and not layout.places[free[0]].head:
        left = lacking  # one head was not written, and one column is left
    rows = [[line.at(at) for at in free] for line in layout.lines[:LOOKED]]
    found = dict(zip(free, _by_evidence(left, rows, len(free), today), strict=True))
    places = [replace(place, columns=found.get(at, place.columns)) for at, place in enumerate(layout.places)]
    return replace(layout, places=places)


def _is_unknown(place: Place) -> bool:
    return not (place.columns or place.is_number or heads.is_others(place.head))


def _by_content(table: Group, rows: Sequence[Sequence[str]], width: int, today: date) -> list[Columns]:
    """The columns by what stands in the cells: those with a form of their own first, the rest in their order."""
    found = _by_evidence(table.fields, rows, width, today)
    taken = {column for of in found for column in of}
    rest = iter(column for column in table.fields if column not in taken and not is_strict(column))
    return [of or _next(rest) for of in found]


def _by_evidence(columns: Sequence[Field], rows: Sequence[Sequence[str]], width: int, today: date) -> list[Columns]:
    """For each place the columns of which what stands there has the form, none where it has that of none."""
    stands = [[row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    found: list[Columns] = []
    for cells in stands:
        together = _together(columns, cells, today)
        found.append(() if any(column in of for column in together for of in found) else together)
    names = [at for at, cells in enumerate(stands) if cells and all(map(unit_names.ends, map(str.strip, cells)))]
    prose = [column for column in columns[:1] if not is_strict(column) and not column.of_kind.contact]
    if len(names) == 1 and not found[names[0]] and prose:
        found[names[0]] = (prose[0],)
    left = [column for column in columns if not any(column in of for of in found)]
    for column in sorted(left, key=lambda column: (not is_strict(column), not column.of_kind.is_open)):
        free = [at for at in range(width) if not found[at] and stands[at]]
        fits = {at: sum(worth(column, cell, today) for cell in stands[at]) for at in free}
        best = max(free, key=lambda at: fits[at], default=None)
        if best is not None and fits[best] > 0:
            found[best] = (column,)
    return found


def _next(columns: Iterator[Field]) -> Columns:
    column = next(columns, None)
    return (column,) if column else ()


def _together(of: Sequence[Field], cells: Sequence[str], today: date) -> Columns:
    """The columns of a place where number and address stand together, or with a name; none for any other place."""
    taken = [contacts.pieces(cell) for cell in cells]
    most = len(cells) / 2
    phones = sum(bool(one.phones) for one in taken) > most
    mails = sum(bool(one.mails) for one in taken) > most
    rest = sum(bool(one.rest) for one in taken) > most
    if phones + mails + rest < 2 or not (phones or mails):
        return ()
    wanted = [("name",)] * rest + [contacts.PHONES] * phones + [("mail",)] * mails
    columns = [next((c for c in of if c.of_kind.contact in parts), None) for parts in wanted]
    named = sum(worth(columns[0], one.rest, today) for one in taken) if rest and columns[0] else 0
    return () if rest and named <= 0 else tuple(column for column in columns if column)
