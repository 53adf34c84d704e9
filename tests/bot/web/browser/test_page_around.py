"""What stands around the conversation, for everybody: outline, preview, files; phone, zoom, keyboard, screen reader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from page_bench import DESKTOP, PHONE, Opens, Screen, in_browser
from playwright.async_api import expect
from web_bench import Site

from bot.web import previews
from render import preview

pytestmark = [*in_browser, pytest.mark.drill]
AXE = os.environ.get("AXE_CORE", "")
JUDGE = Path(AXE).read_text("utf-8") if AXE else ""
PANES = {"目录": "#outline", "文件": "#files", "表格": "#table", "预览": "#preview"}
needs_office = pytest.mark.skipif(not preview.pictures_available(), reason="LibreOffice or poppler is not installed")


async def test_the_outline_follows_and_leads_to_every_place(screen: Screen) -> None:
    await screen.begin()
    outline = screen.page.get_by_role("navigation", name="申报目录")
    point = outline.get_by_role("listitem").filter(has_text="图书角名称").last
    await expect(point.get_by_role("button")).to_contain_text("没填")
    await screen.type("河边图书角")
    await expect(point.get_by_role("button")).to_contain_text("填完")
    await expect(screen.page.locator("#title")).to_have_text("河边图书角")
    await outline.get_by_role("button", name="联系人").click()
    await screen.sees("联系人")
    await screen.type("李四")
    await screen.sees("牵头单位")  # back to what is open first
    await outline.get_by_role("button", name="书架清单").click()
    await screen.sees("书架清单")
    await screen.press("添加一行")
    await screen.type("绘本架")
    await expect(outline.get_by_role("button", name="书架清单")).to_contain_text("1 个书架")
    await expect(outline.get_by_role("button", name="绘本架")).to_be_visible()
    assert (await screen.own())[-1] == "绘本架"  # to go somewhere says nothing


async def test_a_pane_that_is_left_before_it_is_refreshed_disturbs_nothing(screen: Screen) -> None:
    await screen.begin()
    await screen.open("文件")
    await screen.type("河边图书角")
    await screen.open("文件")  # which closes it
    await screen.page.evaluate("() => new Promise(resolve => setTimeout(resolve, 1000))")  # it was to be after 800
    screen.check()


@needs_office
async def test_the_preview_shows_the_pages_and_follows_the_answers(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.open("预览")
    image = screen.page.locator("#preview figure img").first
    await expect(image).to_be_visible()
    await screen.page.wait_for_function("() => document.querySelector('#preview figure img').naturalWidth > 500")
    before = await image.get_attribute("src")
    await screen.type("河边图书角")
    await expect(screen.page.locator("#preview .making")).to_be_visible()
    await expect(image).not_to_have_attribute("src", str(before))
    await screen.page.wait_for_function("() => document.querySelector('#preview figure img').naturalWidth > 500")
    assert not list((site.folder / "files").rglob("*.docx")), "nothing is left lying about"


async def test_without_libreoffice_the_preview_is_the_document_as_html(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews.preview, "pictures_available", lambda: False)
    await screen.begin()
    await screen.type("<i>河边</i>")
    await screen.open("预览")
    frame = screen.page.frame_locator("#preview iframe")
    await expect(frame.locator("body")).to_contain_text("图书角名称：<i>河边</i>")
    assert await screen.page.locator("#preview iframe").get_attribute("sandbox") == ""


async def test_files_are_downloaded_as_they_are_now(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.open("文件")
    async with screen.page.expect_download() as download:
        await screen.page.get_by_role("link", name="Word 文件").click()
    made = await download.value
    assert made.suggested_filename.startswith("河边图书角_草稿")
    assert (await made.path()).read_bytes().startswith(b"PK")


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1024, 1360, 2200])
async def test_nothing_sticks_out_at_any_width(windows: Opens, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews.preview, "pictures_available", lambda: False)  # a document, and at once
    screen = await windows(viewport={"width": width, "height": 800})
    await screen.page.goto(screen.url)
    assert await screen.fits()
    await screen.begin_by_hand()
    await screen.type("河边图书角")
    await screen.type("示" * 11)
    for view in ("预览", "文件"):
        await screen.open(view)
        await expect(screen.page.locator(PANES[view])).not_to_be_empty()
        assert await screen.fits(), view
    await screen.page.get_by_text("菜单", exact=True).click()
    assert await screen.fits()


async def test_at_twice_the_size_everything_can_still_be_reached(windows: Opens) -> None:
    """200 % on a small desktop leaves half the width and height."""
    screen = await windows(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    await screen.begin()
    await screen.type("河边图书角")
    await expect(screen.question).to_be_in_viewport()
    await expect(screen.input).to_be_in_viewport()
    await screen.page.get_by_text("菜单", exact=True).click()
    last = screen.page.get_by_role("button", name="退出这台设备")
    await last.scroll_into_view_if_needed()
    await expect(last).to_be_in_viewport()


async def test_on_a_phone_the_outline_leads_back_to_the_conversation(windows: Opens) -> None:
    screen = await windows(**PHONE)
    await screen.begin()
    await expect(screen.page.get_by_role("navigation", name="申报目录")).to_be_hidden()
    await screen.open("目录")
    await expect(screen.input).to_be_hidden()
    await screen.page.get_by_role("button", name="联系人").click()
    await expect(screen.input).to_be_visible()
    await screen.sees("联系人")


async def test_everything_can_be_done_with_the_keyboard_alone(screen: Screen) -> None:
    page = screen.page
    await page.goto(screen.url)
    for _ in range(10):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == "开始":
            break
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#input")
    await tab_to(screen, "同意并开始")
    await page.keyboard.press("Enter")
    await screen.sees("图书角名称")
    await expect(screen.input).to_be_focused()  # after a press one can go on typing
    await page.keyboard.type("河边图书角")
    await page.keyboard.press("Enter")
    await screen.sees("牵头单位")
    await tab_to(screen, "上一题")
    await page.keyboard.press("Space")
    await screen.sees("图书角名称")


async def tab_to(screen: Screen, label: str) -> None:
    for _ in range(60):
        if await screen.page.evaluate("document.activeElement.textContent") == label:
            return
        await screen.page.keyboard.press("Shift+Tab")
    pytest.fail(f"{label} cannot be reached")


async def test_a_screen_reader_hears_what_comes(screen: Screen) -> None:
    await screen.begin()
    log = screen.page.get_by_role("log")
    assert await log.get_attribute("aria-live") == "polite"
    await screen.type("河边图书角")
    await expect(log).to_contain_text("牵头单位")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("河边图书角")
    for name in ("textbox", "log", "navigation", "main", "banner"):
        assert await screen.page.get_by_role(name).count(), name  # type: ignore[arg-type]


@pytest.mark.skipif(not AXE, reason="axe-core is not installed (npm install axe-core; AXE_CORE=…/axe.min.js)")
@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(DESKTOP, "light", id="desktop-light"),
        pytest.param(PHONE, "dark", id="phone-dark"),
        pytest.param(DESKTOP, "dark", id="desktop-dark"),
        pytest.param(PHONE, "light", id="phone-light"),
    ],
)
async def test_axe_finds_nothing_serious(windows: Opens, size: dict[str, Any], scheme: str) -> None:
    screen = await windows(**size, color_scheme=scheme, bypass_csp=True)
    await screen.page.goto(screen.url)
    await judged(screen)
    await screen.begin_by_hand()
    await screen.type("河边图书角" * 5)
    await screen.type("河边图书角")
    await screen.page.get_by_role("button", name="修改这条消息").last.click()
    await judged(screen)
    await screen.input.press("Escape")
    for view in ("目录", "文件", "表格", "预览"):
        if view != "目录" or size is PHONE:
            await screen.open(view)
            await expect(screen.page.locator(PANES[view])).not_to_be_empty()
            await judged(screen)
        if view == "表格":
            await in_the_table(screen)
    await screen.menu("换设备继续")
    await expect(screen.page.locator(".big-code")).to_be_visible()
    await judged(screen)
    await screen.page.get_by_role("button", name="关闭").click()
    await rarer_states(screen)


async def in_the_table(screen: Screen) -> None:
    """A row with a fault and a doubt, in the grid and (by touch) as a form."""
    page = screen.page
    shelves = page.locator("#table").get_by_role("button", name="书架清单")
    await shelves.click()
    await expect(shelves).to_have_attribute("aria-pressed", "true")  # until then one adds to the table before
    if await page.locator(".tools").get_by_role("button", name="向下填充").is_hidden():
        await page.get_by_role("button", name="添加一行").click()
        row = page.get_by_role("dialog")
        await row.get_by_label("书架名称").fill("待定")
        await row.get_by_label("启用日期").fill("2024年13月")
        await row.get_by_label("说明").focus()
        await expect(row.locator(".told")).to_have_count(2)
        await judged(screen)
        await row.get_by_role("button", name="返回表格").click()
    else:
        await page.locator(".line.new .cell").first.click()
        for text, key in (("待定", "Tab"), ("2024年13月", "Enter")):
            await page.keyboard.insert_text(text)
            await page.keyboard.press(key)
        await expect(page.locator(".cells .told")).to_have_count(2)
    await judged(screen)


async def rarer_states(screen: Screen) -> None:
    """A refused edit, a question with a danger, a long message, a bar, an open menu, other dialogs, the other doors."""
    page = screen.page
    if await page.locator(".tabs").get_by_role("button", name="对话").is_visible():
        await screen.open("对话")
    await page.get_by_role("button", name="修改这条消息").last.click()
    await screen.send("很长的名字" * 5)
    await expect(page.locator("#log .own .wrong")).to_be_visible()
    await judged(screen)
    await screen.input.press("Escape")
    await screen.type("/delete")
    await judged(screen)
    await screen.press("不删除")
    await screen.type("第一段。\n" * 40)
    await expect(page.locator("#log .unfold").last).to_be_visible()
    await page.route("**/events", lambda route: route.fulfill(status=503, body=""))
    await screen.send("示例社区居委会")
    await expect(page.locator("#offline")).to_be_visible()
    await judged(screen)
    await page.unroute("**/events")
    await expect(page.locator("#offline")).to_be_hidden()
    await page.get_by_text("菜单", exact=True).click()
    await judged(screen)
    await page.get_by_role("button", name="退出这台设备").click()
    await judged(screen)
    await page.get_by_role("button", name="退出", exact=True).click()
    await page.get_by_label("邀请码或换设备代码").fill("AAAA-AAAA")
    await page.get_by_role("button", name="进入").click()
    await expect(page.locator("#wrong")).to_be_visible()
    await judged(screen)
    for door in ("/nothing", "/join/AAAA"):
        await page.goto(f"{screen.url}{door}")
        await judged(screen)
    screen.faults.clear()  # what was refused


async def judged(screen: Screen) -> None:
    await screen.page.evaluate(JUDGE)
    result = await screen.page.evaluate("axe.run()")
    assert result["passes"]
    found = [
        (fault["id"], fault["impact"], [node["html"] for node in fault["nodes"]][:3]) for fault in result["violations"]
    ]
    assert found == []
