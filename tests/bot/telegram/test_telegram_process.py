"""`shenbao telegram` as its own process: what it says when it cannot run, and what is left after kill -9."""

import asyncio
import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Capture, failed
from fake_botapi import FakeBotApi
from places import ROOT
from telegram_line import Phone, rows
from waiting import PATIENCE, until

pytest_plugins = ["fake_botapi.fixtures", "command_line_fixtures"]
KILLS = 6
QUEUED = 200
# The same command, in a hurry (1 s of rest for each of some hundred messages is too long for a test), and with
# everything in its log that we write ourselves.
HURRIED = """
import logging, sys
from bot.telegram import patience, sender
sender.REST = sender.INTERVAL = 0.0
patience.FIRST_WAIT = 0.05
logging.getLogger("bot").setLevel(logging.DEBUG)
from bot.__main__ import main
sys.exit(main(["telegram"]))
"""


def environment(api: FakeBotApi, folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "SHENBAO_"))}
    own = {"TELEGRAM_API_URL": api.url, "TELEGRAM_TOKEN": api.token, "SHENBAO_DATA": str(folder), **more}
    return {**clean, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **own}


async def ended(api: FakeBotApi, folder: Path, **more: str) -> tuple[int | None, str]:
    """Runs the command until it ends by itself; its status and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "telegram"),
        env=environment(api, folder, SHENBAO_FORM="training-signup", **more),
        cwd=folder,  # no .env of ours
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, said.decode()


WRONG = "123456789:WRONG_bbbbbbbbbbbbbbbbbbbbbbbbbbbb-"


@pytest.mark.usefixtures("elsewhere")
def test_without_a_token_it_says_so(capsys: Capture) -> None:
    assert failed(capsys, "telegram").startswith("没有设置 TELEGRAM_TOKEN")


@pytest.mark.drill
@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ({"TELEGRAM_TOKEN": WRONG}, "Telegram 不认识 TELEGRAM_TOKEN 里的令牌"),
        ({"TELEGRAM_TOKEN": "WRONG"}, "Telegram 不认识 TELEGRAM_TOKEN 里的令牌"),
        ({"TELEGRAM_WEBHOOK_URL": "https://hook.example/"}, "使用 webhook 必须设置 TELEGRAM_WEBHOOK_SECRET"),
        (
            {"TELEGRAM_WEBHOOK_URL": "x", "TELEGRAM_WEBHOOK_SECRET": "y", "TELEGRAM_WEBHOOK_LISTEN": "there"},
            "不能在 there 上接收",
        ),
    ],
)
async def test_what_is_set_up_wrong_is_said_plainly(
    api: FakeBotApi, tmp_path: Path, setting: dict[str, str], begins: str
) -> None:
    status, said = await ended(api, tmp_path, **setting)
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith(begins)
    assert "WRONG" not in said


@pytest.mark.official
async def test_a_token_that_is_taken_back_ends_the_program(api: FakeBotApi, tmp_path: Path) -> None:
    running = asyncio.create_task(ended(api, tmp_path))
    await until(lambda: api.state.commands)
    token, api.state.token = api.state.token, WRONG
    api.state.updates.end_poll("the end of the token")
    status, said = await running
    assert status == 1
    assert said.splitlines()[-1].startswith("Telegram 不认识")
    assert token.partition(":")[2] not in said


class Assistant:
    """The process, started anew after each kill."""

    def __init__(self, api: FakeBotApi, folder: Path) -> None:
        self._environment = environment(api, folder)
        self._folder = folder
        self.log = folder / "log"

    async def start(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", HURRIED), env=self._environment, cwd=self._folder, stdout=log, stderr=log
            )


async def killed_after(process: asyncio.subprocess.Process, begun: Callable[[], object], seconds: float) -> None:
    """Kills the process at some moment of its work."""
    try:
        await until(begun)
        await asyncio.sleep(seconds)
    finally:
        process.kill()
        await process.wait()


@pytest.mark.drill
@pytest.mark.official
async def test_kill_at_any_moment_loses_and_doubles_nothing(api: FakeBotApi, tmp_path: Path) -> None:
    chance = random.Random(2023)  # noqa: S311 - moments, not secrets
    phone, assistant = Phone(api), Assistant(api, tmp_path)
    process = await assistant.start()
    await phone.user.send("/start")
    await phone.read()
    await phone.press("同意并开始")
    await phone.part("试点方案")
    await killed_after(process, lambda: True, 0)

    texts = [f"机密工作思路{number:03}。" for number in range(1, QUEUED + 1)]
    for text in texts:
        await phone.user.send(text)
    api.rtt = 0.004
    left: list[tuple[int, int]] = []
    for _ in range(KILLS):
        polls = len(api.calls_of("getUpdates"))
        process = await assistant.start()
        await killed_after(process, lambda polls=polls: len(api.calls_of("getUpdates")) > polls, chance.uniform(0, 0.5))
        left.append((len(api.state.updates.waiting), len(rows(tmp_path, "SELECT * FROM outbox"))))
        for _ in range(5):
            texts.append(f"机密工作思路{len(texts) + 1:03}。")
            await phone.user.send(texts[-1])
    process = await assistant.start()
    try:
        await until(lambda: f"已写 {len(texts)} 段" in phone.shown[-1].text)
        await until(lambda: not rows(tmp_path, "SELECT * FROM outbox"))
    finally:
        process.terminate()
        await process.wait()

    assert [text for (text,) in rows(tmp_path, "SELECT text FROM draft_part ORDER BY id")] == texts
    told = [int(found[1]) for message in phone.shown if (found := re.search(r"已写 (\d+) 段", message.text))]
    assert list(dict.fromkeys(told)) == sorted(set(told))  # in order, but for those that newer ones replaced
    assert len(told) <= len(set(told)) + KILLS  # at most the one under way came twice
    assert max(left) > (100, 0), "no kill came in the middle of the work"
    log = assistant.log.read_text("utf-8")
    assert api.token.partition(":")[2] not in log
    assert "机密" not in log
