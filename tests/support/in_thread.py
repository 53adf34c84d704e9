"""Jobs done on a thread of the test's own process, where they can be held, replaced and looked into."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.service import job_work, row_child
from dialogs.turn.events import JobDone
from storage.waiting_jobs import Job

work = job_work.work


class InThread:
    """As `JobProcess`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def work(self, job: Job, now: datetime) -> JobDone:
        return await asyncio.to_thread(work, self._folder, job, now)

    async def close(self) -> None:
        pass


async def asked_in_thread(_: object, request: bytes) -> bytes:
    """As `ChildProcess.ask` of the process that reads rows."""
    return (await asyncio.to_thread(row_child.read, request.decode())).encode()
