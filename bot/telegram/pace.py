"""How fast calls may follow each other. Knows no call."""

from __future__ import annotations

import asyncio
import time


class Pace:
    """Lets callers through at least `interval` seconds apart, in the order in which they ask."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._next = 0.0

    async def turn(self) -> None:
        """Returns when it is the caller's turn."""
        now = time.monotonic()
        mine = max(now, self._next)
        self._next = mine + self._interval
        if mine > now:
            await asyncio.sleep(mine - now)
