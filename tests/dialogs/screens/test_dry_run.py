"""A paste that is not beyond doubt: it is shown as it was read, and nothing is added before the yes."""

from __future__ import annotations

import pytest
from gathered import gather
from harness import Bench, Chat, labels, notes

from dialogs.screens.paste_words import LISTED

NAMES = "SELECT value FROM answer JOIN instance USING (application, row) WHERE field = 'shelves.name'"
NAMES += " AND grp = 'shelves' ORDER BY position"
HELD = "SELECT count(*) FROM held"


@pytest.fixture
async def shelves(chat: Chat) -> Chat:
    """A chat at the menu of a table with a text, a date and a text that may be left out."""
    await chat.agree()
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    return chat


async def names(bench: Bench) -> list[str]:
    return [name for (name,) in await bench.sql(NAMES)]


@pytest.mark.parametrize(
    "text",
    [
        "绘本架\t2024年5月\n文史架\t2023年",  # not the table's width
        "绘本架，2024年5月，靠窗",
        "绘本架\n文史架",
        "书架名称\t绘本架\t文史架\n启用日期\t2024年5月\t2023年",
        "书架名称\t启用日期\n绘本架\t明年",
        "书架名称\t日子\n绘本架\t2024年5月",  # a head that nobody knows, and a column without one
    ],
)
async def test_nothing_is_added_before_the_yes(text: str, bench: Bench, shelves: Chat) -> None:
    await shelves.say(text)
    assert "还没有添加" in shelves.asked.text
    assert await names(bench) == []
    assert await bench.sql(HELD) == [(1,)]
    await shelves.press("取消")
    assert await names(bench) == []
    assert await bench.sql(HELD) == [(0,)]
    assert "填完了" in labels(shelves.asked)


async def test_with_the_yes_all_rows_are_added(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架，2024年5月\n文史架，2023年")
    assert "各列：“绘本架”→书架名称、“2024年5月”→启用日期" in shelves.asked.text
    assert "已添加 2 行。" in notes(await shelves.press("都加进去"))
    assert await names(bench) == ["绘本架", "文史架"]
    assert await bench.sql(HELD) == [(0,)]


async def test_what_is_wrong_is_quoted_and_asked_cell_by_cell_after_the_yes(bench: Bench, shelves: Chat) -> None:
    await shelves.say("书架名称\t启用日期\t说明\n绘本架\t明年\t靠窗\n文史架\t2024年5月\t\n科普架\t后年\t")
    assert "要改的 2 项" in shelves.asked.text
    assert "第 2 行，启用日期“明年”：没有认出日期" in shelves.asked.text
    await shelves.press("都加进去")
    assert await names(bench) == ["绘本架", "文史架", "科普架"]
    assert "启用日期" in shelves.asked.text
    await shelves.say("2025年")
    await shelves.say("2026年")
    assert "填完了" in labels(shelves.asked)
    days = [day for (day,) in await bench.sql(NAMES.replace("shelves.name", "shelves.books"))]
    assert days == ["2025", "2024-05", "2026"]


async def test_back_from_those_questions_leads_to_the_list(shelves: Chat) -> None:
    await shelves.say("书架名称\t启用日期\n绘本架\t明年\n科普架\t后年")
    await shelves.press("都加进去", "上一题", "上一题")
    assert "填完了" in labels(shelves.asked)


async def test_only_the_sound_rows(bench: Bench, shelves: Chat) -> None:
    await shelves.say("旧架\t2020年\t")
    await shelves.say("书架名称\t启用日期\n绘本架\t明年\n文史架\t2024年5月\n旧 架\t2021年\n科普架\t2023年")
    await shelves.press("只加没问题的 2 行")
    assert await names(bench) == ["旧架", "文史架", "科普架"]
    assert "填完了" in labels(shelves.asked)


async def test_a_row_that_is_there_already_is_named(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架（大）\t2020年\t")
    await shelves.say("绘本架(大)\t2024年5月\t\n文史架\t2023年\t\n文史 架\t2023年\t")
    assert "第 1 行，“绘本架(大)”：表里第 1 行已有" in shelves.asked.text
    assert "第 3 行，“文史 架”：前面已有" in shelves.asked.text
    await shelves.press("只加没问题的 1 行")
    assert await names(bench) == ["绘本架（大）", "文史架"]


async def test_only_the_first_faults_are_listed(shelves: Chat) -> None:
    await shelves.say("\n".join(f"第{n}架\t明年\t" for n in range(LISTED + 3)))
    assert shelves.asked.text.count("没有认出日期") == LISTED
    assert "另有 3 项" in shelves.asked.text


async def test_a_name_begins_a_row_only_after_a_yes(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架")
    assert "要把“绘本架”添加为“书架清单”的一行吗？" in shelves.asked.text
    assert await names(bench) == []
    await shelves.press("添加这一行")
    assert "启用日期" in shelves.asked.text
    await shelves.say_all("2024年5月", "靠窗")
    assert await names(bench) == ["绘本架"]
    assert "填完了" in labels(shelves.asked)


async def test_another_column_is_chosen_for_what_stands_in_the_lines(bench: Bench, shelves: Chat) -> None:
    await shelves.say("靠窗，绘本架，2024年5月\n靠门，文史架，2023年")
    await shelves.press("改列的对应", "1", "说明")
    assert "1. “靠窗”→说明" in shelves.asked.text
    assert "3. “2024年5月”→启用日期" in shelves.asked.text
    await shelves.press("2", "书架名称", "返回", "都加进去")
    assert await names(bench) == ["绘本架", "文史架"]
    assert [v for (v,) in await bench.sql("SELECT value FROM answer WHERE field = 'shelves.note'")] == ["靠窗", "靠门"]


async def test_a_column_may_be_left_out(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架，2024年5月，靠窗")
    await shelves.press("改列的对应", "3", "这一列不填", "返回", "添加这一行")
    assert await bench.sql("SELECT value FROM answer WHERE field = 'shelves.note'") == [("",)]
    assert await names(bench) == ["绘本架"]


async def test_a_message_cut_in_a_row_goes_on_with_what_follows(bench: Bench, shelves: Chat) -> None:
    await shelves.say("绘本架\t2024年5月\t靠窗\n文史架\t20")
    assert "格数不够" in shelves.asked.text
    assert "已接在前一条后面" in notes(await shelves.say("24年6月\t\n科普架\t2024年7月\t靠门"))
    assert "读出 3 行" in shelves.asked.text
    await shelves.press("都加进去")
    assert await names(bench) == ["绘本架", "文史架", "科普架"]
    assert await bench.sql("SELECT count(*) FROM answer WHERE value = '2024-06'") == [(1,)]


@pytest.mark.parametrize("at", [0, 1, 5, 9])
async def test_one_as_long_as_they_may_be_goes_on_wherever_it_was_cut(at: int, bench: Bench, shelves: Chat) -> None:
    rows = [f"{number:03}号{'架' * 180}\t2024年5月\t" for number in range(40)]
    whole = "\n".join(rows)
    cut = len("\n".join(rows[:21])) + at
    await shelves.say(whole[:cut].rstrip("\n"))
    assert "可能在中间断开了" in shelves.asked.text
    await shelves.say(whole[cut:].lstrip("\n"))
    await shelves.press("都加进去")
    assert await names(bench) == [row.partition("\t")[0] for row in rows]


async def test_any_other_text_there_adds_nothing(shelves: Chat) -> None:
    await shelves.say("绘本架\n文史架")
    assert "请点下面的按钮" in notes(await shelves.say("科普架"))
    assert "读出 2 行" in shelves.asked.text


async def test_of_several_pastes_none_is_lost(bench: Bench, shelves: Chat) -> None:
    await shelves.say("书架名称\t启用日期\n绘本架\t明年")
    assert "已添加 1 行" in notes(await shelves.say("书架名称\t启用日期\n文史架\t2023年"))
    await shelves.say("书架名称\t启用日期\n科普架\t后年")
    assert "科普架" in shelves.asked.text or "后年" in shelves.asked.text
    await shelves.press("添加这一行")
    assert "明年" in shelves.asked.text
    await shelves.press("添加这一行")
    assert await names(bench) == ["文史架", "科普架", "绘本架"]


async def test_what_is_doubtful_is_named_and_taken_with_the_yes(bench: Bench, shelves: Chat) -> None:
    await shelves.say("书架名称\t启用日期\n待定\t2024年5月\n文史架\t2024年5月")
    assert "请核对的 1 项" in shelves.asked.text
    assert "只加没问题的 1 行" in labels(shelves.asked)
    await shelves.press("都加进去")
    assert await names(bench) == ["待定", "文史架"]
    taken = "SELECT value, doubts FROM answer WHERE field = 'shelves.name' ORDER BY value"
    assert await bench.sql(taken) == [("待定", "placeholder"), ("文史架", "")]


async def test_rows_into_one_just_added_wait_too(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    await shelves.say("绘本架，2024年5月\n文史架，2023年")
    await shelves.press("都加进去")
    assert await names(bench) == ["绘本架", "文史架"]
    assert await bench.sql("SELECT count(*) FROM instance WHERE grp = 'shelves'") == [(2,)]


async def test_where_the_row_they_were_to_fill_is_gone_the_paste_is_shown_back(bench: Bench, shelves: Chat) -> None:
    await shelves.press("添加一行")
    await shelves.say("绘本架，2024年5月\n文史架，2023年")
    await bench.service.do(lambda store: store.sql.run("DELETE FROM instance WHERE grp IN ('shelves', 'detail')"))
    replies = await shelves.press_data(shelves.button("都加进去").data)
    assert "绘本架，2024年5月\n文史架，2023年" in "\n".join(getattr(reply, "text", "") for reply in replies)
    assert await names(bench) == []


async def test_who_only_reads_is_told_so_at_once(bench: Bench) -> None:
    team = await gather(bench)
    viewer = team.chats["钱七"]
    await viewer.command("status")
    await viewer.press("二、单位与书架")
    assert "还没有添加" not in (await viewer.say("绘本架\n文史架"))[-1].text
    assert await bench.sql(HELD) == [(0,)]
