"""What is done beside the chat, in a table that the page shows: the same rules, said in the chat."""

from __future__ import annotations

from typing import Any

import pytest
from harness import Bench, Chat, labels, notes

from dialogs.turn.messages import Arranged, Ask, Filled, Reply


class Page:
    """A person at the page: the chat, and the table beside it."""

    def __init__(self, bench: Bench, chat: Chat) -> None:
        self.bench = bench
        self.chat = chat
        self.application = ""

    async def opened(self) -> Page:
        await self.chat.agree()
        [[self.application]] = await self.bench.sql("SELECT id FROM application")
        return self

    async def fill(self, item: str, text: str, row: str = "", **more: str) -> list[Reply]:
        event = {"application": self.application, "item": item, "row": row, "text": text, **more}
        return await self.chat.submit(Filled.model_validate({**self.chat._base(), **event}))

    async def arrange(self, what: str, row: str = "", table: str = "shelves", **more: str) -> list[Reply]:
        event = {"application": self.application, "table": table, "row": row, "what": what, **more}
        return await self.chat.submit(Arranged.model_validate({**self.chat._base(), **event}))

    async def rows(self, table: str = "shelves") -> list[str]:
        found = await self.bench.sql("SELECT row FROM instance WHERE grp = ? ORDER BY position", table)
        return [row for (row,) in found]

    async def answers(self) -> dict[tuple[str, str], str]:
        found = await self.bench.sql("SELECT field, row, value FROM answer")
        return {(field, row): value for field, row, value in found}

    async def everything(self) -> list[Any]:
        """What must stay the same when something is refused."""
        return [await self.answers(), *[await self.rows(table) for table in ("shelves", "partners")]]


@pytest.fixture
async def page(bench: Bench, chat: Chat) -> Page:
    return await Page(bench, chat).opened()


def refused(replies: list[Reply]) -> str:
    """Why something was not taken, as the page can tell from the replies."""
    [ask] = [reply for reply in replies if isinstance(reply, Ask)]
    assert ask.refused
    assert ask.notes
    return "\n".join(ask.notes)


async def test_an_answer_beside_the_chat_leaves_the_question_there_open(page: Page) -> None:
    asked = page.chat.asked.step
    replies = await page.fill("budget", "2.5")
    assert "已填写“一、基本情况 · 经费（万元）”：2.5万元" in notes(replies)
    assert page.chat.asked.step == asked
    assert not page.chat.asked.refused
    assert (await page.answers())["budget", ""] == "2.5"


async def test_the_open_question_answered_beside_the_chat_is_followed_by_the_next(page: Page) -> None:
    await page.fill("name", "河边图书角")
    assert "牵头单位" in page.chat.asked.text
    await page.chat.command("review")
    await page.chat.press("1")
    await page.fill("name", "山脚图书角")
    assert "查看和修改：一、基本情况" in page.chat.asked.text


async def test_a_refusal_names_the_question_and_keeps_the_answer(page: Page) -> None:
    await page.fill("day", "2024年4月23日")
    before = await page.everything()
    assert "“一、基本情况 · 申请日期”没有改" in refused(await page.fill("day", "明年"))
    assert "必须填写" in refused(await page.fill("day", " "))
    assert await page.everything() == before


async def test_what_may_be_left_empty_can_be_emptied(page: Page) -> None:
    await page.fill("remark", "靠河")
    assert "已清空“一、基本情况 · 备注”" in notes(await page.fill("remark", ""))
    assert (await page.answers())["remark", ""] == ""


async def test_the_text_of_the_other_choice_can_be_changed_alone(page: Page) -> None:
    await page.fill("nature", "其他：合作社")
    await page.fill("nature", "农场")
    assert (await page.answers())["nature", ""] == "其他：农场"


async def test_a_long_text_is_taken_whole_and_writing_goes_on_from_it(page: Page) -> None:
    await page.chat.command("status")
    await page.chat.press("三、共建方案")
    await page.chat.say("写到一半。")
    await page.fill("goal", "为孩子服务。\n为老人服务。")
    assert (await page.answers())["goal", ""] == "为孩子服务。\n为老人服务。"
    assert "（二）做法" in page.chat.asked.text
    assert await page.bench.sql("SELECT * FROM draft_part") == []
    assert "上限 30 字" in refused(await page.fill("goal", "好" * 31))
    han = await page.bench.sql("SELECT han FROM answer WHERE field = 'goal'")
    assert han == [(10,)]


@pytest.mark.parametrize(
    ("item", "row"),
    [
        ("nothing", ""),
        ("shelves", ""),  # a table as a whole
        ("plan", ""),  # a section
        ("name", "a row"),
        ("shelves.name", ""),
        ("shelves.name", "gone"),
        ("about", ""),  # repeated for rows, and there are none
        ("about", "gone"),
        ("promise", "gone"),
    ],
)
async def test_what_is_not_there_is_refused(item: str, row: str, page: Page) -> None:
    before = await page.everything()
    assert "没有保存" in refused(await page.fill(item, "绘本架", row))
    assert await page.everything() == before


async def test_a_page_that_shows_another_application_changes_nothing(page: Page) -> None:
    await page.chat.command("new")
    before = await page.everything()
    assert "另一份申报" in refused(await page.fill("name", "河边图书角"))
    assert "另一份申报" in refused(await page.arrange("add"))
    assert await page.everything() == before


async def test_nothing_is_taken_before_consent(bench: Bench, chat: Chat) -> None:
    page = await Page(bench, chat).opened()
    stranger = Page(bench, Chat(bench, "console:li"))
    stranger.application = page.application
    await stranger.fill("name", "河边图书角")
    await stranger.arrange("add")
    assert await page.answers() == {}
    assert await page.rows() == []


async def test_what_is_repeated_for_rows_and_units_is_answered_at_its_row(page: Page) -> None:
    await page.arrange("add")
    [row] = await page.rows()
    await page.fill("about", "放绘本，随借随还。", row)
    await page.fill("promise", "确认")
    await page.arrange("add", table="partners")
    [unit] = await page.rows("partners")
    await page.fill("promise", "确认", unit)
    assert {("about", row), ("promise", ""), ("promise", unit)} <= (await page.answers()).keys()


async def test_rows_are_added_moved_and_deleted_while_the_question_stays(page: Page) -> None:
    for name in ("绘本架", "文史架"):
        assert "“书架清单”：已添加第" in notes(await page.arrange("add"))
        await page.fill("shelves.name", name, (await page.rows())[-1])
    first, second = await page.rows()
    assert "“书架清单”：已移动。" in notes(await page.arrange("up", second))
    assert await page.rows() == [second, first]
    assert "已经在最后面了" in refused(await page.arrange("down", first))
    assert "“书架清单”：已删除第 1 行。" in notes(await page.arrange("drop", second))
    assert await page.rows() == [first]
    assert not [key for key in await page.answers() if key[1] == second]
    assert "不在了" in refused(await page.arrange("drop", second))
    assert "没有保存" in refused(await page.arrange("add", table="nothing"))
    assert "图书角名称" in page.chat.asked.text


async def test_a_table_that_becomes_too_short_is_open_again(page: Page) -> None:
    await page.arrange("add")
    await page.fill("shelves.name", "绘本架", (await page.rows())[0])
    await page.chat.command("status")
    await page.chat.press("二、单位与书架", "填完了")
    await page.fill("shelves.books", "2024年5月", (await page.rows())[0])
    await page.fill("shelves.note", "", (await page.rows())[0])
    await page.chat.press("填完了")
    assert ("shelves", "") in await page.answers()
    await page.arrange("drop", (await page.rows())[0])
    assert ("shelves", "") not in await page.answers()


WAYS = {  # how one came to stand in the only row of the table
    "asked its column": ["改：书架名称"],
    "its menu": [],
    "asked whether to delete it": ["删除这一行"],
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_chat_leaves_a_row_that_is_deleted_beside_it(way: str, page: Page) -> None:
    await page.arrange("add")
    [row] = await page.rows()
    await page.fill("shelves.name", "绘本架", row)
    await page.chat.command("review")
    await page.chat.press("下一页", "2", "1", *WAYS[way])
    await page.arrange("drop", row)
    assert "添加一行" in labels(page.chat.asked)
    await page.chat.say("文史架")
    assert {key[1] for key in await page.answers()} == set(await page.rows()) != {row}


async def test_the_chat_leaves_the_annex_of_a_row_that_is_deleted(page: Page) -> None:
    await page.arrange("add")
    [row] = await page.rows()
    await page.chat.command("review")
    await page.chat.press("下一页", "下一页", "下一页")
    assert "附：书架说明" in page.chat.asked.text
    await page.chat.press("1")
    await page.arrange("drop", row)
    await page.chat.say("绘本架")
    assert row not in {key[1] for key in await page.answers()}
    assert await page.bench.sql("SELECT * FROM draft_part") == []


async def test_an_answer_that_is_no_longer_the_one_shown_is_not_overwritten(page: Page) -> None:
    await page.fill("lead", "示例居委会", was="")
    await page.bench.sql("UPDATE history SET person = 'telegram:7'")
    reason = refused(await page.fill("lead", "别的居委会", was=""))
    assert "Telegram 用户在 3月4日 09:00 把“一、基本情况 · 牵头单位”改成了：示例居委会" in reason
    assert (await page.answers())["lead", ""] == "示例居委会"
    await page.fill("lead", "别的居委会", was="示例居委会")
    assert (await page.answers())["lead", ""] == "别的居委会"


async def test_cells_of_a_spreadsheet_do_not_become_one_long_answer(page: Page) -> None:
    await page.arrange("add")
    [row] = await page.rows()
    before = await page.everything()
    assert "只填一格" in refused(await page.fill("shelves.name", "绘本架\t2024年5月\n文史架\t2023年", row))
    assert await page.everything() == before
