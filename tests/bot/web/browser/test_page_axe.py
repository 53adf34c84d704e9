"""axe finds nothing in the states that a team comes to, at a desk and on a phone, with forced colours too."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from page_bench import DESKTOP, PHONE, Opens, Screen, in_browser
from page_team import UNITS, Five, goes_through, invites, told
from playwright.async_api import expect

AXE = os.environ.get("AXE_CORE", "")
JUDGE = Path(AXE).read_text("utf-8") if AXE else ""
pytestmark = [
    *in_browser,
    pytest.mark.drill,
    pytest.mark.skipif(not AXE, reason="axe-core is not installed (npm install axe-core; AXE_CORE=…/axe.min.js)"),
]
SCHOOL, COLLEGE, STREET = UNITS
NATURE = "partners.nature"
MEDIA = ("none", "active")  # forced colours
State = Callable[[Five, Opens], Awaitable[Screen]]


async def invited(five: Five, windows: Opens) -> Screen:
    """The letters in the log of whoever invites."""
    del windows
    await invites(five.lead, COLLEGE, "查看")
    return five.lead


async def at_the_door(five: Five, windows: Opens) -> Screen:
    """The page behind an invitation."""
    [link] = await invites(five.lead, COLLEGE, "查看")
    late = await windows()
    await late.page.goto(link)
    return late


async def asked_to_join(five: Five, windows: Opens) -> Screen:
    late = await at_the_door(five, windows)
    await late.page.get_by_role("button", name="继续").click()
    await late.sees("邀请您")
    return late


async def handing_over(five: Five, windows: Opens) -> Screen:
    del windows
    await five.lead.menu("成员和进度")
    listed = await five.lead.question.inner_text()
    await five.lead.press(re.findall(r"(\d+)\. 李四", listed)[0])
    await five.lead.press("移交牵头")
    return five.lead


async def asked_to_lead(five: Five, windows: Opens) -> Screen:
    await (await handing_over(five, windows)).press("确定")
    school = five.of[SCHOOL]
    await goes_through(told(school, "请您牵头"), "看移交", "不再牵头")
    return school


async def conflict(five: Five, windows: Opens) -> Screen:
    del windows
    school, row = five.of[SCHOOL], five.rows[SCHOOL]
    await five.fills(five.lead, {(NATURE, row): "居委会"})
    await five.sends(school, kind="went", item=NATURE, row=row)
    await school.sees("现在的答案：居委会")
    await five.fills(five.lead, {(NATURE, row): "其他：合作社"})
    await school.press("学校")
    await school.sees("对方写的")
    return school


async def dry_run(five: Five, windows: Opens) -> Screen:
    del windows
    await five.sends(five.lead, kind="went", item="shelves")
    await five.lead.sees("书架清单")
    await five.lead.type("书架名称\t启用日期\n绘本架\t2024年13月\n待定\t2024年5月")
    await five.lead.sees("2024年13月")
    return five.lead


async def undone(five: Five, windows: Opens) -> Screen:
    del windows
    await five.of[SCHOOL].press("学校")
    await five.of[SCHOOL].press("撤回")
    return five.of[SCHOOL]


async def filled_in(five: Five, windows: Opens) -> Screen:
    """Everything is filled in, and nobody has confirmed."""
    del windows
    await five.fills_in_the_lead_unit()
    for unit in UNITS:
        await five.fills_in(unit)
        await five.presses(five.of[unit], "确认")
    await five.lead.menu("回到正在填的题")
    await five.lead.sees("还差 3 家单位确认")
    return five.lead


async def waiving(five: Five, windows: Opens) -> Screen:
    await (await filled_in(five, windows)).press("不等确认，直接定稿")
    return five.lead


async def finished(five: Five, windows: Opens) -> Screen:
    """With its file."""
    await (await waiving(five, windows)).press("不等了")
    await five.lead.press("生成 Word 文件")
    await expect(five.lead.page.locator("#log a.file")).to_have_count(1)
    return five.lead


async def checked(five: Five, windows: Opens) -> Screen:
    del windows
    await five.lead.menu("自查")
    await five.lead.sees("点数字去修改")
    return five.lead


async def deleting(five: Five, windows: Opens) -> Screen:
    del windows
    await five.lead.menu("删除这份申报")
    return five.lead


async def deleted(five: Five, windows: Opens) -> Screen:
    await (await deleting(five, windows)).press("删除，30 天内可恢复")
    await five.lead.press("恢复删除的申报")
    return five.lead


async def restored(five: Five, windows: Opens) -> Screen:
    lead = await deleted(five, windows)
    await lead.press(await lead.question.get_by_role("button").first.inner_text())
    await lead.sees("已恢复")
    return lead


async def from_an_earlier_one(five: Five, windows: Opens) -> Screen:
    del windows
    await five.lead.menu("新建一份申报")
    await five.lead.press("从以前的一份开始")
    await five.lead.press(await five.lead.question.get_by_role("button").first.inner_text())
    await five.lead.sees("认出")
    return five.lead


STATES: tuple[State, ...] = (
    *(invited, at_the_door, asked_to_join, handing_over, asked_to_lead, conflict, dry_run, undone, checked),
    *(filled_in, waiving, finished, deleting, deleted, restored, from_an_earlier_one),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_axe_finds_nothing(state: State, five: Five, windows: Opens) -> None:
    screen = await state(five, windows)
    for size in (DESKTOP, PHONE):
        await screen.page.set_viewport_size(size["viewport"])
        for forced in MEDIA:
            await screen.page.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
            await judged(screen)
        assert await screen.fits()


async def judged(screen: Screen) -> None:
    await screen.page.evaluate(JUDGE)
    result = await screen.page.evaluate("axe.run()")
    assert result["passes"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in result["violations"]] == []
