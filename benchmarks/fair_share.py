# ruff: noqa: INP001, T201 - a script that prints
"""Whether one person can hold up fifty others: `python benchmarks/fair_share.py [seconds of each part [ways]]`.

The whole program runs as a process of its own. Fifty people, each with an open stream, answer once a second, on time
whether or not the answer before has come; how long each waits for its 200, which is its commit, is measured: beside one
who does the worst that the limits allow, in one way after the other, and with nobody else, by turns, as the machine may
have more to do at one time than at another; of the turns it is the median that is told. Everything is on 127.0.0.1 and
ends by itself.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import openpyxl

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 50
SECONDS = 15.0
TURNS = 3  # of each way, with and without
PUBLIC = "http://apply.example.com"  # so that everybody has an address of their own
TEXT, TABLE = "approach", "clients"  # a long text of the form, and a table
HEADS = {"Host": "apply.example.com", "Origin": PUBLIC}


class Person:
    """One browser, at an address of its own."""

    def __init__(self, url: str, http: aiohttp.ClientSession, number: int) -> None:
        self._url = url
        self._http = http
        self.heads = {**HEADS, "X-Forwarded-For": f"198.51.{number // 250}.{number % 250 + 1}"}

    async def ask(self, method: str, path: str, **more: object) -> tuple[int, bytes]:
        """One request; the status and the body."""
        heads = {**self.heads, **more.pop("headers", {})}  # type: ignore[dict-item]
        async with self._http.request(
            method,
            f"{self._url}{path}",
            headers=heads,
            allow_redirects=False,
            **more,  # type: ignore[arg-type]
        ) as answer:
            if cookie := answer.cookies.get("shenbao"):
                self.heads["Cookie"] = f"shenbao={cookie.value}"
            return answer.status, await answer.read()

    async def send(self, **event: str) -> int:
        """One event; the status."""
        sent = {"id": uuid.uuid4().hex, **event}
        with suppress(aiohttp.ClientError):  # the connection had been idle for long, and was just closed
            return (await self.ask("POST", "/events", json=sent))[0]
        return (await self.ask("POST", "/events", json=sent))[0]

    async def begin(self) -> None:
        """A first visit, up to a long text."""
        await self.ask("POST", "/begin")
        await self.send(kind="said", text="同意并开始")
        await self.send(kind="said", text="示例试点工作方案")
        await self.send(kind="went", item=TEXT)

    async def listen(self) -> None:
        """The stream, for as long as it is there."""
        with suppress(aiohttp.ClientError):
            async with self._http.get(f"{self._url}/stream", headers=self.heads) as answer:
                async for _ in answer.content.iter_any():
                    pass


async def answering(person: Person, begin: float, seconds: float, waited: list[float]) -> None:
    """Answers once a second; every answer begins on time."""
    loop = asyncio.get_running_loop()

    async def one(number: int) -> None:
        began = loop.time()
        status = 999
        with suppress(aiohttp.ClientError):
            status = await person.send(kind="said", text=f"第{number}段，我们的思路是先试点、再推广。")
        waited.append(loop.time() - began if status == 200 else 1000.0 + status)

    async with asyncio.TaskGroup() as tasks:
        for number in range(int(seconds)):
            await asyncio.sleep(max(0.0, begin + number - loop.time()))
            tasks.create_task(one(number))


async def measured(people: list[Person], seconds: float) -> list[float]:
    """How long everybody waited for each answer, in seconds."""
    waited: list[float] = []
    now = asyncio.get_running_loop().time()
    phases = (now + number / len(people) for number in range(len(people)))
    await asyncio.gather(*(answering(p, at, seconds, waited) for p, at in zip(people, phases, strict=True)))
    return waited


async def endlessly(*calls: Callable[[], Awaitable[object]]) -> None:
    """Each call again and again, as fast as it is answered."""

    async def one(call: Callable[[], Awaitable[object]]) -> None:
        while True:
            with suppress(aiohttp.ClientError):
                await call()
            await asyncio.sleep(0.01)

    await asyncio.gather(*map(one, calls))


async def connections(worst: Person, port: int) -> None:
    """Streams without end, and requests whose head never ends."""

    async def half() -> None:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: ")
            await asyncio.sleep(5)
            writer.close()

    await asyncio.gather(*(endlessly(worst.listen) for _ in range(600)), *(endlessly(half) for _ in range(300)))


async def long_texts(worst: Person, _: int) -> None:
    """The longest text, begun again and again."""
    await worst.send(kind="went", item=TEXT)
    texts = (f"{number}" + "我们的网络安全保险服务方案，" * 3_400 for number in itertools.count())
    await endlessly(lambda: worst.send(kind="said", text=next(texts)), lambda: worst.send(kind="said", text="重新写"))


async def rows(worst: Person, _: int) -> None:
    """A table filled to its limit, as many rows in one message as there may be."""
    await worst.send(kind="went", item=TABLE)
    lines = "\n".join(f"示例第{n}公司\t张三\t13800138000" for n in range(200))
    await endlessly(lambda: worst.send(kind="said", text=lines), lambda: worst.ask("GET", f"/table?table={TABLE}"))


async def files(worst: Person, _: int) -> None:
    """Every file of a full table, several at once, and the preview."""
    paths = ("/download/sheets", "/download/word", "/download/pdf", "/preview")
    await endlessly(
        *(lambda path=path: worst.ask("GET", path) for path in (*paths, *paths)),  # type: ignore[misc]
        lambda: worst.send(kind="command", name="export"),
    )


async def workbooks(worst: Person, _: int) -> None:
    """Large workbooks, several at once."""
    book = openpyxl.Workbook()
    for number in range(2_000):
        book.active.append([f"示例第{number}公司{column}" for column in range(8)])
    book.save(content := io.BytesIO())
    send = {"data": content.getvalue(), "headers": {"Content-Type": "application/octet-stream"}}
    where = "/upload?name=a.xlsx&id="
    await endlessly(*(lambda: worst.ask("POST", where + uuid.uuid4().hex, **send) for _ in range(10)))


async def codes(worst: Person, _: int) -> None:
    """Wrong codes and invitations, and forms with very many fields."""
    await endlessly(
        lambda: worst.ask("POST", "/code", data={"code": "AAAAAAAA"}),
        lambda: worst.ask("POST", "/code", data=b"a&" * 262_000),
        lambda: worst.send(kind="command", name="join"),
        lambda: worst.ask("POST", "/join/AAAAAAAA"),
    )


async def looks(worst: Person, _: int) -> None:
    """Everything that there is to look at, at once."""
    paths = ("/", "/files", "/earlier?before=999999", f"/table?table={TABLE}", "/nothing", "/stream?after=0")
    await endlessly(*(lambda path=path: worst.ask("GET", path) for path in (*paths, *paths)))  # type: ignore[misc]


async def messages(worst: Person, _: int) -> None:
    """Commands and presses, twenty at once."""
    await endlessly(*(lambda: worst.send(kind="said", text="/help") for _ in range(20)))


WAYS = (messages, connections, long_texts, rows, looks, files, workbooks, codes)


def attack(way: Callable[[Person, int], Awaitable[None]], heads: dict[str, str], port: int) -> None:
    """Does the worst in one way until it is killed; on a machine of its own, as far as that goes on this one."""
    os.nice(10)

    async def endless() -> None:
        async with session() as http:
            worst = Person(f"http://127.0.0.1:{port}", http, PEOPLE)
            worst.heads = heads
            await way(worst, port)

    asyncio.run(endless())


def session() -> aiohttp.ClientSession:
    """As many connections as are asked for; each person has a cookie of their own."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar())


@asynccontextmanager
async def program(folder: Path, **settings: str) -> AsyncIterator[int]:
    """The program on a port of its own, with more settings; the port."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    own = {"SHENBAO_DATA": str(folder), "PORT": str(port), "PUBLIC_URL": PUBLIC, "SHENBAO_OPERATOR": "示例", "CI": "1"}
    own |= settings | {
        "SHENBAO_CONTACT": "010-00000000",
        "PYTHONPATH": str(ROOT),
        "SHENBAO_FORM": "netsec-insurance-pilot",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=folder, env={**os.environ, **own}, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield port
    finally:
        process.terminate()
        await process.wait()


def p99(waited: list[float]) -> float:
    """What one in a hundred waits for, in milliseconds."""
    return sorted(waited)[int(len(waited) * 0.99)] * 1000


def line(name: str, alone: list[list[float]], beside: list[list[float]]) -> None:
    """Prints what the turns of a way came to."""
    figures = []
    for turns in (alone, beside):
        figures.append(statistics.median(statistics.median(turn) * 1000 for turn in turns))
        figures.append(statistics.median(map(p99, turns)))
    lost = sum(one >= 1000 for turn in beside for one in turn)
    print(f"{name:<14}{''.join(f'{one:>9.0f}' for one in figures)}{figures[3] / figures[1]:>8.1f}{lost:>9}", flush=True)


async def by_turns(
    way: Callable[[Person, int], Awaitable[None]], people: list[Person], worst: Person, port: int, seconds: float
) -> None:
    """Measures with and without one who does the worst in a way, and prints it."""
    alone, beside = [], []
    for _ in range(TURNS):
        alone.append(await measured(people, seconds))
        other = multiprocessing.get_context("spawn").Process(target=attack, args=(way, worst.heads, port))
        other.start()  # a process of its own, lest measuring suffer from it
        await asyncio.sleep(2)
        beside.append(await measured(people, seconds))
        other.kill()
        await asyncio.sleep(3)
    line(way.__name__.replace("_", " "), alone, beside)


@asynccontextmanager
async def crowd(**settings: str) -> AsyncIterator[tuple[list[Person], Person, int]]:
    """The program with so many people at work, each with an open stream, one besides, and the port."""
    async with session() as http:
        with tempfile.TemporaryDirectory() as folder:
            async with program(Path(folder), **settings) as port:
                url = f"http://127.0.0.1:{port}"
                people = [Person(url, http, number) for number in range(PEOPLE)]
                worst = Person(url, http, PEOPLE)
                await asyncio.gather(*(person.begin() for person in (*people, worst)))
                streams = [asyncio.create_task(person.listen()) for person in people]
                try:
                    await measured(people, 5)  # warm
                    yield people, worst, port
                finally:
                    for stream in streams:
                        stream.cancel()
                    await asyncio.gather(*streams, return_exceptions=True)


async def run(seconds: float, ways: Collection[str]) -> None:
    """Prints the table."""
    began = time.time()
    async with crowd() as (people, worst, port):
        heads = ("alone p50", "p99", "p50", "p99")
        print(f"{'ms, beside':<14}{''.join(f'{head:>9}' for head in heads)}{'ratio':>8}{'refused':>9}")
        for way in WAYS:
            if not ways or way.__name__ in ways:
                await by_turns(way, people, worst, port, seconds)
    print(f"{time.time() - began:.0f} s in all")


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, sys.argv[2:]))
