# ruff: noqa: INP001, T201 - a script that prints
"""Whether one person who sends 1,700 messages in Telegram holds up others there: `python benchmarks/telegram_burst.py`.

The program is a process of its own at the fake Bot API of the tests. Ten people send a message each two seconds, and
wait for what comes; with and without the burst, by turns, as the machine may have more to do at one time than another.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from crowd import p99, program  # noqa: E402 - the tests' folder is found now
from fake_botapi import FakeBotApi  # noqa: E402
from telegram_line import Phone  # noqa: E402

OTHERS = 10
TURNS = 2
SECONDS = 17
MESSAGES = 1_700
PATIENCE = 300.0  # seconds until it is given up that a reply comes
PAUSE = 2.0  # seconds between two messages of one of the others


async def talking(phone: Phone, begin: float, waited: list[float]) -> None:
    """Says something every now and then, for as long as a turn lasts, each time once what was said has its reply."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(begin)
    ends = loop.time() + SECONDS
    while loop.time() < ends:
        began = loop.time()
        await phone.user.send("我们的思路是先试点、再推广。")
        await phone.user.next_message(PATIENCE)
        waited.append(loop.time() - began)
        await asyncio.sleep(max(0.0, began + PAUSE - loop.time()))


async def burst(phone: Phone) -> None:
    """So many messages, evenly."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(MESSAGES):
        await asyncio.sleep(max(0.0, began + number * SECONDS / MESSAGES - loop.time()))
        await phone.user.send(f"第{number}段，我们的思路是先试点、再推广。")


async def turn(others: list[Phone], worst: Phone | None) -> list[float]:
    """How long each of the others waited for each reply, in seconds."""
    waited: list[float] = []
    sending = asyncio.create_task(burst(worst)) if worst else None
    await asyncio.gather(*(talking(phone, n * PAUSE / OTHERS, waited) for n, phone in enumerate(others)))
    if sending:
        await sending
    return waited


async def settled(phone: Phone) -> None:
    """Returns when nothing more comes to a chat."""
    count = -1
    while count != len(phone.shown):
        count = len(phone.shown)
        await asyncio.sleep(5)


async def run() -> None:
    """Prints the medians of the turns."""
    with tempfile.TemporaryDirectory() as folder:
        api = FakeBotApi()
        telegram = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
        async with api, program(Path(folder), **telegram):
            found = await by_turns([Phone(api, 100 + number) for number in range(OTHERS + 1)])
    print(f"{'ms':<8}{'p50':>8}{'p99':>8}{'most':>8}")
    for name, turns in found.items():
        p50 = statistics.median(statistics.median(one) * 1000 for one in turns)
        most = max(map(max, turns)) * 1000
        print(f"{name:<8}{p50:>8.0f}{statistics.median(map(p99, turns)):>8.0f}{most:>8.0f}")


async def by_turns(phones: list[Phone]) -> dict[str, list[list[float]]]:
    """What the turns with and without the burst came to; the last of the people sends that."""
    for phone in phones:
        await phone.agree()
        await phone.say("示例试点工作方案")
        await phone.part("二、")
    *others, worst = phones
    found: dict[str, list[list[float]]] = {"alone": [], "beside": []}
    for _ in range(TURNS):
        found["alone"].append(await turn(others, None))
        found["beside"].append(await turn(others, worst))
        await settled(worst)
    return found


if __name__ == "__main__":
    asyncio.run(run())
