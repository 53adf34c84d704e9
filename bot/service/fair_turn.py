"""Some at a time, and of those who wait each person once before anybody gets a second turn. Knows no work."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FairTurn:
    """A semaphore for `at_once`, which is fair between persons, however much one of them asks for."""

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}  # by person, in the order of their next turns

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits."""
        return bool(self._waiting)

    def awaited_by(self, person: str) -> bool:
        """Whether a person waits already."""
        return person in self._waiting

    @asynccontextmanager
    async def of(self, person: str) -> AsyncIterator[None]:
        """Yields when it is the person's turn, and gives it on afterwards."""
        await self._come(person)
        try:
            yield
        finally:
            self._give_on(person)

    async def _come(self, person: str) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_on(person)  # it had come just then
            else:
                self._leave(person, turn)
            raise

    def _leave(self, person: str, turn: asyncio.Future[None]) -> None:
        mine = self._waiting[person]
        mine.remove(turn)
        if not mine:
            del self._waiting[person]

    def _give_on(self, last: str) -> None:
        if not self._waiting:
            self._free += 1
            return
        person = next((one for one in self._waiting if one != last), last)  # who has come before others did, too
        mine = self._waiting.pop(person)
        turn = mine.popleft()
        if mine:
            self._waiting[person] = mine  # at the end: everybody else comes first
        turn.set_result(None)
