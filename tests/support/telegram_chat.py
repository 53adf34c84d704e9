"""A person of the harness on Telegram: what they do goes over the fake Bot API, and they read what it shows them.

Knows nothing of transcripts; what the service has for a person is seen only as messages.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fake_botapi import GROUP, Action, FakeBotApi, Message
from harness import DOCX, Bench, Chat, NoSuchActError
from waiting import PATIENCE

from bot.telegram.updates import CHANNEL
from dialogs.turn.door import place_of
from dialogs.turn.events import Command, Edited, Event, Pressed, Said, Unsupported
from dialogs.turn.messages import Ask, Button, Document, Reply, Say


class TelegramChat(Chat):
    """Everything is done and read in a private chat, apart from what is said in a group."""

    def __init__(self, bench: Bench, api: FakeBotApi, number: int) -> None:
        super().__init__(bench, f"{CHANNEL}:{42 + number}")
        self._api = api
        self._user = api.user(42 + number)
        self._shown: dict[str, Message] = {}  # data of a button -> the newest message that has it
        self._sent: dict[str, Action] = {}  # id of an event -> the message it was
        self._read: dict[int, int] = {}  # chat -> how many of its messages are read

    @property
    def asked(self) -> Ask:
        return next(ask for ask in reversed(self.asks) if ask.buttons)

    async def submit(self, event: Event) -> list[Reply]:
        async with asyncio.timeout(PATIENCE):
            await self._do(event)
            while self._api.state.updates.waiting:  # noqa: ASYNC110 - each is confirmed after its commit
                await asyncio.sleep(0.002)
            await self.bench.service.job_runner.settled()
            return await self.read()

    async def hand_in(self, path: Path) -> list[Reply]:
        content = await asyncio.to_thread(path.read_bytes)
        async with asyncio.timeout(PATIENCE):
            await self._user.send_document(path.name, content)
            while self._api.state.updates.waiting:  # noqa: ASYNC110 - each is confirmed after its commit
                await asyncio.sleep(0.002)
            await self.bench.service.job_runner.settled()
            return await self.read()

    async def _do(self, event: Event) -> None:
        if isinstance(event, Pressed):
            action = await self._user.press(self._shown[event.data], event.data)
            self.toast = (await self._user.answer(action)).text
        elif isinstance(event, Command):
            await self._user.send(f"/{event.name} {event.argument}".rstrip())
        elif isinstance(event, Said):
            self._sent[event.id] = await self._user.send(event.text)
        elif isinstance(event, Edited):
            await self._edit(event)
        elif isinstance(event, Unsupported):
            await self._send_other(event.what)
        else:
            raise NoSuchActError

    async def _edit(self, event: Edited) -> None:
        if sent := self._sent.get(event.ref):
            await self._user.edit(sent, event.text)
        else:  # a message from before the bot was there
            content = {**self._message(900_000_000), "edit_date": 2, "text": event.text}
            self._api.state.updates.add("edited_message", content)

    async def _send_other(self, what: str) -> None:
        if what == "group":
            await self._user.send_in_group("/start@shenbao_test_bot")
        elif what == "other":
            dice = {"emoji": "🎲", "value": 3}
            self._api.state.updates.add("message", {**self._message(800_000_000), "dice": dice})
        else:
            await getattr(self._user, f"send_{what}")()

    def _message(self, id_: int) -> dict[str, Any]:
        return {"message_id": id_, "date": 1, "chat": self._user.chat.info, "from": self._user.info}

    async def read(self) -> list[Reply]:
        """What came since the last time, in the private chat and in the group."""
        while await self.bench.service.waiting(CHANNEL):  # noqa: ASYNC110 - the outbox knows of no event
            await asyncio.sleep(0.002)
        replies: list[Reply] = []
        for id_ in self._user.id, GROUP:
            messages = self._api.chat(id_).messages if id_ in self._api.state.chats else []
            replies += [self._reply(message) for message in messages[self._read.get(id_, 0) :] if message.from_bot]
            self._read[id_] = len(messages)
        return replies

    def _reply(self, message: Message) -> Reply:
        """A message as a reply. That some sentences of it are notes cannot be seen."""
        if message.document:
            self.files.append(message.document.data)
            assert self.files[-1].startswith(DOCX)
            return Document(path="", name=message.document.name, caption=message.caption)
        self._shown |= {button.data: message for row in message.buttons for button in row}
        rows = tuple(tuple(Button(label=one.text, data=one.data) for one in row) for row in message.buttons)
        if rows and all(place_of(button.data) for row in rows for button in row):
            doors = tuple(button for row in rows for button in row)
            self.doors += doors
            return Say(text=message.text, buttons=doors)
        self.asks.append(Ask(text=message.text, buttons=rows))
        return self.asks[-1]
