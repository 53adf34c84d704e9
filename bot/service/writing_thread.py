"""The one thread that writes: what there is to do waits in a queue, and is committed some at a time.

Nothing is confirmed to whoever waits for it before it is committed. Knows neither events nor channels.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from bot.service.commit import Committed, NotSavedError, Work
from storage.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
BATCH = 256  # pieces of work committed together at the most
SOON = 0.05  # seconds that what nobody waits for may wait for something else to be committed with
FAULT_WAIT = 1.0  # seconds until that is tried again where nothing can be committed


class WritingThread:
    """The thread, and the queue before it. `commit` does work on the thread; `committed` hears of it on the loop's."""

    def __init__(self, commit: Callable[[Sequence[Work]], Committed], committed: Callable[[Committed], None]) -> None:
        self._commit = commit
        self._committed = committed
        self._thread = ThreadPoolExecutor(1, "writer")
        self._queue: asyncio.Queue[tuple[Work, asyncio.Future[Any]]] = asyncio.Queue()
        self._soon: list[Work] = []
        self.saves = True  # whether what was last to be saved was

    def begin(self) -> None:
        """Begins to take up what is in the queue."""
        self._task = asyncio.create_task(self._write())

    async def stop(self) -> None:
        """Ends that; only what nobody waits for is done still."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        if self._soon:
            with suppress(Exception):
                await self.call(partial(self._commit, self._soon))

    def end(self) -> None:
        """Ends the thread. Work that was not begun is cancelled."""
        while not self._queue.empty():
            self._queue.get_nowait()[1].cancel()
        self._thread.shutdown()

    async def call(self, work: Callable[[], T]) -> T:
        """Calls something on the thread, outside any transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def do(self, work: Callable[[Store], T]) -> T:
        """Has `work` called in the next transaction; returns or raises what came of it, once committed."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((work, future))
        return await future

    def soon(self, work: Work) -> None:
        """Has `work` called before anything that is handed in after it, and soon; nobody waits for it."""
        self._soon.append(work)
        if len(self._soon) == 1:
            self._wake(SOON)

    def _wake(self, wait: float) -> None:
        """Sees to it that something is committed, even if nothing is handed in."""
        loop = asyncio.get_running_loop()
        nobody = loop.create_future()
        nobody.cancel()
        loop.call_later(wait, self._queue.put_nowait, (lambda _: None, nobody))

    async def _write(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            soon, self._soon = self._soon, []
            futures = [future for _, future in batch]
            try:
                done = await self.call(partial(self._commit, [*soon, *(work for work, _ in batch)]))
            except asyncio.CancelledError:  # we stop; what was committed is known when it comes again
                for future in futures:
                    future.cancel()
                raise
            except Exception as error:  # a full disk, say: nothing is confirmed, so nothing is lost
                log.exception("the batch was not committed")
                self.saves = False
                self._soon[:0] = soon
                self._wake(FAULT_WAIT)
                _confirm(futures, [_not_saved(error) for _ in futures])
            else:
                self.saves |= done.wrote
                _confirm(futures, done.results[len(soon) :])
                self._committed(done)


def _not_saved(error: Exception) -> NotSavedError:
    failure = NotSavedError()
    failure.__cause__ = error
    return failure


def _confirm(futures: Sequence[asyncio.Future[Any]], results: Sequence[Any]) -> None:
    for future, result in zip(futures, results, strict=True):
        if future.done():  # its caller has gone
            continue
        (future.set_exception if isinstance(result, Exception) else future.set_result)(result)
