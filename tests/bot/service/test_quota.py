"""The disk is not one person's alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Bench, Chat, Clock
from web_bench import Visitor
from workbooks import book

from bot.service import quota
from bot.web import chat as page_chat
from dialogs.turn.events import Went

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


@pytest.mark.parametrize(("limit", "most"), [("FILES", 2), ("OF_FILES", 1)])
async def test_of_files_that_nobody_fetches_only_the_newest_are_kept(
    visitor: Visitor, limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "OF_PERSON", 10**9)
    monkeypatch.setattr(f"storage.page_log.{limit}", most)
    await visitor.begin()
    for _ in range(9):
        await visitor.say("/export")
        await visitor.site.service.job_runner.settled()
    assert len(list((visitor.site.folder / "files").glob("*.docx"))) <= 4


async def test_files_have_a_share_of_a_day_of_their_own(bench: Bench, chat: Chat, clock: Clock, tmp_path: Path) -> None:
    await chat.agree()
    large = tmp_path / "large.txt"
    large.write_bytes("不能读的\n".encode("utf-16") * 3_000)
    assert "没有保存" not in str(await chat.hand_in(large))
    assert "没有保存" not in str(await chat.hand_in(large))
    assert "您今天发的文件太多" in str(await chat.hand_in(large))
    assert list((bench.folder / "files" / "handed").glob("*")) == []
    await chat.say("河边图书角")
    assert await bench.sql("SELECT value FROM answer") == [("河边图书角",)]
    li = Chat(bench, "console:li")
    await li.agree()
    assert "没有保存" not in str(await li.hand_in(large))
    clock.pass_(days=1)
    assert "没有保存" not in str(await chat.hand_in(large))


async def test_what_a_small_file_holds_counts_before_it_is_taken(bench: Bench, chat: Chat, tmp_path: Path) -> None:
    await chat.agree()
    packed = tmp_path / "packed.xlsx"
    packed.write_bytes(
        book(["书架名称", "启用日期", "说明"], *(["架" * 40, "2024年5月", "说" * 40] for _ in range(150)))
    )
    assert packed.stat().st_size < quota.OF_PERSON / 2
    assert "您今天存的内容太多，“packed.xlsx”没有读入" in str(await chat.hand_in(packed))
    await chat.say("河边图书角")
    assert await bench.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_buttons_that_write_much_count_by_what_they_write(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "OF_PERSON", 300_000)
    await chat.agree()
    await chat.submit(Went(id="1", person=chat.person, item="shelves"))
    replies = await chat.say("\n".join(f"架{number}\t2024年5月\t靠窗" for number in range(100)))
    assert "已添加 100 行" in str(replies)
    for _ in range(25):  # by their presses alone there would be room for a hundred
        told = str(await chat.command("undo")) + str(await chat.command("redo"))
    assert "您今天写的内容太多" in told + chat.toast


async def test_the_pictures_of_an_application_count(bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "OF_APPLICATION", 40_000)
    await chat.agree()
    await chat.say("河边图书角")
    [(application,)] = await bench.sql("SELECT id FROM application")
    pictures = bench.folder / "pictures" / application
    pictures.mkdir(parents=True)
    (pictures / "0123456789abcdef").write_bytes(bytes(40_000))
    await bench.restart()
    assert "已到上限" in str(await chat.say("示例社区居委会"))


async def test_new_persons_of_one_address_share_what_it_may_store(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(quota, "OF_ADDRESS", 100_000)
    monkeypatch.setattr(page_chat, "WEIGHT", 10**9)
    await visitor.begin()
    await other.begin()
    for _ in range(2):
        await visitor.say("多" * 5_000)
    refused = (await other.say("一" * 5_000)).json()["refused"]
    assert refused.startswith("从您这里的网络今天写的内容太多")
    large = {"content": b"\xff" * 60_000, "headers": {"Content-Type": "application/octet-stream"}}
    assert "从您这里的网络" in (await other.http.post(f"/upload?name=a.txt&id={'a' * 32}", **large)).text
    assert not (await other.say("/status")).json()["refused"], "buttons and commands work on"
    clock.pass_(days=1)
    assert "太多" not in (await other.say("示例图书角")).json()["refused"]
