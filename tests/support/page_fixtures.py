"""Windows at the page, as fixtures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from page_bench import CHROMIUM, DESKTOP, Opens, Screen
from places import FORMS
from playwright.async_api import Browser, async_playwright
from web_bench import Site

from bot.service import form_registry


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.fixture
async def windows(browser: Browser, site: Site) -> AsyncIterator[Opens]:
    """Opens windows of persons who are new; what went wrong in any of them fails the test."""
    opened: list[Screen] = []

    async def open_(**options: Any) -> Screen:
        context = await browser.new_context(**{**DESKTOP, "locale": "zh-CN", **options})
        opened.append(Screen(await context.new_page(), site.url))
        return opened[-1]

    yield open_
    for screen in opened:
        screen.check()


@pytest.fixture
async def screen(windows: Opens) -> Screen:
    return await windows()


@pytest.fixture
async def official(tmp_path: Path) -> AsyncIterator[Site]:
    """The page with the official form."""
    async with Site(tmp_path / "official", form_registry.read(FORMS)) as opened:
        yield opened
