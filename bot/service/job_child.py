"""The program of the process that does jobs, see `bot.service.job_process`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from bot.service import child_program
from bot.service.job_work import work
from render import preview
from storage.waiting_jobs import Job


def main() -> None:
    """Does jobs until nobody can ask for any."""
    child_program.serve(_done, preview.close)


def _done(line: str) -> str:
    asked = json.loads(line)
    job, now = Job.model_validate(asked["job"]), datetime.fromisoformat(asked["now"])
    return work(Path(asked["folder"]), job, now).model_dump_json()
