# ruff: noqa: INP001 - beside the scripts that use it
"""Files that are handed in: 2,000 rows as a workbook, 500 pages as a Word file; how ours and the peers read them."""

from __future__ import annotations

import asyncio
import io
import tempfile
import zipfile
from functools import partial
from pathlib import Path

import docx
import openpyxl

from benchmarks import turns
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from dialogs.application.application import Answers
from dialogs.screens.browsing import Browsing
from dialogs.turn.conversation import Conversation
from dialogs.turn.events import Handed, Pressed
from dialogs.turn.messages import Ask
from dialogs.turn.notice import Operator
from render import sheets

PAGES, PARAGRAPHS = 500, 25  # of a Word file, and on a page
SENTENCE = "联合体由三家单位组成，三方已签订合作协议，明确权利义务与费用分担。"


def answers(registered: RegisteredForm, rows: int) -> Answers:
    """An application with so many rows in one table, each with a name of its own."""
    table, example = turns.longest_table(registered.form, registered.example)
    values = {
        (column.id, f"row{number}"): str(example[number % len(example)][column.id.removeprefix(f"{table.id}.")])
        for number in range(rows)
        for column in table.fields
    }
    values |= {(table.fields[0].id, f"row{number}"): f"示例{number}号企业" for number in range(rows)}
    return Answers(values=values, rows={table.id: [f"row{number}" for number in range(rows)]})


def ours(registered: RegisteredForm, written: Answers) -> bytes:
    """The workbook as the assistant writes it."""
    file = io.BytesIO()
    sheets.write(registered.form, written, file)
    return file.getvalue()


def cells(registered: RegisteredForm, written: Answers) -> bytes:
    """The bare cells of its table as openpyxl writes them."""
    table, _ = turns.longest_table(registered.form, registered.example)
    book = openpyxl.Workbook()
    book.active.append([column.label for column in table.fields])
    for row in written.rows[table.id]:
        book.active.append([written.get(column.id, row) for column in table.fields])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def peer_reads(content: bytes) -> int:
    """How many rows openpyxl reads."""
    return sum(1 for _ in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def parts(document: bytes) -> dict[str, bytes]:
    """The parts of a Word file, ready to be put into one."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(ready: dict[str, bytes]) -> bytes:
    """A Word file of parts, compressed as ours is: the least that writing one can take."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in ready.items():
            with package.open(name, "w") as part:
                part.write(content)
    return file.getvalue()


def word() -> bytes:
    """A Word file of so many pages."""
    document = docx.Document()
    for number in range(PAGES):
        document.add_heading(f"{number + 1}. 标题", 2)
        for _ in range(PARAGRAPHS):
            document.add_paragraph(SENTENCE)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def peer_reads_word(content: bytes) -> str:
    """What python-docx reads."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def taken(registered: RegisteredForm, content: bytes) -> None:
    """A workbook handed in at its table through the service, seen, and all its rows taken."""
    with tempfile.TemporaryDirectory() as name:
        turns.prepare(Path(name), registered, rows=0, applications=1)
        asyncio.run(_taken(Path(name), registered, content))


async def _taken(folder: Path, registered: RegisteredForm, content: bytes) -> None:
    table, _ = turns.longest_table(registered.form, registered.example)
    async with Service(folder, {registered.form.key: registered}, Operator()) as service:
        screens = (Browsing(table=table.id),)
        here = Conversation(person=turns.PERSON, consented=True, application="own", screens=screens)
        await service.do(partial(turns.ask, here))
        await service.hand_in(Handed(id="file", person=turns.PERSON, source="", name="a.xlsx", ref="file"), content)
        await service.job_runner.settled()
        data = ""
        while posted := await service.next_reply(turns.PERSON):
            if isinstance(posted.reply, Ask):
                data = posted.reply.buttons[0][0].data
            await service.delivered(posted)
        await service.submit(Pressed(id="yes", person=turns.PERSON, data=data))
        await service.job_runner.settled()
        count = await service.do(lambda store: store.sql.one("SELECT count(*) FROM instance WHERE grp = ?", table.id))
        if count[0] < turns.FEW:
            raise RuntimeError(data)
