# ruff: noqa: INP001, T201 - a script that prints
"""Whether one person can hold up fifty others: `python benchmarks/fair_share.py [seconds of each part [ways]]`.

How long each waits for an answer, see crowd.py, is measured: beside one who does the worst that the limits allow, in
one way after the other, and with nobody else, by turns, as the machine may have more to do at one time than at another;
of the turns it is the median that is told.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import multiprocessing
import os
import statistics
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

import aiohttp
import openpyxl
from crowd import PEOPLE, TABLE, TEXT, Person, crowd, measured, p99, session

SECONDS = 15.0
TURNS = 3  # of each way, with and without


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
    pages = (
        "\n".join(f"示例第{n}公司\t制造业\t张三\t138{n:08}\t{n}@example.com" for n in range(page, page + 200))
        for page in itertools.count(0, 200)
    )
    await endlessly(
        lambda: worst.send(kind="said", text=next(pages)), lambda: worst.ask("GET", f"/table?table={TABLE}")
    )


async def cells(worst: Person, _: int) -> None:
    """As many rows as there may be in one paste, into the cells beside the chat, and all of them deleted again."""
    lines = "\n".join(f"示例第{n}公司\t制造业\t张三\t138{n:08}\t{n}@example.com" for n in range(200))

    async def once() -> None:
        table = await worst.table()
        place = {"application": table["application"], "table": TABLE}
        pasted = {"item": table["columns"][0]["id"], "rows": [], "text": lines, "seen": table["seen"]}
        await worst.send(kind="pasted", **place, **pasted)
        row, *more = (id_ for id_, *_ in (await worst.table())["rows"])
        await worst.send(kind="arranged", what="drop", **place, row=row, more=more)

    await endlessly(once)


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


WAYS = (messages, connections, long_texts, rows, cells, looks, files, workbooks, codes)


def attack(way: Callable[[Person, int], Awaitable[None]], heads: dict[str, str], port: int) -> None:
    """Does the worst in one way until it is killed; on a machine of its own, as far as that goes on this one."""
    os.nice(10)

    async def endless() -> None:
        async with session() as http:
            worst = Person(f"http://127.0.0.1:{port}", http, PEOPLE)
            worst.heads = heads
            await way(worst, port)

    asyncio.run(endless())


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
