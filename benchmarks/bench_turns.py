# ruff: noqa: INP001 - beside the scripts that use it
"""Turns without any network: how they grow, and how many are committed in a second."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite3

from benchmarks import turns
from benchmarks.browsing import ANSWERS
from benchmarks.running import ROUNDS, Line, compared
from bot.service import form_registry
from bot.service.writer import Service
from dialogs.turn.events import Command, Said
from dialogs.turn.notice import Operator

PEOPLE = 200


def _commits(seconds: float = 1.0) -> float:
    """How many rows a second are committed by themselves, with FULL."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("CREATE TABLE event (number INTEGER PRIMARY KEY, text TEXT)")
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            db.execute("INSERT INTO event (text) VALUES ('示例')")
            count += 1
        return count / (time.perf_counter() - began)


async def _durable() -> float:
    """How many answers a second are committed that many people hand in, each after the one before."""
    registered = form_registry.read(turns.FORMS, "netsec-insurance-pilot")
    with tempfile.TemporaryDirectory() as folder:
        async with Service(Path(folder), registered, Operator(), keeping=("page",)) as service:
            ids = itertools.count()

            async def said(person: str, text: str) -> None:
                await service.submit(Said(id=str(next(ids)), person=person, text=text, ref=str(next(ids))))

            async def begun(person: str) -> None:
                await service.submit(Command(id=str(next(ids)), person=person, name="start"))
                await said(person, "同意并开始")

            async def answered(person: str) -> None:
                for answer in ANSWERS:
                    await said(person, answer)

            people = [f"page:{number}" for number in range(PEOPLE)]
            await asyncio.gather(*map(begun, people))
            began = time.perf_counter()
            await asyncio.gather(*map(answered, people))
            return PEOPLE * len(ANSWERS) / (time.perf_counter() - began)


def lines() -> Iterator[Line]:
    """The lines of turns."""
    pairs = [(asyncio.run(_durable()), _commits()) for _ in range(ROUNDS)]
    ours, peer = zip(*pairs, strict=True)
    yield compared("turns a second through the service; one FULL commit at a time", ours, peer, "{:.0f}", "≥ 1,500/s")
    registered = form_registry.read(turns.FORMS, "netsec-insurance-pilot")
    for kind, times in turns.turns(next(iter(registered.values()))):
        base = times[turns.FEW, turns.ONE]
        for size, what in (
            ((turns.MANY, turns.ONE), "10,000 rows; at 10"),
            ((turns.FEW, turns.CROWD), "20,000 applications; at 1"),
        ):
            yield compared(f"{kind}, at {what}", [times[size]], [base], "{:.2f} ms", "≤ 1.2")
