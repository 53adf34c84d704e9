"""Rows of cells as spreadsheets put them on the clipboard, and which column of a table each cell is for.

Knows nothing of an application, and not whether a cell is a right answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dialogs.form.model import Field, Table

TITLES = 3  # lines above the heads that are looked through for them
NUMBERING = {"序号", "编号", "行号", "no", "no.", "#"}  # heads of a column that only counts the lines
# Only a cell that must be is put in quotation marks; Excel leaves those that somebody typed as they are.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_NEEDS_QUOTES = re.compile(r'[\t\n]|""')
_END = re.compile(r"[\t\n]|\Z")

Cells = Sequence[str]


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


def _quoted(cell: str) -> str:
    if cell.startswith('"') or "\n" in cell or "\t" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. Where these are not all of its rows, the sentence why is `sheet.<fault>`."""

    title: str
    rows: Sequence[Cells]
    fault: str = ""


@dataclass(frozen=True)
class Line:
    """A line with something in it; `number` is its place in the text, from 1."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Layout:
    """Lines laid out over a table's columns.

    Attributes:
        columns: For each place in a line the column it is for; None where it is left out.
        lines: The lines that are rows.
        heads: The heads that stood over them; none where there were none.
    """

    columns: Sequence[Field | None]
    lines: Sequence[Line]
    heads: Cells = ()

    @property
    def unknown(self) -> list[str]:
        """The heads for which the table has no column, but for a mere numbering."""
        heads = zip(self.heads, self.columns, strict=False)
        return [head for head, column in heads if column is None and head and _fold(head) not in NUMBERING]

    @property
    def is_numbered(self) -> bool:
        """Whether there are no heads, and the lines begin with numbers that count up one by one."""
        first = [line.cells[0].strip().rstrip(".、") for line in self.lines]
        counts = all(number.isdecimal() for number in first)
        return counts and not self.heads and all(int(b) == int(a) + 1 for a, b in pairwise(first))

    def without_first(self) -> Layout:
        """The same lines without their first cell."""
        return replace(self, lines=[Line(line.number, line.cells[1:]) for line in self.lines])


def lay_out(table: Table, rows: Sequence[Cells]) -> Layout:
    """The rows laid out over a table's columns: by the heads where a line has them, else in the order of the columns.

    Heads are left out wherever they stand, and so is a title above the first.
    """
    lines = _lines(rows)
    head = head_of(table, rows)
    if head is None:
        return Layout(table.columns, lines)
    heads = [cell.strip() for cell in head.cells]
    rest = [line for line in lines if line.number > head.number and _columns(table, line.cells) is None]
    return Layout(_columns(table, heads) or (), rest, heads)


def head_of(table: Table, rows: Sequence[Cells]) -> Line | None:
    """The first line with the heads of a table's columns, below TITLES lines at the most; None where there is none."""
    for line in _lines(rows)[: TITLES + 1]:
        if _columns(table, line.cells) is not None:
            return line
        if len(table.columns) == 1 or sum(bool(cell.strip()) for cell in line.cells) > 1:
            return None  # not a title but a row
    return None


def _lines(rows: Sequence[Cells]) -> list[Line]:
    return [Line(number, cells) for number, cells in enumerate(rows, 1) if any(cell.strip() for cell in cells)]


def _columns(table: Table, heads: Cells) -> list[Field | None] | None:
    """The column under each head, None for a head of none; None for all where most are no heads of this table."""
    by_name = {_fold(name): column for column in table.columns for name in (column.short, column.label) if name}
    found: list[Field | None] = []
    for head in heads:
        column = by_name.get(_fold(head))
        found.append(column if column not in found else None)
    known = sum(column is not None for column in found)
    asked = [head for head in map(_fold, heads) if head and head not in NUMBERING]
    return found if known and (known == len(asked) or known > max(1, len(asked) // 2)) else None


def _fold(head: str) -> str:
    return re.sub(r"[\s*：:]", "", unicodedata.normalize("NFKC", head)).casefold()
