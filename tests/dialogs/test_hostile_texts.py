"""No text holds up the others: what repeats itself is read in time that grows with its length, not with the square."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from harness import Chat
from places import PILOT

from dialogs.answers import kinds
from dialogs.form.load import load
from dialogs.pasting.reading import read

FORM = load((PILOT / "form.toml").read_text("utf-8"))
TODAY = date(2024, 3, 4)
SIGNS = [*"（(）“《【[：:，、。； \t\n\u3000一第甲a@.-—_/|*#=\"'年万元1①续注我是"]
WORDS = [
    "企业名称：",
    "公司",
    "手机",
    "合计",
    "| ",
    "，、",
    "1. ",
    "a@b ",
    "\t甲",
    "1 ",
    "甲\n",
    "：\n",
    "\n ",
    "（1",
    " 甲",
    "[甲",
]
FIELDS = {(field.kind, field.choices): field for field in FORM.fields.values()}.values()

pytestmark = pytest.mark.parametrize("piece", SIGNS + WORDS)


async def grows_evenly(work: Callable[[str], Awaitable[object]], piece: str) -> bool:
    """Whether four times a text takes less than ten times the processor: looking back from each sign takes sixteen."""

    async def spent(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        await work(text)
        return time.process_time() - began

    for _ in range(4):  # a machine may be busy in between, not each time
        short, long = await spent(4_000), await spent(16_000)
        if long < 10 * short:
            return True
    return False


async def test_a_paste(piece: str) -> None:
    async def paste(text: str) -> None:
        read(FORM.tables["clients"], text, TODAY)

    assert await grows_evenly(paste, piece)


async def test_an_answer_to_any_field(piece: str) -> None:
    for field in FIELDS:

        async def answer(text: str) -> None:
            kinds.parse(field, text, TODAY)  # noqa: B023 - called at once

        assert await grows_evenly(answer, piece), field.id


async def test_a_message_at_a_question(chat: Chat, piece: str) -> None:
    await chat.agree()
    assert await grows_evenly(chat.say, piece)
