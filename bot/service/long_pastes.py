"""Has the rows of a long message read before its turn: two hundred would hold up everybody for a tenth of a second.

Knows neither how rows are read nor what becomes of them: the writer finds the reading where `reading.read` keeps it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from dialogs.answers import talk
from dialogs.form.model import Group
from dialogs.turn.events import Event, Said

LONG = 20  # lines of a message from which it is read beside the writer


class LongPastes:
    """The messages that are read beside the writer, and what the same people send behind them."""

    def __init__(
        self,
        table_at_hand: Callable[[str], Awaitable[Group | None]],
        prepare: Callable[[str, Group, str], Awaitable[None]],
    ) -> None:
        """`table_at_hand` tells into which table rows go under a name; `prepare` reads rows for it, in a fair turn."""
        self._table_at_hand = table_at_hand
        self._prepare = prepare
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by name, while a paste is read

    @asynccontextmanager
    async def read(self, events: Sequence[Event]) -> AsyncIterator[None]:
        """Yields once the rows in some events of one person are read; what they send behind them waits for that."""
        name = events[0].person if events else ""
        pastes = [event.text for event in events if isinstance(event, Said) and event.text.count("\n") >= LONG]
        order = self._orders.get(name)
        if not pastes and order is None:
            yield
            return
        if order is None:
            order = self._orders[name] = asyncio.Lock()
        async with order:
            for text in pastes:
                if table := await self._table_at_hand(name):
                    await self._prepare(name, table, talk.before_finished(text) or text)
            yield
