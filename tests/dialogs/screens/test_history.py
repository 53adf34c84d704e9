"""The changes of an answer, as they are shown, and what is brought back from among them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from enacting import enact
from harness import Bench, Chat, labels, text_of

from dialogs.application.application import Step
from dialogs.application.changes import DropAnswer
from storage.store import Store

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)


async def test_who_changed_it_is_said_without_the_account(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await bench.sql("UPDATE history SET person = 'telegram:7007'")
    said = text_of(await chat.command("history"))
    assert "Telegram 用户" in said
    assert "7007" not in said


async def test_a_forged_press_brings_nothing_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会")
    await chat.command("new")
    await chat.say("山脚图书角")
    await chat.command("history")
    before = await bench.sql("SELECT * FROM answer")
    for action in ("entry:1", "entry:99", "entry:", "restore", "whole", "newer", "older:1", "all"):
        await chat.press_data(chat.button("1").data.replace("entry:3", action))
        assert chat.toast
    await chat.press("1")
    await chat.press_data(chat.button("返回").data.replace("back", "restore"))
    assert chat.toast, "it is the answer already"
    assert await bench.sql("SELECT * FROM answer") == before


@pytest.mark.parametrize(
    ("value", "reason"), [("一个现在已经太长而不合要求的名称", "超出 4 字"), ("", "“图书角名称”必须填写")]
)
async def test_a_value_that_no_longer_fits_is_shown_but_not_brought_back(
    bench: Bench, chat: Chat, value: str, reason: str
) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await bench.sql("UPDATE history SET value = ?", value)
    await chat.command("history")
    said = text_of(await chat.press("1"))
    assert f"不能恢复：{reason}" in said
    assert labels(chat.asked) == ["返回"]


async def test_an_optional_answer_that_was_skipped_is_brought_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("review")
    await chat.press("14")
    await chat.command("skip")
    await chat.press("14")
    await chat.say("靠河")
    await chat.command("history")
    await chat.press("2", "恢复成这个值")
    assert await bench.sql("SELECT value, ref FROM answer") == [("", "")]


async def test_an_answer_that_was_taken_away_is_brought_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")

    def take_away(store: Store) -> None:
        conversation = store.conversations.get(chat.person)
        drop = DropAnswer(application=str(conversation.application), step=Step(item="name"))
        enact(store, conversation, [drop], NOW)

    await bench.service.do(take_away)
    await chat.command("history")
    await chat.press("1", "恢复改前的值")
    assert await bench.sql("SELECT field, value FROM answer") == [("name", "河边图书角")]


async def test_a_long_text_is_shown_by_its_beginning_and_whole_on_demand(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子")
    await chat.press("完成")
    text = "一起读\n" + "好" * 300
    await chat.say(text)
    await chat.press("完成")
    await chat.command("review")
    await chat.press("下一页", "下一页", "2")
    await chat.press("重新写")
    await chat.say("另一篇")
    await chat.press("完成", "2")
    await chat.say("还没写完的")
    await chat.command("history")
    said = text_of(await chat.press("2"))
    assert f"{text[:200]}……（共 303 字）" in said
    assert text in text_of(await chat.press("看全文"))
    await chat.press("恢复成这个值")
    assert await bench.sql("SELECT value, han FROM answer WHERE field = 'ways'") == [(text, 303)]
    assert await bench.sql("SELECT * FROM draft_part WHERE field = 'ways'") == [], (
        "writing goes on from what was brought back"
    )


async def test_yes_and_no_to_a_deletion_lead_on_from_the_history(chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("history")
    await chat.command("delete")
    assert "修改记录" in text_of(await chat.press("不删除"))
    await chat.command("delete")
    await chat.command("history")
    assert "牵头单位" in text_of(await chat.press("返回"))
