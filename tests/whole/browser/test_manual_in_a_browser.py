"""What the manual promises that only the page offers, walked as a person does it: see `test_manual`."""

from __future__ import annotations

import pytest
from page_bench import Opens, Screen, in_browser
from page_team import invites
from playwright.async_api import expect

pytestmark = [*in_browser, pytest.mark.drill]


async def copied(screen: Screen) -> str:
    return str(await screen.page.evaluate("navigator.clipboard.readText()"))


async def test_what_the_page_alone_offers(screen: Screen, windows: Opens) -> None:
    await screen.begin_by_hand()
    await screen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await screen.type("河边图书角")
    await screen.type("示例社区居委会")
    # The list of all commands; each can be pressed where it stands.
    await screen.menu("使用说明")
    await screen.page.locator("#log .command").get_by_text("/review", exact=True).last.click()
    await screen.sees("查看和修改：一、基本情况")
    # Looking at something, and back.
    await screen.menu("回到正在填的题")
    await screen.sees("主题")
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="图书角名称").click()
    await screen.sees("现在的答案：河边图书角")
    await screen.press("保留原答案")
    # The letter of an invitation, as it is sent on.
    await screen.menu("邀请同事一起填")
    await screen.type("张三")
    await screen.press("返回")
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="共建单位").click()
    await screen.type("示例小学")
    await screen.press("添加这一行")
    [link] = await invites(screen, "示例小学", "填写")
    await screen.page.locator("#log .secret").get_by_role("button", name="复制这段话").click()
    await screen.page.wait_for_function("async () => await navigator.clipboard.readText() !== ''")
    letter = await copied(screen)
    assert letter.startswith("张三请您填写《河边图书角》里示例小学的部分")
    assert link in letter
    # The same on another device, by the link that is copied.
    await screen.menu("换设备继续")
    await screen.page.get_by_role("button", name="复制链接").click()
    await screen.page.wait_for_function("async (before) => await navigator.clipboard.readText() !== before", arg=letter)
    other = await windows()
    await other.page.goto(await copied(screen))
    await other.page.get_by_role("button", name="继续").click()
    await expect(other.page.locator("#title")).to_have_text("河边图书角")
