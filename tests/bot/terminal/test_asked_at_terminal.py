"""How replies look at the terminal."""

from __future__ import annotations

from pathlib import Path

from harness import Bench, text_of
from terminal_chat import TerminalChat

from bot.terminal.console import shown
from dialogs.turn.messages import Ask, Say


def test_a_picture_is_called_by_its_name() -> None:
    line = "〔图：0123456789abcdef｜证件照.jpg〕"
    assert shown(Say(text=f"已记下：{line}")) == "已记下：〔图：证件照.jpg〕"
    assert "0123456789abcdef" not in shown(Ask(words=f"照片\n{line}", notes=(f"已记下：{line}",)))


async def test_half_a_character_is_shown_back_as_none(bench: Bench, tmp_path: Path) -> None:
    """As bytes that are no UTF-8 come from standard input."""
    chat = TerminalChat(bench, tmp_path / "out")
    await chat.command("start")
    await chat.press("同意并开始")
    assert "�" in text_of(await chat.say("待定\udce6"))
