"""Rows pasted into a table: taken at once where nothing is in doubt, and what becomes of them. See also the dry run."""

from __future__ import annotations

import pytest
from harness import Bench, Chat, labels, notes
from hypothesis import given
from hypothesis import strategies as st

from dialogs.pasting import grid
from dialogs.screens.pasted_rows import MOST

CELL = st.text(st.sampled_from('甲a1"\t\n ,'), max_size=6)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=4))
def test_rows_that_are_joined_are_taken_apart_again(rows: list[list[str]]) -> None:
    assert grid.split(grid.join(rows)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"], [""]]),
        ('"第一行\n第二行"\t乙', [["第一行\n第二行", "乙"]]),
        ('"甲"方案\t"乙"', [['"甲"方案', '"乙"']]),
        ('"没有收尾\t乙\n丙\t丁', [['"没有收尾', "乙"], ["丙", "丁"]]),
    ],
)
def test_cells_as_spreadsheets_put_them_on_the_clipboard(text: str, rows: list[list[str]]) -> None:
    assert grid.split(text) == rows


@pytest.fixture
async def shelves(chat: Chat) -> Chat:
    """A chat at the menu of a table with a text, a date and a text that may be left out."""
    await chat.agree()
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    return chat


async def stored(bench: Bench) -> list[dict[str, str]]:
    """The rows of the table as they are kept, in their order."""
    rows: dict[str, dict[str, str]] = {}
    for (row,) in await bench.sql("SELECT row FROM instance WHERE grp = 'shelves' ORDER BY position"):
        rows[row] = {}
    for row, field, value in await bench.sql("SELECT row, field, value FROM answer WHERE field LIKE 'shelves.%'"):
        rows[row][field.partition(".")[2]] = value
    return list(rows.values())


@pytest.mark.parametrize("count", [2, 30])  # and one of which some rows come later
async def test_a_last_line_says_that_the_table_is_filled_in(bench: Bench, shelves: Chat, count: int) -> None:
    rows = "".join(f"书架{number}\t2024年5月\t靠窗\n" for number in range(count))
    replies = await shelves.say(f"{rows}填完了。")
    assert f"已添加 {count} 行" in notes(replies)
    assert len(await stored(bench)) == count
    assert "填完了" not in labels(shelves.asked)
    assert await bench.sql("SELECT count(*) FROM answer WHERE field = 'shelves'") == [(1,)]


@pytest.mark.parametrize("rows", ["绘本架\t\t\n文史架\t2024年5月\t", "绘本架\t不知道哪天\t\n文史架\t2024年5月\t"])
async def test_it_is_not_where_a_cell_is_open_or_in_doubt(bench: Bench, shelves: Chat, rows: str) -> None:
    await shelves.say(f"{rows}\n填完了")
    assert await bench.sql("SELECT count(*) FROM answer WHERE field = 'shelves'") == [(0,)]
    assert "填完了" not in str(await stored(bench))


async def test_every_line_is_a_row_and_what_is_left_empty_is_open_or_skipped(bench: Bench, shelves: Chat) -> None:
    replies = await shelves.say("绘本架\t2024年5月\t靠窗\n\n文史架\t\t\n科普架\t2024-06-01\t")
    assert "已添加 3 行，其中 1 行还没填完。" in notes(replies)
    assert await stored(bench) == [
        {"name": "绘本架", "books": "2024-05", "note": "靠窗"},
        {"name": "文史架", "note": ""},
        {"name": "科普架", "books": "2024-06-01", "note": ""},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "书架名称\t启用日期\n绘本架\t2024年5月\n文史架\t2023年",
        "附表\n\n启用日期*\t 书架名称：\n2024年5月\t绘本架\n启用日期\t书架名称\n2023年\t文史架",
        "序号\t书架名称\t启用日期\n7\t绘本架\t2024年5月\n7\t文史架\t2023年",
        "1\t绘本架\t2024年5月\t\n2\t文史架\t2023年\t",
        "9、\t绘本架\t2024年5月\t\n10、\t文史架\t2023年\t",
        "书架名称,启用日期\n绘本架,2024年5月\n文史架,2023年\n",
        "书架名称：绘本架\n启用日期：2024年5月\n书架名称：文史架\n启用日期：2023年",
    ],
)
async def test_where_heads_or_the_width_tell_rows_are_taken_at_once(text: str, bench: Bench, shelves: Chat) -> None:
    replies = await shelves.say(text)
    assert "已添加 2 行" in notes(replies)
    assert [(row["name"], row["books"]) for row in await stored(bench)] == [("绘本架", "2024-05"), ("文史架", "2023")]


async def test_what_is_left_out_then_is_said(bench: Bench, shelves: Chat) -> None:
    said = notes(await shelves.say("清单\n书架名称\t启用日期\t说明\t位置\n绘本架\t2024年5月\t\t门口\n合计\t\t\t"))
    assert "已添加 1 行。" in said
    for left_out in ("“位置”这一列：表里没有", "第 1 行，“清单”：是标题", "第 4 行，“合计”：是合计"):
        assert left_out in said
    assert len(await stored(bench)) == 1


async def test_numbers_that_are_right_answers_stay(bench: Bench, shelves: Chat) -> None:
    await shelves.say("2023年架\t2024年5月\t\n2024年架\t2024年6月\t")
    assert [row["name"] for row in await stored(bench)] == ["2023年架", "2024年架"]


async def test_heads_without_rows_add_nothing(bench: Bench, shelves: Chat) -> None:
    assert "没有可填的行" in notes(await shelves.say("书架名称\t启用日期\t说明"))
    assert shelves.asked.refusal
    assert await stored(bench) == []


async def test_where_nothing_is_right_nothing_is_added(bench: Bench, shelves: Chat) -> None:
    said = notes(await shelves.say("\t明年\t\n\t后年\t"))
    assert "一行也没有添加" in said
    assert "第 1 行，启用日期“明年”：没有认出日期" in said
    assert shelves.asked.refusal
    assert await stored(bench) == []


async def test_too_many_lines_are_refused_as_a_whole(bench: Bench, shelves: Chat) -> None:
    lines = [f"第{n}架\t2024年5月\t" for n in range(MOST + 1)]
    replies = await shelves.say("\n".join(lines))
    assert f"一次最多粘贴 {MOST} 行，您粘贴了 {MOST + 1} 行" in notes(replies)
    assert await stored(bench) == []
    await shelves.say("\n".join(lines[1:]))
    assert [row["name"] for row in await stored(bench)] == [f"第{n}架" for n in range(1, MOST + 1)]


async def test_the_same_message_twice_adds_its_rows_once(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架\t2024年5月\t\n文史架\t2024年5月\t")
    shelves._count -= 1
    await shelves.say("绘本架\t2024年5月\t\n文史架\t2024年5月\t")
    assert len(await stored(bench)) == 2


async def test_a_pasted_message_that_is_edited_changes_nothing(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架\t2024年5月\t")
    before = await stored(bench)
    assert "没有对应到现在的答案" in notes(await shelves.edit("绘本架\t2024年5月\t", "文史架\t2023年\t"))
    assert await stored(bench) == before


async def test_rows_pasted_where_a_new_row_was_just_added_begin_with_that_one(bench: Bench, shelves: Chat) -> None:
    await shelves.say("旧架\t2020年\t")
    await shelves.press("添加一行")
    said = notes(await shelves.say("书架名称\t启用日期\n绘本架\t2024年4月\n文史架\t2024年5月"))
    assert "已添加 2 行。" in said
    assert [row["name"] for row in await stored(bench)] == ["旧架", "绘本架", "文史架"]
    assert "填完了" in labels(shelves.asked)


async def test_a_tab_in_the_middle_of_a_row_is_a_part_of_the_answer(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    await shelves.say_all("绘本架", "2024年5月", "靠窗\t靠门")
    assert await stored(bench) == [{"name": "绘本架", "books": "2024-05", "note": "靠窗 靠门"}]


async def test_nothing_right_pasted_into_a_new_row_leaves_it_asked(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    assert "一行也没有添加" in notes(await shelves.say("\t明年\t\n\t后年\t"))
    assert "书架名称" in shelves.asked.text
    assert await stored(bench) == [{}]


@pytest.mark.parametrize("text", ["没有", "无", "我没有书架", "好了。", "架" * 201, " ", "\t\n\t", "\x00"])
async def test_what_names_no_row_adds_none(text: str, bench: Bench, shelves: Chat) -> None:
    assert "要加就点“添加一行”" in notes(await shelves.say(text))
    assert shelves.asked.refusal
    assert await stored(bench) == []


async def test_what_calls_no_row_may_stand_in_one(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架\t2024年5月\t还没有标签")
    assert (await stored(bench))[0]["note"] == "还没有标签"


async def test_a_row_s_own_menu_takes_no_rows(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架\t2024年5月\t")
    await shelves.press("1")
    assert "请点下面的按钮" in notes(await shelves.say("文史架\t2024年5月\t"))
    assert len(await stored(bench)) == 1


async def test_the_list_is_shown_from_the_first_row_that_was_pasted(shelves: Chat) -> None:
    await shelves.say("\n".join(f"第{n}架\t2024年5月\t" for n in range(12)))
    assert "第 1 页，共 2 页" in shelves.asked.text
    await shelves.say("甲架\t2024年5月\t\n乙架\t2024年5月\t")
    assert "第 2 页，共 2 页" in shelves.asked.text
    assert "13. 甲架" in shelves.asked.text


async def test_a_table_has_only_so_many_rows(bench: Bench, shelves: Chat) -> None:
    await bench.service.do(lambda store: setattr(store, "most_rows", 3))
    await shelves.say("甲架\t2024年5月\t\n乙架\t2024年5月\t")
    refused = await shelves.say("丙架\t2024年5月\t\n丁架\t2024年5月\t")
    assert "行数已到上限" in notes(refused)
    assert len(await stored(bench)) == 2
    await shelves.say("丙架\t2024年5月\t")
    assert len(await stored(bench)) == 3
    assert "行数已到上限" in notes(await shelves.press("添加一行"))


async def test_it_is_one_where_the_first_cell_of_a_new_row_is_asked_too(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    said = notes(await shelves.say("绘本架\t2024年5月\t靠窗\n文史架\t2024年6月\t靠门\n填完了"))
    assert "“书架清单”填完了，共 2 个书架。" in said
    assert [row["name"] for row in await stored(bench)] == ["绘本架", "文史架"]


async def test_it_holds_with_the_yes_where_the_rows_are_shown_first(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    await shelves.say("绘本架\t2024年5月\t靠窗\n绘本架\t2024年6月\t靠门\n填完了")
    assert "还没有添加" in shelves.asked.text
    assert "填完了" not in shelves.asked.text
    assert "“书架清单”填完了，共 2 个书架。" in notes(await shelves.press("都加进去"))
    assert await bench.sql("SELECT count(*) FROM answer WHERE field = 'shelves'") == [(1,)]
