"""Ten days around a deadline, as a table: who is told, when, and what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from gathered import Team, finish, gather
from harness import Bench

TABLE = """
03-05 | 张三 | 提醒：《河边图书角》的截止日期是 3月12日（还有 7 天）。；· 示例小学（完成 40%）；· 示例中学（完成 40%）
03-05 | 李四 | 提醒：《河边图书角》的截止日期是 3月12日（还有 7 天）。
03-05 | 王五 | 提醒：《河边图书角》的截止日期是 3月12日（还有 7 天）。
03-08 | 张三 | 《河边图书角》3月7日 10:00 以来的进展；· 示例中学：填写或修改 7 项，新增 1 行，完成 100%
03-09 | 张三 | 提醒：《河边图书角》的截止日期是 3月12日（还有 3 天）。；· 示例小学（完成 40%）
03-09 | 李四 | 提醒：《河边图书角》的截止日期是 3月12日（还有 3 天）。
03-10 | 张三 | 《河边图书角》3月9日 10:00 以来的进展；· 示例小学：填写或修改 1 项，完成 60%
03-11 | 张三 | 提醒：《河边图书角》的截止日期是 3月12日（还有 1 天）。；· 示例小学（完成 60%）
03-11 | 李四 | 提醒：《河边图书角》的截止日期是 3月12日（还有 1 天）。
03-12 | 张三 | 提醒：《河边图书角》的截止日期是 3月12日（就是今天）。；· 示例小学（完成 60%）
03-12 | 李四 | 提醒：《河边图书角》的截止日期是 3月12日（就是今天）。
03-13 | 张三 | 提醒：《河边图书角》的截止日期是 3月12日（已过 1 天）。；· 示例小学（完成 60%）
03-13 | 李四 | 提醒：《河边图书角》的截止日期是 3月12日（已过 1 天）。
"""
DUE = date(2024, 3, 12)


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def test_ten_days(team: Team) -> None:
    """王五's unit is ready and confirms on the third day; nobody else does anything after 李四 on the fifth."""
    await team.at_ten(date(2024, 3, 4))
    await team.set_deadline(DUE)
    lines = []
    for day in (date(2024, 3, 5) + timedelta(days=number) for number in range(10)):
        told = await team.at_ten(day)
        lines += [f"{day:%m-%d} | {name} | {_brief(text)}" for name, text in sorted(told.items())]
        if day.day == 7:
            await finish(team.chats["王五"])
            await team.chats["王五"].press("确认本单位内容")
            await team.read_all()
        if day.day == 9:
            await team.chats["李四"].press("学校")
            await team.read_all()
    assert "\n".join(lines) == TABLE.strip()


def _brief(text: str) -> str:
    """The first line of each part of a letter, and whom the whole waits for."""
    parts = text.split("\n\n")[:-1]
    waits = [line for line in text.splitlines() if line.startswith("· ") and "家" not in line and "完成" in line]
    return "；".join([*(part.splitlines()[0].removesuffix("（不含您自己做的）：") for part in parts), *waits])
