"""A workbook that somebody hands in -> the rows of its sheets. Knows no form, and not what becomes of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.escape import unescape

from dialogs.pasting.grid import Sheet
from dialogs.pattern import Pattern
from render.reading import sheet_marks
from render.reading.package import PART, Package, UnfitError

CELLS = 1_000_000  # tags of one part of XML: half as many again as the rows below need
MERGED = 20_000  # ranges of cells as one: openpyxl makes an object of each
ROWS, COLUMNS = 2_000, 50
TEXT = 1_000_000  # characters in all cells together: the file may name the same long one again and again
LAST_ROW = 10 * ROWS  # what is looked through: a sheet often goes on with rows that are empty but have borders

_QUOTED = Pattern(r'"[^"]*"|\[[^\]]*\]|\\.')  # in a number format: what is shown as it is, and what is no date
_ZEROS = Pattern("0{2,}")  # a number format in which those in front are shown


def read(content: bytes) -> list[Sheet]:
    """The visible sheets of a workbook that have something in them, in their order.

    Empty rows are kept, and hidden ones left empty, so that a row's place is the number that Excel shows beside it.
    Numbers and days are written as `dialogs.answers.kinds` reads them; of a formula there is the value last seen. A
    spoilt file may ask for much more time and memory than it is worth: see `render.reading.bounded`.

    Raises:
        UnfitError: There is nothing to read, or too much.
    """
    _check_size(Package(content))
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = [sheet for sheet in map(_sheet, shown) if sheet.rows]
    except UnfitError:
        raise
    except Exception as error:  # whatever a spoilt file makes zlib, expat or openpyxl raise
        raise UnfitError("broken") from error
    if not found:
        raise UnfitError("empty")
    if sum(len(text) for sheet in found for cells in sheet.rows for text in cells) > TEXT:
        raise UnfitError("too_much")
    return found


def _check_size(package: Package) -> None:
    """Raises UnfitError for sheets of which reading would take much longer than it is worth."""
    for name in package.names:
        if name.endswith(".xml") and name.startswith("xl/"):
            part = package.read(name) if package.size(name) <= PART else b""
            if not part or part.count(b"<") > CELLS:
                raise UnfitError("too_many_rows" if name.startswith("xl/worksheets/") else "too_much")
            if part.count(b"mergeCell") > MERGED:
                raise UnfitError("too_much")
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise UnfitError("broken")


def _sheet(sheet: Any) -> Sheet:
    """The cells from the first column with something in it to the last, down to the last such row."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[list[str]] = []
    fault = ""
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=COLUMNS + 1), 1):
        texts = ["" if cell is EMPTY_CELL else _text(cell) for cell in cells]  # most are
        if not any(texts):
            continue
        if number > ROWS + 1:  # with the heads
            fault = "too_many_rows"
            break
        rows += [[""] * len(texts)] * (number - 1 - len(rows))
        rows.append(texts)
    used = {column for row in rows for column, text in enumerate(row) if text}
    if not used:
        return Sheet(sheet.title, [], fault)
    first, last = min(used), max(used)
    if last >= COLUMNS:
        fault = "too_many_columns"
    with sheet._get_source() as source:  # noqa: SLF001 - the workbook is open, and knows where its sheets are
        marks = sheet_marks.read(source.read(), len(rows))
    hidden = [number for number in marks.hidden if number <= len(rows) and any(rows[number - 1])]
    for row, column, above in islice(_below(marks.merged, rows), ROWS * COLUMNS):
        rows[row] = [*rows[row][:column], rows[above][column], *rows[row][column + 1 :]]
    for number in hidden:
        rows[number - 1] = [""] * len(rows[number - 1])
    found = [row[first : last + 1] for row in rows] if any(map(any, rows)) else []
    return Sheet(sheet.title, found, fault, len(hidden), len(marks.merged), marks.unreckoned)


def _below(merged: Iterable[tuple[int, int, int]], rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int]]:
    """The row and the column of each cell that is one with one above, and the row of that; of rows that have more."""
    for column, first, last in merged:
        for row in range(first + 1, min(last + 1, len(rows))):
            if any(rows[row]) and column < min(len(rows[first]), len(rows[row])):
                yield row, column, first


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return _whole(unescape(value)).strip()
    if isinstance(value, datetime | date):
        return _day(value, cell.number_format)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return format(value, ".15g")  # as many digits as Excel keeps
    if isinstance(value, int) and _ZEROS.fullmatch(cell.number_format):
        return str(value).zfill(len(cell.number_format))  # a code
    return "" if value is None else str(value)


def _whole(text: str) -> str:
    """The text with each half of a surrogate pair replaced by �: Excel writes characters as such halves too."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _day(value: datetime | date, number_format: str) -> str:
    """A day as ISO text, or only its month or year where the cell shows no more: then no day was ever written."""
    shown = _QUOTED.sub("", number_format).lower()
    if "d" in shown:
        return value.isoformat()[:10]
    return value.isoformat()[:7] if "m" in shown else value.isoformat()[:4]
