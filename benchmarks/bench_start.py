# ruff: noqa: INP001 - beside the scripts that use it
"""How long the program takes to serve, beside a Python that only imports the same libraries; how large it is then."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import turns
from benchmarks.running import Line, alternating, compared, free_port, listens, memory, program
from bot.service import form_registry

LIBRARIES = (
    "aiohttp docxtpl jinja2 openpyxl phonenumbers pydantic_settings sqlite_utils starlette.applications stdnum"
    " telegram.ext uvicorn"
)
IMPORTS = f"import {', '.join(LIBRARIES.split())}"
APPLICATIONS = 10_000


async def first() -> Sequence[float]:
    """As `started`, in a data folder that is made by it."""
    with tempfile.TemporaryDirectory() as folder:
        return await started(folder)


async def started(folder: str) -> Sequence[float]:
    """Seconds until a program listens, and the megabytes that it has then."""
    port = free_port()
    began = time.perf_counter()
    async with program("-m", "bot", "run", SHENBAO_DATA=folder, PORT=str(port)) as pid:
        await listens(port)
        return time.perf_counter() - began, memory(pid)


async def imported() -> Sequence[float]:
    """Seconds until Python has imported the libraries."""
    began = time.perf_counter()
    await (
        await asyncio.create_subprocess_exec(sys.executable, "-c", IMPORTS, stdout=asyncio.subprocess.DEVNULL)
    ).wait()
    return [time.perf_counter() - began]


def lines() -> Iterator[Line]:
    """The lines of the start."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(started(folder))
        ours, (peer,), made = alternating(partial(started, folder), imported, first)
    against = "Python importing the libraries"
    yield compared(f"start of an empty program until it serves; {against}", ours[0], peer, "{:.2f} s", "≤ 1.2")
    yield compared(f"the very first, which checks the forms; {against}", made[0], peer, "{:.2f} s", "–")
    registered = next(iter(form_registry.read(turns.FORMS, "netsec-insurance-pilot").values()))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as empty:
        turns.prepare(Path(folder), registered, rows=turns.FEW, applications=APPLICATIONS)
        (many, few) = alternating(partial(started, folder), partial(started, empty))
    yield compared(f"start with {APPLICATIONS:,} applications; empty", many[0], few[0], "{:.2f} s", "< 2 s")
    yield compared("its memory then; empty", many[1], few[1], "{:.0f} MB", "< 150 MB")
