# ruff: noqa: INP001 - beside the scripts that use it
"""A turn over Telegram beside two other bots, against the fake Bot API of the tests over real HTTP."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.running import ROOT, Line, alternating, compared, free_port, program, spent

sys.path.insert(0, str(ROOT / "tests" / "support"))
from fake_botapi import FakeBotApi
from telegram_line import Phone

PEERS = ROOT / "benchmarks" / "peers"
INSTALLED = ROOT / ".bench"  # where the peers are that nothing else needs
PEOPLE = 40
CROWD = 200  # where it is about how many are answered in a second
ANSWERS = ("示例试点工作方案", "示例方向", "2024年1月5日", "示例财产保险股份有限公司")
ROUND_TRIP = 0.05  # seconds to Telegram and back
RATE = 26  # messages a second, just below what we send: Telegram takes 30, of which we leave a tenth
SECONDS = 8


class Bot(NamedTuple):
    """A bot that can be started: the arguments of its program, how somebody begins with it, and its checkout."""

    arguments: Callable[[FakeBotApi, str], Sequence[str]]  # the port of its webhook, "" for polling
    begin: Callable[[Phone], Awaitable[object]]
    at: Path = ROOT


def assistant(at: Path = ROOT, *, paced: bool = True) -> Bot:
    """Ours, of this checkout or of another; `paced` as Telegram wants it."""
    started = ("-m", "bot", "telegram") if paced else (str(PEERS.parent / "unpaced.py"),)
    return Bot(lambda *_: started, Phone.agree, at)


def _peer(script: str) -> Bot:
    def arguments(api: FakeBotApi, port: str) -> Sequence[str]:
        return (str(PEERS / script), api.token, api.url, *([port] if port else []))

    return Bot(arguments, lambda phone: phone.say("/start"))


@asynccontextmanager
async def served(
    bot: Bot, people: int, *, webhook: bool = False, rtt: float = 0.0
) -> AsyncIterator[tuple[int, list[Phone]]]:
    """The program of a bot with so many people who have begun; its process id, and they."""
    port = str(free_port()) if webhook else ""
    with tempfile.TemporaryDirectory() as data:
        async with FakeBotApi() as api:
            own = {"SHENBAO_DATA": data, "TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
            if webhook:
                own["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
                own |= {"TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}", "TELEGRAM_WEBHOOK_SECRET": "example"}
            own["PYTHONPATH"] = f"{bot.at}:{INSTALLED}"
            async with program(*bot.arguments(api, port), at=bot.at, **own) as pid:
                phones = [Phone(api, number) for number in range(1, people + 1)]
                await asyncio.gather(*map(bot.begin, phones))
                api.rtt = rtt
                yield pid, phones
                await asyncio.sleep(2 * rtt)  # for what is still under way


async def processor(bot: Bot, *, webhook: bool = False) -> Sequence[float]:
    """Milliseconds of the processor that a program takes for each turn of many people."""
    async with served(bot, PEOPLE, webhook=webhook) as (pid, phones):
        before = spent(pid)
        await asyncio.gather(*(_answered(phone, []) for phone in phones))
        return [(spent(pid) - before) * 1000 / (PEOPLE * len(ANSWERS))]


async def _answered(phone: Phone, waited: list[float]) -> None:
    for answer in ANSWERS:
        began = time.perf_counter()
        await phone.say(answer)
        waited.append(time.perf_counter() - began)


async def throughput(bot: Bot) -> Sequence[float]:
    """Turns a second of people who answer as soon as they are asked, and the p99 of the next question in seconds."""
    async with served(bot, CROWD, rtt=ROUND_TRIP) as (_, phones):
        waited: list[float] = []
        began = time.perf_counter()
        await asyncio.gather(*(_answered(phone, waited) for phone in phones))
        return len(waited) / (time.perf_counter() - began), _p99(waited)


async def at_the_limit() -> Sequence[float]:
    """The p99 of the next question in milliseconds, where as many answer in a second as Telegram lets be answered."""
    async with served(assistant(), CROWD, rtt=ROUND_TRIP) as (_, phones):
        waited: list[float] = []
        begin = time.perf_counter()

        async def one(number: int) -> None:
            await asyncio.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            began = time.perf_counter()
            await phones[number % CROWD].say(ANSWERS[0])
            waited.append(time.perf_counter() - began)

        await asyncio.gather(*map(one, range(RATE * SECONDS)))
        return [_p99(waited) * 1000]


def _p99(waited: list[float]) -> float:
    return sorted(waited)[int(len(waited) * 0.99)]


def lines() -> Iterator[Line]:
    """The lines of Telegram."""
    echo, dialog = _peer("echo_bot.py"), _peer("dialog_bot.py")
    for way, webhook in (("polling", False), ("webhook", True)):
        runs = (partial(processor, bot, webhook=webhook) for bot in (assistant(), echo, dialog))
        (ours,), (library,), (dialogs,) = alternating(*runs)
        what = f"Telegram, {way}: processor for a turn; echo bot of python-telegram-bot"
        yield compared(what, ours, library, "{:.2f} ms", "≤ 0.6")
        yield compared("the same; aiogram-dialog, which stores nothing", ours, dialogs, "{:.2f} ms", "≤ 1")
    ours, library, dialogs = alternating(*(partial(throughput, bot) for bot in (assistant(paced=False), echo, dialog)))
    what = f"turns a second with {ROUND_TRIP * 1000:.0f} ms to Telegram and back, {CROWD} chats, no pause"
    yield compared(f"{what}; the echo bot", ours[0], library[0], "{:.0f}", "≥ 400/s")
    yield compared("the same; aiogram-dialog", ours[0], dialogs[0], "{:.0f}", "≥ 400/s")
    yield compared("p99 of the next question there; the echo bot", ours[1], library[1], "{:.2f} s", "< 1 s")
    (ours,) = alternating(at_the_limit)
    what = f"p99 of the next question at {RATE} messages a second; the round trip"
    yield compared(what, ours[0], [ROUND_TRIP * 1000], "{:.0f} ms", "20 ms more")
