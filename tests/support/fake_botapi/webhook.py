"""Delivery of updates to the bot's own URL, each again until it is taken.

As Telegram's open server does it: those of one queue (a chat's messages, somebody's presses) one after the other, of
several queues at the same time, and no more than one until the URL has taken one.
"""

from __future__ import annotations

import asyncio
import contextlib
import time

import aiohttp
from waiting import PATIENCE

from fake_botapi.updates import UpdateQueue, Waiting
from fake_botapi.values import Json

CONNECTIONS = 40  # `max_connections` where setWebhook names none
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
        self._taken = False  # whether the URL has taken an update
        self._under_way: set[tuple[str, int]] = set()  # the queues
        self._task: asyncio.Task[None] | None = None

    def info(self) -> Json:
        found: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.waiting),
        }
        if self.url:
            found |= {"max_connections": CONNECTIONS, "allowed_updates": self._updates.allowed}
        if self.error:
            found |= {"last_error_date": int(time.time()), "last_error_message": self.error}
        return found

    async def set(self, url: str, secret: str) -> None:
        """Deliver to `url` from now on; nowhere, if it is empty."""
        await self.pause()
        self.url, self.secret, self.error, self._taken = url, secret, "", False
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
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as tasks:
            while True:
                room = (CONNECTIONS if self._taken else 1) - len(self._under_way)
                for waiting in self._updates.heads(self._under_way)[:room]:
                    self._under_way.add(waiting.queue)
                    tasks.create_task(self._send(session, waiting))
                await self._updates.changed()

    async def _send(self, session: aiohttp.ClientSession, waiting: Waiting) -> None:
        try:
            pause = FIRST_PAUSE
            while not await self._post(session, waiting.update):
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            self._taken = True
        finally:
            self._under_way.discard(waiting.queue)
        self._updates.confirm(waiting)

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
