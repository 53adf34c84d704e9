"""The page and Telegram in one process: what happens to one is no matter of the other. And how every mode ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from fake_botapi import FakeBotApi
from harness import small_shelf
from places import ROOT
from ports import free_port
from telegram_line import hurry, settings
from waiting import PATIENCE, until
from web_bench import browser

from bot import composition
from bot.telegram import channel

pytest_plugins = ["fake_botapi.fixtures"]
WRONG = "123456789:WRONG_bbbbbbbbbbbbbbbbbbbbbbbbbbbb-"


@asynccontextmanager
async def running(api: FakeBotApi, folder: Path, **more: str) -> AsyncIterator[httpx.AsyncClient]:
    """`shenbao run` without its process."""
    port = free_port()
    chosen = settings(api, SHENBAO_DATA=str(folder / "data"), PORT=str(port), **more)
    task = asyncio.create_task(composition.serve(chosen, small_shelf(folder), ()))
    try:
        async with browser(f"http://127.0.0.1:{port}") as http:
            yield http
        assert not task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def state(http: httpx.AsyncClient) -> str:
    """What the page says of Telegram."""
    with suppress(httpx.TransportError):  # it begins
        answer = await http.get("/healthz")
        assert answer.status_code == 200
        return str(answer.json()["channels"].get("telegram"))
    return ""


async def becomes(http: httpx.AsyncClient, wanted: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while await state(http) != wanted:  # noqa: ASYNC110 - it is asked over the line
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(composition, "FIRST_WAIT", 0.05)


async def test_a_token_that_is_taken_back_stops_telegram_alone_until_it_holds_again(
    api: FakeBotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(api, tmp_path) as http:
        await becomes(http, "served")
        token, api.state.token = api.state.token, WRONG
        api.state.updates.end_poll("the end of the token")
        await becomes(http, "stopped")
        assert (await http.post("/begin")).status_code == 303
        assert "tried again in 0.05 s: bad_token" in caplog.text
        assert "Telegram 不认识 TELEGRAM_TOKEN 里的令牌" in capsys.readouterr().err
        assert token.partition(":")[2] not in caplog.text
        api.state.token = token
        await becomes(http, "served")


@pytest.mark.parametrize(
    "wrong",
    [
        {"TELEGRAM_TOKEN": WRONG},
        {"TELEGRAM_WEBHOOK_URL": "https://hook.example/"},
        {"TELEGRAM_WEBHOOK_URL": "x", "TELEGRAM_WEBHOOK_SECRET": "y", "TELEGRAM_WEBHOOK_LISTEN": "there"},
    ],
)
async def test_telegram_set_up_wrong_keeps_no_page_from_beginning(
    api: FakeBotApi, tmp_path: Path, wrong: dict[str, str]
) -> None:
    async with running(api, tmp_path, **wrong) as http:
        await becomes(http, "stopped")
        assert (await http.post("/begin")).status_code == 303


async def test_so_does_a_fault_of_ours(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(channel, "serve", fail)
    async with running(api, tmp_path) as http:
        await becomes(http, "stopped")
    assert "Telegram has stopped" in caplog.text


@pytest.mark.drill
@pytest.mark.parametrize("mode", ["telegram", "chat"])
async def test_sigterm_ends_the_other_modes_with_0_too(api: FakeBotApi, tmp_path: Path, mode: str) -> None:
    """How `run` ends, tests/bot/web/test_web_process.py has."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "SHENBAO_"))}
    own = {"TELEGRAM_API_URL": api.url, "TELEGRAM_TOKEN": api.token, "SHENBAO_DATA": str(tmp_path / "data")}
    own["SHENBAO_FORM"] = "training-signup"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", mode),
        env={**clean, **own, "PORT": str(free_port()), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
        cwd=tmp_path,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout
        if mode == "telegram":
            await until(lambda: api.state.commands)
        else:
            await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        process.send_signal(signal.SIGTERM)
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, said.decode()
    assert "Traceback" not in said.decode()
