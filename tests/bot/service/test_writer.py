"""The one writer: effects exactly once and in order, nothing confirmed or shown before it is committed."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Bench, Chat, Clock, small_shelf, text_of
from waiting import PATIENCE, until

from bot.service import writer as service_module
from bot.service import writing_thread
from bot.service.commit import NotSavedError
from bot.service.turns import Receipt
from dialogs.engine import dispatch
from dialogs.turn.events import Command, Event, Said
from storage import database
from storage.database import NAME, UnsafeDatabaseError, connect_reader, sqlite3
from storage.store import Store

ANSWER = "SELECT value FROM answer WHERE field = 'name'"


def said(person: str, text: str, id_: str = "") -> Said:
    name = id_ or f"{person}:{text}"
    return Said(id=name, person=person, text=text, ref=name)


async def begun(bench: Bench, *persons: str) -> None:
    """Each person has agreed and is asked the first question, which takes any line."""
    for person in persons:
        await Chat(bench, person).agree()


async def statements(bench: Bench, into: list[str]) -> None:
    """From now on, every statement of the writer goes into a list."""

    def trace(store: Store) -> None:
        store.db.conn.set_trace_callback(into.append)

    await bench.service.do(trace)


async def test_the_same_event_twice_has_its_effect_and_its_reply_once(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    event = said(chat.person, "河边图书角")
    assert await bench.service.submit(event) == Receipt(new=True)
    assert len(await chat.read()) == 1
    assert await bench.service.submit(event.model_copy(update={"text": "别的"})) == Receipt(new=False)
    assert await chat.read() == []
    assert await bench.sql(ANSWER) == [("河边图书角",)]


async def test_an_event_is_known_again_after_a_restart(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    event = said(chat.person, "河边图书角")
    await bench.service.submit(event)
    await bench.restart()
    assert await bench.service.submit(event) == Receipt(new=False)
    assert len(await chat.read()) == 1, "and its reply is still there to be delivered"


async def test_the_same_event_many_times_at_once_counts_once(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    event = said(chat.person, "河边图书角")
    receipts = await asyncio.gather(*(bench.service.submit(event) for _ in range(20)))
    assert sorted(receipt.new for receipt in receipts) == [False] * 19 + [True]
    assert len(await chat.read()) == 1


async def test_events_are_handled_in_the_order_they_come_in(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    names = [f"图书角{n}" for n in range(30)]
    await chat.say(names[0])
    edits = [Command(id=f"b{n}", person=chat.person, name="back") for n in range(1, 30)]
    answers = [said(chat.person, name) for name in names[1:]]
    turns = [event for pair in zip(edits, answers, strict=True) for event in pair]
    await asyncio.gather(*map(bench.service.submit, turns))
    replies = text_of(await chat.read())
    places = [replies.index(f"已记下：{name}") for name in names[1:]]
    assert places == sorted(places)
    assert await bench.sql(ANSWER) == [(names[-1],)]


async def test_many_events_cost_few_commits(bench: Bench) -> None:
    traced: list[str] = []
    await statements(bench, traced)
    events = [Command(id=f"e{n}", person=f"console:{n}", name="start") for n in range(200)]
    receipts = await asyncio.gather(*map(bench.service.submit, events))
    assert all(receipt.new for receipt in receipts)
    assert 1 <= traced.count("BEGIN IMMEDIATE") <= 3
    assert (await bench.sql("SELECT count(DISTINCT person) FROM outbox"))[0] == (200,)


async def test_replies_are_seen_only_once_they_are_committed(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    held, go_on = threading.Event(), threading.Event()

    def hold(_: Store) -> None:
        held.set()
        assert go_on.wait(PATIENCE)

    answered = asyncio.create_task(bench.service.submit(said(chat.person, "河边图书角")))
    holding = asyncio.create_task(bench.service.do(hold))
    bell = asyncio.create_task(bench.service.posted("console"))
    await asyncio.to_thread(held.wait, PATIENCE)
    with closing(connect_reader(bench.folder)) as reader:
        assert reader.execute("SELECT * FROM outbox").fetchall() == []
        assert reader.execute(ANSWER).fetchall() == []
        await asyncio.sleep(0)
        assert not answered.done()
        go_on.set()
        await asyncio.gather(answered, holding)
        assert len(reader.execute("SELECT * FROM outbox").fetchall()) == 1
    assert set(await asyncio.wait_for(bell, PATIENCE)) == {chat.person}


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with a fault: it stumbles over one word, after it has begun to answer."""
    advance = dispatch.advance

    def stumble(repository: Any, conversation: Any, event: Event, now: Any, **more: Any) -> Any:
        outcome = advance(repository, conversation, event, now, **more)
        if getattr(event, "text", "") == "绊脚石":
            repository.outbox.put(event.person, dispatch.Say(text="没做完"))
            raise RuntimeError
        return outcome

    monkeypatch.setattr(dispatch, "advance", stumble)


@pytest.mark.usefixtures("faulty")
async def test_an_event_that_fails_gets_an_apology_and_disturbs_no_other(bench: Bench) -> None:
    persons = [f"console:{n}" for n in range(3)]
    await begun(bench, *persons)
    words = ["河边图书角", "绊脚石", "山上图书角"]
    events = [said(person, word) for person, word in zip(persons, words, strict=True)]
    receipts = await asyncio.gather(*map(bench.service.submit, events))
    assert [receipt.new for receipt in receipts] == [True] * 3
    replies = [text_of(await Chat(bench, person).read()) for person in persons]
    assert "已记下：河边图书角" in replies[0]
    assert replies[1].startswith("抱歉，程序出了点问题")
    assert "没做完" not in replies[1]
    assert "已记下：山上图书角" in replies[2]
    assert await bench.sql(f"{ANSWER} ORDER BY value") == [("山上图书角",), ("河边图书角",)]


@pytest.mark.usefixtures("faulty")
async def test_an_event_that_fails_is_not_tried_for_ever(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    event = said(chat.person, "绊脚石")
    assert (await bench.service.submit(event)).new
    assert not (await bench.service.submit(event)).new
    assert len(await chat.read()) == 1
    assert "已记下" in text_of(await chat.say("河边图书角")), "and the conversation goes on"


async def test_a_conversation_that_cannot_be_read_is_no_dead_end(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    state = '{"person": "console:zhang", "consented": true, "screens": [{"kind": "of a later version"}]}'
    await bench.sql("UPDATE conversation SET state = ?", state)
    assert "已记下：河边图书角" in text_of(await chat.say("河边图书角"))


async def test_a_failed_commit_confirms_nothing_and_the_next_one_works(bench: Bench, chat: Chat) -> None:
    await chat.agree()

    def spoil(store: Store) -> None:
        store.db.execute("PRAGMA defer_foreign_keys = ON")
        store.db.execute("INSERT INTO sign_off VALUES ('no such application', 'u', 'confirmed', 'p', 'now')")

    event = said(chat.person, "河边图书角")
    together = asyncio.gather(bench.service.submit(event), bench.service.do(spoil), return_exceptions=True)
    assert [type(result) for result in await together] == [NotSavedError] * 2
    assert await bench.sql(ANSWER) == []
    assert await chat.read() == []
    assert await bench.service.submit(event) == Receipt(new=True)
    assert await bench.sql(ANSWER) == [("河边图书角",)]


async def test_where_nothing_can_be_saved_it_does_not_start(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a sentence says why: here another program holds the database, a full disk is told in the same way."""
    monkeypatch.setattr(database, "WAIT", 0)
    async with Bench(tmp_path, small_shelf(tmp_path), clock) as bench:
        kept = bench.folder
    with closing(sqlite3.connect(kept / NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError):
            await bench.__aenter__()
        other.execute("ROLLBACK")
    async with bench:
        await Chat(bench).agree()


async def test_a_batch_that_sqlite_itself_undoes_is_confirmed_in_no_part(bench: Bench, chat: Chat) -> None:
    await chat.agree()

    def fill_the_disk(store: Store) -> None:
        store.db.execute("ROLLBACK")  # as SQLite does when the disk is full
        raise sqlite3.OperationalError

    before, after = said(chat.person, "河边图书角"), said("console:li", "你好")
    together = [bench.service.submit(before), bench.service.do(fill_the_disk), bench.service.submit(after)]
    results = await asyncio.gather(*together, return_exceptions=True)
    assert [type(result) for result in results] == [NotSavedError] * 3
    assert (await bench.sql("SELECT count(*) FROM outbox")) == [(0,)]
    assert [await bench.service.submit(event) for event in (before, after)] == [Receipt(new=True)] * 2


async def test_work_that_fails_is_told_to_its_caller_alone(bench: Bench, chat: Chat) -> None:
    await chat.agree()

    def fail(_: Store) -> None:
        raise LookupError

    together = asyncio.gather(
        bench.service.do(fail), bench.service.submit(said(chat.person, "河边图书角")), return_exceptions=True
    )
    failed, receipt = await together
    assert isinstance(failed, LookupError)
    assert receipt == Receipt(new=True)


async def test_a_caller_that_has_gone_does_not_break_the_writer(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    event = said(chat.person, "河边图书角")
    gone = asyncio.create_task(bench.service.submit(event))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await bench.service.submit(event) == Receipt(new=False), "it was in the queue, so it was done"
    assert await bench.sql(ANSWER) == [("河边图书角",)]


async def test_stopping_in_the_middle_of_work_loses_nothing_confirmed_and_leaves_nobody_waiting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_thread, "BATCH", 4)
    events = [Command(id=f"e{n}", person=f"console:{n}", name="start") for n in range(100)]
    tasks = [asyncio.create_task(bench.service.submit(event)) for event in events]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    await bench.restart()
    done, left = await asyncio.wait(tasks, timeout=PATIENCE)
    assert not left
    confirmed = {event.id for event, task in zip(events, tasks, strict=True) if not task.cancelled()}
    assert 4 <= len(confirmed) < len(done)
    kept = {name for (name,) in await bench.sql("SELECT id FROM inbox")}
    assert confirmed <= kept
    again = await asyncio.gather(*map(bench.service.submit, events))
    assert {event.id for event, receipt in zip(events, again, strict=True) if not receipt.new} == kept


@pytest.mark.parametrize("broken", ["forget", "files"])
async def test_what_is_only_tidying_up_neither_stops_the_service_nor_its_end(
    bench: Bench, chat: Chat, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, broken, fails)
    await bench.restart()
    await chat.agree()
    await chat.command("delete")
    assert "已删除" in text_of(await chat.press("彻底删除"))
    await bench.restart()


async def test_what_was_deleted_is_gone_from_the_log_as_soon_as_nobody_reads(
    bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody does, nobody waits for that, and it is not said to be gone from the disk."""
    monkeypatch.setattr(service_module, "REMOVING", 0.02)
    await bench.restart()
    await chat.agree()
    await chat.say("河边图书角")
    await chat.say("绝密的居委会")

    def on_disk() -> bool:
        return any("绝密的居委会".encode() in path.read_bytes() for path in bench.folder.glob("shenbao.sqlite3*"))

    waited: list[str] = []
    await statements(bench, waited)
    with closing(connect_reader(bench.folder)) as reader:
        reader.execute("BEGIN")
        reader.execute(ANSWER).fetchall()
        await chat.command("delete")
        told = await chat.press("彻底删除")
        assert on_disk()
        assert "几分钟内清除" in str(told[-1])
        tried = next(n for n, line in enumerate(waited) if "checkpoint" in line)
        assert waited[tried - 1] == "PRAGMA busy_timeout = 0"
    await until(lambda: not on_disk())


async def test_a_folder_whose_database_is_gone_is_not_begun_anew(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await bench.service.__aexit__(None, None, None)
    (bench.folder / NAME).unlink()
    refused = service_module.Service(bench.folder, bench.registry, bench.operator)
    with pytest.raises(UnsafeDatabaseError, match="emptied"):
        await refused.__aenter__()
    await bench.__aenter__()  # the harness puts an empty one there, as a restored one would be


async def test_what_has_arrived_is_noted_before_what_follows_and_by_itself(bench: Bench, chat: Chat) -> None:
    await bench.service.submit(Command(id="1", person=chat.person, name="start"))
    first = await bench.service.next_reply(chat.person)
    assert first
    bench.service.arrived(first)
    assert await bench.service.next_reply(chat.person) is None
    await bench.service.submit(Command(id="2", person=chat.person, name="start"))
    second = await bench.service.next_reply(chat.person)
    assert second
    bench.service.arrived(second)
    with closing(connect_reader(bench.folder)) as reader:
        await until(lambda: not reader.execute("SELECT 1 FROM outbox").fetchall())


async def test_what_has_arrived_is_noted_at_a_stop_and_once_something_can_be_saved_again(
    bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_thread, "FAULT_WAIT", 0.01)
    await bench.service.submit(Command(id="1", person=chat.person, name="start"))
    waiting = await bench.service.next_reply(chat.person)
    assert waiting
    committed = service_module.commit

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(service_module, "commit", failing)
    bench.service.arrived(waiting)
    await until(lambda: not bench.service.saves)
    monkeypatch.setattr(service_module, "commit", committed)
    await until(lambda: bench.service.saves)
    assert await bench.sql("SELECT 1 FROM outbox") == []
    await bench.service.submit(Command(id="2", person=chat.person, name="start"))
    waiting = await bench.service.next_reply(chat.person)
    assert waiting
    bench.service.arrived(waiting)
    await bench.restart()
    assert await bench.sql("SELECT 1 FROM outbox") == []
