"""Jobs done on a thread of the test's own process, where they can be held, replaced and looked into."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.service import job_work
from bot.service.form_registry import RegisteredForm
from dialogs.turn.messages import JobDone
from storage.waiting_jobs import Job

work = job_work.work


class InThread:
    """As `JobProcess`."""

    def __init__(self, folder: Path, registry: Mapping[str, RegisteredForm]) -> None:
        self._folder = folder
        self._registry = registry

    async def work(self, job: Job, now: datetime) -> JobDone:
        return await asyncio.to_thread(work, self._folder, self._registry, job, now)

    async def close(self) -> None:
        pass
