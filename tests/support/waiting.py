"""Waiting for what must come, without any say on how fast the machine is."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any

# Only what is broken takes so long: no test waits for it to pass. It is far beyond what a machine needs that has ten
# other things to do, and below what the program itself allows for (the slowest of its own deadlines are lifted, too).
PATIENCE = 120.0  # seconds


async def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Returns when a condition holds."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for knows of no event
            await asyncio.sleep(0.01)


def wait_until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """The same, where there is no event loop."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"it did not come about within {seconds:g} seconds"
        time.sleep(0.01)


class _Sleepless(selectors.DefaultSelector):
    """What a loop waits for comes at once, and the loop's time is what it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


def in_no_time(work: Coroutine[Any, Any, None]) -> None:
    """Runs what only sleeps, in a loop whose `time` goes on by what is slept, and by nothing else."""
    selector = _Sleepless()

    def loop() -> asyncio.AbstractEventLoop:
        made = asyncio.SelectorEventLoop(selector)
        made.time = lambda: selector.now  # type: ignore[method-assign]
        return made

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(work)
