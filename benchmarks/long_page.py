# ruff: noqa: INP001, T201 - a script that prints
"""How the chat page keeps up with a long conversation: `python benchmarks/long_page.py`. Needs Chromium.

Two windows of two persons at one server, with few and with many messages, all of them laid into the page so that the
browser finds them. Turn by turn a button is pressed in one and then in the other; what is timed is from the press until
the next question is drawn. The ratio is what counts: both wait for the same server and disk.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from a fresh checkout
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from page_bench import CHROMIUM, PHONE, Screen
from playwright.async_api import Browser, async_playwright
from web_bench import Site

from bot import clock
from bot.service import form_registry
from dialogs.turn.events import Said
from dialogs.turn.messages import Ask, Say
from storage.page_log import NEWEST
from storage.store import Store

FORMS = Path(__file__).resolve().parent.parent / "forms"
FEW, MANY = 50, 2000
PRESSES = 40
SLOWER = (1, 4)  # times: a phone's processor beside this machine's
PATIENCE = 120_000  # milliseconds
TIMED = """(label) => new Promise((done) => {
    const newest = () => [...document.getElementById("log").lastElementChild.querySelectorAll(".question")].at(-1);
    const before = newest();
    const drawn = new MessageChannel();
    let began = 0;
    drawn.port1.onmessage = () => done(performance.now() - began);
    new MutationObserver((_, observer) => {
        if (newest() === before) return;
        observer.disconnect();
        requestAnimationFrame(() => drawn.port2.postMessage(""));
    }).observe(document.getElementById("log"), { childList: true, subtree: true });
    const button = [...before.querySelectorAll("button")].find((one) => one.textContent === label);
    began = performance.now();
    button.click();
})"""


def lengthen(store: Store, person: str, count: int) -> None:
    """Puts more of what was said last into a person's log, up to so many messages."""
    asked = next(m.reply for m in reversed(store.page_log.before(person, NEWEST, 10)) if isinstance(m.reply, Ask))
    for number in range(count // 2):
        said = Said(id=f"{person}:filler-{number}", person=person, text="示例", ref=f"{person}:filler-{number}")
        store.page_log.keep(person, None, Say(text=f"第 {number} 个回答"), clock.now(), said)
        store.page_log.keep(person, None, asked, clock.now())


async def opened(browser: Browser, site: Site, count: int) -> Screen:
    """A phone's window with so many messages, at the second question."""
    context = await browser.new_context(**PHONE, locale="zh-CN")
    screen = Screen(await context.new_page(), site.url)
    await screen.begin()
    await screen.type("示例试点工作方案")
    person = str(await screen.page.locator("body").get_attribute("data-person"))
    await site.service.do(lambda store: lengthen(store, person, count))
    await screen.page.reload()
    await screen.page.wait_for_function(
        "count => document.querySelectorAll('#log .message').length >= count", arg=count, timeout=PATIENCE
    )
    return screen


async def slow_down(screen: Screen, times: int) -> None:
    """Has the processor of a window be so many times slower than this machine's."""
    devtools = await screen.page.context.new_cdp_session(screen.page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})


async def pressed(screen: Screen) -> float:
    """Milliseconds for a question back, after which one goes on again."""
    await screen.page.bring_to_front()
    took = await screen.page.evaluate(TIMED, "上一题")
    await screen.page.evaluate(TIMED, "保留原答案")
    return float(took)


async def measured() -> dict[int, dict[int, float]]:
    """The median milliseconds by how many times slower the processor is, and by how many messages there are."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        async with Site(Path(folder) / "data", form_registry.read(FORMS)) as site, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            screens = {count: await opened(browser, site, count) for count in (FEW, MANY)}
            for times in SLOWER:
                for screen in screens.values():
                    await slow_down(screen, times)
                found[times] = await medians(screens)
            await browser.close()
    return found


async def medians(screens: dict[int, Screen]) -> dict[int, float]:
    """The median milliseconds of presses in one window and the other by turns."""
    took: dict[int, list[float]] = {count: [] for count in screens}
    for _ in range(PRESSES):
        for count, screen in screens.items():
            took[count].append(await pressed(screen))
    return {count: statistics.median(times) for count, times in took.items()}


def main() -> None:
    """Prints the medians and their ratios."""
    for times, took in asyncio.run(measured()).items():
        few, many = took[FEW], took[MANY]
        told = f"{few:.0f} ms at {FEW} messages, {many:.0f} ms at {MANY:,}, ratio {many / few:.2f}"
        print(f"from a press to the next question, processor × {times}: {told}")


if __name__ == "__main__":
    main()
