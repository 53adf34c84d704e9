"""Several people in one application, each in a browser of their own."""

from __future__ import annotations

import asyncio

import pytest
from page_bench import ONCE_MORE, PHONE, Opens, Screen, in_browser
from page_team import comes, invites
from playwright.async_api import expect
from waiting import PATIENCE
from web_bench import Site

pytestmark = [*in_browser, pytest.mark.drill]
ROWS = ".lines .line:not(.heads):not(.new)"


async def invited(lead: Screen, unit: str) -> str:
    """Invites somebody to fill in for a unit; the link."""
    return (await invites(lead, unit, "填写"))[0]


async def lead_of_two_units(lead: Screen) -> None:
    await lead.begin()
    await lead.type("河边图书角")
    await lead.type("示例社区居委会")
    await lead.open("表格")
    for number, unit in enumerate(("示例小学", "示例街道"), 1):
        await lead.page.locator("#table").get_by_role("button", name="添加一行").click()
        field = lead.page.get_by_label(f"第 {number} 行，单位名称", exact=True)
        await field.fill(unit)
        await field.press("Enter")
        await expect(lead.page.locator("#log")).to_contain_text(unit)
    await lead.menu("邀请同事一起填")
    await lead.type("张三")  # the colleagues see who invites
    await lead.press("返回")


async def test_three_browsers_fill_in_one_application_at_once(screen: Screen, windows: Opens, site: Site) -> None:
    await lead_of_two_units(screen)
    school, street = await windows(), await windows(**PHONE)
    await comes(school, await invited(screen, "示例小学"), "李四")
    await comes(street, await invited(screen, "示例街道"), "王五")
    for one in (school, street):
        await expect(one.page.locator("#title")).to_have_text("河边图书角")

    async def shelves(one: Screen, *names: str) -> None:
        await one.open("表格")
        await one.page.locator("#table").get_by_role("button", name="书架清单").click()
        for count, name in enumerate(names, 1):
            await one.page.locator(".tools").get_by_role("button", name="添加一行").click()
            if one is street:  # by touch, a row is a form
                form = one.page.get_by_role("dialog")
                await form.get_by_label("书架名称").fill(name)
                await form.get_by_role("button", name="返回表格").click()
            else:
                await one.page.keyboard.insert_text(name)
                await one.page.keyboard.press("Enter")
            await expect(one.page.locator(ROWS)).to_have_count(count)
            await expect(one.page.locator("#log")).to_contain_text(f"：{name}")

    await asyncio.gather(shelves(school, "绘本架", "科学架"), shelves(street, "文史架", "报刊架"))
    kept = await site.sql("SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY value")
    assert [value for (value,) in kept] == sorted(["绘本架", "科学架", "文史架", "报刊架"])
    members = screen.page.locator("#members")
    for name in ("李四", "王五"):
        await expect(members).to_contain_text(name)
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="书架清单").click()
    await expect(screen.page.locator(ROWS)).to_have_count(4)
    await expect(school.page.locator(ROWS)).to_have_count(2)


async def test_a_colleague_gets_the_own_part_and_nothing_else(screen: Screen, windows: Opens) -> None:
    await lead_of_two_units(screen)
    school = await windows()
    await comes(school, await invited(screen, "示例小学"), "李四")
    outline = school.page.get_by_role("navigation", name="申报目录")
    await expect(outline).to_contain_text("承诺书")
    await expect(outline).not_to_contain_text("经费")
    await school.open("文件")
    await expect(school.page.locator("#files")).to_contain_text("下载文件")
    await expect(school.page.locator("#files")).not_to_contain_text("Word 文件")
    for path in ("/download/word", "/download/sheets", "/download/part?part=0:"):
        assert (await school.page.request.get(f"{school.url}{path}", max_retries=ONCE_MORE)).status == 404
    for name, begins in (("本单位 Excel", b"PK"), ("本单位 JSON", b"{")):
        link = school.page.locator("#files").get_by_role("link", name=name)
        address = f"{school.url}{await link.get_attribute('href')}"
        answer = await school.page.request.get(address, max_retries=ONCE_MORE)
        assert answer.status == 200
        assert (await answer.body()).startswith(begins)
    await school.open("预览")
    await expect(school.page.locator("#preview")).to_contain_text("没有您可以查看的整份文件")


async def test_an_invitation_is_shown_once_and_kept_nowhere(screen: Screen, site: Site) -> None:
    await lead_of_two_units(screen)
    link = await invited(screen, "示例小学")
    await expect(screen.page.locator("#log")).to_contain_text("邀请只显示一次")
    token = link.rpartition("/")[2]
    async with asyncio.timeout(PATIENCE):  # it waits in the outbox until it is noted that it has arrived
        while token in str(await site.sql("SELECT reply FROM outbox")):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert token not in str(await site.sql("SELECT content FROM message"))
    await screen.page.reload()
    await expect(screen.page.locator("#log .secret")).to_have_count(0)
    await expect(screen.page.locator("#log")).to_contain_text("邀请只显示一次")


async def test_whoever_is_removed_sees_nothing_more(screen: Screen, windows: Opens) -> None:
    await lead_of_two_units(screen)
    school = await windows()
    await comes(school, await invited(screen, "示例小学"), "李四")
    await screen.menu("成员和进度")
    await screen.press("2")
    await screen.press("移出")
    await screen.press("确定")
    await expect(school.page.locator("#parts")).to_be_empty()
    await school.page.reload()
    await expect(school.page.locator("#log")).to_contain_text("已被移出")
    await expect(school.page.locator("#log")).not_to_contain_text("总进度")


async def test_a_notice_leads_to_its_comment_from_another_application(screen: Screen, windows: Opens) -> None:
    await lead_of_two_units(screen)
    school = await windows()
    await comes(school, await invited(screen, "示例小学"), "李四")
    await expect(school.page.locator("#menu [data-command=invite]")).to_be_hidden()
    await school.type("学校")
    await school.menu("新建一份申报")
    await school.sees("图书角名称")
    await screen.menu("查看和修改")
    for label in ("下一页", "1", "1", "改：单位性质", "提意见"):
        await screen.press(label)
    await screen.type("请照登记证书写")
    await school.page.locator("#log .notice").get_by_role("button", name="去处理").click()
    await school.sees("请照登记证书写")
    await expect(school.page.locator("#title")).to_have_text("河边图书角")
