"""`shenbao run` as its own process: what it says, how it ends, and what is left after kill -9."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import httpx
import pytest
from command_line import Capture, failed
from places import PILOT, ROOT
from ports import free_port
from waiting import PATIENCE
from web_bench import browser

from storage.database import connect_reader

pytest_plugins = ["command_line_fixtures"]
KILLS = (0, 9, 24, 41)  # after how many confirmed messages the server is killed

SERVED = {"PUBLIC_URL": "https://apply.example.com", "SHENBAO_OPERATOR": "示例单位", "SHENBAO_CONTACT": "科技处"}


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    names = ("TELEGRAM_", "SHENBAO_", "HOST", "PORT", "PUBLIC_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    own = {"SHENBAO_DATA": str(folder / "data"), "SHENBAO_EXAMPLES": "1", "PORT": str(port), "PYTHONPATH": str(ROOT)}
    return {**clean, **own, "PYTHONWARNINGS": "error", **more}


@pytest.fixture
def port() -> int:
    return free_port()


# Ends the program by SIGTERM while it is still being loaded: at the moment at which a module is looked for.
WHILE_LOADED = """
import signal, sys
from importlib.abc import MetaPathFinder

class Ending(MetaPathFinder):
    def find_spec(self, name, *_):
        if name == {module!r}:
            signal.raise_signal(signal.SIGTERM)

sys.meta_path.insert(0, Ending())
from bot.__main__ import main
main([{command!r}])
sys.exit(1)
"""


@pytest.mark.parametrize("command", ["run", "telegram", "chat", "demo"])
@pytest.mark.parametrize("module", ["bot.commands", "pydantic", "render.preview"])
def test_who_ends_it_while_it_is_loaded_gets_zero(command: str, module: str) -> None:
    script = WHILE_LOADED.format(module=module, command=command)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


# A script that starts something in the background has it ignore Ctrl-C, which must not keep SIGTERM from ending it.
IN_THE_BACKGROUND = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")


async def start(folder: Path, port: int, *by: str, **more: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(*by, sys.executable, "-m", "bot", "run"),
        env=environment(folder, port, **more),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@asynccontextmanager
async def running(
    folder: Path, port: int, *by: str, **more: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The process once it takes requests, and what it has said."""
    process = await start(folder, port, *by, **more)
    assert process.stdout
    try:
        said = ""
        async with asyncio.timeout(PATIENCE):
            while "Ctrl-C" not in said:
                line = await process.stdout.readline()
                assert line, said
                said += line.decode()
        yield process, said
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def said(process: asyncio.subprocess.Process) -> str:
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return out.decode()


@pytest.mark.parametrize("by", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.drill)])
async def test_it_prints_its_address_and_ends_in_order(tmp_path: Path, port: int, by: signal.Signals) -> None:
    async with running(tmp_path, port) as (process, printed):
        assert printed.startswith(f"申报助手已启动：http://127.0.0.1:{port}\n")
        url = f"http://127.0.0.1:{port}"
        async with browser(url) as http:
            await http.post("/begin")
            async with http.stream("GET", "/stream") as stream:
                await anext(stream.aiter_lines())
                process.send_signal(by)
                assert (await said(process)).endswith("已结束。填写的内容都已保存。\n")
        assert process.returncode == 0


@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ({"HOST": "0.0.0.0"}, "HOST 设成了 0.0.0.0"),  # noqa: S104
        ({**SERVED, "PUBLIC_URL": "apply.example.com"}, "PUBLIC_URL 写得不对：apply.example.com"),
        ({"PUBLIC_URL": SERVED["PUBLIC_URL"]}, "设置了 PUBLIC_URL，就必须也设置 SHENBAO_OPERATOR、SHENBAO_CONTACT："),
        ({**SERVED, "SHENBAO_CONTACT": ""}, "设置了 PUBLIC_URL，就必须也设置 SHENBAO_CONTACT："),
        ({"PORT": "first"}, "设置 PORT 的值不对"),
    ],
)
@pytest.mark.usefixtures("elsewhere")
def test_what_is_set_up_wrong_is_said_plainly(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], begins: str
) -> None:
    for name, value in {"SHENBAO_EXAMPLES": "1", **setting}.items():
        monkeypatch.setenv(name, value)
    printed = failed(capsys, "run")
    assert printed.count("\n") == 1
    assert printed.startswith(begins)


@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ({"PORT": "70000"}, "端口 70000 打不开"),
        ({"HOST": "198.51.100.1", **SERVED}, "端口"),
        ({"PUBLIC_URL": SERVED["PUBLIC_URL"], "SHENBAO_NOTICE": "说明", "PORT": "70000"}, "端口"),
    ],
)
@pytest.mark.drill
async def test_an_address_that_cannot_be_had_is_said_plainly(
    tmp_path: Path, port: int, setting: dict[str, str], begins: str
) -> None:
    process = await start(tmp_path, port, **setting)
    printed = await said(process)
    assert (process.returncode, printed.count("\n")) == (1, 1), printed
    assert printed.startswith(begins)


@pytest.mark.drill
async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as at:
        process = await start(tmp_path, at.getsockname()[1])
        printed = await said(process)
    assert process.returncode == 1
    assert re.fullmatch(r"端口 \d+ 打不开，.+\n", printed)


@pytest.mark.drill
async def test_kill_at_any_moment_loses_and_doubles_nothing(tmp_path: Path, port: int) -> None:
    """A person types on; whatever was not confirmed is sent again with its id, as the page does."""
    url = f"http://127.0.0.1:{port}"
    texts = [f"机密思路{number:03}。" for number in range(60)]
    unsent = [{"id": uuid.uuid4().hex, "kind": "said", "text": text} for text in texts]
    cookies = httpx.Cookies()
    chance = random.Random(2023)  # noqa: S311 - moments, not secrets
    for kill_at in (*KILLS, len(texts)):  # the last time nobody kills it
        async with (
            running(tmp_path, port, SHENBAO_FORM=PILOT.parent.name) as (process, _),
            browser(url, cookies=cookies) as http,
        ):
            if not cookies:
                await into_the_long_text(http)
                cookies.update(http.cookies)
            with suppress(httpx.TransportError):
                while unsent:
                    if len(texts) - len(unsent) == kill_at:
                        asyncio.get_running_loop().call_later(chance.uniform(0, 0.005), process.kill)
                    answer = await http.post("/events", json=unsent[0])
                    if answer.status_code == 200:
                        unsent.pop(0)
    assert not unsent
    async with (
        running(tmp_path, port, SHENBAO_FORM=PILOT.parent.name) as (process, _),
        browser(url, cookies=cookies) as http,
    ):
        await http.post("/events", json={"id": uuid.uuid4().hex, "kind": "said", "text": "完成"})
        html = (await http.get("/earlier", params={"before": 10**9})).json()["html"]
    with closing(connect_reader(tmp_path / "data")) as db:
        assert db.execute("SELECT value FROM answer").fetchall() == [("\n".join(texts),)]
    own = re.findall(r'class="message own.*?<p>(.+?)</p>', html, re.DOTALL)
    assert own == [*texts[-len(own) + 1 :], "完成"]


async def into_the_long_text(http: httpx.AsyncClient) -> None:
    """A newcomer goes to the first long text."""
    await http.post("/begin")
    for event in ({"kind": "said", "text": "同意并开始"}, {"kind": "went", "item": "approach"}):
        answer = await http.post("/events", json={"id": uuid.uuid4().hex, **event})
        assert answer.status_code == 200


async def test_in_the_background_of_a_script_it_ends_in_order_too(tmp_path: Path, port: int) -> None:
    async with running(tmp_path, port, *IN_THE_BACKGROUND) as (process, _):
        process.terminate()
        assert "已结束" in await said(process)
        assert process.returncode == 0
