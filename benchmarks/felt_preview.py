# ruff: noqa: INP001, T201 - a script that prints
"""How soon the preview follows: `python -m benchmarks.felt_preview`. Needs Chromium, LibreOffice and poppler.

One person has the example open beside its preview, and changes an answer now and then. What is timed is from the answer
committed until the picture of the page in view is in the browser.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import async_playwright

from benchmarks import turns
from benchmarks.bench_export import fill
from benchmarks.running import ROOT
from bot.service import form_registry

sys.path.insert(0, str(ROOT / "tests" / "support"))
from page_bench import CHROMIUM, DESKTOP
from web_bench import Site, Visitor

ANSWERS = 7
BETWEEN = 2.0  # seconds in which somebody thinks
DRAWN = """before => {
    const page = document.querySelector("#preview figure img");
    return page && page.src !== before && page.complete && page.naturalWidth > 0 && page.src;
}"""


async def measured() -> list[float]:
    """The seconds of each answer."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with tempfile.TemporaryDirectory() as folder:
            async with Site(Path(folder), form_registry.read(turns.FORMS, "netsec-insurance-pilot")) as site:
                visitor = Visitor(site)
                await visitor.begin()
                [[person]] = await site.sql("SELECT person FROM conversation")
                await site.service.do(lambda store: fill(store, person))
                page = await browser.new_page(**DESKTOP)
                cookie = {"name": "shenbao", "value": visitor.http.cookies["shenbao"], "url": site.url}
                await page.context.add_cookies([cookie])
                await page.goto(site.url)
                await page.locator(".tabs button[data-view=preview]").click()
                shown, took = await page.wait_for_function(DRAWN, arg=""), list[float]()
                for number in range(ANSWERS):
                    await visitor.send(kind="went", item="direction", row="")
                    await asyncio.sleep(BETWEEN)
                    await visitor.say(f"企业类（示例{number}）")
                    began = time.perf_counter()
                    shown = await page.wait_for_function(DRAWN, arg=await shown.json_value(), polling=10)
                    took.append(time.perf_counter() - began)
        await browser.close()
    return took


if __name__ == "__main__":
    seconds = asyncio.run(measured())
    print(f"median {statistics.median(seconds):.2f} s of {', '.join(f'{one:.2f}' for one in seconds)}")
