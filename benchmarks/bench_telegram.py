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
CROWD = 200
ANSWERS = ("示例试点工作方案", "企业类（示例）", "2024年1月5日", "示例财产保险股份有限公司")
ROUND_TRIP = 0.05  # seconds to Telegram and back
RATE = 26  # messages a second, just below what we send: Telegram takes 30, of which we leave a tenth
SECONDS = 8


class Bot(NamedTuple):
    """A bot that can be started."""

    arguments: Callable[[FakeBotApi, str], Sequence[str]]  # given the port of its webhook, "" for polling
    begin: Callable[[Phone], Awaitable[object]]  # how somebody begins with it
    at: Path = ROOT  # its checkout
    libraries: Path | None = None  # those of the peers; ours runs on what is locked


def assistant(at: Path = ROOT, *, paced: bool = True) -> Bot:
    """Ours, of this checkout or of another; `paced` as Telegram wants it."""
    started = ("-m", "bot", "telegram") if paced else (str(PEERS.parent / "unpaced.py"),)
    return Bot(lambda *_: started, Phone.agree, at)


def _peer(script: str) -> Bot:
    def arguments(api: FakeBotApi, port: str) -> Sequence[str]:
        return (str(PEERS / script), api.token, api.url, *([port] if port else []))

    return Bot(arguments, lambda phone: phone.say("/start"), libraries=INSTALLED)


@asynccontextmanager
async def served(bot: Bot, *, webhook: bool = False, rtt: float = 0.0) -> AsyncIterator[tuple[int, list[Phone]]]:
    """The program of a bot with a crowd that has begun; its process id, and they."""
    port = str(free_port()) if webhook else ""
    with tempfile.TemporaryDirectory() as data:
        async with FakeBotApi() as api:
            own = {"SHENBAO_DATA": data, "TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
            if webhook:
                own["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
                own |= {"TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}", "TELEGRAM_WEBHOOK_SECRET": "example"}
            own["PYTHONPATH"] = f"{bot.at}:{bot.libraries}" if bot.libraries else str(bot.at)
            async with program(*bot.arguments(api, port), at=bot.at, **own) as pid:
                phones = [Phone(api, number) for number in range(1, CROWD + 1)]
                await asyncio.gather(*map(bot.begin, phones))
                api.rtt = rtt
                yield pid, phones
                await asyncio.sleep(2 * rtt)  # for what is still under way


async def processor(bot: Bot, *, webhook: bool = False) -> Sequence[float]:
    """Milliseconds of the processor that a program takes for a turn, of many people who answer as soon as asked."""
    async with served(bot, webhook=webhook) as (pid, phones):
        before = spent(pid)
        await asyncio.gather(*(_answered(phone, []) for phone in phones))
        return [(spent(pid) - before) * 1000 / (CROWD * len(ANSWERS))]


async def processor_at_ease(bot: Bot) -> Sequence[float]:
    """The same where the answers come one by one, as many in a second as Telegram lets be answered."""
    async with served(bot) as (pid, phones):
        before = spent(pid)
        waited = await _answered_evenly(phones)
        return [(spent(pid) - before) * 1000 / len(waited)]


async def _answered(phone: Phone, waited: list[float]) -> None:
    for answer in ANSWERS:
        began = time.perf_counter()
        await phone.say(answer)
        waited.append(time.perf_counter() - began)


async def throughput(bot: Bot) -> Sequence[float]:
    """Turns a second of people who answer as soon as they are asked, and the p99 of the next question in seconds."""
    async with served(bot, rtt=ROUND_TRIP) as (_, phones):
        waited: list[float] = []
        began = time.perf_counter()
        await asyncio.gather(*(_answered(phone, waited) for phone in phones))
        return len(waited) / (time.perf_counter() - began), _p99(waited)


async def at_the_limit(*, webhook: bool) -> Sequence[float]:
    """The p99 of the next question in milliseconds, where as many answer in a second as Telegram lets be answered."""
    async with served(assistant(), webhook=webhook, rtt=ROUND_TRIP) as (_, phones):
        return [_p99(await _answered_evenly(phones)) * 1000]


async def _answered_evenly(phones: Sequence[Phone]) -> list[float]:
    """What people who answer RATE times a second in all wait for the next question, in seconds."""
    waited: list[float] = []
    begin = time.perf_counter()

    async def one(number: int) -> None:
        await asyncio.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
        began = time.perf_counter()
        await phones[number % CROWD].say(ANSWERS[number // CROWD])
        waited.append(time.perf_counter() - began)

    await asyncio.gather(*map(one, range(RATE * SECONDS)))
    return waited


def _p99(waited: list[float]) -> float:
    return sorted(waited)[int(len(waited) * 0.99)]


def lines() -> Iterator[Line]:
    """The lines of Telegram."""
    echo, dialog = _peer("echo_bot.py"), _peer("dialog_bot.py")
    unpaced = assistant(paced=False)  # as the bots beside it are
    for way, webhook in (("polling", False), ("webhook", True)):
        runs = (partial(processor, bot, webhook=webhook) for bot in (unpaced, echo, dialog))
        what = f"Telegram, {way}, {CROWD} chats, no pause: processor for a turn"
        yield from _beside_both(what, alternating(*runs), "≤ 0.6", "≤ 1")
    runs = (partial(processor_at_ease, bot) for bot in (assistant(), echo, dialog))
    yield from _beside_both(f"the same by polling, {RATE} answers a second one by one", alternating(*runs), "–", "–")
    ours, library, dialogs = alternating(*(partial(throughput, bot) for bot in (unpaced, echo, dialog)))
    what = f"turns a second with {ROUND_TRIP * 1000:.0f} ms to Telegram and back, {CROWD} chats, no pause"
    yield compared(f"{what}; the echo bot", ours[0], library[0], "{:.0f}", "≥ 400/s")
    yield compared("the same; aiogram-dialog", ours[0], dialogs[0], "{:.0f}", "≥ 400/s")
    yield compared("p99 of the next question there; the echo bot", ours[1], library[1], "{:.2f} s", "< 1 s")
    polling, hook = alternating(*(partial(at_the_limit, webhook=webhook) for webhook in (False, True)))
    for way, runs in (("polling", polling), ("webhook", hook)):
        what = f"{way}: p99 of the next question at {RATE} answers a second; the round trip"
        yield compared(what, runs[0], [ROUND_TRIP * 1000], "{:.0f} ms", "20 ms more")


def _beside_both(what: str, runs: Sequence[Sequence[Sequence[float]]], echo: str, dialog: str) -> Iterator[Line]:
    """The lines of one figure of ours and both bots, with what is to be reached beside each."""
    (ours,), (library,), (dialogs,) = runs
    yield compared(f"{what}; echo bot of python-telegram-bot", ours, library, "{:.2f} ms", echo)
    yield compared("the same; aiogram-dialog, which stores nothing", ours, dialogs, "{:.2f} ms", dialog)
