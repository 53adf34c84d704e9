"""What one person sends faster than it is handled: it waits in the database, so that others' updates come through.

Telegram gives the next updates only once those before are confirmed, whoever sent them. So all of one person's but the
first few are committed as they are, which is quick, and handled behind the others, one at a time and in their order.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Bot

from bot.service.writer import Service
from bot.telegram.updates import CHANNEL, Incoming, incoming
from storage.laid_aside import Aside
from storage.store import Store

log = logging.getLogger(__name__)
TOGETHER = 3  # events of one person that are handled as they come, in one transaction, for which everybody else waits
FAULT_WAIT = 1.0  # seconds until what could not be committed is taken up again
Take = Callable[[Sequence[Incoming]], Awaitable[bool]]


class Backlog:
    """Hands in what one person sent, by the few. `take` commits some events of one person; says whether any is new."""

    def __init__(self, bot: Bot, service: Service, tasks: asyncio.TaskGroup, take: Take) -> None:
        self._bot = bot
        self._service = service
        self._tasks = tasks
        self._take = take
        self._behind: set[str] = set()  # persons of whom something waits
        self._in_hand: dict[str, set[asyncio.Task[bool]]] = {}  # by person; by webhook each update is alone

    async def begin(self) -> None:
        """Takes up what waits from before."""
        for person in await self._service.do(lambda store: store.laid_aside.names(CHANNEL)):
            self._catch_up(person)

    async def hand_in(self, person: str, those: Sequence[Incoming]) -> bool:
        """Returns when what a person sent is committed: handled, or laid aside; and whether any of it was new."""
        new = person in self._behind or len(self._in_hand.get(person, ())) >= TOGETHER
        rest = list(those)
        if not new:
            first, rest = rest[:TOGETHER], rest[TOGETHER:]
            new = await self._taken(person, first)
        if rest:
            waiting = [Aside(one.event.id, json.dumps(one.update)) for one in rest]
            await self._service.do(lambda store: store.laid_aside.put(person, waiting))
            self._catch_up(person)
        return new

    async def _taken(self, person: str, those: Sequence[Incoming]) -> bool:
        taking = asyncio.ensure_future(self._take(those))
        mine = self._in_hand.setdefault(person, set())
        mine.add(taking)
        try:
            return await taking
        finally:
            mine.discard(taking)
            if not mine:
                self._in_hand.pop(person, None)

    def _catch_up(self, person: str) -> None:
        if person not in self._behind:
            self._behind.add(person)
            self._tasks.create_task(self._go_on(person))

    async def _go_on(self, person: str) -> None:
        """Handles what waits of a person, and ends when nothing does. Others have half of the time at the least."""
        one: Aside | None = None
        await asyncio.gather(*self._in_hand.get(person, ()), return_exceptions=True)  # what came before
        while True:
            try:
                one = await self._service.do(partial(_next, person, one))
                if one is None:
                    self._behind.discard(person)
                    return
                began = time.monotonic()
                if found := incoming(json.loads(one.content), self._bot):
                    await self._take([found])
                await asyncio.sleep(time.monotonic() - began)
            except Exception:
                log.exception("what was laid aside is not committed; it is taken up again")
                one = None
                await asyncio.sleep(FAULT_WAIT)


def _next(person: str, done: Aside | None, store: Store) -> Aside | None:
    """Deletes what is done; the next that waits under a name."""
    if done:
        store.laid_aside.done(done)
    return store.laid_aside.first(person)
