"""Work beside the conversation: it survives a kill, says so when it fails, and leaves no file behind."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from harness import Bench, Chat, notes
from in_thread import InThread
from places import ROOT
from waiting import PATIENCE, until

from bot.service.job_process import not_done
from dialogs.turn.events import Command, Event, JobDone, Pressed, Said
from dialogs.turn.messages import Document, Reply
from storage.store import Store
from storage.waiting_jobs import Job

# Begins a document on the folder that is given, and is killed as soon as the work begins.
KILLED = """
import asyncio, os, sys
from pathlib import Path
from bot.service import form_registry, job_process, writer
from dialogs.turn.notice import Operator
from dialogs.turn.events import Command, Pressed

job_process.JobProcess.work = lambda *_: os.kill(os.getpid(), 9)

async def main(folder):
    shelf = form_registry.read(folder / "forms")
    async with writer.Service(folder / "data", shelf, Operator()) as running:
        person = {"person": "console:zhang"}
        await running.submit(Command(id="1", **person, name="start"))
        await running.submit(Pressed(id="2", **person, data="0.agree"))
        await running.submit(Command(id="3", **person, name="export"))
        await asyncio.sleep(60)

asyncio.run(main(Path(sys.argv[1])))
"""


def documents(replies: list[Reply]) -> list[Document]:
    return [reply for reply in replies if isinstance(reply, Document)]


def files(bench: Bench) -> list[str]:
    return sorted(path.name for path in bench.folder.glob("files/**/*") if path.suffix in {".docx", ".part", ".pdf"})


async def asked_for(bench: Bench, chat: Chat, name: str = "export") -> None:
    """A document is asked for; its work is not waited for."""
    await bench.service.submit(Command(id=f"{name}!", person=chat.person, name=name))


@pytest.mark.drill
async def test_a_job_that_was_killed_is_done_after_the_restart(bench: Bench, tmp_path: Path, chat: Chat) -> None:
    await bench.service.__aexit__(None, None, None)
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, tmp_path, cwd=ROOT)
    assert await asyncio.wait_for(killed.wait(), PATIENCE) == -9
    await bench.__aenter__()
    await bench.service.job_runner.settled()
    assert len(documents(await chat.read())) == 1
    assert chat.files[0][:2] == b"PK"
    assert await bench.sql("SELECT * FROM job") == []


async def test_a_job_that_was_stopped_is_done_after_the_restart(
    bench: Bench, chat: Chat, held: Callable[[], None]
) -> None:
    await chat.agree()
    await asked_for(bench, chat)
    tasks = bench.service.job_runner._tasks
    await until(lambda: tasks)
    stopping = asyncio.create_task(bench.restart())
    await until(lambda: all(task.cancelling() for task in tasks.values()))
    held()
    await stopping
    await bench.service.job_runner.settled()
    assert len(documents(await chat.read())) == 1


async def test_answers_go_on_while_a_document_is_made(bench: Bench, chat: Chat, held: Callable[[], None]) -> None:
    await chat.agree()
    await asked_for(bench, chat)
    await asyncio.wait_for(bench.service.submit(Said(id="a", person=chat.person, text="河边图书角")), PATIENCE)
    assert "已记下：河边图书角" in notes(await chat.read())
    held()
    await bench.service.job_runner.settled()
    assert len(documents(await chat.read())) == 1


async def test_a_pdf_that_takes_long_keeps_only_further_ones_of_the_same_person_waiting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = asyncio.Event()

    async def work(_: InThread, job: Job, __: datetime) -> JobDone:
        if job.person == "long":
            await over.wait()
        return not_done(job)

    async def made(person: str, number: int) -> None:
        job = Job(id=f"{person}{number}", application="a", person=person, kind="pdf", argument="")
        async with bench.service.job_runner.made(job):
            pass

    monkeypatch.setattr(InThread, "work", work)
    long = [asyncio.create_task(made("long", number)) for number in range(2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        await made("other", 1)
    assert not any(one.done() for one in long)
    over.set()
    await asyncio.gather(*long)


async def test_a_job_that_fails_says_so(bench: Bench, chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    await chat.agree()
    next(bench.folder.glob("forms/*/template.docx")).write_bytes(b"no document")
    replies = await chat.command("export")
    assert documents(replies) == []
    assert "生成文件时出了问题" in notes(replies)
    assert "failed" in caplog.text
    assert "已记下：河边图书角" in notes(await chat.say("河边图书角"))


async def test_the_document_of_an_application_deleted_meanwhile_goes_to_nobody(
    bench: Bench, chat: Chat, held: Callable[[], None]
) -> None:
    await chat.agree()
    await asked_for(bench, chat)
    await asked_for(bench, chat, "delete")
    await chat.read()
    yes = chat.button("彻底删除")
    await bench.service.submit(Pressed(id="yes!", person=chat.person, data=yes.data))
    held()
    await bench.service.job_runner.settled()
    assert documents(await chat.read()) == []
    assert files(bench) == []
    assert await bench.sql("SELECT * FROM application") == []


async def test_a_delivered_document_is_removed(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await asked_for(bench, chat)
    await bench.service.job_runner.settled()
    assert len(files(bench)) == 1
    assert len(documents(await chat.read())) == 1
    assert files(bench) == []


async def test_a_result_that_could_not_be_committed_comes_with_the_next_commit(
    bench: Bench, chat: Chat, held: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    await chat.agree()
    await asked_for(bench, chat)
    submit = bench.service.submit

    async def spoilt(event: Event) -> None:
        bench.service.job_runner._submit = submit

        def spoil(store: Store) -> None:
            bench.service._take(store, event)
            store.db.execute("PRAGMA defer_foreign_keys = ON")
            store.db.execute("INSERT INTO sign_off VALUES ('no such application', 'u', 'confirmed', 'p', 'now')")

        await bench.service.do(spoil)

    bench.service.job_runner._submit = spoilt
    held()
    await bench.service.job_runner.settled()
    assert "came to was not committed" in caplog.text
    await bench.sql("SELECT 1")  # the next commit, if none has come by itself
    await bench.service.job_runner.settled()
    assert len(documents(await chat.read())) == 1
