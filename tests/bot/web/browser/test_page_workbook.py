"""Files dropped or chosen: a workbook becomes the text of messages, to be looked at and sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from page_bench import DESKTOP, PHONE, XLSX, Opens, Screen, drop, in_browser
from playwright.async_api import expect
from web_bench import Site
from workbooks import book

from render.reading import sheet_reader

pytestmark = in_browser
HEADS = ["书架名称", "启用日期", "说明"]


async def choose(screen: Screen, name: str, content: bytes, kind: str = XLSX) -> None:
    async with screen.page.expect_file_chooser() as chooser:
        await screen.page.get_by_role("button", name="选择文件").click()
    await (await chooser.value).set_files({"name": name, "mimeType": kind, "buffer": content})


async def at_shelves(screen: Screen) -> None:
    await screen.begin()
    await screen.send("/status")
    await screen.sees("总进度")
    if await screen.page.locator(".tabs").get_by_role("button", name="目录").is_visible():
        await screen.open("目录")
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="书架清单").click()
    await screen.sees("书架清单")


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_workbook_that_is_chosen_fills_the_typing_box_and_sent_its_rows_are_there(
    windows: Opens, site: Site, options: dict[str, Any]
) -> None:
    screen = await windows(**options)
    await at_shelves(screen)
    await choose(screen, "架子.XLSX", book(HEADS, ["绘本架", "2024年5月", "靠窗"], ["文史架", "明年", ""]))
    await expect(screen.input).to_have_value("书架名称\t启用日期\t说明\n绘本架\t2024年5月\t靠窗\n文史架\t明年\t")
    await expect(screen.page.locator("#toast")).to_contain_text("已读入工作表“Sheet”的 2 行")
    assert await screen.fits()
    assert await site.sql("SELECT * FROM answer") == []
    await screen.page.get_by_role("button", name="发送").click()
    await screen.sees("第 3 行，启用日期“明年”")
    await screen.page.get_by_role("button", name="都加进去").click()
    await screen.sees("已添加 2 行")


async def test_a_workbook_that_is_dropped_is_added_to_what_is_typed(screen: Screen) -> None:
    await screen.begin()
    await screen.input.fill("写了一半")
    await drop(screen, "a.xlsx", book(["河边", "图书角"]))
    await expect(screen.input).to_have_value("写了一半\n河边\t图书角")
    await expect(screen.input).to_be_focused()


async def test_the_same_file_can_be_chosen_again(screen: Screen) -> None:
    await screen.begin()
    for text in ("河边", "山上"):
        await screen.input.fill("")
        await choose(screen, "a.xlsx", book([text]))
        await expect(screen.input).to_have_value(text)


@pytest.mark.parametrize("answer", ["依次发送", "先不发送", "Escape"])
async def test_many_rows_are_shown_and_sent_in_several_messages(screen: Screen, site: Site, answer: str) -> None:
    await at_shelves(screen)
    await drop(screen, "a.xlsx", book(HEADS, *([f"架{n}", "2024年5月", "靠窗"] for n in range(1, 1002))))
    dialog = screen.page.get_by_role("dialog", name="一条消息放不下，会分成 6 条依次发送")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_label("要发送的内容")).to_have_value(re.compile("架1001\t"))
    if answer == "Escape":
        await screen.page.keyboard.press("Escape")
    else:
        await dialog.get_by_role("button", name=answer).click()
    await expect(dialog).to_be_hidden()
    if answer == "依次发送":
        await expect(screen.page.locator("#log .own").filter(has_text="架1001")).to_have_count(1)
        await screen.sees("已添加 1 行")
        assert await site.sql("SELECT count(*) FROM answer WHERE field = 'shelves.name'") == [(1001,)]
    else:
        await screen.type("新架")
        assert (await screen.own())[-1] == "新架"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .xlsx"),
        ("坏.xlsx", b"PK nothing", "另存为 .xlsx"),
        ("空.xlsx", book(), "没有内容"),
        ("文.docx", b"PK", "只能放入 Excel 文件"),
    ],
)
async def test_what_cannot_be_read_says_why(screen: Screen, name: str, content: bytes, said: str) -> None:
    await screen.begin()
    await drop(screen, name, content)
    await expect(screen.page.locator("#toast")).to_contain_text(said)
    assert await screen.input.input_value() == ""
    screen.faults.clear()  # the request that was refused


async def test_what_is_too_large_is_not_even_sent(screen: Screen) -> None:
    await screen.begin()
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    await drop(screen, "a.xlsx", bytes(sheet_reader.BYTES + 1))
    await expect(screen.page.locator("#toast")).to_contain_text("最多 1 MB")
    assert not any("/sheet" in url for url in asked)


async def test_without_a_line_it_says_so(screen: Screen) -> None:
    await screen.begin()
    await screen.page.context.set_offline(True)
    await drop(screen, "a.xlsx", book(["甲"]))
    await expect(screen.page.locator("#toast")).to_contain_text("文件读取失败")
    await screen.page.context.set_offline(False)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a.md"])
async def test_a_text_is_chosen_as_it_is_dropped(screen: Screen, name: str) -> None:
    await screen.begin()
    await choose(screen, name, "\n\t河边图书角\n".encode("gb18030"), "application/vnd.ms-excel")
    await expect(screen.input).to_have_value("\t河边图书角")


async def test_of_several_files_none_is_taken_in_silence(screen: Screen) -> None:
    await screen.begin()
    await screen.page.evaluate("""() => {
        const files = new DataTransfer();
        for (const name of ["a", "b"]) files.items.add(new File([name], `${name}.txt`, { type: "text/plain" }));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    await expect(screen.page.locator("#toast")).to_contain_text("一次只能放入一个文件")
    await expect(screen.input).to_have_value("")
