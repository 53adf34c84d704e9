"""Reads beside the writer, on a connection and a thread of its own: looking at a page never holds up an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from bot.service.fair_turn import FairTurn
from dialogs.form.shelf import Shelf
from storage.database import connect_reader
from storage.store import Store

T = TypeVar("T")


class Reader:
    """Reads the database beside the writer. An async context manager."""

    def __init__(self, folder: Path, forms: Shelf) -> None:
        self._folder = folder
        self._forms = forms
        self._thread = ThreadPoolExecutor(1, "page-reader")
        self._turn = FairTurn()

    async def __aenter__(self) -> Self:
        """Opens the connection."""
        self._store = await self._run(lambda: Store(connect_reader(self._folder), self._forms))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Closes it."""
        await self._run(self._store.db.close)
        self._thread.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def read(self, whose: str, work: Callable[[Store], T]) -> T:
        """What `work` returns, called on the reader's thread with one consistent view of what is committed.

        `whose` it is, a person or a place: each has a turn before anybody has a second.
        """

        def viewed() -> T:
            self._store.db.execute("BEGIN")
            try:
                with self._store.sql.remembering():
                    return work(self._store)
            finally:
                self._store.db.execute("COMMIT")

        async with self._turn.of(whose):
            return await self._run(viewed)
