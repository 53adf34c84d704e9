"""A table of a form -> a workbook to fill in: its heads, an example, drop-downs, rules as comments; or rows to mend.

Knows no form by name, and not what is wrong with a row: that comes in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dialogs.form.model import Field, Group
from dialogs.pasting.faulty_rows import FaultyRow
from dialogs.texts import say
from render.own_properties import AUTHOR
from render.sheets import name_of, put, save

ROWS = 2_000  # for which there are drop-downs, as many as a file may have
WIDTH = 22  # of a column, in half-width characters
_NUMBER = 8  # of that which counts the rows
_COMMENT = (320, 150)  # pixels of a comment, wide and high
_SIDE = Border(*[Side(style="thin")] * 4)
_HEAD = PatternFill("solid", fgColor="FFE7ECF3")
_WRONG = PatternFill("solid", fgColor="FFFFD5CC")
_GREY = Font(italic=True, color="FF777777")


def write(table: Group, file: IO[bytes], rows: Sequence[FaultyRow] = ()) -> None:
    """Writes the workbook.

    Args:
        table: The table.
        file: Where it goes.
        rows: The rows that are to be mended; without any it is the empty template with an example row.
    """
    book = openpyxl.Workbook()
    book.properties.creator = None
    book.properties.title = table.title
    sheet = book.active
    sheet.title = name_of(table.title)
    sheet.freeze_panes = "B2"
    _heads(sheet, table)
    _choices(book, sheet, table)
    if rows:
        for number, row in enumerate(rows, 2):
            _faulty(sheet, number, table, row)
    else:
        cells = (say("table_sheet.sample"), *(column.example for column in table.fields))
        for at, text in enumerate(cells, 1):
            put(sheet.cell(2, at), text)
            sheet.cell(2, at).font = _GREY
    save(book, file)


def _heads(sheet: Worksheet, table: Group) -> None:
    heads = (say("table_sheet.number"), *(column.label for column in table.fields))
    for at, head in enumerate(heads, 1):
        cell = sheet.cell(1, at)
        put(cell, head)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _SIDE
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = WIDTH if at > 1 else _NUMBER
        sheet.column_dimensions[letter].number_format = "@"  # or Excel takes a code for a number, and rounds it
    for at, column in enumerate(table.fields, 2):
        sheet.cell(1, at).comment = _comment(_rule(column))


def _rule(column: Field) -> str:
    """What there is to know before one fills in a column."""
    help_ = column.of_kind.help or say(f"help_kind.{column.kind}", field=column)
    return say("table_sheet.rule", field=column, help="" if column.choices else help_)


def _comment(text: str) -> Comment:
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = _COMMENT
    return comment


def _choices(book: openpyxl.Workbook, sheet: Worksheet, table: Group) -> None:
    """Drop-downs. Their lists stand on a hidden sheet, as one within a rule may have but 255 characters."""
    lists = None
    for at, column in enumerate(table.fields, 2):
        if not column.choices or column.many:
            continue
        lists = lists or book.create_sheet(say("table_sheet.choices"))
        lists.sheet_state = "hidden"
        letter = get_column_letter(at)
        offered = [*column.choices, *([column.other] if column.other else [])]
        for number, choice in enumerate(offered, 1):
            put(lists[f"{letter}{number}"], choice)
        rule = DataValidation("list", f"'{lists.title}'!${letter}$1:${letter}${len(offered)}", allow_blank=True)
        rule.showErrorMessage = column.of_kind.is_closed and not column.other
        rule.error = say("table_sheet.choose")
        rule.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(rule)


def _faulty(sheet: Worksheet, number: int, table: Group, row: FaultyRow) -> None:
    """A row as it was sent, the cells that are to be mended coloured, each with the reason."""
    put(sheet.cell(number, 1), str(row.line))
    if row.why:
        sheet.cell(number, 1).fill = _WRONG
        sheet.cell(number, 1).comment = _comment(row.why)
    for at, column in enumerate(table.fields, 2):
        cell = sheet.cell(number, at)
        put(cell, row.texts.get(column.id, ""))
        cell.border = _SIDE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column.id in row.faults:
            cell.fill = _WRONG
            cell.comment = _comment(row.faults[column.id])
