"""The process that does jobs, one after the other; its other half is `bot.service.job_child`.

Rendering a large document takes seconds of Python. Knows nothing of what a job makes.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from bot.service.child_process import ChildProcess
from dialogs.turn.events import JobDone
from storage.waiting_jobs import Job


def _about(job: Job) -> dict[str, object]:
    return {"application": job.application, "kind": job.kind, "argument": job.argument}


def not_done(job: Job) -> JobDone:
    """The result of a job, as it begins: nothing."""
    return JobDone(id=f"job:{job.id}", person=job.person, job=job.id, **_about(job))


class JobProcess:
    """The process, and the jobs for it. One at a time: whoever calls sees to that."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder."""
        self._folder = folder.absolute()
        self.child = ChildProcess("bot.service.job_child", folder)

    async def work(self, job: Job, now: datetime) -> JobDone:
        """The result of a job. Cancelled, it ends the process with all that it does.

        Raises:
            ChildProcessError: The process has ended in the middle of it.
        """
        asked = {"folder": str(self._folder), "job": job.model_dump(), "now": now.isoformat()}
        return JobDone.model_validate_json(await self.child.ask(json.dumps(asked).encode()))

    async def close(self) -> None:
        """Ends the process."""
        await self.child.close()
