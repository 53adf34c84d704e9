"""A process that is killed at any moment loses no answer that it had confirmed."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from places import ROOT

from storage.database import NAME, connect

ROUNDS = 6
AT_ONCE = 8
# Hands in numbered answers, each of a person of its own, and prints the number of each one that is confirmed.
ANSWERING = f"""
import asyncio, itertools, sys
from pathlib import Path
from bot.service import form_registry
from bot.service.writer import Service
from dialogs.turn.notice import Operator
from dialogs.turn.events import Command, Pressed, Said

async def main(folder, first):
    numbers = itertools.count(first)

    async def answer(running):
        for number in numbers:
            person = f"console:{{number}}"
            await running.submit(Pressed(id=f"{{number}} agrees", person=person, data="0.agree"))
            await running.submit(Said(id=f"{{number}} says", person=person, text=f"第{{number}}个项目"))
            print(number, flush=True)

    async with Service(folder, form_registry.read(Path("forms"), "research-project"), Operator()) as running:
        await asyncio.gather(*(answer(running) for _ in range({AT_ONCE})))

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def confirmed_until_killed(folder: Path, first: int, seconds: float) -> list[int]:
    """The numbers that a process confirmed before it was killed, so long after its first."""
    command = [sys.executable, "-c", ANSWERING, folder, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="ascii") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        process.kill()
        lines += process.stdout.readlines()
    # The last line may have been cut off by the kill.
    return [int(line) for line in lines if line.endswith("\n")]


@pytest.mark.drill
def test_no_confirmed_answer_is_lost_by_kill_9(tmp_path: Path) -> None:
    chance = Random(9)  # noqa: S311 - when to kill
    confirmed: list[int] = []
    for number in range(ROUNDS):
        found = confirmed_until_killed(tmp_path, number * 100_000, chance.uniform(0, 0.15))
        assert found, "the process began and confirmed something, so the kill before left a sound database and no lock"
        confirmed += found
    assert (tmp_path / NAME).exists()
    with closing(connect(tmp_path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = set(db.execute("SELECT person, value FROM answer WHERE field = 'project'"))
    assert {(f"console:{number}", f"第{number}个项目") for number in confirmed} <= kept
    assert len(kept) <= len(confirmed) + ROUNDS * AT_ONCE, "and nothing was done twice"
