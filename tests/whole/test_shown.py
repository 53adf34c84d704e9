"""An answer holds for the question that was shown where it was given, whenever it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from gathered import Team, gather
from harness import Bench, notes
from telegram_line import Phone, answers, hurry, rows, serving, until

from dialogs.turn.events import Command, Pressed, Said
from storage.database import connect

pytest_plugins = ["fake_botapi.fixtures"]

NAME = "SELECT value FROM answer WHERE field = 'plan_name'"


@pytest.fixture
async def phone(api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    """Somebody who has been asked the first question on Telegram."""
    hurry(monkeypatch)
    async with serving(api, tmp_path):
        phone = Phone(api)
        await phone.agree()
        yield phone


async def test_a_reply_to_an_old_question_answers_that_question(phone: Phone, tmp_path: Path) -> None:
    first = phone.shown[-1]
    await phone.say("方案甲")
    here = await phone.press("企业类（车联网）")
    await phone.user.send("方案乙", replies_to=first)
    told = await phone.read()
    assert rows(tmp_path, NAME) == [("方案乙",)]
    assert "方案名称" in told.text, "it is said which question that was"
    assert told.text.endswith(here.text.rsplit("\n\n", 1)[-1]), "and one stays where one is"


async def test_what_follows_a_doubt_about_an_old_answer_answers_that_question(phone: Phone, tmp_path: Path) -> None:
    first = phone.shown[-1]
    await phone.say("方案甲")
    here = await phone.press("企业类（车联网）")
    await phone.user.send("待定", replies_to=first)
    assert "“待定”" in (await phone.read()).text
    await phone.user.send("方案乙")
    told = await phone.read()
    assert rows(tmp_path, NAME) == [("方案乙",)]
    assert told.text.endswith(here.text.rsplit("\n\n", 1)[-1]), "and one is back where one was"


async def test_a_reply_to_a_question_of_long_ago_answers_no_other(phone: Phone, tmp_path: Path) -> None:
    """Questions are forgotten in time; what answers one of those is shown back."""
    first = phone.shown[-1]
    await phone.say("方案甲")
    await until(lambda: not rows(tmp_path, "SELECT * FROM outbox"))
    db = connect(tmp_path)
    db.execute("DELETE FROM question WHERE number = (SELECT min(number) FROM question)")
    db.close()
    await phone.user.send("企业类（车联网）", replies_to=first)
    told = await phone.read()
    assert "刚才发的没有保存：“企业类（车联网）”" in told.text
    assert answers(tmp_path) == ["方案甲"]


async def test_a_second_text_sent_while_nobody_was_there_is_not_taken_for_the_next_answer(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    phone = Phone(api)
    async with serving(api, tmp_path):
        await phone.agree()
        await until(lambda: not rows(tmp_path, "SELECT * FROM outbox"))
    await phone.user.send("方案甲")
    await phone.user.send("企业类（车联网）")
    async with serving(api, tmp_path):
        await phone.user.wait(lambda message: "刚才发的没有保存：“企业类（车联网）”" in message.text)
        assert answers(tmp_path) == ["方案甲"]
        await phone.press("企业类（车联网）")
    assert answers(tmp_path) == ["方案甲", "企业类（车联网）"]


async def test_a_refused_message_is_taken_once_it_is_edited(phone: Phone, tmp_path: Path) -> None:
    await phone.say("方案甲")
    await phone.press("企业类（车联网）")
    sent = await phone.user.send("过几天")
    assert "日期" in (await phone.read()).text
    await phone.user.edit(sent, "2024-03-04")
    assert "已记下" in (await phone.read()).text
    assert answers(tmp_path)[-1] == "2024-03-04"
    await phone.user.edit(sent, "2024-03-05")
    await phone.read()
    assert answers(tmp_path)[-1] == "2024-03-05", "from then on it is the message that gave the answer"


async def test_a_refused_message_of_a_question_answered_since_changes_nothing(phone: Phone, tmp_path: Path) -> None:
    await phone.say("方案甲")
    await phone.press("企业类（车联网）")
    sent = await phone.user.send("过几天")
    await phone.read()
    await phone.say("2024-03-04")
    await phone.user.edit(sent, "2024-03-09")
    assert "已记下" not in (await phone.read()).text
    assert answers(tmp_path)[-1] == "2024-03-04"


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def test_what_is_typed_for_a_row_that_was_deleted_meanwhile_becomes_nothing_else(team: Team) -> None:
    """The worst that happened: a contact's name that became a new row, even in another table."""
    lead = team.lead
    await lead.command("review")
    while "单位与书架" not in lead.asked.text:
        await lead.press("下一页")
    await lead.press("2", "添加一行")
    [(row,)] = await team.bench.sql("SELECT row FROM instance WHERE grp = 'shelves' ORDER BY position DESC LIMIT 1")
    before = await team.bench.sql("SELECT row, field, value FROM answer ORDER BY row, field")
    await team.bench.sql("DELETE FROM instance WHERE row = ?", row)
    count = await team.bench.sql("SELECT count(*) FROM instance")
    replies = await lead.say("钱七")
    assert "钱七" in notes(replies), "it is shown back"
    assert await team.bench.sql("SELECT row, field, value FROM answer ORDER BY row, field") == before
    assert await team.bench.sql("SELECT count(*) FROM instance") == count


async def test_the_first_answer_to_a_question_counts_wherever_it_was_shown(bench: Bench) -> None:
    """Typed in a window left at a question that is still open, after another one has gone on."""
    bench.keeping = ("page",)
    await bench.restart()
    person = {"person": "page:zhang"}
    await bench.service.submit(Pressed(id="agree", data="0.agree", **person))
    [(first,)] = await bench.sql("SELECT max(id) FROM message")
    await bench.service.submit(Command(id="status", name="status", **person))
    base = {"asked": first, **person}
    await bench.service.submit(Said(id="a", text="河边图书角", ref="a", **base))
    assert await bench.sql("SELECT value FROM answer") == [("河边图书角",)]
    receipt = await bench.service.submit(Said(id="b", text="山上图书角", ref="b", **base))
    assert "山上图书角" in receipt.refused
    assert await bench.sql("SELECT value FROM answer") == [("河边图书角",)]
