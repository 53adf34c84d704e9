"""The fake server's memory: chats with their messages, files, and presses that wait for an answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeVar

from waiting import PATIENCE

from fake_botapi.faults import Flood
from fake_botapi.updates import UpdateQueue
from fake_botapi.values import Answer, Json, Message, Refusal, StoredFile, Upload, refuse
from fake_botapi.webhook import Webhook

T = TypeVar("T")


class Chat:
    """One chat, with its messages in order. Reading waits for what the bot does next."""

    def __init__(self, chat_id: int, info: Json) -> None:
        self.id = chat_id
        self.info = info | {"id": chat_id}
        self.messages: list[Message] = []
        self.blocked = False
        self.actions: list[str] = []  # what sendChatAction showed
        self._events: list[tuple[Message, bool]] = []  # what the bot did: (message, whether it was an edit)
        self._read = 0
        self._news = asyncio.Event()

    def put(self, message: Message) -> None:
        """A new message."""
        self.messages.append(message)
        if message.from_bot:
            self._events.append((message, False))
        self.stir()

    def replace(self, message: Message) -> None:
        """A changed message, in the place of its former self."""
        at = [one.message_id for one in self.messages].index(message.message_id)
        self.messages[at] = message
        if message.from_bot:
            self._events.append((message, True))
        self.stir()

    def find(self, message_id: int) -> Message | None:
        return next((one for one in self.messages if one.message_id == message_id), None)

    def stir(self) -> None:
        """Wake whoever waits for something in this chat."""
        self._news.set()

    async def wait(self, wanted: Callable[[Message], object], timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """The bot's first wanted message, new or edited, not read before; reads past all before it."""
        return await self.until(lambda: self._next(wanted, edits=True), timeout)

    async def next_message(self, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """The bot's next new message, not read before; edits are passed over."""
        return await self.until(lambda: self._next(lambda _: True, edits=False), timeout)

    async def until(self, found: Callable[[], T | None], seconds: float) -> T:
        """What `found` returns, as soon as it is something.

        Raises:
            TimeoutError: it never was; the error shows the chat.
        """
        try:
            async with asyncio.timeout(seconds):
                while (result := found()) is None:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            lines = [f"  {'bot ' if m.from_bot else 'user'} {m.text or m.caption!r}" for m in self.messages[-10:]]
            msg = "\n".join([f"nothing of the kind within {seconds} s; the chat ends with", *lines])
            raise TimeoutError(msg) from None
        return result

    def _next(self, wanted: Callable[[Message], object], *, edits: bool) -> Message | None:
        for at in range(self._read, len(self._events)):
            message, edit = self._events[at]
            if (edits or not edit) and wanted(message):
                self._read = at + 1
                return message
        return None


@dataclass
class Query:
    """A press on a button."""

    chat_id: int
    asked: float = field(default_factory=time.monotonic)
    answer: Answer | None = None


class State:
    """Everything the server knows."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "申报助手",
            "username": "shenbao_test_bot",
        }
        self.updates = UpdateQueue()
        self.webhook = Webhook(self.updates)
        self.flood = Flood()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[str, tuple[tuple[str, str], ...]] = {}  # by language code
        self.upload_limit = 50 * 2**20
        self.download_limit = 20 * 2**20
        self.query_seconds = 900.0
        self._last_id = 0

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def chat(self, chat_id: int | None) -> Chat:
        """A chat the bot may write to."""
        if chat_id is None:
            refuse("chat_id is empty")
        chat = self.chats.get(chat_id)
        if chat is None:
            refuse("chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def store(self, upload: Upload, size: int | None = None) -> StoredFile:
        """Keep a file and give it an id."""
        number = self.next_id()
        path = f"documents/file_{number}{PurePath(upload.name).suffix}"
        size = len(upload.data) if size is None else size
        stored = StoredFile(f"F{number:06d}", upload.name, upload.mime, upload.data, size, path)
        self.files[stored.file_id] = stored
        return stored
