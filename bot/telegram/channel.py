"""Runs the channel: updates by long polling or webhook, each confirmed only after its event is committed."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, BotCommand
from telegram.error import BadRequest, InvalidToken

from bot.service.served_channel import Channel
from bot.service.writer import Service
from bot.settings import Settings
from bot.telegram.backlog import Backlog
from bot.telegram.patience import patiently
from bot.telegram.request import AiohttpRequest
from bot.telegram.sender import Sender
from bot.telegram.setup_error import TelegramSetupError
from bot.telegram.updates import ALLOWED, CHANNEL, Incoming, incoming
from bot.telegram.webhook import bind, listening
from dialogs.engine.commands import COMMANDS
from dialogs.pattern import Pattern
from dialogs.screens.linking import MARK
from dialogs.texts import say

log = logging.getLogger(__name__)
SECRET = Pattern(r"[A-Za-z0-9_-]{1,256}")  # the form of a webhook's secret (Bot API, setWebhook)
POLL = 50  # seconds that a poll waits for an update
POLL_PATIENCE = 15.0  # seconds added to it before the connection is taken for dead
UNCOMMITTED_PAUSE = 1.0  # seconds before updates that could not be committed are asked for again
HANDLED_PAUSE = 1.0  # seconds after updates that were all handled before; twice as many each further time
LONGEST_PAUSE = 60.0


async def serve(service: Service, settings: Settings) -> None:
    """Serves the bot until it is cancelled. Raises TelegramSetupError."""
    port = _port(settings) if settings.webhook_url else None
    refused = False
    channel = _Channel(service, settings)
    with port or nullcontext():
        try:
            await channel.run(port)
        except* InvalidToken:  # whose message may hold the token
            refused = True
    if refused:
        raise TelegramSetupError("bad_token")


def _port(settings: Settings) -> socket.socket:
    """The socket on which the webhook listens. Raises TelegramSetupError."""
    if not SECRET.fullmatch(settings.webhook_secret.get_secret_value()):
        raise TelegramSetupError("no_secret")
    try:
        return bind(settings.webhook_listen)
    except (OSError, ValueError):
        raise TelegramSetupError("no_port", settings.webhook_listen) from None


class _Channel:
    def __init__(self, service: Service, settings: Settings) -> None:
        self._service = service
        self._settings = settings
        self._polling, self._calling = AiohttpRequest(), AiohttpRequest()
        url = settings.telegram_api_url.rstrip("/")
        self._bot = Bot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=self._calling,
            get_updates_request=self._polling,
        )

    async def run(self, port: socket.socket | None) -> None:
        """Serves by webhook on `port`, or by polling for None. Raises InvalidToken, alone or in an exception group."""
        commands = [BotCommand(name, say(f"command.{name}")) for name in COMMANDS]
        try:
            await patiently(self._bot.initialize)
            deep_link = f"{self._bot.link}?start="  # Bot API, features
            links = {"invitation": f"{deep_link}{{}}", "own": f"{deep_link}{MARK}{{}}"}
            self._service.turns.register(Channel(CHANNEL, **links, fetch=self._fetch))
            await self._service.doubt(CHANNEL)
            async with asyncio.TaskGroup() as tasks:
                self._sender = Sender(self._bot, self._service, tasks)
                self._backlog = Backlog(self._bot, self._service, tasks, self._take)
                await self._backlog.begin()
                tasks.create_task(self._sender.run())
                tasks.create_task(patiently(partial(self._bot.set_my_commands, commands)))
                await (self._listen(port) if port else self._poll())
        finally:
            self._service.turns.channels.pop(CHANNEL, None)
            for request in (self._polling, self._calling):  # the bot closes neither where it was stopped as it began
                await request.shutdown()

    async def _fetch(self, file_id: str) -> bytes:
        """The content of a file that somebody has sent. Raises LookupError where Telegram does not give it out."""

        async def fetched() -> bytes:
            try:
                file = await self._bot.get_file(file_id)
                return bytes(await file.download_as_bytearray())
            except BadRequest as error:  # it is too large, or there no longer: asking again does not help
                raise LookupError(file_id) from error

        return await patiently(fetched)

    async def _take(self, those: Sequence[Incoming]) -> bool:
        """Returns when events of one person are committed, whether any is new; what they answer is noted before."""
        if those:
            await self._sender.settled(those[0].event.person)
        events = [(found, event) for found in those for event in (found.caption, found.event) if event]
        receipts = await self._service.submit_all([event for _, event in events])
        for (found, event), receipt in zip(events, receipts, strict=True):
            if found.query and event is found.event:
                self._sender.answer(found.query, receipt.toast)
        return any(receipt.new for receipt in receipts)

    async def _poll(self) -> None:
        """Asks for updates again and again. The offset, which confirms them to Telegram, moves after the commit."""
        await patiently(self._bot.delete_webhook)
        offset, pause = 0, HANDLED_PAUSE
        while True:
            updates = await patiently(partial(self._updates, offset))
            try:
                new = await self._take_all([found for data in updates if (found := incoming(data, self._bot))])
            except Exception:
                log.exception("updates are not committed; they will come again")
                await asyncio.sleep(UNCOMMITTED_PAUSE)
                continue
            after = max((data["update_id"] + 1 for data in updates), default=offset)
            if new or not updates or after > offset:
                pause = HANDLED_PAUSE
            else:  # a server that does not hear what we confirm would have us ask as fast as we can
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)
            offset = after

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, as plain JSON: the library gives none of a batch where it cannot read one."""
        query = urlencode({"offset": offset, "timeout": POLL, "allowed_updates": json.dumps(ALLOWED)})
        url = f"{self._bot.base_url}/getUpdates?{query}"
        updates: Any = await self._polling.post(url, read_timeout=POLL + POLL_PATIENCE)
        return list(updates)

    async def _take_all(self, all_found: list[Incoming]) -> bool:
        """Hands in everybody's events at once; returns whether any of them was new."""
        by_person: defaultdict[str, list[Incoming]] = defaultdict(list)
        for found in all_found:
            by_person[found.event.person].append(found)
        handed = (self._backlog.hand_in(person, those) for person, those in by_person.items())
        results = await asyncio.gather(*handed, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return any(results)

    async def _listen(self, port: socket.socket) -> None:
        """Has Telegram send the updates to `port`, until the task is cancelled."""
        secret = self._settings.webhook_secret.get_secret_value()

        async def take(data: dict[str, Any]) -> None:
            if found := incoming(data, self._bot):
                await self._backlog.hand_in(found.event.person, [found])

        async with listening(port, secret, take):
            url = self._settings.webhook_url
            await patiently(lambda: self._bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED))
            await asyncio.Event().wait()
