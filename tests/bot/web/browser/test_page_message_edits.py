"""A sent message edited in the browser: with mouse, touch and keyboard, offline, in two tabs, over a reload."""

from __future__ import annotations

import asyncio
import re

import pytest
from page_bench import DESKTOP, PHONE, Opens, Screen, in_browser
from playwright.async_api import Locator, Route, expect
from test_page_in_sight import KEYBOARD
from web_bench import Site

pytestmark = [*in_browser, pytest.mark.drill]


def message(screen: Screen, text: str) -> Locator:
    return screen.page.locator("#log .own").filter(has_text=text)


def button(screen: Screen, text: str) -> Locator:
    return message(screen, text).get_by_role("button", name="修改这条消息")


def bar(screen: Screen) -> Locator:
    return screen.page.get_by_text("正在修改之前发的内容")


async def edited_in_vain(screen: Screen, before: str, after: str) -> None:
    """Edits, and waits until the reason why it is not taken stands at the message, and nowhere else."""
    asked = await screen.question.get_attribute("id")
    await button(screen, before).click()
    await screen.send(after)
    reason = message(screen, before).locator(".wrong")
    await expect(reason).to_contain_text("没有改，仍是原来的答案")
    await expect(reason).to_be_in_viewport(ratio=1)
    await expect(screen.page.get_by_text("没有改，仍是原来的答案")).to_have_count(1)
    assert await screen.question.get_attribute("id") == asked


async def answered(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")


async def edited(screen: Screen, before: str, after: str) -> None:
    """Edits, and waits until the server has said so."""
    asked = await screen.question.get_attribute("id")
    await button(screen, before).click()
    await screen.send(after)
    await screen.next_question(asked)


@pytest.mark.parametrize("options", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
async def test_a_message_is_edited_and_the_answer_with_it(
    windows: Opens, site: Site, options: dict[str, object]
) -> None:
    screen = await windows(**options)
    await answered(screen)
    await screen.input.fill("写了一半")
    await button(screen, "河边图书角").click()
    await expect(bar(screen)).to_be_visible()
    await expect(screen.input).to_have_value("河边图书角")
    await expect(screen.input).to_be_focused()
    assert await screen.fits()
    await screen.send("山上图书角")
    await screen.sees("已更正“图书角名称”：山上图书角")
    await expect(message(screen, "山上图书角").locator(".state")).to_have_text("已修改")
    assert await screen.own() == ["同意并开始", "山上图书角"]
    await expect(screen.page.locator("#title")).to_have_text("山上图书角")
    await expect(bar(screen)).to_be_hidden()
    await expect(screen.input).to_have_value("写了一半")
    assert await site.sql("SELECT value FROM answer") == [("山上图书角",)]
    await screen.page.reload()
    assert await screen.own() == ["同意并开始", "山上图书角"]
    await expect(screen.input).to_have_value("写了一半")


async def test_on_a_desktop_the_action_is_quiet_until_the_mouse_or_the_keyboard_is_there(screen: Screen) -> None:
    await answered(screen)
    shown = button(screen, "河边图书角")
    await screen.page.mouse.move(0, 0)
    await expect(shown).to_have_css("opacity", "0")
    await message(screen, "河边图书角").hover()
    await expect(shown).to_have_css("opacity", "1")
    await screen.page.mouse.move(0, 0)
    for _ in range(20):
        await screen.page.keyboard.press("Shift+Tab")
        if await shown.evaluate("one => one === document.activeElement"):
            break
    await expect(shown).to_have_css("opacity", "1")
    await screen.page.keyboard.press("Enter")
    await expect(screen.input).to_be_focused()
    await screen.page.keyboard.type("二")
    await screen.page.keyboard.press("Enter")
    await screen.sees("更正“图书角名称”：河边图书角二")


async def test_on_a_phone_the_action_is_always_there_and_large_enough(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await answered(screen)
    await expect(button(screen, "河边图书角")).to_have_css("opacity", "1")
    box = await button(screen, "河边图书角").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 40


async def test_presses_and_commands_offer_nothing_to_edit(screen: Screen) -> None:
    await answered(screen)
    await screen.type("/status")
    assert await screen.page.get_by_role("button", name="修改这条消息").count() == 1


@pytest.mark.parametrize("how", ["Escape", "取消"])
async def test_taken_back_what_was_half_typed_comes_back(screen: Screen, how: str) -> None:
    await answered(screen)
    await screen.input.fill("写了一半")
    await button(screen, "河边图书角").click()
    await screen.input.fill("别的")
    if how == "Escape":
        await screen.input.press("Escape")
    else:
        await screen.page.get_by_role("button", name="取消").click()
    await expect(bar(screen)).to_be_hidden()
    await expect(screen.input).to_have_value("写了一半")
    await expect(screen.input).to_be_focused()
    assert await screen.own() == ["同意并开始", "河边图书角"]


async def test_an_edit_under_way_outlives_a_reload_and_another_message_can_be_chosen(screen: Screen) -> None:
    await answered(screen)
    await screen.type("示例社区居委会")
    await screen.input.fill("写了一半")
    await button(screen, "河边图书角").click()
    await screen.input.fill("山上")
    await screen.page.reload()
    await expect(bar(screen)).to_be_visible()
    await expect(screen.input).to_have_value("山上")
    await button(screen, "示例社区居委会").click()
    await expect(screen.input).to_have_value("示例社区居委会")
    await screen.input.press("Escape")
    await expect(screen.input).to_have_value("写了一半")


async def test_sent_as_it_was_it_is_no_edit(screen: Screen, site: Site) -> None:
    await answered(screen)
    await button(screen, "河边图书角").click()
    await screen.input.press("Enter")
    await expect(bar(screen)).to_be_hidden()
    await screen.type("示例社区居委会")
    assert await site.sql("SELECT count(*) FROM message WHERE edited > 0") == [(0,)]


async def test_a_refused_edit_shows_what_holds_with_the_reason_at_it(windows: Opens, site: Site) -> None:
    screen = await windows(**PHONE)
    await answered(screen)
    await edited_in_vain(screen, "河边图书角", "很长的名字" * 5)
    shown = message(screen, "河边图书角")
    await expect(shown.locator(".wrong")).to_contain_text("超出 13 字")
    await expect(shown.locator(".state")).to_have_text("")
    assert (await screen.own())[-1] == "河边图书角"
    await expect(bar(screen)).to_be_visible()
    await expect(screen.input).to_have_value("很长的名字" * 5)  # to be mended
    await expect(screen.input).to_have_accessible_description(re.compile("超出 13 字"))
    await edited(screen, "河边图书角", "山上图书角")
    await expect(shown).to_have_count(0)
    await expect(message(screen, "山上图书角").locator(".wrong")).to_have_count(0)
    assert await site.sql("SELECT value FROM answer") == [("山上图书角",)]


async def test_the_reason_is_seen_whole_beside_a_long_text_to_be_mended(windows: Opens) -> None:
    """The text comes back into the box, which grows over the conversation; and so does a keyboard."""
    screen = await windows(**PHONE)
    await answered(screen)
    await edited_in_vain(screen, "河边图书角", "很长的名字" * 80)
    reason = message(screen, "河边图书角").locator(".wrong")
    for height in (PHONE["viewport"]["height"], PHONE["viewport"]["height"] - KEYBOARD):
        await screen.page.set_viewport_size({"width": 390, "height": height})
        await expect(screen.input).to_have_value("很长的名字" * 80)
        await expect(reason).to_be_in_viewport(ratio=1)


async def test_whoever_goes_on_with_something_else_no_longer_edits(screen: Screen, site: Site) -> None:
    """What is typed then is an answer, and what the message was to say is there when it is edited again."""
    await answered(screen)
    await edited_in_vain(screen, "河边图书角", "很长的名字" * 5)
    await expect(bar(screen)).to_be_visible()
    await screen.press("以后再填")
    await expect(bar(screen)).to_be_hidden()
    await expect(screen.input).to_have_value("")
    await screen.type("社区大厅")
    assert await site.sql("SELECT value FROM answer WHERE field = 'name'") == [("河边图书角",)]
    assert (await screen.own())[-1] == "社区大厅"
    await button(screen, "河边图书角").click()
    await expect(screen.input).to_have_value("很长的名字" * 5)


async def test_a_refused_edit_never_takes_the_place_of_what_is_typed(screen: Screen) -> None:
    await answered(screen)
    typed = asyncio.Event()

    async def held(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await screen.page.route("**/events", held)
    await button(screen, "河边图书角").click()
    await screen.send("很长的名字" * 5)
    await screen.input.fill("写了一半")
    typed.set()
    await expect(message(screen, "河边图书角").locator(".wrong")).to_be_visible()
    await expect(screen.input).to_have_value("写了一半")
    await expect(bar(screen)).to_be_hidden()


async def test_only_what_can_still_be_changed_so_offers_it(screen: Screen) -> None:
    await answered(screen)
    await screen.type("示例社区居委会")
    await screen.press("上一题")
    await screen.type("示例街道")
    await expect(button(screen, "示例社区居委会")).to_have_count(0)
    await expect(screen.page.get_by_role("button", name="修改这条消息")).to_have_count(2)
    await screen.page.reload()
    await expect(screen.page.get_by_role("button", name="修改这条消息")).to_have_count(2)
    await screen.type("/new")
    await expect(screen.page.get_by_role("button", name="修改这条消息")).to_have_count(0)


async def test_another_tab_shows_it_too_and_keeps_what_is_typed_there(screen: Screen, site: Site) -> None:
    await answered(screen)
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    await other.input.fill("写了一半")
    await edited(screen, "河边图书角", "山上图书角")
    await other.sees("已更正")
    assert await other.own() == ["同意并开始", "山上图书角"]
    await expect(message(other, "山上图书角").locator(".state")).to_have_text("已修改")
    await expect(other.input).to_have_value("写了一半")
    other.check()


async def test_a_tab_that_was_offline_shows_it_when_it_is_back(screen: Screen, site: Site) -> None:
    await answered(screen)
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    await other.sees("牵头单位")
    await site.restart()
    await other.page.route("**/stream*", lambda route: route.abort())
    await edited(screen, "河边图书角", "山上图书角")
    await other.page.unroute("**/stream*")
    await other.page.evaluate("dispatchEvent(new Event('online'))")
    await other.sees("已更正")
    assert await other.own() == ["同意并开始", "山上图书角"]


async def test_offline_it_waits_and_is_sent_once(screen: Screen, site: Site) -> None:
    await answered(screen)
    await screen.page.context.set_offline(True)
    await button(screen, "河边图书角").click()
    await screen.send("山上图书角")
    await expect(message(screen, "山上图书角").locator(".state")).to_have_text("等待发送")
    await button(screen, "山上图书角").click()
    await screen.send("山下图书角")
    await screen.send("示例社区居委会")
    assert await screen.own() == ["同意并开始", "山下图书角"]
    await screen.page.context.set_offline(False)
    await screen.sees("主题")
    await expect(message(screen, "山下图书角").locator(".state")).to_have_text("已修改")
    assert await screen.own() == ["同意并开始", "山下图书角", "示例社区居委会"]
    values = await site.sql("SELECT value FROM history WHERE field = 'name' ORDER BY id")
    assert values == [("河边图书角",), ("山上图书角",), ("山下图书角",)]


async def test_an_edit_that_was_not_sent_outlives_a_closed_tab(screen: Screen, site: Site) -> None:
    await answered(screen)
    await screen.page.context.set_offline(True)
    await button(screen, "河边图书角").click()
    await screen.send("山上图书角")
    await screen.page.close()
    await screen.page.context.set_offline(False)
    again = Screen(await screen.page.context.new_page(), site.url)
    await again.page.goto(site.url)
    await again.sees("已更正")
    await expect(message(again, "山上图书角").locator(".state")).to_have_text("已修改")
    assert await site.sql("SELECT value FROM answer") == [("山上图书角",)]
    again.check()


async def test_an_edit_that_the_server_does_not_take_leaves_the_message_as_it_was(screen: Screen) -> None:
    await answered(screen)
    await screen.page.route("**/events", lambda route: route.fulfill(status=413, body="413"))
    await button(screen, "河边图书角").click()
    await screen.send("山上图书角")
    await expect(screen.page.locator("#toast")).to_contain_text("没有发出")
    assert await screen.own() == ["同意并开始", "河边图书角"]
    await expect(message(screen, "河边图书角").locator(".state")).to_have_text("")
    screen.faults.clear()  # the request that was refused


async def test_a_piece_of_a_long_text_is_edited_with_its_lines(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.get_by_role("button", name="（一）目标").click()
    await screen.sees("（一）目标")
    await screen.input.fill("为老人。\n为孩子。")
    asked = await screen.question.get_attribute("id")
    await screen.input.press("Enter")
    await screen.next_question(asked)
    await button(screen, "为老人").click()
    await expect(screen.input).to_have_value("为老人。\n为孩子。")
    await screen.send("为老人。\n为邻居。")
    await screen.sees("里的那一段")
    assert await site.sql("SELECT text FROM draft_part") == [("为老人。\n为邻居。",)]
