"""Runs the jobs beside the conversation, in processes: one that renders, and some that convert at the same time.

They are fair between persons, and nobody's work holds up the others' for long, or at all while another process is
free. Knows neither the database nor what a job makes.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot import clock
from bot.service.data_files import discard
from bot.service.fair_turn import FairTurn
from bot.service.file_reading import FileReading
from bot.service.job_process import JobProcess, not_done
from dialogs.application.changes import JobKind
from dialogs.turn.events import JobDone
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)
ALONE, SHARED = 180.0, 40.0  # seconds for one job: while nobody else waits, and where somebody does
CONVERTING = 2  # documents at the same time, of two persons: the largest takes half a minute
LOOK = 0.5  # seconds until it is looked again whether somebody waits
BETWEEN = 0.05  # seconds between some rows of many and the next, several times what those take
CONVERTED: tuple[JobKind, ...] = ("pdf", "pages")
_ROWS: tuple[JobKind, ...] = ("rows", "back")  # that are added or given back, some at a time


class _Lane:
    """Some processes, of which each person has one at a time, and whose turn it is there."""

    def __init__(self, folder: Path, count: int) -> None:
        self.processes = [JobProcess(folder) for _ in range(count)]
        self._free = [*self.processes]
        self.turn = FairTurn(count, of_one=1)

    async def work(self, job: Job, wanted: Callable[[str], Awaitable[bool]]) -> JobDone:
        """The result of a job. A job that takes too long ends with its process, as one does that brings it down."""
        async with self.turn.of(job.person):
            if not await wanted(job.id):
                return not_done(job)
            process = self._free.pop()
            task = asyncio.create_task(process.work(job, clock.now()))
            try:
                if await self._in_time(task):
                    return task.result()
                log.warning("job %s takes too long", job.id)
                return not_done(job).model_copy(update={"failed": "timeout"})
            except ChildProcessError:
                log.warning("job %s has ended its process", job.id)
                return not_done(job).model_copy(update={"failed": "failed"})
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                self._free.append(process)

    async def close(self) -> None:
        """Ends the processes."""
        for process in self.processes:
            await process.close()

    async def _in_time(self, task: asyncio.Task[JobDone]) -> bool:
        """Waits for a job; returns whether it is done. It has less time where somebody waits for their turn."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while not task.done():
            left = begun + (SHARED if self.turn.is_wanted else ALONE) - loop.time()
            if left <= 0:
                return False
            await asyncio.wait({task}, timeout=min(left, LOOK))
        return True


class JobRunner:
    """Runs jobs and gives the result of each, as an event, to `submit`, which returns when it is committed."""

    def __init__(
        self,
        folder: Path,
        begin: Callable[[str], Awaitable[bool]],
        submit: Callable[[JobDone], Awaitable[object]],
        reading: FileReading,
    ) -> None:
        """`begin` notes that a job, by its id, is under way; it returns whether it is still wanted."""
        self._begin = begin
        self._submit = submit
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._rendering = _Lane(folder, 1)
        self._converting = _Lane(folder, CONVERTING)  # takes seconds, for which a Word file need not wait
        self._reading = reading
        self._left: list[Job] = []  # that were done, and what they came to not committed
        self.making: Counter[str] = Counter()  # jobs and new files of which the store does not know

    def take_up(self, jobs: Sequence[Job]) -> None:
        """Starts those of the jobs that are not running yet, and again those of which nothing was committed."""
        left, self._left = self._left, []
        for job in (*left, *jobs):
            if job.id not in self._tasks:
                self._tasks[job.id] = asyncio.create_task(self._work(job), name=f"{job.kind} {job.application}")

    async def _work(self, job: Job) -> None:
        try:
            await self._submit(await self._done(job))
        except Exception:  # the job still waits, and is taken up again with the next commit
            self._left.append(job)
            log.exception("what job %s came to was not committed", job.id)
        finally:
            del self._tasks[job.id]

    async def _done(self, job: Job) -> JobDone:
        if job.kind in _ROWS:  # no work: only that others come in between
            await asyncio.sleep(BETWEEN)
            return not_done(job)
        if job.kind == "read":
            return await self._reading.work(job, self._wanted)
        converted = job.kind in CONVERTED
        done = await (self._converting if converted else self._rendering).work(job, self._wanted)
        if converted and done.failed and not done.files:  # then at least what it would have been made from
            word = await self._rendering.work(job.model_copy(update={"kind": "word"}), self._wanted)
            done = done.model_copy(update={"name": word.name, "files": word.files})
        return done

    async def _wanted(self, job: str) -> bool:
        """Whether a job is still wanted, now that its turn has come. A person may have asked for the same again."""
        return job in self.making or await self._begin(job)

    @asynccontextmanager
    async def made(self, job: Job) -> AsyncIterator[JobDone]:
        """Does a job of the page, which is not in the database; yields its result. Its files are deleted afterwards."""
        self.making[job.id] += 1
        try:
            done = await self._done(job)
            yield done
            await asyncio.to_thread(discard, tuple(file.path for file in done.files))
        finally:
            del self.making[job.id]

    def rows_are_coming(self) -> bool:
        """Whether rows are being added or given back somewhere, some at a time."""
        return any(one.get_name().startswith(_ROWS) for one in self._tasks.values())

    async def rows_settled(self, application: str) -> None:
        """Waits until none are in an application."""
        names = [f"{kind} {application}" for kind in _ROWS]
        while coming := [one for one in self._tasks.values() if one.get_name() in names]:
            await asyncio.wait(coming)

    async def settled(self) -> None:
        """Waits until no job is running, nor one that another has started."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values())

    async def stop(self) -> None:
        """Cancels what is running. The database has the jobs that are not done; they are taken up at the next start."""
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._rendering.close()
        await self._converting.close()
        await self._reading.close()
