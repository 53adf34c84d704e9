"""The focus is never nowhere after something was done, with the keyboard and on a phone; and colours are not needed."""

from __future__ import annotations

import pytest
from page_bench import DESKTOP, PHONE, Opens, Screen, in_browser
from playwright.async_api import expect

pytestmark = in_browser


async def focus_is_somewhere(screen: Screen) -> None:
    await screen.page.evaluate("() => new Promise(done => setTimeout(done, 300))")
    where = "document.activeElement === document.body || !document.activeElement.getClientRects().length"
    assert not await screen.page.evaluate(where), await screen.page.evaluate("document.activeElement.outerHTML")


@pytest.mark.drill
@pytest.mark.parametrize("options", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
async def test_the_focus_is_somewhere_after_every_action(windows: Opens, options: dict[str, object]) -> None:
    screen = await windows(**options)
    await screen.begin()
    phone = options is PHONE
    await screen.type("河边图书角")
    await screen.press("上一题")
    await focus_is_somewhere(screen)
    await screen.press("保留原答案")
    await focus_is_somewhere(screen)
    await screen.menu("成员和进度")
    await focus_is_somewhere(screen)
    if phone:
        await screen.open("目录")
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="共建单位").click()
    await focus_is_somewhere(screen)
    await screen.page.get_by_role("button", name="修改这条消息").first.click()
    await screen.page.get_by_role("button", name="取消").click()
    await focus_is_somewhere(screen)
    await screen.open("表格")
    table = screen.page.locator("#table")
    rows = table.locator(".lines .line:not(.heads):not(.new)")
    for count, name in enumerate(("示例小学", "示例街道"), 1):
        await table.get_by_role("button", name="添加一行").click()
        await focus_is_somewhere(screen)
        if phone:
            form = screen.page.get_by_role("dialog")
            await form.get_by_label("单位名称").fill(name)
            await form.get_by_role("button", name="返回表格").click()
        else:
            await screen.page.keyboard.insert_text(name)
            await screen.page.keyboard.press("Enter")
        await expect(rows).to_have_count(count)
        await expect(table.locator(".sending")).to_have_count(0)
        await focus_is_somewhere(screen)
    await rows.last.locator(".cell").first.click()
    await focus_is_somewhere(screen)
    about = screen.page.get_by_role("dialog") if phone else table.locator(".tools")
    await about.locator("[data-arrange=up], [data-tool=up]").click()
    await expect(rows.first).to_contain_text("示例街道")
    await focus_is_somewhere(screen)
    await about.locator("[data-arrange=drop], [data-tool=drop]").click()
    await screen.page.locator("#sure").get_by_role("button", name="确定删除").click()
    await expect(rows).to_have_count(1)
    await focus_is_somewhere(screen)
    for view in ("文件", "预览"):
        await screen.open(view)
        await focus_is_somewhere(screen)
    for entry, close in (("换设备继续", "关闭"), ("退出这台设备", "先不退出")):
        await screen.menu(entry)
        await screen.page.get_by_role("button", name=close).click()
        await focus_is_somewhere(screen)


async def test_in_forced_colours_all_states_differ_by_more_than_colour(windows: Opens) -> None:
    screen = await windows(forced_colors="active")
    await screen.begin()
    await screen.type("很长的名字" * 5)
    edge = "one => [getComputedStyle(one).borderTopStyle, parseFloat(getComputedStyle(one).borderInlineStartWidth)]"
    assert await screen.question.locator(".refused").evaluate(edge) == ["solid", 6]
    assert await screen.page.locator("#log .bubble").first.evaluate(edge) == ["solid", 1]
    assert (await screen.page.locator(".send").evaluate(edge))[1] == 3
    await screen.open("文件")
    tabs = screen.page.locator(".tabs button")
    shown = await tabs.evaluate_all("all => all.map(one => getComputedStyle(one).outlineStyle + one.ariaCurrent)")
    assert {"solidtrue", "nonefalse"} == set(shown)
    bar = screen.page.locator("#bar")
    assert await bar.evaluate("one => getComputedStyle(one).appearance") == "auto"


async def test_on_a_phone_the_focus_is_somewhere_from_the_beginning_and_with_the_table_that_is_chosen(
    windows: Opens,
) -> None:
    screen = await windows(**PHONE)
    await screen.page.goto(screen.url)
    await screen.page.get_by_role("button", name="开始", exact=True).click()
    await expect(screen.question).to_be_focused()
    await screen.press("同意并开始")
    await screen.open("表格")
    chosen = screen.page.locator("#table").get_by_role("button", name="书架清单")
    await chosen.click()
    await expect(chosen).to_have_attribute("aria-pressed", "true")
    await expect(chosen).to_be_focused()
    assert await screen.page.locator(".cells").get_attribute("tabindex") == "0", "it may be scrolled"
