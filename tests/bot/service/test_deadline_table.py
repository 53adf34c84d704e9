"""The ten days around a deadline as a table: who is told what, when, at once and at ten in the morning.

The table stands in tests/data/ten-days.txt, to be read as each of the five; `--update` writes it anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import pytest
from gathered import DUE, Team, finish, gather
from harness import Bench, notes
from places import DATA

from bot.clock import BEIJING

TABLE = DATA / "ten-days.txt"
Act = Callable[[Team], Awaitable[object]]


async def set_deadline(team: Team) -> None:
    await team.lead.command("deadline")
    await team.lead.say(DUE.isoformat())


async def confirm(team: Team) -> None:
    await finish(team.chats["李四"])
    await team.chats["李四"].press("确认本单位内容")


async def nudge(team: Team) -> None:
    await team.lead.command("late")
    await team.lead.press("催一下")


async def mute(team: Team) -> None:
    await team.chats["王五"].command("mute")
    await team.chats["王五"].press("关闭提醒")


async def hear_again(team: Team) -> None:
    await team.chats["王五"].command("mute")
    await team.chats["王五"].press("恢复提醒")


async def comment(team: Team) -> None:
    reviewer = team.chats["赵六"]
    asked = (await reviewer.command("read"))[-1]
    [number] = [line.partition(".")[0] for line in asked.text.splitlines() if "放绘本" in line]
    await reviewer.press(number)
    await reviewer.say("请写明借期。")


async def mend(team: Team) -> None:
    await team.chats["李四"].press("去处理", "重新写")
    await team.chats["李四"].say("放绘本，自助借还，借期三十天。\n完成")


async def confirm_again(team: Team) -> None:
    await team.chats["李四"].press("确认本单位内容")


ACTS: Mapping[int, tuple[str, Act]] = {  # by the days until the deadline
    8: ("张三把截止日期定在 4月1日", set_deadline),
    6: ("李四填完、确认", confirm),
    5: ("张三催一下", nudge),
    4: ("王五关闭提醒", mute),
    3: ("张三再催一下", nudge),
    2: ("赵六提意见", comment),
    1: ("李四照意见改", mend),
    0: ("王五恢复提醒", hear_again),
    -1: ("李四重新确认", confirm_again),
}


async def told(team: Team) -> list[str]:
    """What everybody was told since the last time, one message a line."""
    found = [(name, reply) for name, chat in team.chats.items() for reply in await chat.read()]
    return [f"　　{name}：{'⏎'.join(filter(None, notes([reply]).splitlines()))}" for name, reply in found]


async def test_ten_days_around_a_deadline(bench: Bench, request: pytest.FixtureRequest) -> None:
    team = await gather(bench)
    await team.at_ten(DUE - timedelta(days=9))
    table = []
    for left in range(8, -2, -1):
        day = DUE - timedelta(days=left)
        bench.clock.now = datetime(day.year, day.month, day.day, 10, tzinfo=BEIJING)
        await bench.daily()
        table += [f"{day.month}月{day.day}日", "　十点", *(await told(team) or ["　　谁也没有通知"])]
        if left in ACTS:
            what, act = ACTS[left]
            await act(team)
            table += [f"　{what}", *await told(team)]
    now = "\n".join(table) + "\n"
    if request.config.getoption("--update"):
        TABLE.write_text(now, "utf-8")
    assert now == TABLE.read_text("utf-8")
