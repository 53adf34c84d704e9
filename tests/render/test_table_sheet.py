"""The workbook for one table: a template, and rows that come back to be mended."""

from __future__ import annotations

import io

import openpyxl
import pytest
from documents import DAY, FORM
from openpyxl.worksheet.worksheet import Worksheet

from dialogs.form.model import Group
from dialogs.pasting import grid
from dialogs.pasting.faulty_rows import FaultyRow
from dialogs.pasting.reading import Reading, read
from render import table_sheet
from render.reading import file_reader, sheet_reader

TABLES = [*FORM.tables.values()]


def written(table: Group, *rows: FaultyRow) -> bytes:
    file = io.BytesIO()
    table_sheet.write(table, file, rows)
    return file.getvalue()


def opened(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def read_again(table: Group, content: bytes) -> Reading:
    [sheet] = sheet_reader.read(content)
    return read(table, grid.join(sheet.rows), DAY)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_the_template_has_the_official_heads_and_its_example_is_no_row(table: Group) -> None:
    content = written(table)
    sheet = opened(content)
    heads, example = list(sheet.iter_rows(values_only=True))
    assert list(heads[1:]) == [column.label for column in table.fields]
    assert list(example[1:]) == [column.example or None for column in table.fields]
    assert all(cell.comment and cell.comment.text.strip() for cell in sheet[1][1:])
    assert read_again(table, content).rows == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_what_is_filled_in_below_the_example_is_read(table: Group) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(table)))
    book.worksheets[0].append([None, *(column.example for column in table.fields)])
    file = io.BytesIO()
    book.save(file)
    reading = read_again(table, file.getvalue())
    assert reading.is_sure
    [row] = reading.rows
    assert {*row.values} == {column.id for column in table.fields if column.example}


def test_what_is_written_over_the_example_is_read_though_it_is_still_called_one() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(FORM.tables["clients"])))
    for at, text in enumerate(["青榆公司", "车联网", "顾言", "13800001107", "gu@example.com"], 2):
        book.worksheets[0].cell(2, at).value = text
    file = io.BytesIO()
    book.save(file)
    [row] = read_again(FORM.tables["clients"], file.getvalue()).rows
    assert [*row.values.values()] == ["青榆公司", "车联网", "顾言", "13800001107", "gu@example.com"]


def test_choices_drop_down_from_a_hidden_sheet() -> None:
    table = FORM.tables["joint_units"]
    book = openpyxl.load_workbook(io.BytesIO(written(table)))
    [rule] = book.worksheets[0].data_validations.dataValidation
    at = [column.id for column in table.fields].index("joint_units.nature") + 2
    letter = openpyxl.utils.get_column_letter(at)
    assert str(rule.sqref) == f"{letter}2:{letter}2001"
    nature = table.fields[at - 2]
    hidden = book.worksheets[1]
    assert hidden.sheet_state == "hidden"
    assert [cell.value for cell in hidden[letter]] == [*nature.choices, nature.other]
    assert not rule.showErrorMessage  # 其他：… is typed


def test_faulty_cells_are_coloured_and_say_why() -> None:
    table = FORM.tables["clients"]
    name, mobile = "clients.company", "clients.mobile"
    texts = {name: "=1+1", mobile: "1380013800"}
    sheet = opened(written(table, FaultyRow(line=7, texts=texts, faults={mobile: "是 10 位"}, why="多出来")))
    ids = [column.id for column in table.fields]
    wrong, plain = sheet.cell(2, ids.index(mobile) + 2), sheet.cell(2, ids.index(name) + 2)
    assert (sheet.cell(2, 1).value, sheet.cell(2, 1).comment.text) == ("7", "多出来")
    assert (wrong.value, wrong.comment.text) == ("1380013800", "是 10 位")
    assert wrong.fill.fgColor.rgb != plain.fill.fgColor.rgb
    assert (plain.value, plain.data_type, plain.comment) == ("=1+1", "s", None)


def test_what_is_sent_back_is_no_formula_whatever_it_begins_with() -> None:
    texts = [f"{sign}SUM(A1)" for sign in ("=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠")]
    rows = [
        FaultyRow(line=line, texts={"clients.company": text}, faults={}, why=text) for line, text in enumerate(texts)
    ]
    sheet = opened(written(FORM.tables["clients"], *rows))
    at = [column.id for column in FORM.tables["clients"].fields].index("clients.company") + 2
    cells = [sheet.cell(row, at) for row in range(2, len(rows) + 2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_nor_is_what_a_list_as_text_brings(name: str) -> None:
    """It stays a text, which is read as what it is, whoever wrote it."""
    [sheet] = file_reader.read("=1+1\n+1\n-1\n@A1\n＝1".encode(), name).sheets
    assert sheet.rows == [["=1+1"], ["+1"], ["-1"], ["@A1"], ["＝1"]]
