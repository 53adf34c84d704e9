# ruff: noqa: INP001, T201 - a script that prints
"""How the page's table keeps up with many rows: `python benchmarks/wide_table.py`. Needs Chromium.

Two windows of two persons at one server, with 20 and with 2,000 rows of 表1. Turn by turn a cell is typed in one and in
the other. Timed are: from opening the view until the rows are drawn; from Enter until the next cell is there to be
typed into, and until the server has committed the cell. The ratios are what counts: both wait for the same server.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from page_bench import CHROMIUM, DESKTOP, Screen
from playwright.async_api import Browser, async_playwright
from web_bench import Site

from bot import clock
from bot.service import form_registry
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, PutAnswer
from storage.store import Store

FORMS = Path(__file__).resolve().parent.parent / "forms"
FEW, MANY = 20, 2000
CELLS = 30
OPENINGS = 5
VALUES = {
    "clients.company": "示例{}有限公司",
    "clients.industry": "软件开发",
    "clients.contact": "王芳",
    "clients.mobile": "13800138000",
    "clients.email": "a{}@example.com",
}
DRAWN = """() => new Promise((done) => {
    const began = performance.now();
    const settled = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    document.addEventListener("cells", settled, { once: true });
    document.querySelector('#table [data-table="clients"]').click();
})"""
TYPED = """([row, text]) => new Promise((done) => {
    const line = document.querySelectorAll(".lines .line:not(.heads)")[row];
    const cell = line.children[1];
    cell.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
    document.activeElement.value = text;
    document.activeElement.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const began = performance.now();
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(enter);
    let next = 0;
    requestAnimationFrame(() => (next = performance.now() - began));
    const look = setInterval(() => {
        if (cell.classList.contains("sending") || !next) return;
        clearInterval(look);
        done([next, performance.now() - began]);
    }, 1);
})"""


def filled(store: Store, person: str, count: int) -> None:
    """Gives a person's application so many rows."""
    application = store.conversations.get(person).application or ""
    for number in range(count):
        row = f"row{count}-{number}"
        answers = [
            PutAnswer(application=application, step=Step(item=item, row=row), value=value.format(number))
            for item, value in VALUES.items()
        ]
        store.apply(person, [AddRow(application=application, table="clients", row=row), *answers], clock.now())


async def opened(browser: Browser, site: Site, count: int) -> Screen:
    """A window with so many rows."""
    context = await browser.new_context(**DESKTOP, locale="zh-CN")
    screen = Screen(await context.new_page(), site.url)
    await screen.begin()
    person = str(await screen.page.locator("body").get_attribute("data-person"))
    await site.service.do(lambda store: filled(store, person, count))
    await screen.page.reload()
    await screen.open("表格")
    await screen.page.locator(".lines").wait_for()
    return screen


async def main() -> None:
    """Prints the medians and their ratios."""
    times: dict[int, tuple[list[float], ...]] = {FEW: ([], [], []), MANY: ([], [], [])}
    with tempfile.TemporaryDirectory() as folder:
        registry = form_registry.read(FORMS)
        title = next(iter(registry.values())).form.tables["joint_units"].title
        async with Site(Path(folder) / "data", registry) as site, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            screens = {count: await opened(browser, site, count) for count in times}
            for _ in range(OPENINGS):
                for count, screen in screens.items():
                    await screen.page.bring_to_front()
                    times[count][0].append(await screen.page.evaluate(DRAWN))
                    await screen.page.locator('#table [data-table="joint_units"]').click()
                    await screen.page.locator(f'.cells[aria-label="{title}"]').wait_for()
            for screen in screens.values():
                await screen.page.evaluate(DRAWN)
            for number in range(CELLS):
                for count, screen in screens.items():
                    await screen.page.bring_to_front()
                    took = await screen.page.evaluate(TYPED, [number % FEW, f"某某{number}有限公司"])
                    for kept, one in zip(times[count][1:], took, strict=True):
                        kept.append(one)
            await browser.close()
    for name, at in (("opening the table", 0), ("from Enter to the next cell", 1), ("from Enter to committed", 2)):
        few, many = (statistics.median(times[count][at]) for count in (FEW, MANY))
        print(f"{name}: {few:.0f} ms at {FEW} rows, {many:.0f} ms at {MANY:,}; ratio {many / few:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
