"""No text holds up the others: what repeats itself is read in time that grows with its length, not with the square."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from places import PILOT

from dialogs.answers import kinds
from dialogs.form.load import load
from dialogs.pasting.reading import read

FORM = load((PILOT / "form.toml").read_text("utf-8"))
TODAY = date(2024, 3, 4)
SIGNS = [*"（(）“《【[：:、，。； \t\n\u30001一第甲a@.-—_/|*#=\"'年万元①续注我是"]
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


def grows_evenly(work: Callable[[str], object], piece: str) -> bool:
    """Whether four times a text takes less than ten times the processor: looking back from each sign takes sixteen."""

    def spent(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        work(text)
        return time.process_time() - began

    return any(spent(16_000) < 10 * spent(4_000) for _ in range(4))  # a machine may be busy in between, not each time


@pytest.mark.parametrize("piece", SIGNS + WORDS)
def test_a_paste(piece: str) -> None:
    assert grows_evenly(lambda text: read(FORM.tables["clients"], text, TODAY), piece)


@pytest.mark.parametrize("piece", SIGNS + WORDS)
def test_an_answer_to_any_field(piece: str) -> None:
    for field in FIELDS:
        assert grows_evenly(lambda text: kinds.parse(field, text, TODAY), piece), field.id  # noqa: B023 - called at once
