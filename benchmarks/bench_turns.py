# ruff: noqa: INP001 - beside the scripts that use it
"""Turns without any network: how they grow, and how many are committed in a second."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite3

from benchmarks import turns
from benchmarks.browsing import ANSWERS, LONG_TEXT
from benchmarks.running import ROUNDS, Line, compared
from bot import clock
from bot.service import form_registry
from bot.service.writer import Service
from dialogs.turn.events import Command, Said, Went
from dialogs.turn.messages import Say
from dialogs.turn.notice import Operator
from storage.store import Store

PEOPLE = 200
PERSON = "page:person"
TURNS = 40
PIECES, PIECE = 40, 1_200  # messages of a long text, and the characters of each: nearly all that a text may have
MESSAGES = 50_000  # that a conversation has kept


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


async def _pieces() -> dict[int, float]:
    """The median milliseconds of a turn that adds to a long text, by how many pieces it has."""
    found = {}
    async with _one_person() as (service, said):
        await service.submit(Went(id="went", person=PERSON, item=LONG_TEXT))
        for pieces in (0, PIECES):
            for number in range(pieces):
                await said(f"{number}" + "我们的思路是先试点、再推广。" * (PIECE // 14))
            found[pieces] = await _median(said, "我们的思路是先试点、再推广。")
    return found


async def _messages() -> dict[int, float]:
    """The median milliseconds of going to a question and answering it, by how many messages are kept."""
    found = {}
    async with _one_person() as (service, said):

        async def answered(text: str) -> None:
            await service.submit(Went(id=f"to {text} {len(found)}", person=PERSON, item="plan_name"))
            await said(text)

        for messages in (0, MESSAGES):
            await service.do(partial(_keep, count=messages))
            found[messages] = await _median(answered, "示例试点工作方案")
    return found


def _keep(store: Store, count: int) -> None:
    for number in range(count):
        said = Said(id=f"kept{number}", person=PERSON, text="示例", ref=f"kept{number}")
        store.page_log.keep(PERSON, None, Say(text=f"第 {number} 个回答"), clock.now(), said)


@asynccontextmanager
async def _one_person() -> AsyncIterator[tuple[Service, Callable[[str], Awaitable[object]]]]:
    """A service with one person at the first question, and what has them say something."""
    registered = form_registry.read(turns.FORMS, "netsec-insurance-pilot")
    ids = map(str, itertools.count())
    with tempfile.TemporaryDirectory() as folder:
        async with Service(Path(folder), registered, Operator(), keeping=("page",)) as service:

            async def said(text: str) -> None:
                await service.submit(Said(id=(id_ := next(ids)), person=PERSON, text=text, ref=id_))

            await service.submit(Command(id="start", person=PERSON, name="start"))
            await said("同意并开始")
            yield service, said


async def _median(said: Callable[[str], Awaitable[object]], text: str) -> float:
    times = []
    for number in range(TURNS):
        began = time.perf_counter()
        await said(f"{text}{number}")
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def lines() -> Iterator[Line]:
    """The lines of turns."""
    pairs = [(asyncio.run(_durable()), _commits()) for _ in range(ROUNDS)]
    ours, peer = zip(*pairs, strict=True)
    yield compared("turns a second through the service; one FULL commit at a time", ours, peer, "{:.0f}", "≥ 1,500/s")
    registered = form_registry.read(turns.FORMS, "netsec-insurance-pilot")
    for kind, times in turns.turns(next(iter(registered.values()))):
        for size, what in ((turns.LONG, "10,000 rows; at 10"), (turns.WIDE, "20,000 applications; at 1")):
            yield compared(f"{kind}, at {what}", [times[size]], [times[turns.SMALL]], "{:.2f} ms", "≤ 1.2")
    for what, work in (
        (f"a piece of a long text, after {PIECES} of {PIECE:,} characters; the first", _pieces),
        (f"a question gone to and answered, after {MESSAGES:,} kept messages; the first", _messages),
    ):
        runs = [asyncio.run(work()) for _ in range(ROUNDS)]
        few, many = ([run[size] for run in runs] for size in runs[0])
        yield compared(what, many, few, "{:.2f} ms", "≤ 1.2")
