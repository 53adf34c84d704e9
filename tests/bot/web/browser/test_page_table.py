"""A table seen and edited as a table: the same rules as in the chat, where everything is said too."""

from __future__ import annotations

from page_bench import PHONE, Opens, Screen, in_browser
from playwright.async_api import Locator, expect
from web_bench import Site

pytestmark = in_browser


def cell(screen: Screen, number: int, label: str) -> Locator:
    return screen.page.get_by_label(f"第 {number} 行，{label}", exact=True)


async def add(screen: Screen, *names: str) -> None:
    for name in names:
        rows = screen.page.locator(".cells tbody tr")
        count = await rows.count()
        await screen.page.locator("#table").get_by_role("button", name="添加一行").click()
        await expect(rows).to_have_count(count + 1)
        await fill(cell(screen, count + 1, "书架名称"), name)


async def fill(field: Locator, text: str) -> None:
    await field.fill(text)
    await field.press("Enter")


async def opened(screen: Screen) -> None:
    await screen.begin()
    await screen.open("表格")
    await screen.page.locator("#table").get_by_role("button", name="书架清单").click()
    await expect(screen.page.locator('.cells[data-table="shelves"]')).to_contain_text("还没有行")


async def test_rows_are_added_filled_moved_and_deleted(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架", "文史架", "报刊架")
    await fill(cell(screen, 2, "启用日期"), "2024年5月")
    await screen.page.get_by_role("button", name="第 2 行：上移").click()
    await expect(cell(screen, 1, "书架名称")).to_have_value("文史架")
    await expect(cell(screen, 1, "启用日期")).to_have_value("2024年5月")
    await screen.page.get_by_role("button", name="第 3 行：删除这一行").click()
    dialog = screen.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("“附：书架说明”也会一起删除")
    await dialog.get_by_role("button", name="不删除").click()
    await expect(screen.page.locator(".cells tbody tr")).to_have_count(3)
    await screen.page.get_by_role("button", name="第 3 行：删除这一行").click()
    await dialog.get_by_role("button", name="确定删除").click()
    await expect(screen.page.locator(".cells tbody tr")).to_have_count(2)
    kept = await site.sql("SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY value")
    assert kept == [("文史架",), ("绘本架",)]
    await expect(screen.page.locator("#log")).to_contain_text("文史架")  # the chat tells what was done


async def test_a_fault_is_shown_in_its_cell_and_the_old_answer_stays(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    date = cell(screen, 1, "启用日期")
    await fill(date, "2024年5月")
    await fill(date, "2024年13月")
    await expect(date).to_have_attribute("aria-invalid", "true")
    wrong = screen.page.locator(".cells .wrong")
    await expect(wrong).to_contain_text("一年没有 13 月")
    await expect(date).to_have_value("2024年13月")
    await add(screen, "文史架")  # the table is shown anew, the fault stays
    await expect(wrong).to_contain_text("一年没有 13 月")
    assert await site.sql("SELECT value FROM answer WHERE field = 'shelves.books'") == [("2024-05",)]
    await fill(date, "2024年6月")
    await expect(wrong).to_have_count(0)
    await expect(date).to_have_value("2024年6月")


async def test_what_is_done_in_the_chat_shows_in_the_table_and_typing_is_not_disturbed(
    screen: Screen, site: Site
) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    name = cell(screen, 1, "书架名称")
    await name.fill("绘本架一")
    await other.page.get_by_role("button", name="书架清单").first.click()
    await other.press("添加一行")
    await other.type("文史架")
    await expect(cell(screen, 2, "书架名称")).to_have_value("文史架")
    await expect(name).to_be_focused()
    await expect(name).to_have_value("绘本架一")


async def test_a_cell_filled_offline_is_sent_once_when_the_line_is_back(screen: Screen, site: Site) -> None:
    await opened(screen)
    await add(screen, "绘本架")
    await screen.page.context.set_offline(True)
    await fill(cell(screen, 1, "说明"), "靠窗")
    await screen.page.context.set_offline(False)
    await expect(screen.page.locator("#log")).to_contain_text("靠窗")
    assert await site.sql("SELECT count(*) FROM history WHERE field = 'shelves.note'") == [(1,)]


async def test_a_table_can_be_used_on_a_phone(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await opened(screen)
    await add(screen, "绘本架")
    assert await screen.fits()
    number = screen.page.locator(".cells tbody th")
    await number.evaluate("one => { one.textContent = '300' }")
    lines = "one => { const text = new Range(); text.selectNodeContents(one); return text.getClientRects().length }"
    assert await number.evaluate(lines) == 1, "the number of a row is not broken"
    await screen.open("对话")
    await expect(screen.page.locator("#log")).to_contain_text("绘本架")
