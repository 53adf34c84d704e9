"""The program of the process that does jobs, see `bot.service.job_process`: requests on stdin, results on stdout.

When stdin ends, whoever asked has gone: everything that was started is ended, and so is the process, at once.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.service.job_work import work
from render import background, preview
from storage.waiting_jobs import Job


def main() -> None:
    """Does jobs until stdin ends."""
    background.give_way()
    logs.setup()
    os.umask(0o077)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    asked: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        results.write(_done(asked.get()).encode() + b"\n")
        results.flush()


def _listen(asked: queue.Queue[str]) -> None:
    """Takes requests in; runs beside the work, as the end of stdin may come in the middle of it."""
    for line in sys.stdin:
        asked.put(line)
    preview.close()
    os._exit(0)


def _done(line: str) -> str:
    asked = json.loads(line)
    job, now = Job.model_validate(asked["job"]), datetime.fromisoformat(asked["now"])
    return work(Path(asked["folder"]), job, now).model_dump_json()
