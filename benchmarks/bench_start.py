# ruff: noqa: INP001 - beside the scripts that use it
"""How long the program takes to serve its first page, beside a Python that only imports the same libraries."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

from benchmarks.running import Line, alternating, compared, free_port, listens, program

LIBRARIES = (
    "aiohttp docxtpl jinja2 openpyxl phonenumbers pydantic_settings sqlite_utils starlette.applications stdnum"
    " telegram.ext uvicorn"
)
IMPORTS = f"import {', '.join(LIBRARIES.split())}"


async def started() -> Sequence[float]:
    """Seconds until an empty program listens."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        async with program("-m", "bot", "run", SHENBAO_DATA=folder, PORT=str(port)):
            await listens(port)
            return [time.perf_counter() - began]


async def imported() -> Sequence[float]:
    """Seconds until Python has imported the libraries."""
    began = time.perf_counter()
    await (
        await asyncio.create_subprocess_exec(sys.executable, "-c", IMPORTS, stdout=asyncio.subprocess.DEVNULL)
    ).wait()
    return [time.perf_counter() - began]


def lines() -> Iterator[Line]:
    """The line of the start."""
    (ours,), (peer,) = alternating(started, imported)
    yield compared(
        "start of an empty program until it serves; Python importing the libraries", ours, peer, "{:.2f} s", "≤ 1.2"
    )
