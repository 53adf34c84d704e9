"""Browsers at the page: a real Chromium, phone or desktop, and what a person does in it."""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as TooLate
from waiting import PATIENCE
from web_bench import AGREE, buttons

# The server closes connections that lie idle, maybe as one is used again. A browser asks anew then, a request of
# Playwright only if told to; an event that comes twice is one, by its id.
ONCE_MORE = 1
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
in_browser = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (apt-get install chromium)"),
    pytest.mark.asyncio(loop_scope="session"),  # that of the one browser
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1360, "height": 860}}
COLOURS = 64  # of a picture: ink, paper and what lies between them at the edges of letters
EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DROP = """([name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, {type}));
    document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
PRESS = """(label) => {
    const asked = [...document.querySelectorAll('#log .question')].at(-1);
    const button = [...asked.querySelectorAll('button')].find((one) => one.textContent === label && !one.disabled);
    button?.click();
    return button ? asked.id : null;
}"""

expect.set_options(timeout=PATIENCE * 1000)


class Screen:
    """One browser window of a person."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []  # what the browser complains about, violations of the policy among it
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.set_default_timeout(PATIENCE * 1000)

    @property
    def log(self) -> Locator:
        return self.page.locator("#log .message")

    @property
    def question(self) -> Locator:
        return self.page.locator("#log .question").last

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("输入回答")

    async def begin(self) -> None:
        """Up to the first question, where it is shown at once: the visit itself is made of requests alone."""
        requests = self.page.context.request  # with the cookies of the window
        await requests.post(f"{self.url}/begin", headers={"Origin": self.url}, max_redirects=0)
        [agrees] = [data for data, label in buttons(await (await requests.get(self.url)).text()) if label == AGREE]
        event = {"id": uuid.uuid4().hex, "kind": "pressed", "data": agrees}
        assert (await requests.post(f"{self.url}/events", headers={"Origin": self.url}, data=event)).ok
        await self.page.goto(self.url)

    async def begin_by_hand(self) -> None:
        """The same as a person does it: a first visit, the button there, and that of the first message."""
        await self.page.goto(self.url)
        await self.page.get_by_role("button", name="开始", exact=True).click()
        await self.press(AGREE)

    async def press(self, label: str) -> None:
        """Presses a button of the newest question, and waits until it has had its effect."""
        asked = None
        async with asyncio.timeout(PATIENCE):
            while asked is None:  # another question may come meanwhile, with a button of the same name
                with suppress(TooLate):
                    button = self.question.get_by_role("button", name=label, exact=True)
                    await button.click(
                        trial=True, timeout=PATIENCE * 20
                    )  # it can be: a click may be too late, and done
                    asked = await self.page.evaluate(PRESS, label)
        await self.next_question(asked)

    async def type(self, text: str) -> None:
        """Types and sends, and waits for the next question."""
        asked = await self.question.get_attribute("id")
        await self.send(text)
        await self.next_question(asked)

    async def send(self, text: str) -> None:
        await self.input.fill(text)
        await self.page.get_by_role("button", name="发送", exact=True).click()

    async def next_question(self, before: str | None) -> None:
        await self.page.wait_for_function(
            "before => [...document.querySelectorAll('#log .question')].at(-1)?.id !== before", arg=before
        )

    async def own(self) -> list[str]:
        """What the person has said, in order."""
        return await self.page.locator("#log .own .bubble").all_inner_texts()

    async def open(self, view: str) -> None:
        """Opens what stands beside the conversation."""
        await self.page.locator(".tabs").get_by_role("button", name=view).click()

    async def menu(self, entry: str) -> None:
        asked = await self.question.get_attribute("id")
        await self.page.get_by_text("菜单", exact=True).click()
        chosen = self.page.locator("#menu").get_by_role("button", name=entry, exact=True)
        command = await chosen.get_attribute("data-command")
        await chosen.click()
        if command:
            await self.next_question(asked)

    async def sees(self, text: str) -> None:
        await expect(self.question).to_contain_text(text)

    async def fits(self) -> bool:
        """Whether nothing sticks out at the side."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))

    async def photograph(self, name: str, of: Locator | None = None) -> None:
        """A picture for the documentation, when they are to be made anew: UPDATE_PICTURES=docs pytest …"""
        if folder := os.environ.get("UPDATE_PICTURES"):
            await self.page.wait_for_timeout(500)
            taken = Image.open(BytesIO(await (of or self.page).screenshot())).convert("RGB")
            taken.quantize(COLOURS).save(Path(folder) / name, optimize=True)  # a third of the size

    def check(self) -> None:
        """The browser found nothing wrong, apart from the line that was cut on purpose."""
        found = [fault for fault in self.faults if not any(part in fault for part in EXPECTED)]
        assert not found, found


Opens = Callable[..., Awaitable[Screen]]


async def drop(screen: Screen, name: str, content: bytes, kind: str = XLSX) -> None:
    await screen.page.evaluate(DROP, [name, kind, b64encode(content).decode()])
