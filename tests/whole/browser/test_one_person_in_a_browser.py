"""One person in a browser and in Telegram: the browser shows the way there, and all that is said there at once."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from fake_botapi import FakeBotApi
from page_bench import Screen, in_browser
from playwright.async_api import expect
from telegram_line import Phone, hurry, known
from web_bench import Site

pytestmark = in_browser


async def test_the_browser_leads_to_telegram_and_shows_what_is_said_there(
    screen: Screen, site: Site, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with known(api, site.service):
        await screen.begin()
        await screen.type("河边图书角")
        await screen.menu("换设备继续")
        way = screen.page.get_by_role("link", name="打开 Telegram")
        start = parse_qs(urlsplit(await way.get_attribute("href") or "").query)["start"][0]
        phone = Phone(api)
        await phone.say(f"/start {start}")
        await screen.page.get_by_role("button", name="关闭").click()
        await phone.press("关联")
        await expect(screen.page.locator("#log")).to_contain_text("已关联")
        await phone.read()
        await phone.say("示例街道办事处")
        await expect(screen.log.filter(has_text="示例街道办事处").first).to_have_class("message own")
        await expect(screen.question).to_contain_text("第 3 题")
        await expect(screen.page.get_by_role("navigation", name="申报目录")).to_contain_text("还差 12 项")
        await screen.menu("换设备继续")
        await expect(screen.page.locator("#device")).to_contain_text("已关联 Telegram")
        await expect(way).to_have_count(0)
