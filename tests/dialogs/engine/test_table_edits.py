"""What is done beside the chat, in a table that the page shows: the same rules, said in the chat."""

from __future__ import annotations

from typing import Any

import pytest
from harness import Bench, Chat, labels, notes

from dialogs.turn.beside_chat import Arranged, Filled, Pasted
from dialogs.turn.messages import Reply, Say
from dialogs.turn.turn import new_id


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

    async def fill(self, item: str, text: str, row: str = "", **more: Any) -> list[Reply]:
        return await self.fill_all({"item": item, "row": row, "text": text}, **more)

    async def fill_all(self, *cells: dict[str, str], **more: Any) -> list[Reply]:
        event = {"application": self.application, "cells": cells, **more}
        return await self.chat.submit(Filled.model_validate({**self.chat._base(), **event}))

    async def paste(self, text: str, item: str = "shelves.name", at: int = 0, **more: Any) -> list[Reply]:
        """Pastes into a column of the row `at` of the shelves, counted from 0."""
        rows = (await self.rows())[at:]
        event = {"application": self.application, "table": "shelves", "item": item, "rows": rows, "text": text}
        return await self.chat.submit(Pasted.model_validate({**self.chat._base(), **event, "seen": 10**6, **more}))

    async def shelves(self) -> list[list[str | None]]:
        """What stands in the rows, column by column."""
        answers, columns = await self.answers(), ("shelves.name", "shelves.books", "shelves.note")
        return [[answers.get((column, row)) for column in columns] for row in await self.rows()]

    async def arrange(self, what: str, row: str = "", table: str = "shelves", **more: Any) -> list[Reply]:
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

    def noted(self, replies: list[Reply], state: str = "fault") -> str:
        """What is said at the only cell that was not taken; in the chat nothing is."""
        assert replies == []
        [note] = self.chat.receipt.cells
        assert note.state == state
        return note.says

    def refused(self, replies: list[Reply]) -> str:
        """Why nothing was taken, as the page can tell; in the chat nothing is said."""
        assert replies == []
        assert self.chat.receipt.refused
        return self.chat.receipt.refused


@pytest.fixture
async def page(bench: Bench, chat: Chat) -> Page:
    return await Page(bench, chat).opened()


async def test_an_answer_beside_the_chat_leaves_the_question_there_open(page: Page) -> None:
    asked = page.chat.asked
    replies = await page.fill("budget", "2.5")
    assert replies == [Say(text="已填写“一、基本情况 · 经费（万元）”：2.5万元")]
    await page.chat.say("河边图书角")
    assert page.chat.asked.step != asked.step, "the question that stayed was answered"
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
    assert "没有认出日期" in page.noted(await page.fill("day", "明年"))
    assert await page.everything() == before


async def test_what_is_emptied_is_skipped_or_open_again(page: Page) -> None:
    await page.fill("remark", "靠河")
    assert await page.fill("remark", "") == [Say(text="已清空“一、基本情况 · 备注”。")]
    assert (await page.answers())["remark", ""] == ""
    await page.fill("day", "2024年4月23日")
    assert await page.fill("day", " ") == [Say(text="已清空“一、基本情况 · 申请日期”。")]
    assert ("day", "") not in await page.answers()
    assert await page.fill("day", "") == []


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
    assert "上限 30 字" in page.noted(await page.fill("goal", "好" * 31))
    han = await page.bench.sql("SELECT han FROM answer WHERE field = 'goal'")
    assert han == [(10,)]


async def test_a_long_text_that_is_emptied_does_not_come_back_as_an_unfinished_one(page: Page) -> None:
    await page.chat.command("status")
    await page.chat.press("三、共建方案")
    await page.chat.say("为孩子服务。")
    await page.chat.press("完成")
    assert (await page.answers())["goal", ""] == "为孩子服务。"
    await page.fill("goal", "")
    assert ("goal", "") not in await page.answers()
    assert await page.bench.sql("SELECT * FROM draft_part") == []
    await page.chat.command("undo")
    assert (await page.answers())["goal", ""] == "为孩子服务。"
    assert await page.bench.sql("SELECT text FROM draft_part") == [("为孩子服务。",)]


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
    assert "没有保存" in page.noted(await page.fill(item, "绘本架", row))
    assert await page.everything() == before


async def test_a_page_that_shows_another_application_changes_nothing(page: Page) -> None:
    await page.chat.command("new")
    before = await page.everything()
    assert "另一份申报" in page.refused(await page.fill("name", "河边图书角"))
    assert "另一份申报" in page.refused(await page.arrange("add"))
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
    assert "已经在最后面了" in page.refused(await page.arrange("down", first))
    assert "“书架清单”：已删除第 1 行。" in notes(await page.arrange("drop", second))
    assert await page.rows() == [first]
    assert not [key for key in await page.answers() if key[1] == second]
    assert "不在了" in page.refused(await page.arrange("drop", second))
    assert "没有保存" in page.refused(await page.arrange("add", table="nothing"))
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
    await page.fill("lead", "示例居委会", seen=0)
    await page.bench.sql("UPDATE history SET person = 'telegram:7'")
    told = page.noted(await page.fill("lead", "别的居委会", seen=0), "conflict")
    assert told == "Telegram 用户在 3月4日 09:00 改成了：示例居委会"
    assert (await page.answers())["lead", ""] == "示例居委会"
    assert page.noted(await page.fill("lead", "别的居委会", seen=0), "conflict") == told, "the same again is told again"
    [[newest]] = await page.bench.sql("SELECT max(id) FROM history")
    await page.fill("lead", "别的居委会", seen=newest)
    assert (await page.answers())["lead", ""] == "别的居委会"


async def test_a_doubt_is_told_at_the_cell_and_accepted_there(page: Page) -> None:
    assert "待定" in page.noted(await page.fill("lead", "待定"), "doubt")
    [note] = page.chat.receipt.cells
    assert note.accepts == ("placeholder",)
    page.noted(await page.fill("lead", "待定", accepts=["remark"]), "doubt")  # another than the one that was shown
    assert ("lead", "") not in await page.answers()
    await page.fill("lead", "待定", accepts=note.accepts)
    assert (await page.answers())["lead", ""] == "待定"


async def test_cells_of_a_spreadsheet_do_not_become_one_long_answer(page: Page) -> None:
    await page.arrange("add")
    [row] = await page.rows()
    before = await page.everything()
    assert "只填一格" in page.noted(await page.fill("shelves.name", "绘本架\t2024年5月\n文史架\t2023年", row))
    assert await page.everything() == before


async def test_of_several_cells_those_are_taken_that_can_be_and_one_message_says_so(page: Page) -> None:
    await page.arrange("add")
    await page.arrange("add")
    first, second = await page.rows()
    cells = [
        {"item": "shelves.name", "row": first, "text": "绘本架"},
        {"item": "shelves.books", "row": first, "text": "2024年13月"},
        {"item": "shelves.name", "row": second, "text": "文史架"},
    ]
    assert await page.fill_all(*cells) == [Say(text="“书架清单”：已填写 2 格。")]
    assert await page.shelves() == [["绘本架", None, None], ["文史架", None, None]]
    [note] = page.chat.receipt.cells
    assert (note.step.item, note.step.row, note.text, note.state) == ("shelves.books", first, "2024年13月", "fault")


async def test_a_row_begins_with_what_is_typed_below_the_last(page: Page) -> None:
    event = {"id": "typed-below", "person": page.chat.person, "application": page.application}
    new = new_id("typed-below")
    cell = {"item": "shelves.name", "row": new, "text": "绘本架"}
    replies = await page.chat.submit(Filled.model_validate({**event, "cells": [cell]}))
    assert replies == [Say(text="“书架清单”：已添加一行，书架名称：绘本架")]
    assert await page.rows() == [new]
    await page.fill("shelves.note", "靠窗", new)
    assert await page.shelves() == [["绘本架", None, "靠窗"]]


async def test_nothing_is_added_for_a_row_of_which_nothing_is_taken(page: Page) -> None:
    event = {"id": "typed-below", "person": page.chat.person, "application": page.application}
    cell = {"item": "shelves.books", "row": new_id("typed-below"), "text": "明年"}
    page.noted(await page.chat.submit(Filled.model_validate({**event, "cells": [cell]})))
    assert await page.rows() == []


async def test_a_row_of_which_nothing_was_taken_is_begun_by_what_comes_next_and_never_once_more(page: Page) -> None:
    begun = new_id("typed-below")
    event = {"person": page.chat.person, "application": page.application, "begun": begun}
    for number, text in enumerate(("明年", "2024年5月")):
        cell = {"item": "shelves.books", "row": begun, "text": text}
        await page.chat.submit(Filled.model_validate({**event, "id": f"typed{number}", "cells": [cell]}))
    assert await page.rows() == [begun]
    assert await page.shelves() == [[None, "2024-05", None]]
    await page.arrange("drop", begun)
    late = {"item": "shelves.note", "row": begun, "text": "靠窗"}
    await page.chat.submit(Filled.model_validate({**event, "id": "late", "cells": [late]}))
    assert [note.text for note in page.chat.receipt.cells] == ["靠窗"], "it is given back"
    assert await page.rows() == []


async def test_a_paste_spreads_from_its_cell_and_adds_what_goes_beyond(page: Page) -> None:
    assert await page.paste("绘本架\n文史架") == [Say(text="“书架清单”：已添加 2 行，已填写 2 格。")]
    await page.paste("2024年5月\t靠窗\n\t\n2022年3月\t靠墙", "shelves.books")
    assert await page.shelves() == [
        ["绘本架", "2024-05", "靠窗"],
        ["文史架", None, None],
        [None, "2022-03", "靠墙"],
    ]


async def test_what_is_empty_in_a_paste_leaves_what_stands_there(page: Page) -> None:
    await page.paste("绘本架\t2024年5月\t靠窗")
    await page.paste("文史架\t\t靠门")
    assert await page.shelves() == [["文史架", "2024-05", "靠门"]]


async def test_heads_in_a_paste_say_which_columns_it_is_for(page: Page) -> None:
    replies = await page.paste("序号\t说明\t书架名称\n1\t靠墙\t地图架\n合计\t1\t", "shelves.books")
    assert await page.shelves() == [["地图架", None, "靠墙"]]
    assert "合计" in notes(replies), "what was left out is said"


async def test_faulty_and_doubtful_cells_of_a_paste_are_told_and_the_others_taken(page: Page) -> None:
    await page.paste("绘本架\t2024年13月\t靠窗\n文史架\t2024年5月左右\t靠门")
    assert await page.shelves() == [["绘本架", None, "靠窗"], ["文史架", None, "靠门"]]
    first, second = await page.rows()
    told = [(note.step.row, note.step.item, note.state, note.meant) for note in page.chat.receipt.cells]
    assert told == [
        (first, "shelves.books", "fault", ()),
        (second, "shelves.books", "doubt", ("2024年5月",)),
    ]


async def test_what_others_changed_meanwhile_is_not_pasted_over(page: Page) -> None:
    await page.paste("绘本架\t2024年5月\t靠窗")
    await page.bench.sql("UPDATE history SET person = 'telegram:7' WHERE field = 'shelves.note'")
    await page.paste("文史架\t2024年6月\t靠门", seen=0)
    assert await page.shelves() == [["文史架", "2024-06", "靠窗"]]
    [note] = page.chat.receipt.cells
    assert (note.state, note.text) == ("conflict", "靠门")


async def test_a_paste_that_cannot_be_rows_changes_nothing(page: Page) -> None:
    before = await page.everything()
    page.refused(await page.paste("\n".join("绘本架" for _ in range(201))))
    page.refused(await page.paste("\t\n\t"))
    page.refused(await page.paste("绘本架", "name"))
    page.refused(await page.paste("绘本架", table="nothing"))
    assert await page.everything() == before


async def test_several_rows_are_deleted_with_one_event(page: Page) -> None:
    await page.paste("绘本架\n文史架\n报刊架")
    first, second, third = await page.rows()
    assert "已删除第 1、3 行" in notes(await page.arrange("drop", first, more=[third, "gone"]))
    assert await page.rows() == [second]
