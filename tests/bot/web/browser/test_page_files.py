"""Files dropped, pasted or chosen on the page: handed in as they are, and told of in the conversation."""

from __future__ import annotations

from typing import Any

import pytest
from page_bench import DESKTOP, PHONE, XLSX, Opens, Screen, drop, in_browser
from places import DATA
from playwright.async_api import expect
from web_bench import Site
from workbooks import book

from bot.service import durable_files
from render.reading.package import BYTES

pytestmark = in_browser
HEADS = ["书架名称", "启用日期", "说明"]


async def choose(screen: Screen, name: str, content: bytes, kind: str = XLSX) -> None:
    async with screen.page.expect_file_chooser() as chooser:
        await screen.page.get_by_role("button", name="选择文件").click()
    await (await chooser.value).set_files({"name": name, "mimeType": kind, "buffer": content})


async def handed(screen: Screen, name: str) -> None:
    await expect(screen.page.locator("#log .own").filter(has_text=f"文件：{name}")).to_have_count(1)


async def at_part(screen: Screen, name: str) -> None:
    await screen.begin()
    first = await screen.question.get_attribute("id")
    await screen.send("/status")
    await screen.next_question(first)
    if await screen.page.locator(".tabs").get_by_role("button", name="目录").is_visible():
        await screen.open("目录")
    overview = await screen.question.get_attribute("id")  # which names the part too
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name=name).click()
    await screen.next_question(overview)


@pytest.mark.parametrize(
    "options", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone", marks=pytest.mark.drill)]
)
async def test_a_workbook_that_is_chosen_is_looked_at_before_its_rows_are_added(
    windows: Opens, site: Site, options: dict[str, Any]
) -> None:
    screen = await windows(**options)
    await at_part(screen, "书架清单")
    await choose(screen, "架子.XLSX", book(HEADS, ["绘本架", "2024年5月", "靠窗"], ["文史架", "明年", ""]))
    await handed(screen, "架子.XLSX")
    await screen.sees("第 3 行，启用日期“明年”")
    assert await screen.fits()
    assert await site.sql("SELECT * FROM answer") == []
    await screen.page.get_by_role("button", name="都加进去").click()
    await screen.sees("已添加 2 行")


async def test_a_word_file_that_is_dropped_is_a_piece_of_the_text_and_what_is_typed_stays(screen: Screen) -> None:
    await at_part(screen, "三、共建方案")
    await screen.input.fill("写了一半")
    await drop(screen, "办法.docx", (DATA / "handed" / "ways.docx").read_bytes())
    await handed(screen, "办法.docx")
    await screen.sees("已写 1 段")
    await expect(screen.input).to_have_value("写了一半")


async def test_the_same_file_can_be_chosen_again(screen: Screen) -> None:
    await screen.begin()
    for _ in range(2):
        await choose(screen, "a.xlsx", book(["河边"]))
    await expect(screen.page.locator("#log .own").filter(has_text="文件：a.xlsx")).to_have_count(2)


async def test_several_files_are_handed_in_in_their_order(screen: Screen) -> None:
    await screen.begin()
    await screen.page.evaluate("""() => {
        const files = new DataTransfer();
        for (const name of ["a", "b"]) files.items.add(new File([name], `${name}.txt`, { type: "text/plain" }));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    await handed(screen, "b.txt")
    assert [text for text in await screen.own() if text.startswith("文件")] == ["文件：a.txt", "文件：b.txt"]


async def test_what_cannot_be_read_says_why(screen: Screen) -> None:
    await screen.begin()
    await drop(screen, "坏.xlsx", b"PK\x03\x04 nothing")
    await screen.sees("“坏.xlsx”不完整或已损坏")


async def test_what_is_too_large_is_not_even_sent(screen: Screen) -> None:
    await screen.begin()
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    await screen.page.evaluate(
        """size => {
        const files = new DataTransfer();
        files.items.add(new File([new ArrayBuffer(size)], "a.xlsx"));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }""",
        BYTES + 1,
    )
    await expect(screen.page.locator("#pending .own")).to_contain_text("最多 20 MB")
    assert not any("/upload" in url for url in asked)


async def test_what_did_not_get_through_stays_to_be_seen_with_the_reason(
    screen: Screen, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await screen.begin()
    left = screen.page.locator("#pending .own")
    await screen.page.context.set_offline(True)
    await drop(screen, "a.xlsx", book(["甲"]))
    await expect(left).to_contain_text("文件没有发出去")
    await screen.page.context.set_offline(False)
    monkeypatch.setattr(durable_files, "keep", full)
    await drop(screen, "b.xlsx", book(["乙"]))
    await expect(left.last).to_contain_text("b.xlsx")
    await expect(left.last).to_contain_text("现在保存不了，刚才的没有保存")
    await expect(screen.page.locator("#toast p")).to_have_count(0)
    screen.faults.clear()  # the browser's own words on both
    monkeypatch.undo()
    await drop(screen, "c.txt", "河边图书角".encode(), "text/plain")
    await handed(screen, "c.txt")
    assert [await one.locator("p").inner_text() for one in await left.all()] == ["a.xlsx", "b.xlsx"]
    assert await site.sql("SELECT count(*) FROM message WHERE content LIKE '%.xlsx%'") == [(0,)]


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")
