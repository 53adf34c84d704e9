# ruff: noqa: INP001 - beside the scripts that use it
"""The example application exported in the chat while fifty others answer, beside docxtpl which only writes it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from benchmarks import turns
from benchmarks.bench_page import crowd, page
from benchmarks.browsing import PUBLIC, steadily
from benchmarks.running import ROOT, Line, alternating, compared

sys.path.insert(0, str(ROOT / "tests" / "support"))
import documents
from web_bench import Site, Visitor

from bot.service import form_registry
from dialogs.answers.word_count import han
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, PutAnswer
from storage.store import Store

OTHERS = 50
EXPORTS = 5
ARRIVED = b"/file/"  # what the stream has with a file
PATIENCE = 60.0  # seconds


def fill(store: Store, person: str) -> None:
    """Answers everything as the example does."""
    own = str(store.conversations.get(person).application)
    example = documents.example()
    rows: list[Change] = [
        AddRow(application=own, table=table, row=row) for table, ids in example.rows.items() for row in ids
    ]
    puts = (
        PutAnswer(application=own, step=Step(item=item, row=row), value=value, han=han(value))
        for (item, row), value in example.values.items()
    )
    store.apply(person, [*rows, *puts], turns.clock.now())


async def _prepared(folder: Path) -> dict[str, str]:
    """A data folder with the example filled in; the heads of the requests of whoever did."""
    async with Site(folder, form_registry.read(turns.FORMS, "netsec-insurance-pilot"), PUBLIC) as site:
        visitor = Visitor(site)
        visitor.http.headers.update({"Host": PUBLIC.removeprefix("http://"), "Origin": PUBLIC})
        await visitor.begin()
        [[person]] = await site.sql("SELECT person FROM conversation")
        await site.service.do(lambda store: fill(store, person))
        cookie = visitor.http.cookies["shenbao"]
    return {"Host": PUBLIC.removeprefix("http://"), "Origin": PUBLIC, "Cookie": f"shenbao={cookie}"}


async def exported() -> Sequence[float]:
    """Seconds from pressing until the file is in the chat."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        heads = await _prepared(Path(folder))
        _, port = await stack.enter_async_context(page(folder, bare=False))
        people = await stack.enter_async_context(crowd(port, OTHERS))
        http = await stack.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=heads))
        stream = await stack.enter_async_context(http.get("/stream?after=0"))
        answering = asyncio.create_task(steadily(people, 2 * EXPORTS))
        took = [await _file(http, stream) for _ in range(EXPORTS)]
        await answering
        return [sorted(took)[EXPORTS // 2]]


async def _file(http: aiohttp.ClientSession, stream: aiohttp.ClientResponse) -> float:
    began = time.perf_counter()
    event = {"id": uuid.uuid4().hex, "kind": "said", "text": "/export"}
    async with http.post("/events", json=event) as answer:
        answer.raise_for_status()
    async with asyncio.timeout(PATIENCE):
        while ARRIVED not in await stream.content.readany():
            pass
    return time.perf_counter() - began


async def written() -> Sequence[float]:
    """Seconds in which docxtpl writes the same."""
    values = turns.context(documents.FORM, documents.example(), mode="draft")
    began = time.perf_counter()
    turns.docxtpl(documents.TEMPLATE, values)
    return [time.perf_counter() - began]


def lines() -> Iterator[Line]:
    """The line of the export."""
    (ours,), (peer,) = alternating(exported, written)
    what = (
        f"export pressed until the file is in the chat, the example, {OTHERS} others answer; docxtpl writing it alone"
    )
    yield compared(what, ours, peer, "{:.2f} s", "≤ 1")
