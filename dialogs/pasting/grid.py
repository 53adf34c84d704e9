"""Rows of cells as spreadsheets put them on the clipboard. Knows no table of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dialogs.pattern import Pattern

# Only a cell that must be is put in quotation marks; Excel leaves those that somebody typed as they are.
_QUOTED = Pattern(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_NEEDS_QUOTES = Pattern(r'[\t\n]|""')
_END = Pattern(r"[\t\n]|\Z")

Cells = Sequence[str]
LABELS = 0  # the number of a line of heads that stand as labels in the text
MOST = 50  # cells of a line, as columns of a sheet


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        title: Its name.
        rows: Its rows; those that are hidden are empty.
        fault: Where these are not all of its rows, the sentence why is `sheet.<fault>`.
        hidden: How many rows with something in them are hidden, by a filter or by hand.
        merged: How many cells go over several rows: each of these has what stands in them.
        unreckoned: How many formulas have no value, as no spreadsheet has reckoned them yet.
    """

    title: str
    rows: Sequence[Cells]
    fault: str = ""
    hidden: int = 0
    merged: int = 0
    unreckoned: int = 0


@dataclass(frozen=True)
class Line:
    """A line with something in it; `number` is its place in what was pasted, from 1."""

    number: int
    cells: Cells

    @property
    def filled(self) -> list[str]:
        """What stands in it, cell by cell, without those that are empty."""
        return [cell.strip() for cell in self.cells if cell.strip()]

    def at(self, place: int) -> str:
        """What stands in a place, "" for nothing, or where it does not reach so far."""
        return self.cells[place].strip() if place < len(self.cells) else ""


def split(text: str) -> list[list[str]]:
    """The lines of a text, each as its cells, which tabs set apart; a quoted cell may hold line breaks and tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(text, at)
        if quoted and _NEEDS_QUOTES.search(quoted[1]):
            end, cell = quoted.end(), quoted[1].replace('""', '"')
        else:
            found = _END.search(text, at)
            end = found.start() if found else len(text)
            cell = text[at:end]
        rows[-1].append(cell)
        if end == len(text):
            return rows
        if text[end] == "\n":
            rows.append([])
        at = end + 1


def join(rows: Sequence[Cells]) -> str:
    """The text that `split` takes apart into just these rows."""
    return "\n".join("\t".join(map(_quoted, cells)) for cells in rows)


def lines(rows: Sequence[Cells]) -> list[Line]:
    """The rows that have something in them, each with its number; cells beyond MOST are one."""
    kept = ([*cells[: MOST - 1], " ".join(cells[MOST - 1 :])] if len(cells) > MOST else cells for cells in rows)
    return [Line(number, cells) for number, cells in enumerate(kept, 1) if any(cell.strip() for cell in cells)]


def turned(of: Sequence[Line]) -> list[Line]:
    """The columns of some lines as lines."""
    cells = zip_longest(*([cell.strip() for cell in line.cells] for line in of), fillvalue="")
    return [Line(number, column) for number, column in enumerate(cells, 1) if any(column)]


def _quoted(cell: str) -> str:
    if cell.startswith('"') or "\n" in cell or "\t" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
