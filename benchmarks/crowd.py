# ruff: noqa: INP001 - a part of scripts
"""Fifty people who answer once a second at the whole program, which runs as a process of its own.

Each has an open stream and an address of their own, and answers on time whether or not the answer before has come; how
long each waits for its 200, which is its commit, is measured. Everything is on 127.0.0.1 and ends by itself.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import running

PEOPLE = 50
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

    async def send(self, **event: object) -> int:
        """One event; the status."""
        sent = {"id": uuid.uuid4().hex, **event}
        with suppress(aiohttp.ClientError):  # the connection had been idle for long, and was just closed
            return (await self.ask("POST", "/events", json=sent))[0]
        return (await self.ask("POST", "/events", json=sent))[0]

    async def table(self) -> dict[str, Any]:
        """The table, as a browser gets it; whoever looks too often gets it later."""
        while True:
            status, body = await self.ask("GET", f"/table?table={TABLE}")
            if status == 200:
                return dict(json.loads(body))
            await asyncio.sleep(0.5)

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


def session() -> aiohttp.ClientSession:
    """As many connections as are asked for; each person has a cookie of their own."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar())


@asynccontextmanager
async def program(folder: Path, **settings: str) -> AsyncIterator[int]:
    """The program on a port of its own, with more settings; the port."""
    port = running.free_port()
    own = {"SHENBAO_DATA": str(folder), "PORT": str(port), "PUBLIC_URL": PUBLIC, "SHENBAO_OPERATOR": "示例"}
    own |= {"SHENBAO_CONTACT": "010-00000000", "SHENBAO_FORM": "netsec-insurance-pilot"}
    async with running.program("-m", "bot", "run", at=folder, **own, **settings, PYTHONPATH=str(running.ROOT)):
        await running.listens(port)
        yield port


def p99(waited: list[float]) -> float:
    """What one in a hundred waits for, in milliseconds."""
    return sorted(waited)[int(len(waited) * 0.99)] * 1000


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
