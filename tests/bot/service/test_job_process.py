"""The processes that do jobs: they give what a thread would, and end with us, and where a job hangs or crashes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from harness import Bench, Chat
from places import ROOT
from waiting import PATIENCE, until

from bot.service import job_runner
from dialogs.turn.messages import Document

pytestmark = pytest.mark.usefixtures("processes")


def process_of(bench: Bench) -> asyncio.subprocess.Process:
    child = bench.service.job_runner._rendering.processes[0].child
    assert child._process
    return child._process


async def word(chat: Chat) -> list[Document]:
    return [reply for reply in await chat.command("export") if isinstance(reply, Document)]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes() if Path("/proc").exists() else True


async def test_one_process_does_one_job_after_the_other_and_ends_with_the_service(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    assert len(await word(chat)) == 1
    process = process_of(bench)
    assert len(await word(chat)) == 1
    assert process_of(bench) is process
    await bench.restart()
    assert process.returncode is not None


async def test_a_job_that_brings_its_process_down_says_so_and_the_next_one_gets_another(
    bench: Bench, chat: Chat
) -> None:
    await chat.agree()
    await word(chat)
    process_of(bench).send_signal(signal.SIGSTOP)
    asked = asyncio.create_task(chat.command("export"))
    await until(lambda: bench.service.job_runner._tasks)
    process_of(bench).kill()
    assert "生成文件时出了问题" in str(await asked)
    assert len(await word(chat)) == 1


@pytest.mark.drill
async def test_a_job_that_hangs_is_ended_sooner_where_others_wait(
    bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "SHARED", 0.2)
    monkeypatch.setattr("bot.service.child_process.GRACE", 0.2)
    other = Chat(bench, "console:li")
    for one in (chat, other):
        await one.agree()
    await word(chat)
    process_of(bench).send_signal(signal.SIGSTOP)
    hung = asyncio.create_task(chat.command("export"))
    await until(lambda: bench.service.job_runner._tasks)
    assert len(await word(other)) == 1
    assert "超过了时间限制" in str(await hung)


KILLED = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from bot import clock
from bot.service.job_process import JobProcess
from storage.waiting_jobs import Job

async def main(folder):
    process = JobProcess(folder / "data")
    job = Job(id="j", application="none", person="p", kind="word", argument="")
    await process.work(job, clock.now())
    print(process.child._process.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.mark.drill
async def test_after_a_kill_no_process_lives_on(bench: Bench, tmp_path: Path) -> None:
    assert bench.folder == tmp_path / "data"
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, tmp_path), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    child = int(await asyncio.wait_for(parent.stdout.readline(), PATIENCE))
    assert is_alive(child)
    parent.kill()
    await parent.wait()
    await until(lambda: not is_alive(child))


def read_environment(pid: int) -> list[str]:
    """The environment of a process; nothing on a system that does not say."""
    at = Path(f"/proc/{pid}/environ")
    return at.read_text("utf-8").split("\0") if at.exists() else []


async def test_what_work_leaves_lying_is_in_the_data_folder_and_swept_at_the_start(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await word(chat)
    work = bench.folder / "work"
    environment = read_environment(process_of(bench).pid)
    assert not [line for line in environment if line.startswith("TELEGRAM")]
    assert environment == [] or f"TMPDIR={work.absolute()}" in environment
    (work / "shenbao-preview-x").mkdir()
    (work / "shenbao-preview-x" / "document.docx").write_bytes(b"PK")
    await bench.restart()
    assert not list(work.glob("*"))
