"""The pictures of the documentation: `UPDATE_PICTURES=docs pytest -k pictures` makes them anew; look at them.

Everybody and everything in them is invented, and the address is one for examples.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from answered import EXAMPLE
from fake_botapi import FakeBotApi
from harness import Clock
from page_bench import DESKTOP, PHONE, Opens, Screen, drop, in_browser
from page_fixtures import on_the_loop_of_the_browser
from places import FORMS
from playwright.async_api import expect
from telegram_line import known
from web_bench import Site
from workbooks import book

from bot.clock import BEIJING
from bot.service import form_registry
from render import preview

pytestmark = [*in_browser, pytest.mark.drill]
needs_office = pytest.mark.skipif(not preview.pictures_available(), reason="LibreOffice or poppler is not installed")
ADDRESS = "https://apply.example.com"
NAME = EXAMPLE["plan_name"]
COVER = (NAME, "企业类（工业互联网）", "2023年", "2023年12月20日")
LEAD_UNIT = EXAMPLE["lead_unit"]
SECURITY, INSTITUTE = (unit["name"] for unit in EXAMPLE["joint_units"])


@on_the_loop_of_the_browser()
async def site(tmp_path: Path, clock: Clock) -> AsyncIterator[Site]:
    """The page with the official form, at an address and a time that may be seen."""
    clock.now = datetime(2023, 12, 11, 9, 30, tzinfo=BEIJING)
    async with Site(tmp_path / "official", form_registry.read(FORMS), ADDRESS) as opened:
        yield opened


async def begun(screen: Screen) -> None:
    """The cover is filled in."""
    await screen.begin()
    for answer in COVER:
        await screen.type(answer)
    await screen.sees("牵头单位（全称）")


@needs_office
async def test_pictures_of_the_page(windows: Opens) -> None:
    screen = await windows(**DESKTOP)
    await screen.page.goto(screen.url)
    await screen.photograph("page-welcome.png", screen.page.locator(".card"))
    await begun(screen)
    await screen.open("预览")
    await expect(screen.page.locator("#preview figure img").first).to_be_visible()
    await screen.page.wait_for_function("() => document.querySelector('#preview figure img').naturalWidth > 500")
    await screen.photograph("page-desktop.png")


async def test_pictures_of_editing_a_message(windows: Opens) -> None:
    screen = await windows(viewport={"width": 1100, "height": 577})
    await begun(screen)
    message = screen.page.locator("#log .own").filter(has_text="2023年12月20日")
    await message.hover()
    await message.get_by_role("button", name="修改这条消息").click()
    await screen.input.fill("2023年12月22日")
    await screen.photograph("page-edit.png", screen.page.locator("#chat"))
    await screen.send("2023年12月22日")
    await screen.sees("已更正“申报日期”：2023年12月22日")


async def test_pictures_of_a_table(windows: Opens) -> None:
    screen = await windows(viewport={"width": 1500, "height": 620})
    await begun(screen)
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="联合申报单位").click()
    await screen.page.locator("#table").get_by_role("button", name="添加一行").click()
    for name in (SECURITY, INSTITUTE):
        await screen.page.keyboard.insert_text(name)
        await screen.page.keyboard.press("Enter")
        await expect(screen.page.locator("#log")).to_contain_text(name)
    await screen.page.get_by_role("gridcell").nth(2).click()
    await screen.page.keyboard.insert_text("91330200MA0EXAM21")  # the last figure of it is missing
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.locator(".cells .told")).to_contain_text("17 位")
    await screen.photograph("page-table.png")


async def test_pictures_of_handing_in_a_workbook(windows: Opens) -> None:
    screen = await windows(viewport={"width": 1100, "height": 700})
    await begun(screen)
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="服务对象").click()
    await screen.sees("服务对象")
    rows = [[row[key] for key in ("company", "industry", "contact", "mobile", "email")] for row in EXAMPLE["clients"]]
    rows[2][3] = rows[2][3][:-1]  # the last figure of a mobile number is missing
    await drop(screen, "服务对象.xlsx", book(["企业名称", "所在行业领域", "联系人", "手机", "邮箱"], *rows[:4]))
    await screen.sees("读出 4 行，还没有添加")
    await screen.photograph("page-excel.png")
    await screen.page.get_by_role("button", name="都加进去").click()
    await screen.sees("已添加 4 行")


async def test_pictures_on_a_phone(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await begun(screen)
    await screen.photograph("page-phone.png")
    await screen.open("目录")
    await screen.photograph("page-phone-outline.png")


async def invited(lead: Screen, unit: str, picture: str = "") -> str:
    """The lead invites somebody to fill in for a unit that is new; the link as it leads to this machine."""
    secrets = lead.page.locator("#log .secret")
    count = await secrets.count()
    await lead.menu("邀请同事一起填")
    await lead.press("添加联合单位")
    await lead.type(unit)
    await lead.question.get_by_role("button", name="填写", exact=True).click()
    await expect(secrets).to_have_count(count + 1)
    if picture:
        await lead.photograph(picture, secrets.last)
    link = re.search(rf"{ADDRESS}(/join/\S+)", await secrets.last.inner_text())
    assert link
    return f"{lead.url}{link[1]}"


async def comes(screen: Screen, link: str, name: str) -> None:
    """A colleague takes up the invitation, and is asked the first thing."""
    await screen.page.goto(link)
    await screen.page.get_by_role("button", name="继续").click()
    await screen.press("同意并加入")
    await screen.type(name)
    await screen.sees("单位性质")


async def test_pictures_of_a_team(windows: Opens, clock: Clock) -> None:
    lead = await windows(viewport={"width": 1100, "height": 760})
    await begun(lead)
    await lead.type(LEAD_UNIT)
    await lead.menu("邀请同事一起填")
    await lead.type(EXAMPLE["contact"])
    await lead.press("返回")
    colleague, other = await windows(**PHONE), await windows(**PHONE)
    await comes(colleague, await invited(lead, SECURITY, "page-invitation.png"), "顾言舟")
    await colleague.photograph("page-colleague.png")
    clock.pass_(minutes=40)
    await comes(other, await invited(lead, INSTITUTE), "陆禾")
    clock.pass_(minutes=25)
    for answer in ("民营企业", "91330200MA0EXAM231"):
        await colleague.type(answer)
    await commented(lead)
    await colleague.menu("回到正在填的题")
    await colleague.sees("意见（")
    await colleague.photograph("page-remark.png")
    await lead.menu("成员和进度")
    await lead.sees("完成 16%")
    await lead.photograph("page-members.png", lead.question)


async def commented(lead: Screen) -> None:
    """The lead returns the code of the first joint unit."""
    await lead.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="联合申报单位").first.click()
    await lead.sees("已有 2 家单位")
    await lead.press("1")
    await lead.press("改：组织机构代码/三证合一码")
    await lead.press("提意见")
    await lead.type("请核对：营业执照换过新的，代码也换了吗？")


async def test_pictures_of_going_on_elsewhere(windows: Opens, site: Site, api: FakeBotApi) -> None:
    async with known(api, site.service):
        screen = await windows(viewport={"width": 1100, "height": 900})
        await begun(screen)
        await screen.menu("换设备继续")
        await expect(screen.page.get_by_role("link", name="打开 Telegram")).to_be_visible()
        await screen.photograph("page-device.png", screen.page.locator("#device"))
