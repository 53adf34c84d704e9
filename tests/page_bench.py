"""The page on a port of its own: a service and a server that can be stopped and started again, and browsers at it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright, expect

from bot.library import Shelved
from bot.service import Service
from bot.web import server
from bot.web.access import CHANNEL
from bot.web.security import Address
from dialogs.engine import Operator

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (apt-get install chromium)")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1360, "height": 860}}
AGREE = "同意并开始"


class Site:
    """The program as `shenbao run` puts it together, without its process."""

    def __init__(self, folder: Path, shelf: Mapping[str, Shelved]) -> None:
        self.folder = folder
        self.shelf = shelf
        self.address = Address("127.0.0.1", _free_port())
        self.service: Service

    @property
    def url(self) -> str:
        return self.address.base

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

    async def sql(self, query: str, *params: object) -> list[Any]:
        return await self.service.do(lambda store: store.db.execute(query, params).fetchall())


def _free_port() -> int:
    with server.bind(Address("127.0.0.1", 0)).at as at:
        return int(at.getsockname()[1])


async def browser(playwright: Playwright) -> Browser:
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


class Screen:
    """One browser window of a person."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []  # what the browser complains about, CSP violations among it
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def begin(self) -> None:
        """First visit, up to the first question."""
        await self.page.goto(self.url)
        await self.page.get_by_role("button", name="开始", exact=True).click()
        await self.press(AGREE)
        await expect(self.page.locator("#m1, .message").last).to_be_visible()

    async def press(self, label: str) -> None:
        """Presses a button of the newest question, and waits until it has had its effect."""
        before = await self.page.locator("#log .message").count()
        await self.page.locator(".question").last.get_by_role("button", name=label, exact=True).click()
        await self.more_than(before)

    async def type(self, text: str) -> None:
        """Types and sends, and waits for the answer."""
        before = await self.page.locator("#log .message").count()
        await self.page.get_by_label("输入回答").fill(text)
        await self.page.get_by_role("button", name="发送").click()
        await self.more_than(before + 1)

    async def more_than(self, count: int) -> None:
        await self.page.wait_for_function(
            "count => document.querySelectorAll('#log .message').length > count", arg=count, timeout=10_000
        )

    async def asked(self) -> str:
        """The newest question."""
        return await self.page.locator(".question").last.inner_text()

    async def texts(self) -> list[str]:
        return await self.page.locator("#log .message .bubble:last-of-type").all_inner_texts()


async def screen(context: BrowserContext, url: str) -> Screen:
    return Screen(await context.new_page(), url)


def picture(name: str) -> Path | None:
    """Where a screenshot for the documentation goes, if they are to be made anew."""
    folder = os.environ.get("UPDATE_PICTURES")
    return Path(folder) / name if folder else None
