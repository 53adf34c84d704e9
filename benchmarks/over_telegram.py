# ruff: noqa: INP001, T201 - a script that prints
"""The processor time of a turn over Telegram: `python benchmarks/over_telegram.py [other checkout]`.

The whole program runs as a process of its own against the fake Bot API of the tests, over real HTTP; many persons
answer their first questions. With another checkout both run in turn, and the ratio of this one to that is printed.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from fake_botapi import FakeBotApi
from telegram_line import Phone

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 40
ANSWERS = ("示例试点工作方案", "示例方向", "2024年1月5日", "示例财产保险股份有限公司")
ROUNDS = 3
TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """The processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def answered(phone: Phone) -> None:
    """One person's answers, each after its question."""
    for answer in ANSWERS:
        await phone.say(answer)


async def measured(root: Path) -> float:
    """Milliseconds of processor time for each turn of the program in `root`."""
    with tempfile.TemporaryDirectory() as data:
        async with FakeBotApi() as api:
            environment = {**os.environ, "PYTHONPATH": str(root), "SHENBAO_DATA": data, "TELEGRAM_TOKEN": api.token}
            program = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "telegram", cwd=root, env={**environment, "TELEGRAM_API_URL": api.url}
            )
            try:
                phones = [Phone(api, number) for number in range(1, PEOPLE + 1)]
                await asyncio.gather(*(phone.agree() for phone in phones))
                before = spent(program.pid)
                await asyncio.gather(*map(answered, phones))
                return (spent(program.pid) - before) * 1000 / (PEOPLE * len(ANSWERS))
            finally:
                program.terminate()
                await program.wait()


def main() -> None:
    """Prints the medians."""
    roots = [ROOT, *map(Path, sys.argv[1:2])]
    found: dict[Path, list[float]] = {root: [] for root in roots}
    for root in [*roots, *reversed(roots)] * ROUNDS:
        found[root].append(asyncio.run(measured(root)))
    medians = [statistics.median(found[root]) for root in roots]
    print(f"processor time of a turn over Telegram: {medians[0]:.2f} ms")
    if len(medians) > 1:
        print(f"in the other checkout: {medians[1]:.2f} ms; ratio {medians[0] / medians[1]:.2f}")


if __name__ == "__main__":
    main()
