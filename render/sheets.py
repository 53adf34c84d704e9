"""Answers -> an Excel workbook, and the rows of a workbook that somebody hands in.

The only place that knows openpyxl. Knows no form by name, and not what becomes of the rows read.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from dialogs.answers.kinds import show
from dialogs.application.application import Answers
from dialogs.application.checks import instance_of
from dialogs.application.grid import Sheet
from dialogs.form.model import Field, Form
from dialogs.texts import say

NAME = 31  # characters of a sheet's name (Excel)
CELL = 16_000  # characters that fit into a cell for sure: Excel's 32,767 count an emoji twice
NARROWEST, WIDEST = 8, 60  # widths of a column, in half-width characters

BYTES = 1_000_000  # of a file handed in: as many rows as below take 950 kB where every cell is another sentence
UNPACKED = 10_000_000  # of the same once unpacked: twice what the rows below need
ROWS, COLUMNS = 2_000, 50
TEXT = 1_000_000  # characters in all cells together: the file may name the same long one again and again
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an .xls begins, and whatever has a password
LAST_ROW = 10 * ROWS  # what is looked through: a sheet often goes on with rows that are empty but have borders

_NO_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel takes _x0041_ for an A
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # in a number format: what is shown as it is, and what is no date


class SheetError(Exception):
    """A file handed in has no rows to read; `code` is that of its sentence, `sheet.code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write(form: Form, answers: Answers, file: IO[bytes]) -> None:
    """A workbook with a sheet of all single answers, and one for each table."""
    book = openpyxl.Workbook()
    book.properties.creator = None
    book.properties.title = form.title
    first = book.active
    names: set[str] = set()
    heads = [say("sheet.part"), say("sheet.question"), say("sheet.answer")]
    _fill(first, _name(say("sheet.answers"), names), [heads, *_single(form, answers)])
    for table in form.tables.values():
        rows = [_texts(table.columns, answers, row) for row in answers.rows.get(table.id, ())]
        _fill(book.create_sheet(), _name(table.title, names), [[column.label for column in table.columns], *rows])
    book.save(file)


def name_of(title: str) -> str:
    """A title as the name of a sheet, as far as it can be one."""
    return " ".join(_NO_NAME.sub(" ", title).split()).strip("'")[:NAME].strip() or say("sheet.nameless")


def _name(title: str, taken: set[str]) -> str:
    name = name_of(title)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{name_of(title)[: NAME - 4]} {number}"
    taken.add(name.casefold())
    return name


def _single(form: Form, answers: Answers) -> Iterator[list[str]]:
    for section in form.sections:
        for row in answers.instances(form, section):
            instance = instance_of(form, answers, section, row)
            part = say("check.instance", section=section.title, instance=instance) if instance else section.title
            for field, text in zip(section.fields, _texts(section.fields, answers, row), strict=True):
                yield [part, field.label, text]


def _texts(fields: Sequence[Field], answers: Answers, row: str) -> list[str]:
    values = ((field, answers.get(field.id, row)) for field in fields)
    return [show(field, value) if value else "" for field, value in values]


def _fill(sheet: Worksheet, name: str, lines: Sequence[Sequence[str]]) -> None:
    """The lines as texts, the first of them as heads that stay in sight."""
    sheet.title = name
    sheet.freeze_panes = "A2"
    for number, cells in enumerate(_fitting(lines), 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(number, column, _ESCAPED.sub("_x005F_", text))
            cell.data_type = "s"  # openpyxl takes what begins with = for a formula
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, texts in enumerate(zip(*lines, strict=True), 1):
        widest = max(_width(line) for text in texts for line in text.split("\n"))
        sheet.column_dimensions[get_column_letter(column)].width = min(max(widest + 2, NARROWEST), WIDEST)


def _fitting(lines: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The lines; what is too long for a cell goes on in the line below."""
    for cells in lines:
        for start in range(0, max(map(len, cells), default=0) or 1, CELL):
            yield [cell[start : start + CELL] for cell in cells]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text[:WIDEST])


def read(content: bytes) -> list[Sheet]:
    """The sheets in sight that have something in them, in their order.

    Empty rows are kept, so that a row's place is the number that Excel shows beside it. Numbers and days are as
    `dialogs.answers.kinds` reads them; of a formula there is the value last seen. A spoilt file may ask for much more
    time and memory than it is worth: see `render.reading.unpacking`.

    Raises:
        SheetError: there is nothing to read, or too much.
    """
    _check_size(content)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = [sheet for sheet in map(_sheet, shown) if sheet.rows]
    except SheetError:
        raise
    except Exception as error:  # whatever a spoilt file makes zlib, expat or openpyxl raise
        raise SheetError("unreadable") from error
    if not found:
        raise SheetError("empty")
    if sum(len(text) for sheet in found for cells in sheet.rows for text in cells) > TEXT:
        raise SheetError("too_large")
    return found


def _check_size(content: bytes) -> None:
    if len(content) > BYTES:
        raise SheetError("too_large")
    if content.startswith(OLE):
        raise SheetError("old")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            # No more than it says here is unpacked of any member.
            unpacked = sum(member.file_size for member in packed.infolist())
    except Exception as error:  # zipfile raises many kinds on a file that is none
        raise SheetError("unreadable") from error
    if unpacked > UNPACKED:
        raise SheetError("too_large")


def _sheet(sheet: Any) -> Sheet:
    """The rows down to the last with something in it, from the first such column on."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[list[str]] = []
    fault = ""
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=COLUMNS + 1), 1):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if number > ROWS:
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
    return Sheet(sheet.title, [row[first : last + 1] for row in rows], fault)


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
    return "" if value is None else str(value)


def _whole(text: str) -> str:
    """The text with each half of a surrogate pair replaced by �: Excel writes characters as such halves too."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _day(value: datetime | date, number_format: str) -> str:
    """A day as ISO text; only the month or year where the sheet shows no more: the day was never written."""
    shown = _QUOTED.sub("", number_format).lower()
    if "d" in shown:
        return value.isoformat()[:10]
    return value.isoformat()[:7] if "m" in shown else value.isoformat()[:4]
