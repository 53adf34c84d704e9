"""The updates that wait for the bot, and the long poll that fetches them."""

from __future__ import annotations

import asyncio
import bisect
import contextlib
from collections.abc import Callable, Container
from dataclasses import dataclass

from fake_botapi.values import Json, Refusal

LONGEST_POLL = 50.0


@dataclass(eq=False)
class Waiting:
    """One update in the queue; a `repeat` is handed out once, whatever has been confirmed."""

    update: Json
    repeat: bool = False

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])

    @property
    def queue(self) -> tuple[str, int]:
        """Where it stands in line for a webhook: behind the presses of the same person, or what was said in a chat."""
        for content in self.update.values():
            if isinstance(content, dict) and "chat" in content:
                return "chat", int(content["chat"]["id"])
            if isinstance(content, dict) and "from" in content:
                return "user", int(content["from"]["id"])
        return "update", self.update_id


class UpdateQueue:
    """Updates in the order of their ids, each kept until the bot confirms it."""

    def __init__(self) -> None:
        self.waiting: list[Waiting] = []
        self.allowed: list[str] = []  # empty: every kind
        self._all: dict[int, Json] = {}
        self._next_id = 800_000_001
        self._poll: object = None
        self._connected: Callable[[], bool] = bool
        self._ended_by = ""
        self._changed = asyncio.Event()

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits for what comes, and still listens."""
        return self._poll is not None and self._connected()

    def add(self, kind: str, content: Json) -> int:
        """Queue one update and return its id; a kind the bot did not ask for is dropped, as Telegram does."""
        update_id = self._next_id
        self._next_id += 1
        if not self.allowed or kind in self.allowed:
            self._all[update_id] = {"update_id": update_id, kind: content}
            self._insert(Waiting(self._all[update_id]))
        return update_id

    def repeat(self, update_id: int) -> None:
        """Queue an update that was queued before once more."""
        self._insert(Waiting(self._all[update_id], repeat=True))

    def confirm(self, waiting: Waiting) -> None:
        """Drop one update, delivered to a webhook."""
        with contextlib.suppress(ValueError):  # dropped in the meantime
            self.waiting.remove(waiting)
        self._changed.set()

    def heads(self, but: Container[tuple[str, int]]) -> list[Waiting]:
        """The first update of each queue, `but` of these."""
        first: dict[tuple[str, int], Waiting] = {}
        for waiting in self.waiting:
            if waiting.queue not in but:
                first.setdefault(waiting.queue, waiting)
        return list(first.values())

    async def changed(self) -> None:
        """Returns once something else waits."""
        await self._wait(None)

    async def poll(self, offset: int, limit: int, seconds: float, connected: Callable[[], bool]) -> list[Json]:
        """Confirm all before `offset`, then return what waits, or wait for it; ends any poll before it."""
        self.end_poll("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll = object()
        self._connected = connected
        self._forget(offset)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(seconds, LONGEST_POLL)
        while not self.waiting and loop.time() < end:
            await self._wait(end - loop.time())
            if self._poll is not mine:
                raise Refusal(409, f"Conflict: terminated by {self._ended_by}")
        self._poll = None
        # An answer into a broken connection must not use up a repeat.
        return self._hand_out(limit) if connected() else []

    def end_poll(self, reason: str) -> None:
        """Let a waiting poll end with a conflict."""
        self._poll = None
        self._ended_by = reason
        self._changed.set()

    def _insert(self, waiting: Waiting) -> None:
        bisect.insort(self.waiting, waiting, key=lambda one: one.update_id)
        self._changed.set()

    def _forget(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        self.waiting = [one for one in self.waiting if one.repeat or one.update_id >= offset]

    def _hand_out(self, limit: int) -> list[Json]:
        given = self.waiting[:limit]
        for one in given:
            one.repeat = False
        return [one.update for one in given]

    async def _wait(self, seconds: float | None) -> None:
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
