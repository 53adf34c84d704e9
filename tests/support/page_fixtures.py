"""Windows at the page, as fixtures for the conftest.py of a folder whose tests are in a browser.

One browser serves all these tests of a process: to start one takes longer than most of them. It belongs to the event
loop that it was started on, so the tests (`page_bench.in_browser`), and the servers that they look at, are on that loop
too. Nobody meets anybody else: each window has cookies and a store of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio
from fake_botapi import FakeBotApi
from harness import small_shelf
from page_bench import CHROMIUM, DESKTOP, Opens, Screen
from places import FORMS, PILOT
from playwright.async_api import Browser, async_playwright
from waiting import PATIENCE
from web_bench import Site

from bot.service import form_registry

# Parts of the browser that a test has no use for. For each window it would load two pages of its own for the address
# line, which takes more of a processor than what is tested. It minds only the last such list: the rest is Playwright's.
WITHOUT = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
# These persons press nothing by mistake: what is new takes their press at once.
PRACTISED = """
    const after = window.setTimeout;
    window.setTimeout = (work, delay, ...more) => after(work, delay === 500 ? 0 : delay, ...more);
"""
on_the_loop_of_the_browser = partial(pytest_asyncio.fixture, loop_scope="session")


@on_the_loop_of_the_browser(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", f"--disable-features={','.join(WITHOUT)}"],
            timeout=PATIENCE * 1000,
        )
        yield started
        await started.close()


@on_the_loop_of_the_browser()
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with Site(tmp_path / "data", small_shelf(tmp_path)) as opened:
        yield opened


@on_the_loop_of_the_browser()
async def official(tmp_path: Path) -> AsyncIterator[Site]:
    """The page with the official form."""
    async with Site(tmp_path / "official", form_registry.read(FORMS, PILOT.parent.name)) as opened:
        yield opened


@on_the_loop_of_the_browser()
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@on_the_loop_of_the_browser()
async def windows(browser: Browser, site: Site) -> AsyncIterator[Opens]:
    """Opens windows of persons who are new; what went wrong in any of them fails the test."""
    opened: list[Screen] = []

    async def open_(**options: Any) -> Screen:
        context = await browser.new_context(**{**DESKTOP, "locale": "zh-CN", **options})
        await context.add_init_script(PRACTISED)
        opened.append(Screen(await context.new_page(), site.url))
        return opened[-1]

    yield open_
    for screen in opened:
        await screen.page.context.close()
    for screen in opened:
        screen.check()


@on_the_loop_of_the_browser()
async def screen(windows: Opens) -> Screen:
    return await windows()
