"""Somebody who sends faster than is handled: others come through, and nothing of it is lost or comes out of order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from telegram_line import Phone, attached, hurry, registry, rows
from waiting import until

from bot.service.turns import Receipt
from bot.service.writer import Service
from bot.telegram import backlog
from dialogs.turn.events import Event
from dialogs.turn.notice import Operator

pytest_plugins = ["fake_botapi.fixtures"]
MANY = 250  # more than two polls bring


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(backlog, "FAULT_WAIT", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def service(folder: Path) -> AsyncIterator[Service]:
    async with Service(folder, registry(), Operator()) as running:
        yield running


@pytest.fixture
def handled(service: Service, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """The events in the order in which they were handled."""
    order: list[Event] = []
    real = service.submit_all

    async def submit_all(events: Sequence[Event]) -> Sequence[Receipt]:
        receipts = await real(events)
        order.extend(event for event, receipt in zip(events, receipts, strict=True) if receipt.new)
        return receipts

    monkeypatch.setattr(service, "submit_all", submit_all)
    return order


async def test_who_stands_behind_a_burst_comes_through(api: FakeBotApi, service: Service, handled: list[Event]) -> None:
    flooding, other = Phone(api, 101), Phone(api, 102)
    for number in range(MANY):
        await flooding.user.send(f"第{number}条")
    await other.user.send("我在后面")
    async with attached(api, service):
        await until(lambda: len(handled) == MANY + 1)
    place = [event.person for event in handled].index(other.person)
    assert place < MANY // 4, "the first of three polls, and what was handled beside the others"
    assert [event.text for event in handled if event.person == flooding.person] == [f"第{n}条" for n in range(MANY)]


async def test_what_was_laid_aside_outlives_a_stop_in_its_order(
    api: FakeBotApi, service: Service, handled: list[Event], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flooding = Phone(api, 101)
    for number in range(MANY):
        await flooding.user.send(f"第{number}条")
    kept, real = service.submit_all, service.submit_all

    async def slow(events: Sequence[Event]) -> Sequence[Receipt]:
        if len(handled) >= backlog.TOGETHER:
            raise OSError
        return await real(events)

    monkeypatch.setattr(service, "submit_all", slow)
    async with attached(api, service):
        await until(lambda: rows(folder, "SELECT count(*) FROM laid_aside") == [(MANY - backlog.TOGETHER,)])
    monkeypatch.setattr(service, "submit_all", kept)
    async with attached(api, service):
        await until(lambda: len(handled) == MANY)
        await until(lambda: rows(folder, "SELECT count(*) FROM laid_aside") == [(0,)])
    assert [event.text for event in handled] == [f"第{n}条" for n in range(MANY)]
