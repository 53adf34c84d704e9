"""How replies look at the terminal."""

from __future__ import annotations

from bot.terminal.console import shown
from dialogs.turn.messages import Ask, Say


def test_a_picture_is_called_by_its_name() -> None:
    line = "〔图：0123456789abcdef｜证件照.jpg〕"
    assert shown(Say(text=f"已记下：{line}")) == "已记下：〔图：证件照.jpg〕"
    assert "0123456789abcdef" not in shown(Ask(words=f"照片\n{line}", notes=(f"已记下：{line}",)))
