# ruff: noqa: INP001, T201 - a script that prints
"""Whether rows by the hundreds hold up others: `python benchmarks/wide_undo.py [seconds of each part]`.

Beside fifty people who answer once a second, as in fair_share.py, one person pastes 500 rows below 2,000 of a table, as
a file, takes them back, and brings them in again; how long each of the fifty waits for a 200, which is its commit, is
measured while nothing else is done, and while each of that is done.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
from fair_share import PEOPLE, TABLE, Person, measured, p99, program

ROWS, PASTED = 2_000, 500
SECONDS = 10.0
HEADS = "公司\t行业\t联系人\t手机\t邮箱"  # in other words than the form's


async def handed_in(worst: Person, name: str, count: int) -> None:
    """A file with so many rows, added to the table."""
    lines = [f"{name}第{n}公司\t车联网\t张三\t13800138000\ta{n}@example.com" for n in range(count)]
    file = {"data": "\n".join([HEADS, *lines]).encode(), "headers": {"Content-Type": "application/octet-stream"}}
    await worst.ask("POST", f"/upload?name=a.txt&id={uuid.uuid4().hex}", **file)


async def rows(worst: Person) -> int:
    """How many rows the table has."""
    _, body = await worst.ask("GET", f"/table?table={TABLE}")
    return len(json.loads(body)["rows"])


async def until(worst: Person, count: int) -> None:
    """Returns when the table has so many rows."""
    while await rows(worst) != count:  # noqa: ASYNC110 - it is another process
        await asyncio.sleep(0.5)


async def beside(people: list[Person], seconds: float, act: Callable[[], Awaitable[object]]) -> list[float]:
    """How long the others wait while something is done, from a second after they began."""
    waiting = asyncio.create_task(measured(people, seconds))
    await asyncio.sleep(1)
    await act()
    return await waiting


async def run(seconds: float) -> None:
    """Prints the table."""
    os.environ["SHENBAO_ROWS"] = str(ROWS + PASTED)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        with tempfile.TemporaryDirectory() as folder:
            async with program(Path(folder)) as port:
                url = f"http://127.0.0.1:{port}"
                people = [Person(url, http, number) for number in range(PEOPLE)]
                worst = Person(url, http, PEOPLE)
                await asyncio.gather(*(person.begin() for person in (*people, worst)))
                await worst.send(kind="went", item=TABLE)
                await handed_in(worst, "原有", ROWS)
                await until(worst, ROWS)
                await measured(people, 5)  # warm
                acts: tuple[tuple[str, Callable[[], Awaitable[object]], int], ...] = (
                    ("pasted", lambda: handed_in(worst, "新增", PASTED), ROWS + PASTED),
                    ("taken back", lambda: worst.send(kind="command", name="undo"), ROWS),
                    ("brought in again", lambda: worst.send(kind="command", name="redo"), ROWS + PASTED),
                )
                print(f"{'ms':<18}{'alone p99':>10}{'p99':>8}{'longest':>9}{'ratio':>7}")
                for name, act, count in acts:
                    alone = await measured(people, seconds)
                    others = await beside(people, seconds, act)
                    await until(worst, count)
                    figures = p99(alone), p99(others), max(others) * 1000
                    ratio = figures[1] / figures[0]
                    print(f"{name:<18}{figures[0]:>10.0f}{figures[1]:>8.0f}{figures[2]:>9.0f}{ratio:>7.1f}")


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
