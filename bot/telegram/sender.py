"""Replies -> Bot API calls: in each chat in order and paced, one slow chat never holding another.

A reply leaves the outbox only after Telegram took it, so after a crash or a lost answer it may come twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction, FloodLimit, MessageLimit
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.service import Service
from bot.telegram.events import CHANNEL, chat_id
from bot.telegram.split import split
from dialogs.messages import Ask, Document, Reply
from storage.store import Posted

log = logging.getLogger(__name__)
AT_ONCE = 16  # calls under way together
TRIES = 100  # tries for one reply; with the waits below, most of a day
LONGEST_WAIT = 600.0  # seconds between two tries
UPLOAD_TIMEOUT = 120.0  # seconds for a document


class Pace:
    """Gives out turns at least `interval` seconds apart, in the order they are asked for."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._next = 0.0

    async def turn(self) -> None:
        """Returns when it is one's turn."""
        now = time.monotonic()
        mine = max(now, self._next)
        self._next = mine + self.interval
        if mine > now:
            await asyncio.sleep(mine - now)


class Sender:
    """Delivers what waits in the outbox for this channel, until it is cancelled."""

    def __init__(self, bot: Bot, service: Service) -> None:
        self._bot = bot
        self._service = service
        self._overall = Pace(1 / FloodLimit.MESSAGES_PER_SECOND)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._chats: dict[str, asyncio.Task[None]] = {}
        self._calls: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Takes up every chat for which replies wait, now and whenever there are new ones."""
        try:
            waiting = set(await self._service.waiting(CHANNEL))
            while True:
                for person in waiting - self._chats.keys():
                    self._chats[person] = asyncio.create_task(self._chat(person))
                waiting = await self._service.posted(CHANNEL)
        finally:
            for task in (*self._chats.values(), *self._calls):
                task.cancel()

    async def _chat(self, person: str) -> None:
        """Delivers one chat's replies in their order, then ends."""
        pace = Pace(1 / FloodLimit.MESSAGES_PER_SECOND_PER_CHAT)
        while posted := await self._service.next_reply(person):
            try:
                await self._deliver(posted, pace)
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            except (BadRequest, Forbidden, FileNotFoundError) as error:
                log.warning("reply %s given up: %s", posted.id, error)
                await self._service.delivered(posted)
            except TelegramError as error:
                await self._failed(posted, error)
            else:
                await self._service.delivered(posted)
        del self._chats[person]

    async def _failed(self, posted: Posted, error: TelegramError) -> None:
        """The network, or Telegram, is at fault: wait and try again, but not for ever."""
        if posted.tries + 1 >= TRIES:
            log.error("reply %s given up after %s tries: %s", posted.id, TRIES, error)
            await self._service.delivered(posted)
            return
        log.info("reply %s not delivered yet: %s", posted.id, error)
        await self._service.tried(posted)
        await asyncio.sleep(min(LONGEST_WAIT, 0.5 * 2**posted.tries))

    async def _deliver(self, posted: Posted, pace: Pace) -> None:
        chat = chat_id(posted.person)
        reply = posted.reply
        if isinstance(reply, Document):
            await pace.turn()
            await self._document(chat, reply)
            return
        parts = split(_text(reply))
        for part in parts:
            await pace.turn()
            await self._overall.turn()
            async with self._slots:
                markup = _keyboard(reply) if part is parts[-1] else None
                await self._bot.send_message(chat, part, reply_markup=markup)

    async def _document(self, chat: int, document: Document) -> None:
        path = Path(document.path)
        content = await asyncio.to_thread(path.read_bytes)
        await self._overall.turn()
        async with self._slots:
            await self._bot.send_chat_action(chat, ChatAction.UPLOAD_DOCUMENT)
            await self._bot.send_document(
                chat,
                content,
                caption=split(document.caption, MessageLimit.CAPTION_LENGTH)[0],
                filename=document.name,
                write_timeout=UPLOAD_TIMEOUT,
                read_timeout=UPLOAD_TIMEOUT,
            )

    def answer(self, query: str, toast: str) -> None:
        """Ends the waiting sign on a pressed button, with a remark if there is one. It is no loss if this fails."""
        task = asyncio.create_task(self._answer(query, toast))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _answer(self, query: str, toast: str) -> None:
        with suppress(TelegramError):
            async with self._slots:
                await self._bot.answer_callback_query(query, text=toast or None)


def _text(reply: Reply) -> str:
    if isinstance(reply, Ask):
        return "\n\n".join((*reply.notes, reply.text))
    return reply.caption if isinstance(reply, Document) else reply.text


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    if not isinstance(reply, Ask) or not reply.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in reply.buttons]
    )
