"""The page on a port of its own: a service and a server that can be stopped and started again, and visitors to it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from bot.library import Shelved
from bot.service import Service
from bot.web import server
from bot.web.access import CHANNEL
from bot.web.security import Address
from dialogs.consent import Operator

AGREE = "同意并开始"


class Site:
    """The program as `shenbao run` puts it together, without its process."""

    def __init__(self, folder: Path, shelf: Mapping[str, Shelved], public: str = "") -> None:
        self.folder = folder
        self.shelf = shelf
        self.address = Address("127.0.0.1", _free_port(), public)
        self.service: Service

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.address.port}"

    async def __aenter__(self) -> Self:
        self.service = Service(self.folder, self.shelf, Operator(), keeping=(CHANNEL,))
        await self.service.__aenter__()
        ready = asyncio.Event()
        place = server.bind(self.address)
        self._task = asyncio.create_task(server.serve(self.service, self.shelf, self.folder, place, ready.set))
        await asyncio.wait_for(ready.wait(), 10)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self.service.__aexit__(None, None, None)

    async def restart(self) -> None:
        await self.__aexit__(None, None, None)
        await self.__aenter__()

    async def sql(self, query: str, *params: object) -> list[Any]:
        return await self.service.do(lambda store: store.db.execute(query, params).fetchall())


def _free_port() -> int:
    with server.bind(Address("127.0.0.1", 0)).at as at:
        return int(at.getsockname()[1])


class Visitor:
    """One browser, as far as it is requests."""

    def __init__(self, site: Site, **more: Any) -> None:
        self.site = site
        self.http = httpx.AsyncClient(base_url=site.url, headers={"Origin": site.url}, timeout=10, **more)

    async def begin(self) -> None:
        """A first visit, up to the first question."""
        assert (await self.http.post("/begin")).status_code == 303
        assert await self.press(AGREE) == ""

    async def send(self, **event: str) -> httpx.Response:
        return await self.http.post("/events", json={"id": uuid.uuid4().hex, **event})

    async def say(self, text: str) -> httpx.Response:
        return await self.send(kind="said", text=text)

    async def press(self, label: str) -> str:
        """Presses a button on the page by its label; returns the remark where it had no effect."""
        found = [data for data, name in _buttons(await self.page()) if name == label]
        assert found, label
        answer = await self.send(kind="pressed", data=found[-1])
        assert answer.status_code == 200
        return str(answer.json()["toast"])

    async def page(self) -> str:
        return (await self.http.get("/")).text

    @asynccontextmanager
    async def stream(self, after: int = 0) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
        """What comes by the stream: kind and data of each event."""
        async with self.http.stream("GET", "/stream", headers={"Last-Event-ID": str(after)}) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            yield _events(response)


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    kind = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        if line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


def _buttons(html: str) -> list[tuple[str, str]]:
    parts = html.split('data-press="')[1:]
    return [(part.split('"', 1)[0], part.split(">", 1)[1].split("<", 1)[0]) for part in parts]
