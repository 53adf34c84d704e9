"""Has the rows of a long message read before its turn: two hundred would hold up everybody for a tenth of a second.

So many come into their table some at a time, and no others between them: who pastes meanwhile waits.

Knows neither how rows are read nor what becomes of them: the writer finds the reading where
`reading.read`, or `spread`, keeps it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from weakref import WeakValueDictionary

from bot.service.portions import portions
from dialogs.answers import talk
from dialogs.form.model import Group
from dialogs.turn.beside_chat import Pasted
from dialogs.turn.events import Event, JobDone, Said

LONG = 20  # lines of a message from which it is read beside the writer


class LongPastes:
    """The messages that are read beside the writer, and what has to wait for that."""

    def __init__(
        self,
        at_hand: Callable[[Said | Pasted], Awaitable[tuple[str, Group] | None]],
        prepare: Callable[[str, Group, str, str], Awaitable[None]],
        are_coming: Callable[[], bool],
        settled: Callable[[str], Awaitable[None]],
    ) -> None:
        """`at_hand` tells into which table of which application rows go, if any; `prepare` reads them in a name's turn.

        Those that were pasted into a cell beside the chat spread from its column on.

        `are_coming` tells whether rows are being added or given back anywhere, some at a time; `settled` waits until
        none are in an application.
        """
        self._at_hand = at_hand
        self._prepare = prepare
        self._are_coming = are_coming
        self._settled = settled
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by name and by application

    @asynccontextmanager
    async def read(self, events: Sequence[Event]) -> AsyncIterator[None]:
        """Yields once the rows in some events of one person are read; what they send behind them waits for that.

        And once those that others brought into the application are all there: between these no others come.
        """
        name = events[0].person if events and not isinstance(events[0], JobDone) else ""  # what others wait for
        pastes = [one for one in events if isinstance(one, Said | Pasted) and re.search(r"[\n\t]", one.text)]
        long = [one for one in pastes if one.text.count("\n") >= LONG]
        async with self._in_turn(name, begins=bool(long) or any(map(portions, events))):
            into = {one.application for one in events if isinstance(one, JobDone) and one.content}
            for one in pastes if long or self._orders or self._are_coming() else ():
                if at_hand := await self._at_hand(one):
                    application, table = at_hand
                    into.add(application)
                    if one in long:
                        await self._read(name, table, one)
            application = next(iter(into), "")  # a person is in one at a time
            async with self._in_turn(application, begins=bool(application)):
                if application:
                    await self._settled(application)
                yield

    @asynccontextmanager
    async def _in_turn(self, key: str, *, begins: bool) -> AsyncIterator[None]:
        """Yields once nobody else is at something; who `begins` there has the next wait for them."""
        order = self._orders.get(key)
        if order is None and begins:
            order = self._orders[key] = asyncio.Lock()
        async with order or nullcontext():
            yield

    async def _read(self, name: str, table: Group, paste: Said | Pasted) -> None:
        rows = "" if isinstance(paste, Pasted) else talk.before_finished(paste.text)
        await self._prepare(name, table, rows or paste.text, paste.item if isinstance(paste, Pasted) else "")
