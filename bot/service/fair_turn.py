"""Some at a time, and of those who wait each person once before anybody gets a second turn. Knows no work."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FairTurn:
    """A semaphore for `at_once`, which is fair between persons, however much one of them asks for.

    One of them never has more than `of_one` turns at once, so that it is never only them who have some.
    """

    def __init__(self, at_once: int = 1, of_one: int | None = None) -> None:
        self._free = at_once
        self._of_one = of_one or at_once
        self._have: Counter[str] = Counter()  # how many turns each person has
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}  # by person, in the order of their next turns

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits, for others than themselves."""
        return any(map(self._may, self._waiting))

    @asynccontextmanager
    async def of(self, person: str) -> AsyncIterator[None]:
        """Yields when it is the person's turn, and gives it on afterwards."""
        await self._come(person)
        try:
            yield
        finally:
            self._give_on(person)

    async def _come(self, person: str) -> None:
        if self._free and self._may(person):
            self._free -= 1
            self._have[person] += 1
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

    def _may(self, person: str) -> bool:
        return self._have[person] < self._of_one

    def _give_on(self, last: str) -> None:
        self._have[last] -= 1
        if not self._have[last]:
            del self._have[last]
        others_first = sorted(self._waiting, key=last.__eq__)  # also before who has come earlier than they
        person = next(filter(self._may, others_first), None)
        if person is None:
            self._free += 1
            return
        mine = self._waiting.pop(person)
        turn = mine.popleft()
        if mine:
            self._waiting[person] = mine  # at the end: everybody else comes first
        self._have[person] += 1
        turn.set_result(None)
