# ruff: noqa: INP001 - beside the scripts that use it
"""Many people at the page, as cheaply as can be: each has a stream open, answers, and waits for the next question."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import uuid
from collections.abc import Iterator

PUBLIC = "http://apply.example.com"  # so that everybody has an address of their own
ASKED = b"question"  # the class that a question has in the stream
PATIENCE = 60.0  # seconds
LONG_TEXT = "approach"  # a field of the form
ANSWERS = (
    "示例试点工作方案",
    "企业类（示例）",
    "2024年1月5日",
    "示例财产保险股份有限公司",
    "浙江省杭州市",
    "91330200MA0EXAM156",
    "2007年6月",
    "浙江省杭州市示例路1号",
    "20亿元",
    "沈知遥",
    "0571-88001200",
    "0571-88001299",
)  # to the first questions of the form, all invented


class Person:
    """One browser with two connections, one of them for the stream."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._heads = (
            f"Host: {PUBLIC.removeprefix('http://')}\r\nOrigin: {PUBLIC}\r\n"
            f"X-Forwarded-For: 198.51.{number // 250}.{number % 250 + 1}\r\n"
        )
        self._asked = asyncio.Event()
        self._events = self._all_events()

    @staticmethod
    def _all_events() -> Iterator[dict[str, str]]:
        """Answers to the first questions, and then piece by piece a long text."""
        yield from ({"kind": "said", "text": answer} for answer in ANSWERS)
        yield {"kind": "went", "item": LONG_TEXT}
        for number in itertools.count(1):
            yield {"kind": "said", "text": f"第{number}段，我们的思路是先试点、再推广。"}

    async def begin(self) -> None:
        """Comes to the first question of the form, and opens the stream."""
        await self._connect()
        head, _ = await self._exchange("POST", "/begin", b"")
        cookie = re.search(rb"set-cookie: (shenbao=[^;]+)", head, re.IGNORECASE)
        assert cookie, head  # noqa: S101
        self._heads += f"Cookie: {cookie[1].decode()}\r\n"
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._asked.wait(), PATIENCE)
        await self._answer({"kind": "said", "text": "同意并开始"})

    async def _connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def answer(self) -> None:
        """Sends the next answer; returns when the question after it has come."""
        await self._answer(next(self._events))

    async def _answer(self, event: dict[str, str]) -> None:
        self._asked.clear()
        body = json.dumps({"id": uuid.uuid4().hex, **event}).encode()
        head, told = await self._exchange("POST", "/events", body)
        if b" 200 " not in head[:16]:
            raise RuntimeError(head + told)
        await asyncio.wait_for(self._asked.wait(), PATIENCE)

    async def _exchange(self, method: str, path: str, body: bytes) -> tuple[bytes, bytes]:
        if self._reader.at_eof():  # a server closes what is not used for some seconds
            self._writer.close()
            await self._connect()
        heads = f"{self._heads}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{heads}".encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        return head, await self._reader.readexactly(int(length[1]) if length else 0)

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET /stream?after=0 HTTP/1.1\r\n{self._heads}\r\n".encode())
        try:
            while part := await reader.read(65536):
                if ASKED in part:
                    self._asked.set()
        finally:  # a server that waits for its streams could not end
            writer.close()

    async def leave(self) -> None:
        """Closes both connections."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        self._writer.close()


async def ceiling(people: list[Person], seconds: float) -> int:
    """How many answers all of them give who answer at once whenever they are asked."""
    end = asyncio.get_running_loop().time() + seconds
    given = itertools.count()

    async def endlessly(person: Person) -> None:
        while asyncio.get_running_loop().time() < end:
            await person.answer()
            next(given)

    await asyncio.gather(*map(endlessly, people))
    return next(given)


async def steadily(people: list[Person], seconds: int) -> list[float]:
    """How long each question took, in seconds, where everybody answers once a second.

    Counted from when it is due, whether or not the one before has come.
    """
    loop = asyncio.get_running_loop()
    begin, waited = loop.time() + 0.1, []

    async def one(person: Person, phase: float) -> None:
        for second in range(seconds):
            due = begin + phase + second
            await asyncio.sleep(max(0.0, due - loop.time()))
            await person.answer()
            waited.append(loop.time() - due)

    await asyncio.gather(*(one(person, number / len(people)) for number, person in enumerate(people)))
    return waited
