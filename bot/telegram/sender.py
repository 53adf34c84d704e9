"""Replies -> Bot API calls: in each chat in order and paced, one slow chat never holding another.

A reply leaves the outbox only after Telegram took it, so after a crash or a lost answer it may come twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from telegram import Bot, InputMediaPhoto
from telegram.constants import ChatAction, FileSizeLimit, FloodLimit, MessageLimit
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.service.writer import Service
from bot.telegram.keyboard import keyboard
from bot.telegram.pace import Pace
from bot.telegram.patience import wanted_wait
from bot.telegram.raw_call import raw_call
from bot.telegram.receipt_button import ReceiptButton
from bot.telegram.request import NotSentError, TooLargeError
from bot.telegram.split import split
from bot.telegram.updates import CHANNEL, chat_id
from dialogs.answers.picture_lines import named
from dialogs.texts import say
from dialogs.turn.messages import Album, Ask, Document, Reply, Say, rows_of_buttons
from storage.outbox import WaitingReply

log = logging.getLogger(__name__)
# The limits are Telegram's; a tenth is left to it over all chats, as calls do not arrive evenly.
INTERVAL = 1 / (0.9 * FloodLimit.MESSAGES_PER_SECOND)  # seconds between two messages
REST = 1 / FloodLimit.MESSAGES_PER_SECOND_PER_CHAT  # seconds of rest for a chat after a message
GROUP_REST = 60 / FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
BURST = 5  # replies that wait for a chat, before those are dropped that newer ones replace
SLOWED = 60.0  # seconds until somebody is told again that not each of their messages gets a reply
AT_ONCE = 100  # messages under way together; with the rest, less than the connections of the request layer
UPLOADS_AT_ONCE = 4  # documents under way together, which may take long
TRIES = 100  # tries for one message; with the waits below, most of a day
LONGEST_WAIT = 600.0  # seconds between two tries
UNREACHABLE_WAIT = 5.0  # seconds until the next try where no connection came about
ARRIVAL = 1.0  # seconds that an event of a chat waits at the most for a message under way to it
FAULT_WAIT = 5.0  # seconds until a chat is taken up again where we ourselves failed
LARGEST = FileSizeLimit.FILESIZE_UPLOAD
_FINAL = (BadRequest, Forbidden, ChatMigrated, FileNotFoundError)  # no further try can succeed
_NO_PREVIEW = {"is_disabled": True}  # an address in an answer is not to be opened
Send = Callable[[], Awaitable[int | None]]  # gives the message's number, None where nothing can belong to it


class Sender:
    """Delivers what waits in the outbox for Telegram. Runs its tasks in `tasks`."""

    def __init__(self, bot: Bot, service: Service, tasks: asyncio.TaskGroup) -> None:
        self._bot = bot
        self._service = service
        self._tasks = tasks
        self._receipts = ReceiptButton(bot, tasks)
        self._pace = Pace(INTERVAL)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._news: dict[str, WaitingReply | None] = {}  # persons for whom there is something new; all of it, if known
        self._busy: set[str] = set()  # persons whose chat a task sees to
        self._ready: dict[str, float] = {}  # when a chat has rested from its last message
        self._slowed: dict[str, float] = {}  # who was not answered each time, and when they were told; 0 for not yet
        self._arriving: dict[str, asyncio.Event] = {}  # chats to which a message goes out that is not noted yet

    async def run(self) -> None:
        """Starts a task for every chat for which replies wait, now and whenever there are new ones. Never returns."""
        posted: Mapping[str, WaitingReply | None] = dict.fromkeys(await self._service.waiting(CHANNEL))
        while True:
            self._news |= posted
            for person in posted.keys() - self._busy:
                self._busy.add(person)
                self._tasks.create_task(self._chat(person))
            posted = await self._service.posted(CHANNEL)

    async def _chat(self, person: str) -> None:
        """Delivers the replies of one chat in their order, and ends when none is left."""
        while person in self._news:
            try:
                async for posted in self._waiting(person, self._news.pop(person)):
                    numbers = await self._deliver(posted)
                    self._service.arrived(posted, numbers)
                    if (news := self._news.get(person)) and news.id == posted.id:  # which was read meanwhile
                        del self._news[person]
                    if numbers:
                        self._receipts.arrived(chat_id(person), posted.reply, numbers[-1])
                    self._noted(person)
                await self._rested(person)
            except Exception:
                log.exception("the replies of a chat could not be seen to; it is taken up again")
                self._news[person] = None
                await asyncio.sleep(FAULT_WAIT)
        self._busy.discard(person)

    async def _waiting(self, person: str, alone: WaitingReply | None) -> AsyncIterator[WaitingReply]:
        """What waits for a chat, in its order: what came `alone` is at hand, and what came since is in the news.

        Somebody who writes faster than a chat may be answered does not get all replies.
        """
        if alone:
            yield alone
            return
        while True:
            gone, posted = await self._service.thinned_out(person, BURST)
            if gone:
                self._slowed.setdefault(person, 0.0)
            if posted is None:
                return
            yield posted

    def _noted(self, person: str) -> None:
        if person in self._arriving:
            self._arriving.pop(person).set()

    async def settled(self, person: str) -> None:
        """Returns when what has reached a chat is noted: an answer may come before our call has returned."""
        if arriving := self._arriving.get(person):
            with suppress(TimeoutError):  # on a bad line it may never arrive, and then nobody has answered it
                async with asyncio.timeout(ARRIVAL):  # `wait_for` of Python 3.11 may swallow that we are to stop
                    await arriving.wait()

    async def _deliver(self, posted: WaitingReply) -> list[int]:
        """One reply, in as many messages as it takes; given up where Telegram will never take it. Their numbers.

        Of files that are too large the person is told.
        """
        numbers: list[int] = []
        try:
            try:
                for send in self._sends(posted):
                    numbers += await self._sent(posted, send)
            except TooLargeError:
                told = say("telegram.too_large", name=getattr(posted.reply, "name", ""))
                numbers += await self._sent(posted, partial(self._message, chat_id(posted.person), told))
        except (TelegramError, OSError) as error:
            log.warning("reply %s is given up: %.200s", posted.id, error)
        return numbers

    async def _sent(self, posted: WaitingReply, send: Send) -> list[int]:
        """Returns when Telegram has taken the message, with its number. Raises the error that is final."""
        tries = posted.tries
        await self._rested(posted.person)
        while True:
            try:
                number = await self._under_way(posted.person, send)
            except RetryAfter as error:
                await asyncio.sleep(wanted_wait(error))
            except NotSentError:
                await asyncio.sleep(UNREACHABLE_WAIT)  # not the message's fault: it is never given up for that
            except _FINAL:
                raise
            except (TelegramError, OSError) as error:
                tries += 1
                if tries >= TRIES:
                    raise
                log.info("reply %s is not delivered yet: %.200s", posted.id, error)
                await self._service.tried(posted)
                await asyncio.sleep(min(LONGEST_WAIT, 0.25 * 2**tries))
            except Exception:  # no call can be made of it: given up too, lest it hold up the chat for ever
                log.exception("reply %s is given up", posted.id)
                return []
            else:
                rest = REST if chat_id(posted.person) > 0 else GROUP_REST
                self._ready[posted.person] = time.monotonic() + rest
                return [number] if number else []

    async def _under_way(self, person: str, send: Send) -> int | None:
        """Makes the call; a chat is not settled from here until what arrived is noted."""
        self._arriving.setdefault(person, asyncio.Event())
        try:
            return await send()
        except BaseException:
            self._noted(person)
            raise

    async def _rested(self, person: str) -> None:
        """Waits until the chat may get its next message."""
        await asyncio.sleep(self._ready.pop(person, 0.0) - time.monotonic())

    def _sends(self, posted: WaitingReply) -> list[Send]:
        """The calls that bring a reply to its chat, in their order; only the last message has the buttons."""
        chat, reply = chat_id(posted.person), posted.reply
        if isinstance(reply, Document):
            return [partial(self._document, chat, reply)]
        if isinstance(reply, Album):
            return [partial(self._album, chat, reply)]
        *parts, last = split(self._hurried(posted.person) + _text(reply)) or [""]
        return [*(partial(self._message, chat, part) for part in parts), partial(self._message, chat, last, reply)]

    def _hurried(self, person: str) -> str:
        """What somebody is told whose messages did not each get a reply, "" where they were told or it is long ago."""
        now, told = time.monotonic(), self._slowed.get(person)
        if told is None or now - told < SLOWED:
            return ""
        if told:
            del self._slowed[person]
            return ""
        self._slowed[person] = now
        return say("telegram.hurried") + "\n\n"

    async def _message(self, chat: int, text: str, reply: Reply | None = None) -> int:
        markup = keyboard(rows_of_buttons(reply)) if isinstance(reply, Ask | Say) else None
        parameters = {"chat_id": chat, "text": text, "reply_markup": markup, "link_preview_options": _NO_PREVIEW}
        async with self._slots:
            await self._pace.turn()
            sent = await raw_call(self._bot, "sendMessage", **parameters)
            return int(sent["message_id"])

    async def _document(self, chat: int, document: Document) -> None:
        caption = _caption(document.caption)
        async with self._uploading(chat, ChatAction.UPLOAD_DOCUMENT, document.path) as [content]:
            await self._bot.send_document(chat, content, caption=caption, filename=document.name)

    async def _album(self, chat: int, album: Album) -> None:
        caption = _caption(album.caption)
        async with self._uploading(chat, ChatAction.UPLOAD_PHOTO, *album.paths) as pictures:
            if len(pictures) == 1:
                await self._bot.send_photo(chat, pictures[0], caption=caption)
            else:
                await self._bot.send_media_group(chat, [InputMediaPhoto(one) for one in pictures], caption=caption)

    @asynccontextmanager
    async def _uploading(self, chat: int, sign: ChatAction, *paths: str) -> AsyncIterator[list[bytes]]:
        """Yields the contents of the files, while the chat shows that something is being sent."""
        async with self._uploads:
            contents = [await asyncio.to_thread(Path(path).read_bytes) for path in paths]
            if max(map(len, contents)) > LARGEST:
                raise TooLargeError(paths[0])
            await self._pace.turn()
            with suppress(TelegramError):  # it is only a sign; what is wrong shows at once when sending
                await self._bot.send_chat_action(chat, sign)
            yield contents

    def answer(self, query: str, toast: str) -> None:
        """Ends the waiting sign on a pressed button, and shows `toast` if there is one. Does not wait for it."""
        self._tasks.create_task(self._answer(query, toast))

    async def _answer(self, query: str, toast: str) -> None:
        with suppress(TelegramError):  # no loss: the sign ends by itself
            await self._bot.answer_callback_query(query, text=toast or None)


def _text(reply: Ask | Say) -> str:
    return named("\n\n".join((*reply.remarks, reply.text)) if isinstance(reply, Ask) else reply.text)


def _caption(text: str) -> str | None:
    return next(iter(split(text, MessageLimit.CAPTION_LENGTH)), None)
