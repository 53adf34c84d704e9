"""Answers -> an Excel workbook. Knows no form by name."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import IO

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dialogs.answers.kinds import show
from dialogs.application.application import Answers, Step
from dialogs.application.naming import instance_of
from dialogs.form.model import Field, Form
from dialogs.texts import say

NAME = 31  # characters of a sheet's name (Excel)
CELL = 16_000  # characters that fit into a cell for sure: Excel's 32,767 count an emoji twice
NARROWEST, WIDEST = 8, 50  # widths of a column, in half-width characters: three of the widest fill a page

_NO_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_PROGRAM = "docProps/app.xml"  # which says what made the workbook, and nothing else
_NO_PROGRAM = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel takes _x0041_ for an A


def write(form: Form, answers: Answers, file: IO[bytes]) -> None:
    """Writes a workbook: a sheet with the answers of all sections, and one for each table."""
    book = openpyxl.Workbook()
    book.properties.creator = None
    book.properties.title = answers.get(form.name_field) or form.title
    if answers.begun:
        book.properties.created = answers.begun.astimezone(UTC).replace(tzinfo=None)
    first = book.active
    names: set[str] = set()
    heads = [say("sheet.part"), say("sheet.question"), say("sheet.answer")]
    _fill(first, _name(say("sheet.answers"), names), [heads, *_single(form, answers)])
    for table in form.tables.values():
        columns = (*table.columns, *table.computed)
        rows = [_texts(columns, answers, row) for row in answers.rows.get(table.id, ())]
        _fill(book.create_sheet(), _name(table.title, names), [[column.label for column in columns], *rows])
    _save(book, file)


def _save(book: openpyxl.Workbook, file: IO[bytes]) -> None:
    """Writes a workbook that names no program: openpyxl would have itself stand there."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in package.infolist():
            copy.writestr(info, _NO_PROGRAM if info.filename == _PROGRAM else package.read(info))


def name_of(title: str) -> str:
    """A title as the name of a sheet: at most NAME characters, without those that Excel forbids."""
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
            fields = [f for f in (*section.fields, *section.computed) if Step(item=f.id, row=row) not in answers.closed]
            for field, text in zip(fields, _texts(fields, answers, row), strict=True):
                yield [part, field.label, text]


def _texts(fields: Sequence[Field], answers: Answers, row: str) -> list[str]:
    values = ((field, answers.get(field.id, row)) for field in fields)
    return [show(field, value) if value else "" for field, value in values]


def _fill(sheet: Worksheet, name: str, lines: Sequence[Sequence[str]]) -> None:
    """Writes lines of cells as texts. The first are the heads, which stay in sight."""
    sheet.title = name
    sheet.freeze_panes = "A2"
    _set_up_pages(sheet)
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


def _set_up_pages(sheet: Worksheet) -> None:
    """Prints on A4 across, as wide as a page, with the heads on each page and its number at the foot."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "— &P —"


def _fitting(lines: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The lines; of a cell that is too long the rest stands in a line below."""
    for cells in lines:
        for start in range(0, max(map(len, cells), default=0) or 1, CELL):
            yield [cell[start : start + CELL] for cell in cells]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text[:WIDEST])
