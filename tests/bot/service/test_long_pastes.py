"""Rows of a long message are read beside the writer, and nothing that follows overtakes them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from docx import Document
from gathered import Team
from harness import Bench, Chat, text_of

from dialogs.form.model import Group
from dialogs.pasting import row_reading
from dialogs.turn.beside_chat import Pasted
from dialogs.turn.events import Command, Event, Said, Went

LINES = "\n".join(f"{name}书店\t{name}" for name in map(chr, range(0x4E01, 0x4E1F)))


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that have read rows."""
    found: list[str] = []

    def noted(read: Callable[..., Any]) -> Callable[..., Any]:
        def rows(*given: Any) -> Any:
            found.append(threading.current_thread().name)
            return read(*given)

        return rows

    monkeypatch.setattr(row_reading, "rows", noted(row_reading.rows))
    return found


async def at_table(bench: Bench, chat: Chat) -> Group:
    """Somebody at the list of the first table of a form, which is returned."""
    await chat.agree()
    await chat.submit(Said(id="name", person=chat.person, text="河边图书角", ref="name"))
    table = next(table for form in bench.service.forms.values() for table in form.tables.values() if not table.rows)
    await chat.submit(Went(id="went", person=chat.person, item=table.id))
    return table


async def test_the_writer_has_nothing_left_to_read_of_a_long_paste(
    bench: Bench, chat: Chat, threads: list[str]
) -> None:
    await at_table(bench, chat)
    paste = Said(id="paste", person=chat.person, text=LINES, ref="paste")
    behind = Command(id="behind", person=chat.person, name="status")
    handled: list[str] = []

    async def submit(event: Event) -> None:
        await bench.service.submit(event)
        handled.append(event.id)

    await asyncio.gather(submit(paste), submit(behind))
    assert threads, "rows were read"
    assert not [name for name in threads if name.startswith("writer")], "but none by the writer"
    assert handled == ["paste", "behind"], "and what was sent behind them waited"


async def test_nor_of_one_into_a_cell(bench: Bench, chat: Chat, threads: list[str]) -> None:
    table = await at_table(bench, chat)
    ((application,),) = await bench.sql("SELECT id FROM application")
    place = {"application": application, "table": table.id, "item": table.fields[0].id, "rows": (), "seen": 0}
    await bench.service.submit(Pasted(id="paste", person=chat.person, text=LINES, **place))
    assert threads, "rows were read"
    assert not [name for name in threads if name.startswith("writer")], "but none by the writer"
    assert await bench.sql("SELECT count(*) FROM instance WHERE grp = ? AND row != ''", table.id) == [(30,)]


async def test_a_long_message_that_is_no_rows_is_not_read_as_some(bench: Bench, chat: Chat, threads: list[str]) -> None:
    await chat.agree()
    text = "\n".join(f"第{n}段" for n in range(30))
    await bench.service.submit(Said(id="text", person=chat.person, text=text, ref="text"))
    assert threads == []


def pasted(chat: Chat, sign: str, count: int) -> Said:
    """Rows whose names begin with a sign, as one message."""
    lines = "\n".join(f"{sign}{at}号书架\t2024年3月\t{sign}" for at in range(count))
    return Said(id=sign, person=chat.person, text=f"书架名称\t启用日期\t说明\n{lines}", ref=sign)


@pytest.mark.usefixtures("processes")
async def test_they_are_read_in_a_process_of_their_own(bench: Bench, chat: Chat, threads: list[str]) -> None:
    await at_table(bench, chat)
    await chat.submit(Went(id="shelves", person=chat.person, item="shelves"))
    await bench.service.submit(pasted(chat, "甲", 30))
    await bench.service.job_runner.settled()
    assert threads == [], "nobody here has read any"
    assert len(await bench.sql("SELECT 1 FROM answer WHERE field = 'shelves.name'")) == 30


async def test_where_that_process_ends_the_turn_reads_them(
    bench: Bench, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = AsyncMock(side_effect=ChildProcessError)
    monkeypatch.setattr("bot.service.child_process.ChildProcess.ask", ended)
    await at_table(bench, chat)
    await chat.submit(Went(id="shelves", person=chat.person, item="shelves"))
    await bench.service.submit(pasted(chat, "甲", 30))
    await bench.service.job_runner.settled()
    ended.assert_awaited_once()
    assert len(await bench.sql("SELECT 1 FROM answer WHERE field = 'shelves.name'")) == 30


async def test_rows_of_two_who_paste_at_once_stay_together(bench: Bench, chat: Chat) -> None:
    await at_table(bench, chat)
    await chat.command("invite")
    await chat.say("张三")
    other = await Team(bench, chat).join("李四", "填写", "牵头单位", new=False)
    for one in (chat, other):
        await one.submit(Went(id=f"at {one.person}", person=one.person, item="shelves"))
    pastes = pasted(chat, "甲", 70), pasted(other, "乙", 50), pasted(chat, "丙", 3), pasted(other, "丁", 30)
    await asyncio.gather(*map(bench.service.submit, pastes))
    await bench.service.job_runner.settled()
    rows = await bench.sql(
        "SELECT value FROM answer JOIN instance USING (application, row)"
        " WHERE field = 'shelves.name' AND grp = 'shelves' ORDER BY position"
    )
    runs = [(sign, len([*of])) for sign, of in groupby(name[0] for (name,) in rows)]
    assert sorted(runs) == [("丁", 30), ("丙", 3), ("乙", 50), ("甲", 70)]


async def test_nor_of_a_form_that_was_filled_in_by_hand(
    bench: Bench, chat: Chat, threads: list[str], tmp_path: Path
) -> None:
    table = await at_table(bench, chat)
    document = Document()
    document.add_paragraph(table.title)
    cells = document.add_table(rows=0, cols=2)
    for line in ("\t".join(column.label for column in table.fields[:2]), *LINES.split("\n")):
        for cell, text in zip(cells.add_row().cells, line.split("\t"), strict=True):
            cell.text = text
    document.save(str(tmp_path / "form.docx"))
    said = text_of(await chat.hand_in(tmp_path / "form.docx"))
    assert "新的 30 行" in said
    assert threads, "rows were read"
    assert not [name for name in threads if name.startswith("writer")], "but none by the writer"
