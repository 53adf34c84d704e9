"""A process beside ours that does jobs, one after the other: what it costs, and whether it hangs, is not our matter.

Rendering a large document takes seconds of Python, in which a thread of ours would hold up everybody's answers. The
process is started when it is first needed, and ends with us, however we end: its standard input does then. The other
half is `bot.service.job_child`. Knows nothing of what a job makes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.service.data_files import WORK
from dialogs.turn.events import JobDone
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)
LONGEST = 64 * 1024 * 1024  # bytes of one result: of a document with very many findings
GRACE = 5.0  # seconds for the process to end what it has started
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from bot.service import job_child; job_child.main()"
_KEPT = ("PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # of our environment; tokens least of all


def _about(job: Job) -> dict[str, object]:
    return {"application": job.application, "kind": job.kind, "argument": job.argument}


def not_done(job: Job) -> JobDone:
    """The result of a job, as it begins: nothing."""
    return JobDone(id=f"job:{job.id}", person=job.person, job=job.id, **_about(job))


class JobProcess:
    """The process, and the requests to it. One job at a time: whoever calls sees to that."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder, below which everything that the process makes lies."""
        self._folder = folder.absolute()
        self._process: asyncio.subprocess.Process | None = None

    async def work(self, job: Job, now: datetime) -> JobDone:
        """The result of a job. Cancelled, it ends the process with all that it does.

        Raises:
            ChildProcessError: The process has ended in the middle of it.
        """
        process = self._process or await self._start()
        asked = {"folder": str(self._folder), "job": job.model_dump(), "now": now.isoformat()}
        done = False
        try:
            assert process.stdin  # noqa: S101 - both are pipes
            assert process.stdout  # noqa: S101
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            answer = await process.stdout.readline()
            done = answer.endswith(b"\n")
        finally:
            if not done:
                await self.close()
        if not done:
            raise ChildProcessError(job.id)
        return JobDone.model_validate_json(answer)

    async def _start(self) -> asyncio.subprocess.Process:
        work = self._folder / WORK
        work.mkdir(parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _PROGRAM, *sys.path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**kept, "LANG": "C.UTF-8", "TMPDIR": str(work)},
            limit=LONGEST,
            start_new_session=True,  # Ctrl-C is not for it
        )
        return self._process

    async def close(self) -> None:
        """Ends the process, and what it has started; the next job gets a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()  # by which it knows
        try:
            async with asyncio.timeout(GRACE):
                await process.wait()
        except TimeoutError:
            log.warning("the process for jobs had to be killed")
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
