"""Answers -> an Excel workbook. Knows no form by name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from dialogs.pattern import Pattern
from dialogs.texts import say
from render import sheet_rows

NAME = 31  # characters of a sheet's name (Excel)
SEPARATOR = " / "
WIDEST = 50  # width of a column, in half-width characters: three of the widest fill a page
ANSWERS = (24, 30, 90)  # of those of single answers the widest: a long text gets what there is

_NO_NAME = Pattern(r"[\\/*?:\[\]\x00-\x1f]")
_PROGRAM = "docProps/app.xml"  # which says what made the workbook, and nothing else
_NO_PROGRAM = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_STYLES = "xl/styles.xml"
_FONT, _FONT_PART = Pattern(rb"<font>(.*?)</font>"), Pattern(rb"<(\w+)[^>]*/>")
_FONT_ORDER = (b"b", b"i", b"strike", b"u", b"vertAlign", b"sz", b"color", b"name", b"family", b"charset", b"scheme")
_BORDER = Border(*[Side(style="thin")] * 4)
_DIMENSION = Pattern(rb"<dimension [^>]*/>")
_ROWS = Pattern(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)
NOTHING: Mapping[str, Iterable[str]] = {}


def write(form: Form, answers: Answers, file: IO[bytes]) -> None:
    """Writes a workbook: a sheet with the answers of all sections, and one for each table."""
    book = openpyxl.Workbook()
    book.properties.creator = None
    book.properties.title = answers.get(form.name_field) or form.title
    if answers.begun:
        book.properties.created = answers.begun.astimezone(UTC).replace(tzinfo=None)
    book.remove(book.active)
    sheets = _Sheets(book)
    names: set[str] = set()
    heads = [say("sheet.part"), say("sheet.question"), say("sheet.answer")]
    sheets.add(_name(say("sheet.answers"), names), [heads, *_single(form, answers)], ANSWERS)
    for table in form.tables.values():
        columns = (*table.fields, *table.computed)
        rows = [_texts(columns, answers, row) for row in answers.rows.get(table.id, ())]
        lines = [[column.label for column in columns], *rows]
        if called := _called(form, answers, table):
            lines = [[title, *line] for title, line in zip(called, lines, strict=True)]
        sheets.add(_name(table.title, names), lines, [WIDEST] * len(lines[0]))
    save(book, file, sheets.rows)


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


def save(book: openpyxl.Workbook, file: IO[bytes], rows: Mapping[str, Iterable[str]] = NOTHING) -> None:
    """Writes a workbook that names no program: openpyxl would have itself stand there.

    `rows` has the XML of the rows that a sheet has in place of its own, by the name of its part.
    """
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in package.infolist():
            content = _NO_PROGRAM.encode() if info.filename == _PROGRAM else package.read(info)
            content = _FONT.sub(_in_order, content) if info.filename == _STYLES else content
            if info.filename in rows:
                written = "".join(("<sheetData>", *rows[info.filename], "</sheetData>")).encode()
                content = _ROWS.sub(lambda _: written, _DIMENSION.sub(b"", content))  # noqa: B023 - used at once
            copy.writestr(info, content)


def _in_order(font: re.Match[bytes]) -> bytes:
    """What a font is made of, in the order of the Open XML SDK, which openpyxl does not keep."""
    parts = sorted(_FONT_PART.finditer(font[1]), key=lambda part: _FONT_ORDER.index(part[1]))
    return b"<font>" + b"".join(part[0] for part in parts) + b"</font>"


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


class _Sheets:
    """The sheets of a workbook, and the rows of each as XML, which openpyxl is not to make."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self._book = book
        self.rows: dict[str, Iterator[str]] = {}

    def add(self, name: str, lines: Sequence[Sequence[str]], widest: Sequence[int]) -> None:
        """A sheet with lines of cells as texts. The first are the heads, which stay in sight."""
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "A2"
        _set_up_pages(sheet)
        columns = sheet_rows.widths(lines, widest)
        for column, width in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        styles = sheet_rows.Styles(_style(sheet["A1"], bold=True), _style(sheet["A2"], bold=False))
        part = f"xl/worksheets/sheet{len(self.rows) + 1}.xml"
        self.rows[part] = sheet_rows.xml(lines, columns, styles)


def _style(cell: Cell, *, bold: bool) -> int:
    """The number of a style in the workbook: a text in a frame, from the top, with as many lines as it takes."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _BORDER
    cell.font = Font(bold=bold)
    cell.number_format = "@"
    return int(cell.style_id)


def put(cell: Cell, text: str) -> None:
    """Writes a text as a text, whatever it begins with: openpyxl takes = for a formula, Excel _x0041_ for an A."""
    cell.value = sheet_rows.text_of(text)
    cell.data_type = "s"
    cell.number_format = "@"


def _set_up_pages(sheet: Worksheet) -> None:
    """Prints on A4 across, as wide as a page, with the heads on each page and its number at the foot."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "— &P —"
