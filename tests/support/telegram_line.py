"""The assistant at the fake Bot API, and a person who talks to it on a phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fake_botapi import Answer, FakeBotApi, FakeUser, Message
from harness import begin
from places import FORMS, PILOT
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite that storage uses
from waiting import until

from bot.service import form_registry, writing_thread
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.settings import Settings
from bot.telegram import channel, patience, sender
from bot.telegram.channel import serve
from dialogs.turn.notice import Operator

EXAMPLE = PILOT / "example.toml"
AGREE = "同意并开始"
STALE = "这个按钮已经过期，请用最新一条消息里的按钮。"


@cache
def registry() -> dict[str, RegisteredForm]:
    return dict(form_registry.read(FORMS, "netsec-insurance-pilot"))


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wait of the channel as short as makes sense."""
    for name in ("INTERVAL", "REST", "GROUP_REST"):
        monkeypatch.setattr(sender, name, 0.0)
    for name in ("FAULT_WAIT", "UNREACHABLE_WAIT"):
        monkeypatch.setattr(sender, name, 0.05)
    monkeypatch.setattr(writing_thread, "FAULT_WAIT", 0.05)
    monkeypatch.setattr(patience, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(patience, "LONGEST_WAIT", 0.2)
    monkeypatch.setattr(channel, "UNCOMMITTED_PAUSE", 0.05)


def settings(api: FakeBotApi, **more: str) -> Settings:
    return Settings(_env_file=None, **{"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def serving(api: FakeBotApi, folder: Path, **more: str) -> AsyncIterator[Service]:
    """The service with the Telegram channel on it, as `shenbao telegram` runs it."""
    begin(folder)
    async with Service(folder, registry(), Operator()) as service, attached(api, service, **more):
        yield service


@asynccontextmanager
async def attached(api: FakeBotApi, service: Service, **more: str) -> AsyncIterator[None]:
    task = asyncio.create_task(serve(service, settings(api, **more)))
    try:
        yield
        assert not task.done(), "the channel has ended by itself"
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def known(api: FakeBotApi, service: Service) -> AsyncIterator[None]:
    """As `attached`, from when the page can tell where the bot is."""
    async with attached(api, service):
        await until(lambda: "telegram" in service.turns.channels)
        yield


class Phone:
    """A person who reads every message before the next thing they do."""

    def __init__(self, api: FakeBotApi, user_id: int = 42) -> None:
        self.api = api
        self.user: FakeUser = api.user(user_id)
        self.person = f"telegram:{user_id}"

    @property
    def shown(self) -> list[Message]:
        """What the bot has sent, in order."""
        return [message for message in self.user.messages if message.from_bot]

    async def read(self) -> Message:
        return await self.user.next_message()

    async def say(self, text: str) -> Message:
        await self.user.send(text)
        return await self.read()

    async def press(self, label: str) -> Message:
        """Presses a button of the newest message that has buttons."""
        newest = next(message for message in reversed(self.shown) if message.buttons)
        await self.user.press(newest, label)
        return await self.read()

    async def press_on(self, message: Message, button: str) -> Answer:
        """Presses a button of any message; what is shown above the chat."""
        return await self.user.answer(await self.user.press(message, button))

    async def agree(self) -> Message:
        """First contact up to the first question."""
        await self.say("/start")
        return await self.press(AGREE)

    async def part(self, title: str) -> Message:
        """Goes to a part of the form."""
        status = await self.say("/status")
        label = next(one.text for row in status.buttons for one in row if title in one.text)
        return await self.press(label)


def rows(folder: Path, query: str, *params: object) -> list[tuple[Any, ...]]:
    """What another program would read in the database, that is, what is committed."""
    with sqlite3.connect(f"file:{folder / 'shenbao.sqlite3'}?mode=ro", uri=True) as db:
        found = db.execute(query, params).fetchall()
    db.close()
    return found


def answers(folder: Path) -> list[str]:
    """Every answer in the database, in the order in which the questions were first answered."""
    return [value for (value,) in rows(folder, "SELECT value FROM answer ORDER BY rowid")]
