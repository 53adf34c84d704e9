"""The page on a port of its own: a service and a server that can be stopped and started again, and visitors to it."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Self

import httpx
import pytest
import uvicorn
from harness import begin
from ports import free_port
from waiting import PATIENCE

from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.web import limits, server
from bot.web.address import Address
from bot.web.sessions import CHANNEL
from dialogs.turn.notice import Operator

AGREE = "同意并开始"
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # to read whom all the world trusts takes longer than most visits
limits.SLOWED = 0.0  # seconds that whoever comes too fast waits
LOOKS = 0.01  # seconds between two looks of a server whether it is to end, which are 0.1 and as long as many a visit
hurried: Any = SimpleNamespace(**{**vars(asyncio), "sleep": lambda *_: asyncio.sleep(LOOKS)})
uvicorn.server.asyncio = hurried
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type] - httpcore looks for it at each request, as if for the first time


class Site:
    """The program as `shenbao run` puts it together, without its process."""

    def __init__(self, folder: Path, registry: Mapping[str, RegisteredForm], public: str = "") -> None:
        self.folder = folder
        self.registry = registry
        self.address = Address("127.0.0.1", free_port(), public)
        self.service: Service

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.address.port}"

    async def __aenter__(self) -> Self:
        begin(self.folder)
        async with AsyncExitStack() as stack:
            service = Service(self.folder, self.registry, Operator(), keeping=(CHANNEL,))
            self.service = await stack.enter_async_context(service)
            await stack.enter_async_context(served(self.address, self.registry, self.folder, service))
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def restart(self) -> None:
        await self.__aexit__(None, None, None)
        await self.__aenter__()

    async def sql(self, query: str, *params: object) -> list[Any]:
        return await self.service.do(lambda store: store.db.execute(query, params).fetchall())


@asynccontextmanager
async def served(
    address: Address, registry: Mapping[str, RegisteredForm], folder: Path, service: Service
) -> AsyncIterator[None]:
    """The page on a service, as `shenbao run` serves it."""
    ready = asyncio.Event()
    task = asyncio.create_task(server.serve(service, registry, folder, server.bind(address), ready.set))
    try:
        await asyncio.wait_for(ready.wait(), PATIENCE)
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Visitor:
    """One browser, as far as it is requests."""

    def __init__(self, site: Site, **more: Any) -> None:
        self.site = site
        self.http = browser(site.url, **more)

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
        found = [data for data, name in buttons(await self.page()) if name == label]
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
            yield events_of(response)


def browser(url: str, **more: Any) -> httpx.AsyncClient:
    """What sends a browser's requests, with its cookies."""
    return httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=PATIENCE, verify=NOBODY, **more)


async def events_of(response: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Kind and data of each event of a stream."""
    kind = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        if line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


async def until_message(events: Any, wanted: str) -> list[tuple[str, dict[str, Any]]]:
    """What comes, up to the message that has the words."""
    got = []
    async with asyncio.timeout(PATIENCE):
        async for kind, data in events:
            got.append((kind, data))
            if kind == "message" and wanted in data["html"]:
                return got
    pytest.fail(f"{wanted} never came")


def buttons(html: str) -> list[tuple[str, str]]:
    """The buttons of a page, each with what it sends and its label."""
    parts = html.split('data-press="')[1:]
    return [(part.split('"', 1)[0], part.split(">", 1)[1].split("<", 1)[0]) for part in parts]
