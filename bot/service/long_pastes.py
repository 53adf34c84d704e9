"""Has the rows of a long message read before its turn: two hundred would hold up everybody for a tenth of a second.

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
from dialogs.turn.events import Event, JobDone, Pasted, Said

LONG = 20  # lines of a message from which it is read beside the writer


class LongPastes:
    """The messages that are read beside the writer, and what the same people send behind them."""

    def __init__(
        self,
        table_at_hand: Callable[[Said | Pasted], Awaitable[Group | None]],
        prepare: Callable[[str, Group, str, str], Awaitable[None]],
        rows_settled: Callable[[str], Awaitable[None]],
    ) -> None:
        """`table_at_hand` tells into which table rows go, if any; `prepare` reads them for it in the name's turn.

        Those that were pasted into a cell beside the chat spread from its column on.

        `rows_settled` waits for those that are still being added or given back for a name, lest one come into another.
        """
        self._table_at_hand = table_at_hand
        self._prepare = prepare
        self._rows_settled = rows_settled
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by name, while a paste is read

    @asynccontextmanager
    async def read(self, events: Sequence[Event]) -> AsyncIterator[None]:
        """Yields once the rows in some events of one person are read; what they send behind them waits for that."""
        name = events[0].person if events and not isinstance(events[0], JobDone) else ""  # what others wait for
        pastes = [one for one in events if isinstance(one, Said | Pasted) and re.search(r"[\n\t]", one.text)]
        long = [one for one in pastes if one.text.count("\n") >= LONG]
        order = self._orders.get(name)
        if order is None and (long or any(map(portions, events))):
            order = self._orders[name] = asyncio.Lock()
        async with order or nullcontext():
            if pastes:
                await self._rows_settled(name)
            for one in long:
                if table := await self._table_at_hand(one):
                    rows = "" if isinstance(one, Pasted) else talk.before_finished(one.text)
                    await self._prepare(name, table, rows or one.text, one.item if isinstance(one, Pasted) else "")
            yield
