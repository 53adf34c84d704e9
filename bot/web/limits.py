"""How much one person, one address and all together may do. Knows nothing of what is done."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field

HOUR = 3600.0
SLOWED = 5.0  # seconds, about, until the answer to somebody who comes too fast
MOST_SLOWED = 1_000
REMEMBERED = 10_000  # keys of one limit, before those who have everything left are forgotten


@dataclass
class Limit:
    """For each key, at most `count` at once, and over time `count` in `seconds`."""

    count: float
    seconds: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)  # what is left, and when it was counted
    _many: int = REMEMBERED

    def _now(self, key: str) -> tuple[float, float]:
        now = time.monotonic()
        left, at = self._left.get(key, (self.count, now))
        return min(self.count, left + (now - at) * self.count / self.seconds), now

    def reached(self, key: str) -> bool:
        """Whether `take` would be refused. Takes nothing."""
        return self._now(key)[0] < 1

    def take(self, key: str, amount: float = 1) -> bool:
        """Takes one, or more, but never more than half of what there may be; False where so much is not left."""
        amount = min(amount, max(1, self.count / 2))
        left, now = self._now(key)
        if len(self._left) > self._many:
            self._left = {k: v for k, v in self._left.items() if self._now(k)[0] < self.count}
            self._many = max(REMEMBERED, 2 * len(self._left))  # so that it is not done anew for each of very many
        self._left[key] = (left - amount if left >= amount else left, now)
        return left >= amount

    def owe(self, key: str, amount: float) -> None:
        """Takes more, up to half, for what is seen to be large once it is done; what is not left is missing later."""
        left, now = self._now(key)
        self._left[key] = (left - min(amount, self.count / 2), now)


class Slowdown:
    """Answers late who comes too fast: whoever asks again and again costs little then.

    Not more than MOST_SLOWED at once, lest connections that wait keep others out.
    """

    def __init__(self) -> None:
        self._waiting = 0
        self._over = asyncio.Event()

    async def wait(self) -> bool:
        """Returns True after a while, False at once where too many wait already."""
        if self._waiting >= MOST_SLOWED:
            return False
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                # Not all at one moment, at which they would then come again.
                async with asyncio.timeout(random.uniform(0.8, 1.2) * SLOWED):  # noqa: S311 - no secret
                    await self._over.wait()
        finally:
            self._waiting -= 1
        return True

    def end(self) -> None:
        """Nobody waits any more."""
        self._over.set()


@dataclass
class Limits:
    """Those of the page. A whole office may stand behind one address."""

    strangers: Limit = field(default_factory=lambda: Limit(1000, 10))
    requests: Limit = field(default_factory=lambda: Limit(400, 8))
    newcomers: Limit = field(default_factory=lambda: Limit(200, HOUR))
    wrong_codes: Limit = field(default_factory=lambda: Limit(5, 300))
    all_wrong_codes: Limit = field(default_factory=lambda: Limit(200, HOUR))
    events: Limit = field(default_factory=lambda: Limit(40, 4))
    looks: Limit = field(default_factory=lambda: Limit(20, 4))
    files: Limit = field(default_factory=lambda: Limit(20, 60))
    pictures: Limit = field(default_factory=lambda: Limit(300, 60))
    uploads: Limit = field(default_factory=lambda: Limit(20, 60))
    streams: Limit = field(default_factory=lambda: Limit(16, 16))
    slowdown: Slowdown = field(default_factory=Slowdown)
