"""A table seen and edited as a grid: the same rules as in the chat, and the keys and clipboard of a spreadsheet."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from harness import small_shelf
from page_bench import PHONE, Opens, Screen, in_browser
from places import DATA
from playwright.async_api import Locator, Route, expect
from waiting import PATIENCE
from web_bench import Site

pytestmark = [*in_browser, pytest.mark.drill]
EXCEL = """async ([plain, html]) => {
    const item = { "text/plain": new Blob([plain], { type: "text/plain" }) };
    if (html) item["text/html"] = new Blob([`<table>${html}</table>`], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem(item)]);
}"""
COLUMNS = ("书架名称", "启用日期", "说明")


def cell(screen: Screen, number: int, label: str) -> Locator:
    """The cell of a row of the shelves."""
    line = screen.page.locator(".lines .line:not(.heads)").nth(number - 1)
    return line.locator(".cell").nth(COLUMNS.index(label))


def value(screen: Screen, number: int, label: str) -> Locator:
    return cell(screen, number, label).locator(".value")


def rows(screen: Screen) -> Locator:
    """The rows that are there, without the empty one below them."""
    return screen.page.locator(".lines .line:not(.heads):not(.new)")


async def fill(screen: Screen, number: int, label: str, text: str) -> None:
    """Goes to a cell, types over what stands there, and leaves it with Enter."""
    await cell(screen, number, label).click()
    await screen.page.keyboard.insert_text(text)
    await screen.page.keyboard.press("Enter")


async def press(screen: Screen, *keys: str) -> None:
    for key in keys:
        await screen.page.keyboard.press(key)


async def sees(screen: Screen, *expected: tuple[str, str, str]) -> None:
    """These rows, and no others, with all of it saved."""
    await expect(rows(screen)).to_have_count(len(expected))
    for number, texts in enumerate(expected, 1):
        for label, text in zip(COLUMNS, texts, strict=True):
            await expect(value(screen, number, label)).to_have_text(text)
    await expect(screen.page.locator(".cells .sending")).to_have_count(0)


async def opened(screen: Screen) -> None:
    await screen.begin()
    await screen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="书架清单").click()
    await expect(screen.page.get_by_role("grid", name="书架清单")).to_be_visible()


async def add(screen: Screen, *names: str) -> None:
    """Rows typed one below the other in the empty row at the end."""
    for name in names:
        count = await rows(screen).count()
        await fill(screen, count + 1, "书架名称", name)
        await expect(rows(screen)).to_have_count(count + 1)
    await expect(screen.page.locator(".cells .sending")).to_have_count(0)


async def test_rows_are_typed_one_below_the_other_moved_and_deleted(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架", "报刊架")
    await fill(screen, 2, "启用日期", "2024年5月")
    await cell(screen, 2, "书架名称").click()
    tools = screen.page.locator(".tools")
    await tools.get_by_role("button", name="上移").click()
    await sees(screen, ("文史架", "2024年5月", ""), ("绘本架", "", ""), ("报刊架", "", ""))
    await expect(tools.get_by_role("button", name="删除这一行")).to_be_enabled()
    await tools.get_by_role("button", name="下移").click()
    await sees(screen, ("绘本架", "", ""), ("文史架", "2024年5月", ""), ("报刊架", "", ""))
    await tools.get_by_role("button", name="上移").click()
    await sees(screen, ("文史架", "2024年5月", ""), ("绘本架", "", ""), ("报刊架", "", ""))
    await rows(screen).nth(1).locator(".number").click()
    await rows(screen).nth(2).locator(".number").click(modifiers=["Shift"])
    await tools.get_by_role("button", name="删除 2 行").click()
    dialog = screen.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("“附：书架说明”也会一起删除")
    await dialog.get_by_role("button", name="不删除").click()
    await expect(rows(screen)).to_have_count(3)
    await tools.get_by_role("button", name="删除 2 行").click()
    await dialog.get_by_role("button", name="确定删除").click()
    await sees(screen, ("文史架", "2024年5月", ""))
    assert await site.sql("SELECT value FROM answer WHERE field = 'shelves.name'") == [("文史架",)]
    await expect(screen.page.locator("#log")).to_contain_text("已删除第 2、3 行")


async def test_who_looks_too_often_gets_the_table_a_little_later(screen: Screen) -> None:
    refused: list[str] = []

    async def twice(route: Route) -> None:
        refused.append(route.request.url)
        await (route.fulfill(status=429, body="") if len(refused) <= 2 else route.fallback())

    await screen.page.route("**/table?*", twice)
    await opened(screen)
    assert len(refused) > 2
    screen.faults.clear()  # of which the browser tells


async def test_the_end_is_where_the_last_row_comes_though_it_comes_later(screen: Screen) -> None:
    await opened(screen)
    await cell(screen, 1, "书架名称").click()
    await screen.page.evaluate(EXCEL, ["\t\n".join(f"{number}号书架" for number in range(1, 71)) + "\t", ""])
    await press(screen, "Control+v")
    await expect(rows(screen)).to_have_count(70)
    seen = asyncio.Event()

    async def late(route: Route) -> None:
        if not {"first", "since"} & parse_qs(urlsplit(route.request.url).query).keys():
            await seen.wait()
        await route.fallback()

    await screen.page.route("**/table?*", late)
    await screen.page.reload()
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="书架清单").click()
    await expect(rows(screen)).to_have_count(60)
    await cell(screen, 1, "书架名称").click()
    await press(screen, "Control+End")
    await expect(cell(screen, 60, "说明")).to_have_class("cell gap in here")
    seen.set()
    await expect(cell(screen, 70, "说明")).to_have_class("cell gap in here")


async def test_one_edit_is_one_line_in_the_chat_and_the_question_there_stays(screen: Screen) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    asked = await screen.log.filter(has=screen.page.locator(".buttons, .label")).count()
    await fill(screen, 1, "说明", "靠窗")
    await expect(screen.page.locator("#log")).to_contain_text("说明”：靠窗")
    assert await screen.log.filter(has=screen.page.locator(".buttons, .label")).count() == asked
    await screen.type("河边图书角")
    await screen.sees("牵头单位")


async def test_what_was_done_in_the_grid_is_taken_back_there(screen: Screen) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    await fill(screen, 1, "说明", "靠窗")
    await fill(screen, 1, "说明", "靠门")
    await sees(screen, ("绘本架", "", "靠门"))
    await press(screen, "Control+z")
    await sees(screen, ("绘本架", "", "靠窗"))
    await press(screen, "Control+y")
    await sees(screen, ("绘本架", "", "靠门"))
    await press(screen, "Control+z", "Control+z")
    await sees(screen, ("绘本架", "", ""))
    await press(screen, "Control+Shift+z")
    await sees(screen, ("绘本架", "", "靠窗"))


async def test_rows_are_begun_and_filled_in_with_tab_alone(screen: Screen) -> None:
    await opened(screen)
    await cell(screen, 1, "书架名称").click()
    for text in ("绘本架", "2024年5月", "靠窗", "文史架", "2023年"):
        await screen.page.keyboard.insert_text(text)
        await press(screen, "Tab")
    await sees(screen, ("绘本架", "2024年5月", "靠窗"), ("文史架", "2023年", ""))


async def test_rows_below_rows_are_reached_by_the_row_to_which_they_belong(windows: Opens, tmp_path: Path) -> None:
    async with Site(tmp_path / "project", small_shelf(tmp_path / "other", DATA / "forms", "project")) as site:
        screen = await windows()
        screen.url = site.url
        await screen.begin()
        await screen.open("表格")
        await screen.page.locator(".choose").get_by_role("button", name="课题", exact=True).click()
        for number, name in enumerate(("课题甲", "课题乙"), 1):
            await fill(screen, number, "书架名称", name)  # the first column
        above = screen.page.get_by_role("combobox", name="课题", exact=True)  # until it is there the grid is called so
        await screen.page.locator(".choose").get_by_role("button", name="课题经费明细").click()
        await above.select_option("2 课题乙")
        await fill(screen, 1, "书架名称", "材料费")
        await expect(rows(screen)).to_have_count(1)
        await above.select_option("1 课题甲")
        await expect(rows(screen)).to_have_count(0)
        await above.select_option("2 课题乙")
        await expect(value(screen, 1, "书架名称")).to_have_text("材料费")


async def test_keys_are_those_of_a_spreadsheet(screen: Screen) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架")
    await cell(screen, 1, "书架名称").click()
    await press(screen, "Tab")
    await screen.page.keyboard.insert_text("2024年5月")
    await press(screen, "Tab")
    await screen.page.keyboard.insert_text("靠窗")
    await press(screen, "Enter")
    await screen.page.keyboard.insert_text("靠门")
    await press(screen, "ArrowLeft")
    await screen.page.keyboard.insert_text("2023年")
    await press(screen, "Escape", "F2")
    await press(screen, "Escape", "ArrowUp", "Home", "F2")
    await screen.page.keyboard.insert_text("一号")
    await press(screen, "Enter")
    await sees(screen, ("绘本架一号", "2024年5月", "靠窗"), ("文史架", "", "靠门"))
    await press(screen, "Control+Home", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Delete")
    await sees(screen, ("绘本架一号", "", ""), ("文史架", "", ""))
    await press(screen, "Control+End")
    await expect(screen.page.get_by_label("第 2 行，说明", exact=True)).to_be_focused()


async def test_a_range_is_copied_pasted_and_filled_down(screen: Screen) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    await fill(screen, 1, "启用日期", "2024年5月")
    await fill(screen, 1, "说明", "靠窗，朝南")
    await sees(screen, ("绘本架", "2024年5月", "靠窗，朝南"))
    await cell(screen, 1, "书架名称").click()
    await press(screen, "Shift+End", "Control+c")
    assert await screen.page.evaluate("navigator.clipboard.readText()") == "绘本架\t2024年5月\t靠窗，朝南"
    await cell(screen, 2, "书架名称").click()
    await press(screen, "Control+v")
    await sees(screen, *[("绘本架", "2024年5月", "靠窗，朝南")] * 2)
    await add(screen, "文史架", "报刊架")
    await cell(screen, 2, "启用日期").click()
    await press(screen, "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    window = ("2024年5月", "靠窗，朝南")
    await sees(screen, ("绘本架", *window), ("绘本架", *window), ("文史架", *window), ("报刊架", *window))


async def test_a_range_of_excel_spreads_from_any_cell_and_adds_rows(screen: Screen) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架")
    await screen.page.evaluate(EXCEL, ["2024年5月\t靠窗\n2023年1月\t靠门\n", "<tr><td>2024年5月</td></tr>"])
    await cell(screen, 1, "启用日期").click()
    await press(screen, "Control+v")
    await sees(screen, ("绘本架", "2024年5月", "靠窗"), ("文史架", "2023年1月", "靠门"))
    await screen.page.evaluate(EXCEL, ["文学、历史\n报刊\n工具书", "<tr><td>文学、历史</td></tr>"])
    await cell(screen, 2, "书架名称").click()
    await press(screen, "Control+v")
    await sees(
        screen,
        ("绘本架", "2024年5月", "靠窗"),
        ("文学、历史", "2023年1月", "靠门"),
        ("报刊", "", ""),
        ("工具书", "", ""),
    )
    await screen.page.evaluate(EXCEL, ["说明\t书架名称\n靠墙\t地图架", ""])
    await cell(screen, 5, "书架名称").click()
    await press(screen, "Control+v")
    await expect(value(screen, 5, "书架名称")).to_have_text("地图架")
    await expect(value(screen, 5, "说明")).to_have_text("靠墙")


async def test_what_is_wrong_is_told_in_the_cell_alone(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    await fill(screen, 1, "启用日期", "2024年5月")
    await expect(screen.page.locator("#log")).to_contain_text("2024年5月")
    said = await screen.log.count()
    await fill(screen, 1, "启用日期", "2024年13月")
    wrong = cell(screen, 1, "启用日期")
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(wrong).to_contain_text("一年没有 13 月")
    await expect(wrong.locator(".value")).to_have_text("2024年13月")
    assert await screen.page.get_by_text("一年没有 13 月").count() == 1
    await add(screen, "文史架")  # the table is drawn anew, the fault stays
    await expect(wrong).to_contain_text("一年没有 13 月")
    assert await site.sql("SELECT value FROM answer WHERE field = 'shelves.books'") == [("2024-05",)]
    await fill(screen, 1, "启用日期", "2024年6月")
    await expect(screen.page.locator(".cells .told")).to_have_count(0)
    await expect(screen.log).to_have_count(said + 2)


async def test_a_doubt_is_answered_in_the_cell(screen: Screen, site: Site) -> None:
    await opened(screen)
    await fill(screen, 1, "书架名称", "待定")
    doubtful = cell(screen, 1, "书架名称")
    await expect(doubtful).to_contain_text("待定")
    await expect(doubtful.locator(".told")).to_be_visible()
    assert await site.sql("SELECT * FROM answer WHERE field = 'shelves.name'") == []
    await screen.sees("图书角名称")
    await doubtful.get_by_role("button", name="就这样填").click()
    await expect(rows(screen)).to_have_count(1)
    await fill(screen, 1, "启用日期", "2024年5月左右")
    await cell(screen, 1, "启用日期").get_by_role("button", name="2024年5月", exact=True).click()
    await sees(screen, ("待定", "2024年5月", ""))
    await expect(screen.page.locator(".cells .told")).to_have_count(0)
    kept = await site.sql("SELECT value, doubts FROM answer WHERE field GLOB 'shelves.*' ORDER BY field DESC")
    assert kept == [("待定", "placeholder"), ("2024-05", "")]


async def overtaken(screen: Screen, site: Site, *numbers: int) -> None:
    """Types over the names of rows that others have changed meanwhile."""
    there = await rows(screen).count()
    async with asyncio.timeout(PATIENCE):  # until the server has them all: the page shows a row before
        while len(await site.sql("SELECT 1 FROM answer WHERE field = 'shelves.name'")) < there:  # noqa: ASYNC110 - the server knows of no event
            await asyncio.sleep(0.02)
    await screen.page.context.set_offline(True)  # it is not sent before others have done that
    for number in numbers:
        await fill(screen, number, "书架名称", "我的架")
    await site.sql("UPDATE history SET person = 'page:other', id = id + 1000")
    await screen.page.context.set_offline(False)
    for number in numbers:
        await expect(cell(screen, number, "书架名称").locator(".told")).to_contain_text("改成了")


async def test_a_conflict_is_settled_in_the_cell(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架")
    await overtaken(screen, site, 1, 2)
    await overtaken(screen, site, 2)
    await cell(screen, 1, "书架名称").get_by_role("button", name="用我的").click()
    await cell(screen, 2, "书架名称").get_by_role("button", name="保留对方的").click()
    await sees(screen, ("我的架", "", ""), ("文史架", "", ""))


async def test_what_came_of_a_cell_is_told_though_the_first_answer_was_lost(screen: Screen) -> None:
    lost: list[str] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.fallback()
        else:
            lost.append((await route.fetch()).url)
            await route.abort("internetdisconnected")

    await opened(screen)
    await add(screen, "绘本架")
    await screen.page.route("**/events", lose)
    await fill(screen, 2, "启用日期", "明年")
    await expect(cell(screen, 2, "启用日期").locator(".told")).to_be_visible()
    assert lost
    await screen.page.unroute("**/events", lose)


async def test_what_others_do_shows_and_typing_is_not_disturbed(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    await cell(screen, 1, "书架名称").click()
    await screen.page.keyboard.insert_text("绘本架一")
    await other.page.get_by_role("button", name="书架清单").first.click()
    await other.press("添加一行")
    await other.type("文史架")
    await expect(value(screen, 2, "书架名称")).to_have_text("文史架")
    field = screen.page.get_by_label("第 1 行，书架名称", exact=True)
    await expect(field).to_have_value("绘本架一")
    await screen.page.bring_to_front()
    await press(screen, "Enter")
    await sees(screen, ("绘本架一", "", ""), ("文史架", "", ""))


async def test_a_row_begun_offline_is_sent_once_when_the_line_is_back(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    await screen.page.context.set_offline(True)
    await fill(screen, 2, "书架名称", "文史架")
    await fill(screen, 2, "说明", "靠窗")
    await expect(screen.page.locator(".cells .sending")).to_have_count(2)
    await screen.page.context.set_offline(False)
    await sees(screen, ("绘本架", "", ""), ("文史架", "", "靠窗"))
    assert await site.sql("SELECT count(*) FROM history WHERE field = 'shelves.note'") == [(1,)]


async def test_the_table_that_is_asked_is_opened(screen: Screen) -> None:
    await screen.begin()
    await screen.page.get_by_role("button", name="书架清单").first.click()
    await screen.press("添加一行")
    await screen.open("表格")
    await expect(screen.page.get_by_role("grid", name="书架清单")).to_be_visible()


async def test_nothing_that_was_typed_into_a_new_row_is_lost_where_its_first_cell_is_not_taken(
    windows: Opens,
) -> None:
    screen = await windows(**PHONE)
    await opened(screen)
    await screen.page.locator(".tools").get_by_role("button", name="添加一行").click()
    form = screen.page.get_by_role("dialog")
    await form.get_by_label("书架名称").fill("待定")
    await form.get_by_label("启用日期").focus()
    await expect(form.locator(".told")).to_contain_text("待定")
    await form.get_by_label("启用日期").fill("2024年5月")
    await form.get_by_label("说明").fill("靠窗")
    await form.get_by_label("启用日期").focus()
    await expect(form.locator(".told")).to_contain_text("待定")
    await expect(form.get_by_label("书架名称")).to_have_value("待定")
    await form.get_by_label("书架名称").fill("绘本架")
    await form.get_by_role("button", name="返回表格").click()
    await sees(screen, ("绘本架", "2024年5月", "靠窗"))


async def test_on_a_phone_a_row_is_a_form(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await opened(screen)
    await screen.page.locator(".tools").get_by_role("button", name="添加一行").click()
    form = screen.page.get_by_role("dialog")
    await form.get_by_label("书架名称").fill("绘本架")
    await form.get_by_label("启用日期").fill("2024年13月")
    await form.get_by_label("说明").fill("靠窗")
    await expect(form).to_contain_text("一年没有 13 月")
    await expect(form.get_by_label("启用日期")).to_have_value("2024年13月")
    await form.get_by_role("button", name="返回表格").click()
    await expect(value(screen, 1, "书架名称")).to_have_text("绘本架")
    await expect(rows(screen)).to_have_count(1)
    assert await screen.page.get_by_text("一年没有 13 月").count() == 2, "in the form, which is closed, and in the cell"
    assert await screen.fits()
    await cell(screen, 1, "启用日期").click()
    await expect(form.get_by_label("启用日期")).to_be_focused()
    await form.get_by_label("启用日期").fill("2024年6月")
    await form.get_by_role("button", name="下一行").click()
    await expect(form).to_contain_text("新的一行")
    await form.get_by_label("书架名称").fill("文史架")
    await form.get_by_role("button", name="上一行").click()
    await expect(form.get_by_label("启用日期")).to_have_value("2024年6月")
    await form.get_by_role("button", name="返回表格").click()
    await sees(screen, ("绘本架", "2024年6月", "靠窗"), ("文史架", "", ""))
    await screen.open("对话")
    await expect(screen.page.locator("#log")).to_contain_text("绘本架")


async def test_what_comes_from_an_earlier_application_is_marked_until_it_is_answered(
    screen: Screen, site: Site
) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架")
    await sees(screen, ("绘本架", "", ""), ("文史架", "", ""))
    await site.sql("UPDATE answer SET doubts = '#old' WHERE field = 'shelves.name'")
    await screen.page.reload()
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="书架清单").click()
    marks = screen.page.locator(".lines .old")
    await expect(marks).to_have_count(2)
    await expect(marks.first).to_be_visible()
    await fill(screen, 1, "书架名称", "大绘本架")
    await expect(marks).to_have_count(1)
    await sees(screen, ("大绘本架", "", ""), ("文史架", "", ""))
