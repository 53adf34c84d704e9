"""A draft in which much is missing comes back with that typed in, where the signs for it stood and beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from documents import CLIENTS, FORM, JOINT_UNITS
from docx.table import _Row
from harness import Bench, Chat, Clock, notes
from places import FORMS
from sent_back import Editor

from bot.service import form_registry


@pytest.fixture
async def chat(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody who has no more than a name for the official form."""
    async with Bench(tmp_path / "data", form_registry.read(FORMS, FORM.id), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say("网络安全保险试点方案")
        yield chat


async def draft(chat: Chat) -> Editor:
    await chat.command("export")
    return Editor(chat.files[-1])


async def send(chat: Chat, editor: Editor, folder: Path) -> str:
    (folder / "改过.docx").write_bytes(editor.save())
    return notes(await chat.hand_in(folder / "改过.docx")) + "\n" + chat.asked.text


def write(row: _Row, *texts: str) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        for paragraph, line in zip(cell.paragraphs, text.split("\n"), strict=False):
            for run in paragraph.runs[1:]:
                run.text = ""
            (paragraph.runs[0] if paragraph.runs else paragraph.add_run()).text = line


async def names(chat: Chat, column: str) -> Sequence[str]:
    at = "SELECT value FROM answer JOIN instance USING (application, row) WHERE field = ? AND grp = ? ORDER BY position"
    return [value for (value,) in await chat.bench.sql(at, column, column.partition(".")[0])]


async def test_rows_are_typed_where_there_was_none(chat: Chat, tmp_path: Path) -> None:
    """In the row with the signs, and in one that is copied from it."""
    editor = await draft(chat)
    table = editor.document.tables[CLIENTS]
    table.rows[1]._tr.addnext(deepcopy(table.rows[1]._tr))
    write(table.rows[1], "1", "青榆公司", "工业互联网", "顾言舟", "13800001107\ngu@example.com")
    write(table.rows[2], "2", "禾木公司", "车联网", "陆禾", "13800001114\nlu@example.com")
    said = await send(chat, editor, tmp_path)
    assert "新增一行：青榆公司，工业互联网，顾言舟，13800001107，gu@example.com" in said
    assert "新增一行：禾木公司，车联网，陆禾，13800001114，lu@example.com" in said
    await chat.press("都改")
    assert await names(chat, "clients.company") == ["青榆公司", "禾木公司"]


async def test_rows_are_typed_below_heads_alone(chat: Chat, tmp_path: Path) -> None:
    editor = await draft(chat)
    write(editor.document.tables[JOINT_UNITS].rows[1], "", "示例技术公司", "民营企业", "91330200MA0EXAM156")
    said = await send(chat, editor, tmp_path)
    assert "新增一行：示例技术公司，民营企业，91330200MA0EXAM156" in said


async def test_what_is_left_as_it_was_is_no_row(chat: Chat, tmp_path: Path) -> None:
    assert "没有要改的" in await send(chat, await draft(chat), tmp_path)


async def test_what_stands_beside_a_sign_is_the_answer(chat: Chat, tmp_path: Path) -> None:
    editor = await draft(chat)
    editor.write("region", "", "【待填写：所在地区】浙江省宁波市")
    editor.write("address", "", "示例路1号【待填写】")
    said = await send(chat, editor, tmp_path)
    assert "（空） → 浙江省宁波市" in said
    assert said.count("示例路1号") == 1
    assert "【待填写" not in said
