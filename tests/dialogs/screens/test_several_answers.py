"""Several answers in one message: a line that is for none of the questions is no part of the answer above it."""

from __future__ import annotations

from pathlib import Path

from harness import Bench, Chat, Clock, notes
from places import FORMS

from bot.service import form_registry

COVER = "方案名称：河边方案\n申报方向：网络安全保险\n牵头申报单位：澄湾示例保险公司\n申报日期：2024年3月4日\n备注：无"


async def test_a_line_behind_another_label_is_told_and_not_taken(tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path / "data", form_registry.read(FORMS, "netsec-insurance-pilot"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        said = notes(await chat.say(COVER))
        assert "没有填“牵头申报单位：澄湾示例保险公司”“备注：无”" in said
        await chat.press("都填上")
        assert dict(await bench.sql("SELECT field, value FROM answer")) == {
            "plan_name": "河边方案",
            "direction": "网络安全保险",
            "apply_date": "2024-03-04",
        }
