"""The disk is not one person's alone."""

from __future__ import annotations

import pytest
from harness import Bench, Chat, Clock
from web_bench import Visitor

from bot.service import quota
from bot.web import chat as page_chat

pytest_plugins = ["web_fixtures"]


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "OF_PERSON", 100_000)


async def test_who_has_written_too_much_today_goes_on_tomorrow_and_is_told_once(
    bench: Bench, chat: Chat, clock: Clock
) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.say("多" * 5_000)
    replies = await chat.say("一" * 5_000)
    assert "您今天写的内容太多" in str(replies)
    assert await chat.say("二" * 5_000) == []
    assert "河边图书角" in str(await chat.command("status")), "buttons and commands work on"
    assert await bench.sql("SELECT value FROM answer") == [("河边图书角",)]
    await Chat(bench, "console:li").agree()
    clock.pass_(days=1)
    await chat.command("start")
    await chat.say("示例社区居委会")
    assert ("示例社区居委会",) in await bench.sql("SELECT value FROM answer")


async def test_an_application_is_not_filled_without_end_whoever_writes(
    bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "OF_APPLICATION", 40_000)
    await chat.agree()
    await chat.say("河边图书角")
    await bench.restart()  # what it has already counts on
    await bench.sql(
        "INSERT INTO history SELECT NULL, application, row, field, person, at, zeroblob(40000), unit, NULL FROM history"
    )
    assert "已到上限" in str(await chat.say("示例社区居委会"))


async def test_on_the_page_it_stands_at_the_message(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_chat, "WEIGHT", 10**9)
    await visitor.begin()
    answers = [(await visitor.say("多" * 5_000)).json()["refused"] for _ in range(5)]
    assert answers[-1].startswith("您今天写的内容太多")


async def test_of_files_that_nobody_fetches_only_the_newest_are_kept(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "OF_PERSON", 10**9)
    monkeypatch.setattr("storage.page_log.FILES", 2)
    await visitor.begin()
    for _ in range(9):
        await visitor.say("/export")
        await visitor.site.service.job_runner.settled()
    assert len(list((visitor.site.folder / "files").glob("*.docx"))) <= 4
