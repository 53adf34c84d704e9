"""The workbook that is handed out, and that it may come back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import answered
import openpyxl
import picnic
import pytest
from harness import Chat, notes
from workbooks import book, rows_of

from dialogs.application.application import Answers
from dialogs.form.model import Form
from dialogs.pasting import grid
from dialogs.pasting.reading import read
from dialogs.turn.messages import Document
from render import sheets

CODE = "012345678901234567"
TODAY = date(2024, 3, 4)


def written(form: Form = picnic.FORM, answers: Answers = picnic.ANSWERS) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(form, answers)))


def content(form: Form = picnic.FORM, answers: Answers = picnic.ANSWERS) -> bytes:
    file = io.BytesIO()
    sheets.write(form, answers, file)
    return file.getvalue()


def guest(name: str) -> Answers:
    return Answers({("guests.who", "g"): name}, {"guests": ["g"]})


def texts(sheet: Any) -> list[list[str]]:
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_there_is_a_sheet_of_single_answers_and_one_for_each_table() -> None:
    made = written()
    assert made.sheetnames == ["各题答案", "来宾", "菜品"]
    assert texts(made["菜品"]) == [["菜名", "食材"], ["汤", "水"], ["饼", "面"]]
    assert texts(made["来宾"]) == [["姓名"], ["乙队"]]
    answers = texts(made["各题答案"])
    assert answers[:3] == [["部分", "问题", "答案"], ["概况", "活动名称", "春游"], ["概况", "日期", "2024年4月6日"]]
    assert ["做法（饼）", "步骤", "和面\n烙"] in answers
    assert ["承诺（乙队）", "带走垃圾", "确认"] in answers
    assert ["概况", "备注", ""] in answers


def test_the_heads_are_bold_and_stay_in_sight_and_columns_are_as_wide_as_their_texts() -> None:
    answers = Answers({("dishes.name", "a"): "汤" * 10, ("dishes.items", "a"): "水" * 200}, {"dishes": ["a"]})
    sheet = written(answers=answers)["菜品"]
    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet["A"]] == [True, False]
    assert sheet.column_dimensions["A"].width == 22
    assert sheet.column_dimensions["B"].width == sheets.WIDEST


def test_a_sheet_prints_across_as_wide_as_a_page_with_its_heads_on_each() -> None:
    for sheet in written().worksheets:
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"


def test_the_workbook_is_called_by_the_name_of_what_is_in_it_and_names_no_program() -> None:
    begun = datetime(2024, 4, 1, 16, tzinfo=timezone(timedelta(hours=8)))
    made = content(answers=replace(picnic.ANSWERS, begun=begun))
    properties = openpyxl.load_workbook(io.BytesIO(made)).properties
    assert properties.title == "春游"
    assert properties.created == datetime(2024, 4, 1, 8)  # noqa: DTZ001 - in UTC, as Excel has it
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"openpyxl" not in b"".join(package.read(name) for name in package.namelist()).lower()
    assert written(answers=Answers()).properties.title == "野餐报名表"


FORMULAS = [f"{sign}SUM(A1)" for sign in ("=", "+", "-", "@", "\t=", "\n=", " =", "＝", "＋", "－", "＠", "'=", '"="&')]
FORMULAS += ["+8613800138000", "-5", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x.example","y")', "{=SUM(A1)}"]


@pytest.mark.parametrize("text", [CODE, "#N/A", "2024-05-01", "_x0041_", "TRUE", *FORMULAS])
def test_an_answer_is_text_and_stays_the_same_and_no_formula(text: str) -> None:
    made = content(answers=guest(text))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if re.search(rb"<f[ >/]", package.read(name))]
    cell = openpyxl.load_workbook(io.BytesIO(made))["来宾"]["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert rows_of(made, "来宾") == [["姓名"], [text.strip()]]


@pytest.mark.parametrize("story", ["很长的话。" * 8_000, "一段话。\n" * 100, "word " * 5_000, "\n" * 60])
def test_a_text_too_long_for_a_cell_goes_on_below(story: str) -> None:
    rows = texts(written(answers=Answers({("story", ""): story}))["各题答案"])
    assert "".join(row[2] for row in rows if row[1] in ("活动说明", "") and row[2]) == story


def test_every_row_is_high_enough_for_its_texts_and_no_higher_than_a_row_can_be() -> None:
    sheet = written(answers=Answers({("story", ""): "一段话。\n" * 30 + "很长的话。" * 100}))["各题答案"]
    room = int(sheet.column_dimensions["C"].width) // 2
    for number, row in enumerate(texts(sheet), 1):
        lines = sum(-(-len(line) // room) or 1 for line in row[2].split("\n"))
        assert 14 * lines - 14 < sheet.row_dimensions[number].height < 409


def test_the_names_of_sheets_are_such_as_excel_takes() -> None:
    long = "关于“甲/乙”两类对象[2024]：基本情况*一览表，含联系人与联系电话及其他全部信息"
    data = picnic.FORM.model_dump()
    for item in data["sections"][0]["items"]:
        if "items" in item:
            item["title"] = long
    form = Form.model_validate(data)
    names = written(form).sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert rows_of(content(form), long)[0] == ["姓名"]


def test_the_official_example_comes_back_as_it_went_out() -> None:
    answers = answered.answered(answered.FORM, answered.EXAMPLE)
    made = content(answered.FORM, answers)
    for table in answered.FORM.tables.values():
        rows = rows_of(made, table.title)
        reading = read(table, grid.join(rows), TODAY)
        assert reading.is_sure
        assert [row.values for row in reading.rows] == [
            {column.id: answers.get(column.id, row) for column in table.fields} for row in answers.rows[table.id]
        ]


async def test_the_workbook_comes_in_the_chat(chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("files")
    [document] = [reply for reply in await chat.press("Excel 文件") if isinstance(reply, Document)]
    assert document.name == "河边图书角_草稿_2024-03-04.xlsx"
    [made] = chat.files
    assert ["一、基本情况", "图书角名称", "河边图书角"] in rows_of(made)


async def test_a_workbook_handed_in_is_the_same_as_pasted_lines(chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    handed_in = book(
        [None, None, None],
        [None, "书架名称", "启用日期"],
        [None, "绘本\n架", datetime(2024, 5, 1)],  # noqa: DTZ001 - as Excel has it
        [None, 3, "明年"],
    )
    await chat.say(grid.join(rows_of(handed_in)))
    assert "第 4 行，启用日期“明年”" in chat.asked.text
    assert "已添加 2 行" in notes(await chat.press("都加进去", "上一题", "上一题"))
    assert "1. 绘本架" in chat.asked.text
