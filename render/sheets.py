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
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dialogs.answers.kinds import show
from dialogs.application.application import Answers, Step
from dialogs.application.naming import instance_of
from dialogs.form.model import Field, Form, Group
from dialogs.texts import say

NAME = 31  # characters of a sheet's name (Excel)
SEPARATOR = " / "
LINES = 25  # of a cell: as high as a row can be is 409 pt (Excel)
LINE = 15.75  # pt, of Chinese in 11 pt
NARROWEST, WIDEST = 8, 50  # widths of a column, in half-width characters: three of the widest fill a page
ANSWERS = (24, 30, 90)  # of those of single answers the widest: a long text gets what there is

_NO_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_PROGRAM = "docProps/app.xml"  # which says what made the workbook, and nothing else
_NO_PROGRAM = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_BORDER = Border(*[Side(style="thin")] * 4)
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
    _fill(first, _name(say("sheet.answers"), names), [heads, *_single(form, answers)], ANSWERS)
    for table in form.tables.values():
        columns = (*table.fields, *table.computed)
        rows = [_texts(columns, answers, row) for row in answers.rows.get(table.id, ())]
        lines = [[column.label for column in columns], *rows]
        if called := _called(form, answers, table):
            lines = [[title, *line] for title, line in zip(called, lines, strict=True)]
        _fill(book.create_sheet(), _name(table.title, names), lines, [WIDEST] * len(lines[0]))
    save(book, file)


def _called(form: Form, answers: Answers, table: Group) -> Sequence[str]:
    """What stands in front of the rows of a table and its head: their names, or what they belong to."""
    above = form.parent_of(table.id)
    if not above and not table.rows:
        return ()
    label = form.fields[form.name_column(above)].label if above and not form.tables[above].rows else ""
    return (label, *(_chain(form, answers, table, row, own=bool(table.rows)) for row in answers.rows.get(table.id, ())))


def _chain(form: Form, answers: Answers, table: Group, row: str, *, own: bool) -> str:
    """The names of the rows to which a row belongs, the outermost first, and with `own` its own."""
    above = form.parent_of(table.id)
    names = [_chain(form, answers, form.tables[above], answers.parents[row], own=True)] if above else []
    return SEPARATOR.join([*names, *([_name_of(form, answers, table, row)] if own else [])])


def _name_of(form: Form, answers: Answers, table: Group, row: str) -> str:
    if table.rows:
        return table.rows[answers.numbers[row] - 1]
    return answers.get(form.name_column(table.id), row) or ""


def save(book: openpyxl.Workbook, file: IO[bytes]) -> None:
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


def _fill(sheet: Worksheet, name: str, lines: Sequence[Sequence[str]], widest: Sequence[int]) -> None:
    """Writes lines of cells as texts. The first are the heads, which stay in sight. A column is no wider than `widest`.

    Each row is told how high it is: printed or opened by LibreOffice, it would show its first line alone.
    """
    sheet.title = name
    sheet.freeze_panes = "A2"
    _set_up_pages(sheet)
    widths = [_column(texts, most) for texts, most in zip(zip(*lines, strict=True), widest, strict=True)]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, cells in enumerate(_fitting(lines, widths), 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(number, column)
            put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = _BORDER
            cell.font = Font(bold=number == 1)
        heights = (len(_shown(text, width)) for text, width in zip(cells, widths, strict=True))
        sheet.row_dimensions[number].height = min(max(heights), LINES) * LINE


def put(cell: Cell, text: str) -> None:
    """Writes a text as a text, whatever it begins with: openpyxl takes = for a formula, Excel _x0041_ for an A."""
    cell.value = _ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = "@"


def _column(texts: Sequence[str], widest: int) -> int:
    """How wide a column is for its texts."""
    longest = max(_width(line[:widest]) for text in texts for line in text.split("\n"))
    return min(max(longest + 2, NARROWEST), widest)


def _set_up_pages(sheet: Worksheet) -> None:
    """Prints on A4 across, as wide as a page, with the heads on each page and its number at the foot."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "— &P —"


def _fitting(lines: Iterable[Sequence[str]], widths: Sequence[int]) -> Iterator[list[str]]:
    """The lines; of a cell that is too high for a row the rest stands in a line below."""
    for cells in lines:
        shown = [_shown(text, width) for text, width in zip(cells, widths, strict=True)]
        for start in range(0, max(map(len, shown)), LINES):
            yield ["".join(parts[start : start + LINES]) for parts in shown]


def _shown(text: str, width: int) -> list[str]:
    """A text as it is broken into lines in a column, at least one. Together they are the text.

    A line is taken to hold less than it does, as fonts differ and words stay whole.
    """
    room = max(2, width - 2 - width // 20)
    shown: list[str] = []
    for line in text.splitlines(keepends=True) or [""]:
        begin = used = 0
        for at, char in enumerate(line):
            used += _width(char)
            if used > room and char != "\n":
                shown.append(line[begin:at])
                begin, used = at, _width(char)
        shown.append(line[begin:])
    return shown


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
