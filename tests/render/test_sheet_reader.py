"""The rows of a workbook that is handed in, and what a spoilt one does."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import picnic
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawn
from PIL import Image
from places import DATA
from workbooks import BOMBS, SHEET, WORKBOOK, book, replaced, rows_of

from dialogs.application.application import Answers
from dialogs.form.model import Form
from dialogs.pasting.grid import Sheet
from dialogs.texts import say
from render import sheets
from render.own_properties import AUTHOR
from render.reading import bounded, file_reader, sheet_reader
from render.reading.package import UNPACKED, UnfitError


def content(form: Form = picnic.FORM, answers: Answers = picnic.ANSWERS) -> bytes:
    file = io.BytesIO()
    sheets.write(form, answers, file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["xlsxwriter.xlsx", "libreoffice.xlsx", "libreoffice.csv"])
def test_whichever_program_wrote_them_the_rows_are_the_same(name: str) -> None:
    [sheet] = file_reader.read((DATA / "handed" / name).read_bytes(), name).sheets
    assert sheet.rows == [
        ["序号", "书架名称", "启用日期", "说明"],
        ["1", "绘本架", "2024-05", "靠窗"],
        ["2", "文史架", "明年", ""],
        ["3", "科普架", "2023-09", "新"],
    ]


def test_every_sheet_in_sight_with_something_in_it_is_read() -> None:
    content = book(more={"空": [], "甲": [["a"]], "乙": [["b"]]})
    assert sheet_reader.read(content) == [Sheet("甲", [["a"]]), Sheet("乙", [["b"]])]
    made = openpyxl.load_workbook(io.BytesIO(content))
    made["甲"].sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    assert sheet_reader.read(file.getvalue()) == [Sheet("乙", [["b"]])]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234567, "000000000", "001234567"),
        (datetime(2024, 5, 1), "yyyy-mm-dd", "2024-05-01"),  # noqa: DTZ001 - as Excel has it
        (date(2024, 5, 1), 'yyyy"年"m"月"d"日"', "2024-05-01"),
        (date(2024, 5, 1), '[$-804]yyyy"年"m"月"', "2024-05"),
        (date(2024, 5, 1), "yyyy", "2024"),
        (13800138000, "General", "13800138000"),
        (2.5, "General", "2.5"),
        (0.1 + 0.2, "General", "0.3"),
        (5.0, "0.00", "5"),
        (" 甲_x000D_\n乙 ", "General", "甲\r\n乙"),
        ("甲_xD83D__xDE00_ _xD83D_乙", "General", "甲😀 \ufffd乙"),
        ("0571", "@", "0571"),
    ],
)
def test_a_cell_is_read_as_a_person_reads_it(value: Any, number_format: str, text: str) -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = value
    made.active["A1"].number_format = number_format
    file = io.BytesIO()
    made.save(file)
    assert rows_of(file.getvalue()) == [[text]]


def test_of_a_formula_the_value_last_seen_is_read() -> None:
    part = "xl/worksheets/sheet1.xml"
    made = replaced(book(["x", 1]), part, lambda xml: xml.replace(b"<v>1</v>", b"<f>CONCATENATE(1,2)</f><v>12</v>"))
    assert rows_of(made) == [["x", "12"]]


def test_hidden_rows_are_left_out_and_counted_as_are_merged_cells_and_formulas_that_nobody_reckoned() -> None:
    made = openpyxl.Workbook()
    for row in (["甲", 1], ["乙", 2], ["丙", 3], [None, None], ["丁", "=1+3"]):
        made.active.append(row)
    for number in (2, 4):  # the second has nothing in it
        made.active.row_dimensions[number].hidden = True
    made.active.merge_cells("A3:A4")
    made.active.merge_cells("A1:B1")  # a title, say
    file = io.BytesIO()
    made.save(file)
    [sheet] = sheet_reader.read(file.getvalue())
    assert sheet.rows == [["甲", ""], ["", ""], ["丙", "3"], ["", ""], ["丁", ""]]
    assert (sheet.hidden, sheet.merged, sheet.unreckoned) == (1, 1, 1)


def test_a_cell_that_goes_over_several_rows_stands_in_each() -> None:
    made = openpyxl.Workbook()
    for row in (["企业", "行业"], ["甲", "车联网"], ["乙", None], [None, None], ["丙", None], ["丁", None]):
        made.active.append(row)
    made.active.merge_cells("B2:B5")
    file = io.BytesIO()
    made.save(file)
    [sheet] = sheet_reader.read(file.getvalue())
    assert sheet.rows[1:] == [["甲", "车联网"], ["乙", "车联网"], ["", ""], ["丙", "车联网"], ["丁", ""]]


def test_a_sheet_of_which_all_is_hidden_is_empty() -> None:
    made = openpyxl.Workbook()
    made.active.append(["甲"])
    made.active.row_dimensions[1].hidden = True
    file = io.BytesIO()
    made.save(file)
    with pytest.raises(UnfitError) as refused:
        sheet_reader.read(file.getvalue())
    assert refused.value.code == "empty"


LAUGHS = (
    b'<!DOCTYPE b [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
)


def laughing(xml: bytes) -> bytes:
    """The text of the only cell, or the name of the only sheet, is ten thousand million times "ha"."""
    assert b"&#30002;" in xml or b'"Sheet"' in xml
    return LAUGHS + xml.replace(b"&#30002;", b"&a11;").replace(b'"Sheet"', b'"&a11;"')


SPOILT: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"PK no zip", "broken"),
    "nothing": (bytes, "broken"),
    "a Word file": (lambda: picnic.template("甲"), "broken"),
    "half a file": (lambda: book(["甲"])[:900], "broken"),
    "no XML": (lambda: replaced(book(["甲"]), SHEET, lambda _: b"<worksheet><row"), "broken"),
    "a bomb": (lambda: replaced(book(["甲"]), SHEET, lambda xml: xml + bytes(UNPACKED)), "too_much"),
    "entities in the sheet": (lambda: replaced(book(["甲"]), SHEET, laughing), "broken"),
    "entities in a name": (lambda: replaced(book(["甲"]), WORKBOOK, laughing), "broken"),
    "empty": (lambda: book(more={"空": [[None, " "]]}), "empty"),
    "one long text in every cell": (lambda: book(*[["甲" * 1_000]] * 1_001), "too_much"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_cannot_be_read_is_refused_with_a_sentence(spoilt: str) -> None:
    make, code = SPOILT[spoilt]
    made = make()
    with pytest.raises(UnfitError) as refused:
        sheet_reader.read(made)
    assert refused.value.code == code
    assert say(f"file.{code}", name="")


@pytest.mark.drill
def test_as_much_as_is_allowed_is_read() -> None:
    rows = rows_of(book(*[["甲"] * sheet_reader.COLUMNS] * (sheet_reader.ROWS + 1)))  # with the heads
    assert (len(rows), len(rows[0])) == (sheet_reader.ROWS + 1, sheet_reader.COLUMNS)


def test_rows_far_below_and_a_false_size_do_no_harm() -> None:
    def far(xml: bytes) -> bytes:
        return xml.replace(b"A1:A2", b"A1:A1").replace(b'<row r="2"', b'<row r="999999999"')

    assert rows_of(replaced(book(["甲"], ["乙"]), SHEET, far)) == [["甲"]]
    assert rows_of(replaced(book(["甲"], ["乙"]), SHEET, lambda x: x.replace(b"A1:A2", b"A1"))) == [["甲"], ["乙"]]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (book(*[["甲"]] * (sheet_reader.ROWS + 2)), "too_many_rows"),
        (book(["甲"] * (sheet_reader.COLUMNS + 1)), "too_many_columns"),
    ],
)
def test_a_sheet_with_too_much_says_so_and_the_others_are_read(made: bytes, code: str) -> None:
    whole = openpyxl.load_workbook(io.BytesIO(made))
    whole.create_sheet("乙").append(["b"])
    file = io.BytesIO()
    whole.save(file)
    first, second = sheet_reader.read(file.getvalue())
    assert first.fault == code
    assert say(f"file.{code}", name="")
    assert second == Sheet("乙", [["b"]])


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_unpacks_to_very_much_is_refused_before_it_is_read(bomb: str) -> None:
    name, end, filling = BOMBS[bomb]
    made = replaced(book(["甲"]), name, lambda xml: xml.replace(end, filling * 1_000_000 + end))
    assert len(made) < 50_000
    with pytest.raises(UnfitError):
        sheet_reader.read(made)


@pytest.mark.usefixtures("processes")
def test_what_comes_from_the_process_that_reads_is_the_same() -> None:
    made = book(["甲", "😀"], ["", 'a\t"b\nc'], more={"乙": [[1.5, True]]})
    assert list(bounded.read(made, "a.xlsx").sheets) == sheet_reader.read(made)


def test_what_stands_in_no_cell_is_counted() -> None:
    made = openpyxl.Workbook()
    made.active.append(["名"])
    drawn = io.BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    made.active.add_image(Drawn(drawn), "C3")
    chart = BarChart()
    chart.add_data(Reference(made.active, min_col=1, min_row=1))
    made.active.add_chart(chart, "E5")
    made.active["A1"].comment = Comment("看看", "张三")
    made.active["B1"].comment = Comment("再看看", "")
    made.active["C1"].comment = Comment("这一列怎样填", AUTHOR)  # as in a template of ours
    file = io.BytesIO()
    made.save(file)
    assert bounded.read(file.getvalue(), "a.xlsx").left_out == {"picture": 1, "chart": 1, "comment": 2}
