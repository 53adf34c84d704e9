"""Reads beside the writer, on a connection and a thread of its own: looking at a page never holds up an answer."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

from dialogs.form.shelf import Shelf
from storage.database import connect_reader
from storage.store import Store

T = TypeVar("T")
AT_ONCE = 0.005  # seconds after which no further one is read in the same go


class _Wish(NamedTuple):
    """What somebody wants to read, and where what came of it goes."""

    work: Callable[[Store], Any]
    done: asyncio.Future[Any]


class Reader:
    """Reads the database beside the writer; as that does, all that waits in one go. An async context manager."""

    def __init__(self, folder: Path, forms: Shelf) -> None:
        self._folder = folder
        self._forms = forms
        self._thread = ThreadPoolExecutor(1, "page-reader")
        self._wanted = asyncio.Event()
        self._waiting: dict[str, deque[_Wish]] = {}  # by whose they are, in the order of their next turns

    async def __aenter__(self) -> Self:
        """Opens the connection."""
        self._store = await self._on_thread(lambda: Store(connect_reader(self._folder), self._forms))
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Closes it."""
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading
        for wishes in self._waiting.values():
            for wish in wishes:
                wish.done.cancel()
        await self._on_thread(self._store.db.close)
        self._thread.shutdown()

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def read(self, whose: str, work: Callable[[Store], T]) -> T:
        """What `work` returns, called on the reader's thread with one consistent view of what is committed.

        `whose` it is, a person or a place: each has a turn before anybody has a second.
        """
        wish = _Wish(work, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(whose, deque()).append(wish)
        self._wanted.set()
        found: T = await wish.done
        return found

    async def _read(self) -> None:
        while True:
            await self._wanted.wait()
            whose = list(self._waiting)
            wishes = [self._waiting[one][0] for one in whose]
            try:
                results = await self._on_thread(partial(self._viewed, wishes))
            except Exception as error:  # noqa: BLE001 - it is raised wherever anything was wanted
                results = [error] * len(wishes)
            for one, wish, result in zip(whose, wishes, results, strict=False):
                self._is_done(one)
                if not wish.done.done():  # else whoever asked has gone
                    (wish.done.set_exception if isinstance(result, Exception) else wish.done.set_result)(result)

    def _is_done(self, whose: str) -> None:
        """What somebody wanted first is read; what else they want comes after everybody's first."""
        wishes = self._waiting.pop(whose)
        wishes.popleft()
        if wishes:
            self._waiting[whose] = wishes
        if not self._waiting:
            self._wanted.clear()

    def _viewed(self, wishes: Sequence[_Wish]) -> Sequence[Any]:
        """What comes of the wishes, an exception where it failed; of as many as there is time for."""
        end = time.monotonic() + AT_ONCE
        results: list[Any] = []
        self._store.db.execute("BEGIN")
        try:
            for wish in wishes:
                results.append(self._seen(wish))
                if time.monotonic() > end:
                    break
        finally:
            self._store.db.execute("COMMIT")
        return results

    def _seen(self, wish: _Wish) -> Any:
        if wish.done.done():  # nobody waits for it any more
            return None
        try:
            with self._store.sql.remembering():
                return wish.work(self._store)
        except Exception as error:  # noqa: BLE001 - it is raised where it was wanted
            return error
