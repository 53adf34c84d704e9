"""Two taps on one spot do what one does, at every question behind which something is given away, confirmed or deleted.

That of deleting the whole, which the menu opens, is in test_page_in_sight.py.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from page_bench import Screen, in_browser
from page_team import UNITS, Five
from playwright.async_api import Locator
from test_page_in_sight import HELD

pytestmark = [*in_browser, pytest.mark.drill]
SCHOOL, COLLEGE, STREET = UNITS
Begun = Callable[[Five], Awaitable[Screen]]


async def all_filled_in(five: Five) -> Screen:
    await five.fills_in_the_lead_unit()
    for unit in UNITS:
        await five.fills_in(unit)
        await five.presses(five.of[unit], "确认")
    await five.lead.menu("回到正在填的题")
    await five.lead.sees("还差 3 家单位确认")
    return five.lead


async def own_part_filled_in(five: Five) -> Screen:
    await five.fills_in(STREET)
    await five.of[STREET].sees("确认的单位：示例街道")
    return five.of[STREET]


async def at_a_member(five: Five) -> Screen:
    await five.lead.menu("成员和进度")
    listed = await five.lead.question.inner_text()
    await five.lead.press(re.findall(r"(\d+)\. 李四", listed)[0])
    return five.lead


async def at_a_row(five: Five) -> Screen:
    await five.sends(five.lead, kind="went", item="partners", row="")
    await five.lead.press("1")
    return five.lead


PLACES: dict[str, tuple[Begun, str]] = {
    "waiving": (all_filled_in, "不等确认，直接定稿"),
    "promise": (own_part_filled_in, "确认"),
    "handing over": (at_a_member, "移交牵头"),
    "removing": (at_a_member, "移出"),
    "a unit": (at_a_row, "删除这一行"),
}


async def takes_pointer(buttons: Locator) -> set[str]:
    """What becomes of a press on each of the buttons; there are some."""
    return {await one.evaluate("one => getComputedStyle(one).pointerEvents") for one in await buttons.all()}


@pytest.mark.parametrize("place", PLACES)
async def test_the_question_that_follows_takes_no_second_tap_wherever_it_falls(five: Five, place: str) -> None:
    begun, label = PLACES[place]
    screen = await begun(five)
    await screen.page.evaluate(HELD)
    await screen.press(label)
    pressable = screen.question.locator("button:not(.repeated)")
    assert await takes_pointer(pressable) == {"none"}
    asked = await screen.question.get_attribute("id")
    for one in await pressable.all():
        await one.scroll_into_view_if_needed()
        box = await one.bounding_box()
        assert box
        await screen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert await screen.question.get_attribute("id") == asked
    assert await screen.page.locator("#pending .message").count() == 0
    await screen.page.evaluate("pass()")
    assert await takes_pointer(pressable) == {"auto"}
