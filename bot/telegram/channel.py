"""Runs the channel: updates by long polling or webhook, each confirmed only after its event is committed."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.service import Service
from bot.settings import Settings
from bot.telegram.events import ALLOWED, event_of
from bot.telegram.request import AiohttpRequest
from bot.telegram.sender import Sender
from dialogs.commands import COMMANDS
from dialogs.texts import say

log = logging.getLogger(__name__)
T = TypeVar("T")
POLL = 50  # seconds that a poll waits for an update
PATIENCE = 15.0  # seconds added to it before the connection is taken for dead
LONGEST_WAIT = 60.0  # seconds between two tries to reach Telegram


async def serve(service: Service, settings: Settings) -> None:
    """Serves the bot until it is cancelled. Raises InvalidToken where Telegram does not know the token."""
    url = settings.telegram_api_url.rstrip("/")
    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    try:
        await _patiently(bot.initialize)
        commands = [BotCommand(name, say(f"command.{name}")) for name in COMMANDS]
        await _patiently(lambda: bot.set_my_commands(commands))
        channel = _Channel(bot, service)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(channel.sender.run())
            tasks.create_task(channel.webhook(settings) if settings.webhook_url else channel.poll())
    finally:
        await bot.shutdown()


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Calls until it succeeds: Telegram may be down when we start. Only an unknown token is final."""
    wait = 1.0
    while True:
        try:
            return await call()
        except InvalidToken:
            raise
        except RetryAfter as error:
            wait = float(error._retry_after.total_seconds())  # noqa: SLF001 - the public one warns of its type
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", error)
        await asyncio.sleep(wait)
        wait = min(LONGEST_WAIT, wait * 2)


class _Channel:
    def __init__(self, bot: Bot, service: Service) -> None:
        self._bot = bot
        self._service = service
        self.sender = Sender(bot, service)

    async def take(self, update: Update) -> None:
        """Returns when the update's event is committed."""
        event = event_of(update)
        if event is None:
            return
        receipt = await self._service.submit(event)
        if update.callback_query:
            self.sender.answer(update.callback_query.id, receipt.toast)

    async def poll(self) -> None:
        """Asks for updates; the offset, which confirms them, moves after the commit."""
        await _patiently(self._bot.delete_webhook)
        offset: int | None = None
        while True:
            updates = await _patiently(partial(self._updates, offset))
            try:
                await asyncio.gather(*map(self.take, updates))
            except Exception:
                log.exception("updates not committed; they will come again")
                await asyncio.sleep(1)
            else:
                offset = updates[-1].update_id + 1 if updates else offset

    async def _updates(self, offset: int | None) -> tuple[Update, ...]:
        return await self._bot.get_updates(offset=offset, timeout=POLL, allowed_updates=ALLOWED, read_timeout=PATIENCE)

    async def webhook(self, settings: Settings) -> None:
        """Takes updates over HTTP; the answer 200, which confirms one, is given after the commit."""
        secret = settings.webhook_secret.get_secret_value()

        async def take(request: web.Request) -> web.Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                data: dict[str, Any] = await request.json()
                update = Update.de_json(data, self._bot)
            except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
                return web.Response(status=400)
            await self.take(update)
            return web.Response()

        app = web.Application()
        app.router.add_post("/{path:.*}", take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        host, _, port = settings.webhook_listen.rpartition(":")
        try:
            await web.TCPSite(runner, host, int(port)).start()
            await _patiently(
                lambda: self._bot.set_webhook(settings.webhook_url, secret_token=secret, allowed_updates=ALLOWED)
            )
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()
