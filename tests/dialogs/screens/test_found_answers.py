"""What is found in a file for a whole form: shown first, and only what one agrees to is taken."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from harness import Bench, Chat, labels, text_of


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """The form filled in by hand, with a gap, a wrong answer, a ticked box and a part for a shelf."""
    document = docx.Document()
    document.add_paragraph("图书角名称：山上图书角")
    grid = document.add_table(0, 4)
    for row in (
        ["牵头单位", "示例社区居委会", "邮箱", "不是邮箱"],
        ["联系人", "【待填写：联系人】", "单位性质", "□居委会 ☑学校 □其他："],
    ):
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("书架清单")
    shelves = document.add_table(0, 3)
    for row in (["书架名称", "启用日期", "说明"], ["绘本架", "2024年5月", ""]):
        for cell, text in zip(shelves.add_row().cells, row, strict=True):
            cell.text = text
    for text in (
        "三、共建方案",
        "（一）目标",
        "为谁服务，想做成什么样。",
        "为居民服务。",
        "附：书架说明",
        "书架1：绘本架",
    ):
        document.add_paragraph(text)
    document.add_paragraph("放什么书，怎样借还")
    document.add_paragraph("绘本，自助借还。")
    document.save(str(tmp_path / "表.docx"))
    return tmp_path / "表.docx"


async def test_each_is_shown_with_its_source_and_taken_with_a_yes(chat: Chat, bench: Bench, form: Path) -> None:
    await chat.agree()
    said = text_of(await chat.hand_in(form))
    assert await bench.sql("SELECT * FROM answer") == []
    assert "从“表.docx”里认出 7 项，勾选的 6 项还没填进去。" in said
    assert "图书角名称：山上图书角\n　见“图书角名称：山上图书角”" in said
    assert "☐ 邮箱：不是邮箱（填法不对，请自己填）" in said
    assert "书与借还（绘本架）：绘本，自助借还。" in said
    assert "想做成什么样" not in said
    said = text_of(await chat.press("采用这 6 项"))
    assert "已采用 6 项。" in said
    assert dict(await bench.sql("SELECT field, value FROM answer")) == {
        "name": "山上图书角",
        "lead": "示例社区居委会",
        "nature": "学校",
        "goal": "为居民服务。",
        "shelves.name": "绘本架",
        "shelves.books": "2024-05",
        "shelves.note": "",
        "about": "绘本，自助借还。",
    }
    assert len(await bench.sql("SELECT DISTINCT row FROM answer")) == 2


async def test_an_answer_that_is_there_is_replaced_only_where_one_asks_for_it(
    chat: Chat, bench: Bench, form: Path
) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    said = text_of(await chat.hand_in(form))
    assert "☐ 图书角名称：山上图书角（已有别的答案）" in said
    number = next(line.split(".")[0] for line in said.split("\n") if "图书角名称" in line and "." in line)
    await chat.press("采用这 5 项")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'name'") == [("河边图书角",)]
    said = text_of(await chat.hand_in(form))
    assert "（和已有的一样）" in said
    await chat.press(number, "采用这 1 项")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'name'") == [("山上图书角",)]


async def test_what_is_wrong_or_odd_of_it_is_told_before_it_is_taken(chat: Chat, bench: Bench, tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("图书角名称：山上图书角", "联系人：XXX", "书架清单"):
        document.add_paragraph(text)
    shelves = document.add_table(0, 4)
    heads, wrong = ["书架名称", "启用日期", "说明", "藏书量"], [f"第{at}架" for at in range(1, 9)]
    for row in (heads, *([name, "不知道", "", "三百"] for name in wrong)):
        for cell, text in zip(shelves.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "表.docx"))
    await chat.agree()
    said = text_of(await chat.hand_in(tmp_path / "表.docx"))
    assert "联系人：XXX\n　见“联系人：XXX”\n　请核对：" in said
    assert said.count("不知道") == 5
    assert "另有 4 项" in said  # three of them, and what has no column
    await chat.press("采用这 3 项")
    assert await bench.sql("SELECT count(*) FROM answer WHERE field = 'shelves.name'") == [(8,)]


async def test_none_of_it_is_taken_where_one_says_no(chat: Chat, bench: Bench, form: Path) -> None:
    await chat.agree()
    await chat.hand_in(form)
    assert "文件里的内容都没填进去。" in text_of(await chat.press("都不采用"))
    assert await bench.sql("SELECT * FROM answer") == []
    assert labels(chat.asked) == ["以后再填"]


async def test_a_file_without_any_label_of_the_form_is_no_answer(chat: Chat, bench: Bench, tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("关于开展工作的说明", "一些别的话。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    await chat.agree()
    assert "没认出这份申报表的题" in text_of(await chat.hand_in(tmp_path / "a.docx"))
    assert await bench.sql("SELECT * FROM answer") == []
