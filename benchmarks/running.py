# ruff: noqa: INP001 - beside the scripts that use it
"""Programs beside each other: started, asked how much of the processor they took, ended; and one line of a table."""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")
STARTING = 30.0  # seconds


class Line(NamedTuple):
    """One line of the table: what was measured, ours and the peer's figure, their ratio, and what is aimed at."""

    what: str
    ours: str
    peer: str
    ratio: str
    aim: str


def compared(what: str, ours: Sequence[float], peer: Sequence[float], unit: str, aim: str) -> Line:
    """The line of the medians of runs that alternated; `unit` is a format such as "{:.1f} ms"."""
    mine, other = statistics.median(ours), statistics.median(peer)
    return Line(what, unit.format(mine), unit.format(other), f"{mine / other:.2f}", aim)


def alternating(*runs: Callable[[], Awaitable[Sequence[float]]]) -> list[list[list[float]]]:
    """What each of the runs gives, one after the other, ROUNDS times: of each run, for each of its figures, all."""
    found: list[list[Sequence[float]]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, figures in zip(runs, found, strict=True):
            figures.append(asyncio.run(run()))  # type: ignore[arg-type]
    return [[list(one) for one in zip(*figures, strict=True)] for figures in found]


def spent(pid: int) -> float:
    """The processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    """The most memory that a process has had so far, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@asynccontextmanager
async def program(*arguments: str, at: Path = ROOT, **settings: str) -> AsyncIterator[int]:
    """A Python program in a process of its own, with these settings in its environment; its process id."""
    environment: Mapping[str, str] = {**os.environ, "CI": "1", "PYTHONPATH": str(at), **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=at, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def listens(port: int) -> None:
    """Returns when somebody listens at a port."""
    async with asyncio.timeout(STARTING):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)
