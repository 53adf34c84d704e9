"""A picture that was never handed in is no answer, however it is typed; one that was is found again by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Bench, Chat, Clock, text_of
from places import FORMS
from shown_pictures import picture

from bot.service import form_registry
from dialogs.turn.beside_chat import Filled, FilledCell
from dialogs.turn.events import Went

INVENTED = "〔图：0123456789abcdef｜照片〕"


async def at_hand(chat: Chat) -> str:
    [(application,)] = await chat.bench.sql("SELECT application FROM conversation WHERE person = ?", chat.person)
    return str(application)


async def test_a_file_question_takes_no_picture_that_somebody_made_up(tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path, form_registry.read(FORMS, "training-signup"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.submit(Went(id="there", person=chat.person, item="photo"))
        assert "图不在这份申报里" in text_of(await chat.say(INVENTED))
        cells = (FilledCell(item="photo", text=INVENTED),)
        await chat.submit(Filled(id="beside", person=chat.person, application=await at_hand(chat), cells=cells))
        assert await bench.sql("SELECT * FROM answer") == []


@pytest.mark.usefixtures("clock")
async def test_a_long_text_copied_from_its_message_keeps_its_picture(chat: Chat, tmp_path: Path) -> None:
    await chat.agree()
    await chat.submit(Went(id="there", person=chat.person, item="ways"))
    assert "图不在这份申报里" in text_of(await chat.say(f"方案。\n{INVENTED}"))
    (tmp_path / "总图.png").write_bytes(picture())
    await chat.say("先看图。")
    await chat.hand_in(tmp_path / "总图.png")
    await chat.say("图1 总体架构")
    await chat.press("完成")
    [(kept,)] = await chat.bench.sql("SELECT value FROM answer WHERE field = 'ways'")
    await chat.submit(Went(id="again", person=chat.person, item="ways"))
    await chat.press("重新写")
    await chat.say("先看图。\n〔图：图1 总体架构〕\n再看字。")
    await chat.press("完成")
    assert await chat.bench.sql("SELECT value FROM answer WHERE field = 'ways'") == [(f"{kept}\n再看字。",)]
