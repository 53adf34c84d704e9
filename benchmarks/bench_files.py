# ruff: noqa: INP001 - beside the scripts that use it
"""Files beside the libraries that others write and read them with; each in this process, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks import turns
from benchmarks.running import ROUNDS, Line, compared
from bot.service import form_registry

MANY = 2_000  # rows of a workbook


def _timed(*works: Callable[[], object]) -> list[list[float]]:
    """The milliseconds of the processor for each of the works, ROUNDS times in turn."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, found, strict=True):
            began = time.process_time()
            work()
            times.append((time.process_time() - began) * 1000)
    return found


def _documents() -> Iterator[Line]:
    registered = form_registry.read(turns.FORMS)["netsec-insurance-pilot/2023"]
    for rows, aim in ((turns.FEW, "≤ 1/15"), (turns.MANY, "≤ 1/8")):
        values = turns.document(registered, rows)
        ours, peer = _timed(*(partial(way, registered.template, values) for way in (turns.ours, turns.docxtpl)))
        yield compared(f"DOCX with {rows:,} rows; docxtpl", ours, peer, "{:.0f} ms", aim)


def lines() -> Iterator[Line]:
    """The lines of files."""
    yield from _documents()
