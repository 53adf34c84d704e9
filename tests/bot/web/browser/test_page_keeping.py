"""Words stay with whoever wrote them: no room in the browser, nothing saved by the server; and go when they leave."""

from __future__ import annotations

import asyncio

import pytest
from page_bench import Screen, drop, in_browser
from playwright.async_api import Route, expect
from web_bench import Site

from bot.service import quota

pytestmark = [*in_browser, pytest.mark.drill]
KEPT = "JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
# From now on the browser has no room for anything.
FULL = """() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""


async def test_with_the_storage_full_the_box_keeps_the_text_until_it_has_arrived(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.evaluate(FULL)
    await screen.page.context.set_offline(True)
    await screen.send("河边图书角")
    await expect(screen.input).to_have_value("河边图书角")
    await expect(screen.page.locator("#offline")).to_contain_text("存储空间满了")
    await screen.page.context.set_offline(False)
    await screen.sees("牵头单位")
    await expect(screen.input).to_have_value("")
    await expect(screen.page.locator("#offline")).to_be_hidden()
    await screen.press("上一题")  # and what is pressed works
    await screen.sees("现在的答案：河边图书角")
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_with_the_storage_full_an_edit_is_sent_too(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.page.evaluate(FULL)
    await screen.page.get_by_role("button", name="修改这条消息").click()
    await screen.send("山上图书角")
    await screen.sees("已更正")
    assert await site.sql("SELECT value FROM answer") == [("山上图书角",)]


@pytest.mark.parametrize("status", [500, 503, 507])
async def test_where_nothing_can_be_saved_a_bar_says_so_and_the_words_stay(
    screen: Screen, site: Site, status: int
) -> None:
    await screen.begin()
    await screen.page.route("**/events", lambda route: route.fulfill(status=status, body=""))
    await screen.send("河边图书角")
    await expect(screen.page.locator("#offline")).to_contain_text("现在存不下")
    await expect(screen.page.locator("#pending .waiting")).to_contain_text("河边图书角")
    await screen.page.reload()
    await expect(screen.page.locator("#offline")).to_contain_text("现在存不下")
    await screen.page.unroute("**/events")
    await screen.sees("牵头单位")
    await expect(screen.page.locator("#offline")).to_be_hidden()
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]
    screen.faults.clear()  # the requests that were refused


async def test_where_nothing_can_be_saved_no_file_and_no_code_is_said_to_fail_of_something_else(screen: Screen) -> None:
    """Neither of the network, nor because the person was signed out."""
    await screen.begin()
    for path in ("**/upload*", "**/device*"):
        await screen.page.route(path, lambda route: route.fulfill(status=503, body=""))
    await drop(screen, "示例.xlsx", b"rows")
    await expect(screen.page.locator("#pending .own")).to_contain_text("现在保存不了")
    await screen.menu("换设备继续")
    await expect(screen.page.locator("#toast")).to_contain_text("现在保存不了")
    await screen.sees("图书角名称")
    screen.faults.clear()  # the requests that were refused


@pytest.mark.parametrize("body", ["<html>请先登录无线网络</html>", ""])
async def test_what_somebody_on_the_way_answers_is_no_yes(screen: Screen, site: Site, body: str) -> None:
    """The page of a hotel's network, say, which comes as a 200."""
    await screen.begin()
    await screen.page.route("**/events", lambda route: route.fulfill(status=200, body=body))
    await screen.send("河边图书角")
    await expect(screen.page.locator("#offline")).to_contain_text("恢复后会自动发送")
    await expect(screen.page.locator("#pending .waiting")).to_contain_text("等待发送")
    await screen.page.unroute("**/events")
    await screen.sees("牵头单位")
    await expect(screen.page.locator("#offline")).to_be_hidden()
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_what_did_not_come_whole_is_sent_again(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.route("**/events", lambda route: route.fulfill(status=408, body=""), times=1)
    await screen.send("河边图书角")
    await screen.sees("牵头单位")
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]
    screen.faults.clear()  # the request that was refused


async def test_refused_words_stand_in_the_box_beside_what_is_typed_by_now(screen: Screen) -> None:
    """They were lost where anything stood there."""
    await screen.begin()
    refusing = asyncio.Event()

    async def refuse(route: Route) -> None:
        await refusing.wait()
        await route.fulfill(status=403, body="")

    await screen.page.route("**/events", refuse)
    await screen.send("河边图书角")
    await screen.input.fill("下一条")
    refusing.set()
    await expect(screen.input).to_have_value("下一条\n河边图书角")
    await expect(screen.page.locator("#toast")).to_contain_text("没有发出")
    screen.faults.clear()  # the request that was refused


async def test_words_for_which_there_is_no_room_stay_in_the_box(
    screen: Screen, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were gone after four seconds, and kept nowhere."""
    await screen.begin()
    monkeypatch.setattr(quota, "OF_PERSON", 0)
    await screen.send("河边图书角")
    await expect(screen.page.locator("#toast")).to_contain_text("这一条没有保存")
    await expect(screen.input).to_have_value("河边图书角")
    await expect(screen.page.locator("#pending .own")).to_have_count(0)
    monkeypatch.undo()
    await screen.page.get_by_role("button", name="发送", exact=True).click()
    await screen.sees("牵头单位")
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_a_press_that_was_refused_can_be_made_again(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.page.route("**/events", lambda route: route.fulfill(status=403, body=""), times=1)
    button = screen.question.get_by_role("button", name="上一题", exact=True)
    await button.click()
    await expect(screen.page.locator("#toast")).to_contain_text("没有发出")
    await button.click()
    await screen.sees("现在的答案：河边图书角")
    screen.faults.clear()  # the request that was refused


async def test_a_refused_edit_goes_back_and_its_words_are_there_when_it_is_edited_again(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.page.route("**/events", lambda route: route.fulfill(status=403, body=""), times=1)
    edits = screen.page.get_by_role("button", name="修改这条消息")
    await edits.click()
    await screen.send("山上图书角")
    await expect(screen.page.locator("#toast")).to_contain_text("没有发出")
    assert (await screen.own())[-1] == "河边图书角"
    await edits.click()
    await expect(screen.input).to_have_value("山上图书角")
    screen.faults.clear()  # the request that was refused


async def test_whoever_leaves_leaves_no_words_behind(screen: Screen) -> None:
    await screen.begin()
    await screen.input.fill("写了一半")
    assert "写了一半" in await screen.page.evaluate(KEPT)
    await screen.menu("退出这台设备")
    await screen.page.get_by_role("button", name="退出", exact=True).click()
    await expect(screen.page.get_by_label("邀请码或换设备代码")).to_be_visible()
    await screen.page.wait_for_function(f"{KEPT} === '{{}}{{}}'")  # the parting words are kept until they are said


async def test_the_answer_to_leaving_has_the_browser_wipe_what_it_keeps(screen: Screen) -> None:
    """Without any script of ours."""
    await screen.begin()
    await screen.input.fill("写了一半")
    await screen.page.locator('form[action="/leave"]').evaluate("form => form.submit()")  # which tells no script
    await expect(screen.page.get_by_label("邀请码或换设备代码")).to_be_visible()
    assert await screen.page.evaluate("JSON.stringify(localStorage)") == "{}"


async def test_whoever_deletes_everything_leaves_no_words_behind(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.input.fill("写了一半")
    await screen.menu("删除这份申报")
    await screen.question.get_by_role("button", name="彻底删除").click()
    await expect(screen.page.locator("#flash")).to_contain_text("已全部删除")
    assert await screen.page.evaluate(KEPT) == "{}{}"


async def test_a_session_that_ended_elsewhere_wipes_nothing(screen: Screen) -> None:
    """The same person may come back here."""
    await screen.begin()
    await screen.input.fill("写了一半")
    await screen.page.context.clear_cookies()
    await screen.page.reload()
    assert "写了一半" in await screen.page.evaluate(KEPT)
