# ruff: noqa: INP001 - beside the scripts that use it
"""The page beside a bare Starlette app, both with many people who have their streams open."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import aiohttp

from benchmarks.browsing import PUBLIC, Person, ceiling, steadily
from benchmarks.running import Line, alternating, compared, free_port, listens, program, spent

STATIC = Path(__file__).resolve().parent.parent / "bot" / "web" / "static"
BARE = str(Path(__file__).parent / "peers" / "bare_page.py")
PEOPLE = (100, 200)
SECONDS = 6
AT_ONCE = 20  # people who begin at the same time
SETTINGS = {"PUBLIC_URL": PUBLIC, "SHENBAO_OPERATOR": "示例", "SHENBAO_CONTACT": "010-00000000"}


@asynccontextmanager
async def page(folder: str = "", *, bare: bool) -> AsyncIterator[tuple[int, int]]:
    """The page on a data folder, an empty one if none is named, or the bare app; its process id and its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as empty:
        data = folder or empty
        arguments = (BARE, data, str(port)) if bare else ("-m", "bot", "run")
        async with program(*arguments, SHENBAO_DATA=data, PORT=str(port), **SETTINGS) as pid:
            await listens(port)
            yield pid, port


@asynccontextmanager
async def crowd(port: int, count: int) -> AsyncIterator[list[Person]]:
    """So many people, each at the first question with a stream open."""
    people = [Person(port, number) for number in range(count)]
    for first in range(0, count, AT_ONCE):
        await asyncio.gather(*(person.begin() for person in people[first : first + AT_ONCE]))
    yield people
    await asyncio.gather(*(person.leave() for person in people))


async def most(*, bare: bool) -> Sequence[float]:
    """Answers a second at the most, and milliseconds of the processor for each."""
    async with page(bare=bare) as (pid, port), crowd(port, PEOPLE[0]) as people:
        before = spent(pid)
        given = await ceiling(people, SECONDS)
        return given / SECONDS, (spent(pid) - before) / given * 1000


async def each_second(count: int, *, bare: bool) -> Sequence[float]:
    """How long the next question takes, p50 and p99 in milliseconds, where everybody answers once a second."""
    async with page(bare=bare) as (_, port), crowd(port, count) as people:
        waited = sorted(await steadily(people, SECONDS))
        return waited[len(waited) // 2] * 1000, waited[int(len(waited) * 0.99)] * 1000


async def first_visit(scripts: Sequence[str]) -> int:
    """The bytes that a first visit takes over the wire, compressed: the page, and all that it names."""
    async with page(bare=False) as (_, port), aiohttp.ClientSession(auto_decompress=False) as http:
        heads = {"Host": PUBLIC.removeprefix("http://"), "Accept-Encoding": "gzip", "Origin": PUBLIC}
        base = f"http://127.0.0.1:{port}"
        async with http.post(f"{base}/begin", headers=heads, allow_redirects=False) as answer:
            heads["Cookie"] = f"shenbao={answer.cookies['shenbao'].value}"
        async with http.get(base, headers={**heads, "Accept-Encoding": "identity"}) as answer:
            named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', await answer.text()))
            folder = next(iter(named)).rpartition("/")[0]
        named |= {f"{folder}/{script}" for script in scripts}
        size = 0
        for path in ("/", *named):
            async with http.get(f"{base}{path}", headers=heads) as answer:
                size += len(await answer.read())
        return size


def lines() -> Iterator[Line]:
    """The lines of the page."""
    ours, bare = alternating(partial(most, bare=False), partial(most, bare=True))
    yield compared("page: answers a second at the most, 100 people", ours[0], bare[0], "{:.0f}", "≥ 500/s")
    yield compared("page: processor for an answer", ours[1], bare[1], "{:.2f} ms", "≤ 3")
    for count in PEOPLE:
        ours, bare = alternating(partial(each_second, count, bare=False), partial(each_second, count, bare=True))
        yield compared(f"page: {count} people, an answer a second each, p50", ours[0], bare[0], "{:.0f} ms", "")
        yield compared("the same, p99 of the next question", ours[1], bare[1], "{:.0f} ms", "≤ 3, or 150 ms")
    scripts = [script.name for script in STATIC.glob("*.js") if script.name != "welcome.js"]  # which import each other
    yield Line("first visit, over the wire", f"{asyncio.run(first_visit(scripts)) / 1000:.0f} kB", "", "", "≤ 60 kB")
