"""Twenty people at work on one application at once, over the fake Bot API; and one who floods it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from enacting import enact
from fake_botapi import Action, FakeBotApi
from harness import BEGINNING, Bench, Clock, small_shelf
from telegram_line import Phone, attached, hurry
from waiting import PATIENCE, until

from bot.service import commit, writing_thread
from bot.service.turns import Receipt
from bot.telegram import backlog
from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.browsing import Browsing
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.events import Event, Said
from storage import database
from storage.store import Store

pytest_plugins = ["fake_botapi.fixtures"]
SHOWN = Shown(number=7, seen=0)
A = "application"
PEOPLE, ROWS, UNITS = 20, 50, 10
BASE = {"application": A}


def person(number: int) -> str:
    return f"telegram:{number + 100}"


def unit(number: int) -> str:
    """Two people to a unit; the first two are the lead unit's."""
    return f"unit{number % UNITS}" if number % UNITS else LEAD_UNIT


def build(store: Store) -> None:
    """Everybody is in, and stands in the table to which rows are added."""
    leader = Conversation(person="telegram:1", consented=True, application=A)
    begun: list[Any] = [c.StartApplication(**BASE, form="small/1")]
    begun += [c.AddRow(**BASE, table="partners", row=unit(number)) for number in range(1, UNITS)]
    begun += [
        c.PutAnswer(**BASE, step=Step(item="partners.name", row=unit(n)), value=f"示例{n}校") for n in range(1, UNITS)
    ]
    enact(store, leader, begun, BEGINNING)
    for number in range(PEOPLE):
        invite = c.Invite(
            **BASE, invitation=f"i{number}", unit=unit(number), role="member", uses=1, expires=BEGINNING,
            token=f"t{number}", code=f"c{number}",
        )  # fmt: skip
        enact(store, leader, [invite], BEGINNING)
        at = {"application": A, "unit": unit(number), "screens": (Browsing(table="shelves"),), "shown": SHOWN}
        joined = Conversation(person=person(number), consented=True, **at)
        enact(store, joined, [c.Join(**BASE, invitation=f"i{number}", name="李四")], BEGINNING)


@pytest.mark.drill
async def test_every_row_of_twenty_people_is_there_once_and_in_order(
    api: FakeBotApi, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every update comes twice, many of them only after a restart."""
    hurry(monkeypatch)
    phones = [Phone(api, number + 100) for number in range(PEOPLE)]
    sent: list[Action] = []
    async with Bench(tmp_path / "data", small_shelf(tmp_path), clock) as bench:
        await bench.service.do(build)
        async with attached(api, bench.service):
            for number in range(ROWS // 2):
                sent += [await phone.user.send(row_text(i, number)) for i, phone in enumerate(phones)]
            for action in sent[::2]:
                api.redeliver(action.update_id)
            await until(lambda: len(phones[0].shown) > ROWS // 8)
        await bench.restart()
        for action in sent[1::2]:
            api.redeliver(action.update_id)
        async with attached(api, bench.service):
            for number in range(ROWS // 2, ROWS):
                for i, phone in enumerate(phones):
                    action = await phone.user.send(row_text(i, number))
                    api.redeliver(action.update_id)
            await settled(api, bench)
        await check_rows(bench)
        for phone in phones:
            assert "书架清单\n已有" in phone.shown[-1].text
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


async def settled(api: FakeBotApi, bench: Bench) -> None:
    """Returns when every update was taken, as often as it was to come, and every reply has arrived."""
    async with asyncio.timeout(PATIENCE):
        taken = 0
        while taken < PEOPLE * ROWS or [one for one in api.state.updates.waiting if one.repeat]:
            await asyncio.sleep(0.05)
            [(taken,)] = await bench.sql("SELECT count(*) FROM inbox")
        waiting = True
        while waiting:
            await asyncio.sleep(0.05)
            waiting = bool(await bench.sql("SELECT 1 FROM outbox LIMIT 1"))


def row_text(who: int, number: int) -> str:
    """A row as it is pasted from a sheet: name, date, remark."""
    return f"{who:02}的{number:02}\t2024年5月\t靠窗"


async def check_rows(bench: Bench) -> None:
    query = (
        "SELECT instance.position, instance.unit, value FROM instance"
        " JOIN answer ON answer.application = instance.application AND answer.row = instance.row"
        " AND field = 'shelves.name' WHERE grp = 'shelves' ORDER BY position"
    )
    found = await bench.sql(query)
    assert [position for position, _, _ in found] == list(range(1, PEOPLE * ROWS + 1))
    by_person = {i: [value for _, _, value in found if value.startswith(f"{i:02}的")] for i in range(PEOPLE)}
    assert by_person == {i: [f"{i:02}的{number:02}" for number in range(ROWS)] for i in range(PEOPLE)}
    assert all(owner == unit(int(value[:2])) for _, owner, value in found)
    assert await bench.sql("SELECT count(*) FROM answer WHERE field LIKE 'shelves.%'") == [(3 * PEOPLE * ROWS,)]
    progress = dict(await bench.sql("SELECT scope, rows FROM progress WHERE grp = 'shelves' AND rows > 0"))
    assert progress == {"*": PEOPLE * ROWS, **{unit(number): 2 * ROWS for number in range(UNITS)}}
    people = await bench.sql("SELECT person FROM conversation WHERE person != 'telegram:1'")
    assert len(people) == PEOPLE
    for (who,) in people:
        read = await bench.service.do(lambda store, who=who: store.conversations.get(who))
        [screen] = read.screens
        assert isinstance(screen, Browsing)
        assert (screen.table, screen.row, read.unit) == ("shelves", None, unit(int(who[9:]) - 100))
        assert read.shown.number == 7 + ROWS  # each message was one turn, however often it came


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[itertools.count[int]]:
    """Counts the transactions of the service from now on."""
    commits = itertools.count()
    real = database.transaction

    def transaction(db: Any) -> Any:
        next(commits)
        return real(db)

    monkeypatch.setattr(commit, "transaction", transaction)
    yield commits


@pytest.mark.drill
async def test_a_flood_keeps_nobody_waiting_for_more_than_a_few_batches(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.service.do(build)
    flooding, other = person(1), person(2)
    with counted(monkeypatch) as commits:
        flood = [
            asyncio.create_task(bench.service.submit(said(flooding, number, f"好{number}\t2024年5月\t靠窗")))
            for number in range(1000)
        ]
        await asyncio.sleep(0)
        before = next(commits)
        assert (await bench.service.submit(said(other, 0, "别的架\t2024年5月\t靠窗"))).new
        assert next(commits) - before <= 2 + 1000 / writing_thread.BATCH + 1
        await asyncio.gather(*flood)
    names = await bench.sql("SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY rowid")
    assert len(names) == 1001
    assert [name for (name,) in names if name.startswith("好")] == [f"好{number}" for number in range(1000)]


def said(who: str, number: int, text: str) -> Event:
    return Said(id=f"{who}/{number}", person=who, text=text, ref=str(number))


@pytest.mark.drill
async def test_in_one_poll_nobody_waits_for_somebody_elses_messages(
    api: FakeBotApi, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred updates that come together the last may be another person's: theirs is not the last turn."""
    hurry(monkeypatch)
    await bench.service.do(build)
    flooding, other = Phone(api, 101), Phone(api, 102)
    order: list[str] = []
    real = bench.service.submit_all

    async def submit_all(events: Sequence[Event]) -> Sequence[Receipt]:
        receipts = await real(events)
        order.extend(event.person for event in events)
        return receipts

    monkeypatch.setattr(bench.service, "submit_all", submit_all)
    for number in range(90):
        await flooding.user.send(row_text(1, number))
    await other.user.send(row_text(2, 0))
    async with attached(api, bench.service):
        await until(lambda: len(order) == 91)
    assert order.index("telegram:102") <= 2 * backlog.TOGETHER
