"""Where jobs are worked on, beside the conversation: a few at a time, each until its result is committed.

Knows neither the database nor what a job makes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot import clock
from bot.service.data_files import discard
from bot.service.form_registry import RegisteredForm
from bot.service.job_work import work
from dialogs.turn.messages import JobDone
from storage.store import Job

log = logging.getLogger(__name__)


class JobRunner:
    """Hands what a job comes to over to `submit`, which returns when that is committed."""

    def __init__(
        self, folder: Path, registry: Mapping[str, RegisteredForm], submit: Callable[[JobDone], Awaitable[object]]
    ) -> None:
        self._folder = folder
        self._shelf = registry
        self._submit = submit
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._rendering = asyncio.Semaphore(1)
        self._converting = asyncio.Semaphore(1)  # takes seconds, for which a Word file need not wait
        self.making: set[str] = set()  # the work under way of which the store does not know

    def take_up(self, jobs: Sequence[Job]) -> None:
        """Begins with the jobs that are not under way yet."""
        for job in jobs:
            if job.id not in self._tasks:
                self._tasks[job.id] = asyncio.create_task(self._work(job))

    async def _work(self, job: Job) -> None:
        try:
            await self._submit(await self._done(job))
        except Exception:  # the job still waits, and is taken up again with the next commit
            log.exception("what job %s came to was not committed", job.id)
        finally:
            del self._tasks[job.id]

    async def _done(self, job: Job) -> JobDone:
        async with self._converting if job.kind in ("pdf", "pages") else self._rendering:
            return await asyncio.to_thread(work, self._folder, self._shelf, job, clock.now())

    @asynccontextmanager
    async def made(self, job: Job) -> AsyncIterator[JobDone]:
        """What work comes to that is no part of the conversation; its files are gone afterwards."""
        self.making.add(job.id)
        try:
            done = await self._done(job)
            yield done
            await asyncio.to_thread(discard, tuple(file.path for file in done.files))
        finally:
            self.making.discard(job.id)

    async def settled(self) -> None:
        """Returns when no job is under way."""
        await asyncio.gather(*self._tasks.values())

    async def stop(self) -> None:
        """Stops; what was left undone waits in the store."""
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
