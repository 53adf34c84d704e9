"""A contact card handed in as a file: name and number of the row or the part at hand, on every channel."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from harness import Chat, Clock, labels, text_of
from on_channel import CHANNELS, on
from telegram_line import hurry

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;TYPE=CELL:{phone}\nEND:VCARD\n"
ONE = CARD.format(name="沈知遥", phone="13800138000")


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_card_fills_in_name_and_number(
    channel: str, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api) as chat:
        await chat.command("start")
        await chat.press(next(label for label in labels(chat.asked) if label.startswith("同意")))
        assert "没有这样的题" in text_of(await chat.hand_in(put(tmp_path, ONE)))
        await to(chat, "联系人", "基本情况")
        assert "13800138000" in text_of(await chat.hand_in(put(tmp_path, ONE)))
        await chat.press(next(label for label in labels(chat.asked) if label.startswith(("都填", "填进去", "都"))))
        assert await answers(chat, "contact", "phone") == ["沈知遥", "13800138000"]
        await to(chat, "领 Excel 模板", "试点方案")
        two = ONE + CARD.format(name="顾晚舟", phone="13800138001")
        await chat.hand_in(put(tmp_path, two))
        while taking := [label for label in labels(chat.asked) if label.startswith(("都加进去", "采用"))]:
            await chat.press(taking[0])
        assert await answers(chat, "clients.mobile") == ["13800138000", "13800138001"]


def put(folder: Path, text: str) -> Path:
    path = folder / "名片.vcf"
    path.write_text(text, encoding="utf-8")
    return path


async def to(chat: Chat, wanted: str, part: str) -> None:
    """To the question, or the button, that is called so, in a part."""
    await chat.command("status")
    await chat.press(next(label for label in labels(chat.asked) if part in label))
    while not (
        wanted in labels(chat.asked) or f"**{wanted}**" in chat.asked.text or wanted in chat.asked.text.split("\n")
    ):
        await chat.press("以后再填")


async def answers(chat: Chat, *fields: str) -> list[str]:
    found = await chat.bench.sql("SELECT field, value FROM answer ORDER BY value")
    return [value for wanted in fields for field, value in found if field == wanted]
