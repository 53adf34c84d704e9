# ruff: noqa: INP001 - beside the scripts that use it
"""A turn over Telegram beside two other bots, all by polling, against the fake Bot API of the tests over real HTTP."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.running import ROOT, Line, alternating, compared, program, spent

sys.path.insert(0, str(ROOT / "tests" / "support"))
from fake_botapi import FakeBotApi
from telegram_line import Phone

PEERS = ROOT / "benchmarks" / "peers"
INSTALLED = ROOT / ".bench"  # where the peers are that nothing else needs
PEOPLE = 40
ANSWERS = ("示例试点工作方案", "示例方向", "2024年1月5日", "示例财产保险股份有限公司")


async def turn(
    arguments: Callable[[FakeBotApi], Sequence[str]], begin: Callable[[Phone], Awaitable[object]], at: Path = ROOT
) -> Sequence[float]:
    """Milliseconds of the processor that a program takes for each turn of many people, after they have begun."""
    with tempfile.TemporaryDirectory() as data:
        async with FakeBotApi() as api:
            own = {"SHENBAO_DATA": data, "TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
            own["PYTHONPATH"] = f"{at}:{INSTALLED}"
            async with program(*arguments(api), at=at, **own) as pid:
                phones = [Phone(api, number) for number in range(1, PEOPLE + 1)]
                await asyncio.gather(*map(begin, phones))
                before = spent(pid)
                await asyncio.gather(*map(_answered, phones))
                return [(spent(pid) - before) * 1000 / (PEOPLE * len(ANSWERS))]


async def _answered(phone: Phone) -> None:
    for answer in ANSWERS:
        await phone.say(answer)


def assistant(at: Path = ROOT) -> Callable[[], Awaitable[Sequence[float]]]:
    """The run of the assistant, of this checkout or of another."""
    return partial(turn, lambda _: ("-m", "bot", "telegram"), Phone.agree, at)


def _peer(script: str) -> Callable[[], Awaitable[Sequence[float]]]:
    return partial(turn, lambda api: (str(PEERS / script), api.token, api.url), lambda phone: phone.say("/start"))


def lines() -> Iterator[Line]:
    """The lines of Telegram."""
    (ours,), (echo,), (dialog,) = alternating(assistant(), _peer("echo_bot.py"), _peer("dialog_bot.py"))
    yield compared("Telegram: processor for a turn; echo bot of python-telegram-bot", ours, echo, "{:.2f} ms", "≤ 0.6")
    yield compared("the same; aiogram-dialog, which stores nothing", ours, dialog, "{:.2f} ms", "≤ 1")
