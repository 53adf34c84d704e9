"""Runs the jobs beside the conversation, on worker threads: one that renders and one that converts at the same time.

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
    """Runs jobs and gives the result of each, as an event, to `submit`, which returns when it is committed."""

    def __init__(
        self, folder: Path, registry: Mapping[str, RegisteredForm], submit: Callable[[JobDone], Awaitable[object]]
    ) -> None:
        self._folder = folder
        self._registry = registry
        self._submit = submit
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._rendering = asyncio.Semaphore(1)
        self._converting = asyncio.Semaphore(1)  # takes seconds, for which a Word file need not wait
        self._left: list[Job] = []  # that were done, and what they came to not committed
        self.making: set[str] = set()  # the work under way of which the store does not know

    def take_up(self, jobs: Sequence[Job]) -> None:
        """Starts those of the jobs that are not running yet, and again those of which nothing was committed."""
        left, self._left = self._left, []
        for job in (*left, *jobs):
            if job.id not in self._tasks:
                self._tasks[job.id] = asyncio.create_task(self._work(job))

    async def _work(self, job: Job) -> None:
        try:
            await self._submit(await self._done(job))
        except Exception:  # the job still waits, and is taken up again with the next commit
            self._left.append(job)
            log.exception("what job %s came to was not committed", job.id)
        finally:
            del self._tasks[job.id]

    async def _done(self, job: Job) -> JobDone:
        async with self._converting if job.kind in ("pdf", "pages") else self._rendering:
            return await asyncio.to_thread(work, self._folder, self._registry, job, clock.now())

    @asynccontextmanager
    async def made(self, job: Job) -> AsyncIterator[JobDone]:
        """Does a job of the page, which is not in the database; yields its result. Its files are deleted afterwards."""
        self.making.add(job.id)
        try:
            done = await self._done(job)
            yield done
            await asyncio.to_thread(discard, tuple(file.path for file in done.files))
        finally:
            self.making.discard(job.id)

    async def settled(self) -> None:
        """Waits until no job is running."""
        await asyncio.gather(*self._tasks.values())

    async def stop(self) -> None:
        """Cancels what is running. The database has the jobs that are not done; they are taken up at the next start."""
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
