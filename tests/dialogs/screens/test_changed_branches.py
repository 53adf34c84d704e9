"""The exported document comes back after a branch of the form was closed, or answered for the first time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from harness import Bench, Chat, Clock, notes
from places import FORMS
from sent_back import MARK, Editor

from bot.service import form_registry
from dialogs.application.bookmarks import bookmark
from dialogs.turn.beside_chat import Filled, FilledCell

STAY = {"mode": "现场", "lodging": "是", "arrival": "2025年9月14日", "departure": "2025年9月20日"}
KEPT = {"mode": "现场", "lodging": "是", "arrival": "2025-09-14", "departure": "2025-09-20"}
GOES = ("arrival", "departure")
NUMBERS = count()


@pytest.fixture
async def chat(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody who signs up, and stays over night."""
    async with Bench(tmp_path / "data", form_registry.read(FORMS, "training-signup"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say("顾言舟")
        await fill(chat, STAY)
        yield chat


async def fill(chat: Chat, values: dict[str, str]) -> None:
    """Answers one after the other, as each may open the next."""
    [[application]] = await chat.bench.sql("SELECT id FROM application")
    for item, text in values.items():
        cells = (FilledCell(item=item, row="", text=text),)
        await chat.submit(
            Filled(id=f"fill{next(NUMBERS)}", person=chat.person, application=str(application), cells=cells)
        )


async def kept(chat: Chat) -> dict[str, str]:
    return dict(await chat.bench.sql("SELECT field, value FROM answer WHERE field IN ('mode', 'lodging', ?, ?)", *GOES))


async def exported(chat: Chat) -> Editor:
    await chat.command("export")
    return Editor(chat.files[-1])


async def send(chat: Chat, editor: Editor, folder: Path) -> str:
    (folder / "改过.docx").write_bytes(editor.save())
    return notes(await chat.hand_in(folder / "改过.docx")) + "\n" + chat.asked.text


def remove(editor: Editor, *items: str) -> None:
    """Deletes the rows of the document in which these stand."""
    marked = [editor.marked(item) for item in items]
    for row in {next(up for up in one.iterancestors() if up.tag == qn("w:tr")) for one in marked}:
        row.getparent().remove(row)


async def test_what_is_missing_of_a_closed_branch_is_no_deletion(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    await fill(chat, {"mode": "线上"})
    remove(editor, *GOES)
    assert "没有要改的" in await send(chat, editor, tmp_path)
    await fill(chat, {"mode": "现场"})
    assert await kept(chat) == KEPT


async def test_what_is_missing_of_an_open_one_is(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    remove(editor, *GOES)
    said = await send(chat, editor, tmp_path)
    assert "2025年9月14日" in said
    await chat.press("都改")
    assert await kept(chat) == {"mode": "现场"}  # the boxes of 住宿 stood in the same row


async def test_what_was_changed_in_a_closed_branch_is_told_and_left(chat: Chat, tmp_path: Path) -> None:
    editor = await exported(chat)
    await fill(chat, {"lodging": "否"})
    editor.write("arrival", "", "2025年9月15日")
    assert "到达日期" in await send(chat, editor, tmp_path)
    await fill(chat, {"lodging": "是"})
    assert await kept(chat) == KEPT


async def test_what_was_answered_later_is_no_deletion(chat: Chat, tmp_path: Path) -> None:
    """In a branch that was closed when the document was made, and so has no bookmark there, or one with a gap."""
    await fill(chat, {"mode": "线上"})
    editor = await exported(chat)
    printed = {mark.get(qn("w:name")) for mark in editor.document.element.iter(MARK)}
    assert bookmark("arrival") not in printed
    await fill(chat, {"mode": "现场", "arrival": "2025年9月16日"})
    said = await send(chat, editor, tmp_path)
    assert "2025年9月16日" not in said
    assert "没有要改的" in said
    assert await kept(chat) == KEPT | {"arrival": "2025-09-16"}
