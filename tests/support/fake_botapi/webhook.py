"""Delivery of updates to the bot's own URL: one after the other, each again until it is taken."""

from __future__ import annotations

import asyncio
import contextlib
import time

import aiohttp
from waiting import PATIENCE

from fake_botapi.updates import UpdateQueue
from fake_botapi.values import Json

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0


class Webhook:
    """The URL the bot set, or none (empty). An answer's body is not read: no method calls in it."""

    def __init__(self, updates: UpdateQueue) -> None:
        self.url = ""
        self.secret = ""
        self.attempts = 0
        self.error = ""
        self._updates = updates
        self._task: asyncio.Task[None] | None = None

    def info(self) -> Json:
        found: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.waiting),
        }
        if self.url:
            found |= {"max_connections": 40, "allowed_updates": self._updates.allowed}
        if self.error:
            found |= {"last_error_date": int(time.time()), "last_error_message": self.error}
        return found

    async def set(self, url: str, secret: str) -> None:
        """Deliver to `url` from now on; nowhere, if it is empty."""
        await self.pause()
        self.url, self.secret, self.error = url, secret, ""
        self.resume()

    def resume(self) -> None:
        """Start delivering, if there is where to."""
        if self.url and self._task is None:
            self._task = asyncio.create_task(self._deliver())

    async def pause(self) -> None:
        """Stop delivering."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _deliver(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            pause = FIRST_PAUSE
            while True:
                waiting = await self._updates.head()
                if await self._post(session, waiting.update):
                    self._updates.confirm(waiting)
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        self.attempts += 1
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as response:
                self.error = "" if response.ok else f"Wrong response from the webhook: {response.status}"
                return 200 <= response.status < 300
        except (aiohttp.ClientError, TimeoutError) as error:
            self.error = type(error).__name__
            return False
