"""A file handed in on the page: read without harm, and from then on the same as what is typed."""

from __future__ import annotations

import asyncio
import io
import shutil
import threading
import uuid
from typing import Any

import docx
import httpx
import openpyxl
import pytest
from places import DATA
from waiting import PATIENCE, until
from web_bench import Site, Visitor
from workbooks import SHEET, book, replaced

from bot.service import durable_files, file_reading
from bot.service.data_files import HANDED
from bot.web import inputs, uploads
from bot.web.security import FILE
from dialogs.pasting.file_content import FileContent
from render.reading import bounded
from render.reading.package import BYTES

pytest_plugins = ["web_fixtures"]
HEADS = ["书架名称", "启用日期", "说明"]
ROW = ["绘本架", "2024年5月", "靠窗"]
ROWS = "SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY value"


async def posts(
    visitor: Visitor, content: bytes, name: str = "a.xlsx", kind: str = "application/octet-stream", **more: str
) -> httpx.Response:
    about = {"id": uuid.uuid4().hex, "name": name, **more}
    return await visitor.http.post("/upload", params=about, content=content, headers={"Content-Type": kind})


async def hands(visitor: Visitor, content: bytes, name: str = "a.xlsx", **more: str) -> str:
    """The page once the file has been read."""
    answer = await posts(visitor, content, name, **more)
    assert answer.status_code == 200, answer.text
    await visitor.site.service.job_runner.settled()
    return await visitor.page()


async def at(visitor: Visitor, item: str) -> None:
    await visitor.begin()
    await visitor.send(kind="went", item=item)


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


async def test_rows_of_a_sheet_are_pasted_cells(visitor: Visitor, site: Site) -> None:
    await at(visitor, "shelves")
    page = await hands(visitor, book(HEADS, ROW, ["文史\n架", "明年", 'a "b" c']), "架子.xlsx")
    assert "文件：架子.xlsx" in page
    assert "第 3 行，启用日期“明年”" in page
    assert await site.sql("SELECT * FROM answer") == []
    await visitor.press("都加进去")
    assert "已添加 2 行" in await visitor.page()
    assert await site.sql(ROWS) == [("文史架",), ("绘本架",)]


async def test_what_cannot_be_kept_is_told_so(visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    await at(visitor, "shelves")
    before = await site.sql("SELECT count(*) FROM message")
    monkeypatch.setattr(durable_files, "keep", full)
    answer = await posts(visitor, book(HEADS, ROW))
    assert (answer.status_code, answer.json()["said"][:6]) == (503, "现在保存不了")
    assert await site.sql("SELECT count(*) FROM message") == before
    monkeypatch.undo()
    monkeypatch.setattr(file_reading.handed_files, "content_of", full)
    assert "现在保存不了，“a.xlsx”没有读入" in await hands(visitor, book(HEADS, ROW))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
async def test_a_list_with_commas_is_the_same_in_every_encoding(visitor: Visitor, site: Site, encoding: str) -> None:
    await at(visitor, "shelves")
    text = "\r\n".join([",".join(HEADS), '"绘本架",2024年5月,"靠窗，有灯"', "文史架,2024年6月,"])
    page = await hands(visitor, text.encode(encoding), "架子.csv")
    assert "已添加 2 行" in page
    assert await site.sql(ROWS) == [("文史架",), ("绘本架",)]


async def test_what_of_a_sheet_was_not_read_is_told(visitor: Visitor) -> None:
    await at(visitor, "shelves")
    made = openpyxl.Workbook()
    for row in (HEADS, ROW, ["文史架", "2023年", "=1+1"], ["科普架", "2022年", None]):
        made.active.append(row)
    made.active.row_dimensions[2].hidden = True
    made.active.merge_cells("C3:C4")
    file = io.BytesIO()
    made.save(file)
    page = await hands(visitor, file.getvalue())
    assert "绘本架" not in page
    for told in ("隐藏的 1 行没有读", "有 1 处跨行的合并单元格", "有 1 个公式没有结果"):
        assert told in page


SHEETS = book(["随便", "写的"], more={"单位": [["单位名称", "单位性质"], ["示例小学", "学校"]], "架子": [HEADS, ROW]})


async def test_the_sheets_of_several_tables_are_offered_where_no_table_is_asked(visitor: Visitor) -> None:
    await visitor.begin()
    page = await hands(visitor, SHEETS)
    assert "1. ☑ 共建单位：新的 1 行" in page
    assert "2. ☑ 书架清单：新的 1 行" in page


async def test_at_a_table_its_sheet_alone_is_taken(visitor: Visitor, site: Site) -> None:
    await at(visitor, "shelves")
    page = await hands(visitor, SHEETS)
    assert "读的是工作表“架子”。" in page
    assert await site.sql(ROWS) == [("绘本架",)]


async def test_cells_without_a_table_are_not_put_anywhere(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    page = await hands(visitor, book(["随便", "写的"]))
    assert "没认出是哪张表的内容" in page
    assert "书架清单" in page
    assert await site.sql("SELECT * FROM answer") == []


async def test_in_the_first_cell_of_a_new_row_the_rows_have_their_place(visitor: Visitor, site: Site) -> None:
    await at(visitor, "shelves")
    await visitor.press("添加一行")
    await hands(visitor, book(HEADS, ROW, ["文史架", "2024年5月"]))
    assert await site.sql(ROWS) == [("文史架",), ("绘本架",)]
    assert await site.sql("SELECT count(*) FROM instance WHERE grp = 'shelves' AND row != ''") == [(2,)]


async def test_the_exported_workbook_changed_in_excel_is_understood(visitor: Visitor, site: Site) -> None:
    await at(visitor, "shelves")
    await visitor.say("\n".join("\t".join(row) for row in (ROW, ["报刊架", "2023年", "第一行\u3000很长"])))
    made = openpyxl.load_workbook(io.BytesIO((await visitor.http.get("/download/sheets")).content))
    sheet: Any = made["书架清单"]
    sheet["A2"] = "大绘本架"
    sheet.append(["文史架", "2024-06-01", None])
    changed = io.BytesIO()
    made.save(changed)
    page = await hands(visitor, changed.getvalue())
    assert "可能重复" in page
    await visitor.press("都加进去")
    assert "已添加 3 行" in await visitor.page()
    assert len(await site.sql(ROWS)) == 5


async def test_a_text_is_made_of_files_and_what_is_typed_in_their_order(visitor: Visitor, site: Site) -> None:
    await at(visitor, "ways")
    await visitor.say("第一段。")
    await posts(visitor, word("第二段。", "第三段。"), "a.docx")
    await visitor.say("第四段。")  # while the file is read
    await site.service.job_runner.settled()
    await hands(visitor, "第五段。".encode("gb18030"), "b.txt")
    await visitor.press("完成")
    assert await site.sql("SELECT value FROM answer WHERE field = 'ways'") == [
        ("第一段。\n第二段。\n第三段。\n第四段。\n第五段。",)
    ]


async def test_a_text_that_is_closed_while_a_file_is_read_gets_its_piece(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = threading.Event(), bounded.read

    def slowly(content: bytes, name: str) -> FileContent:
        assert go_on.wait(PATIENCE)
        return read(content, name)

    monkeypatch.setattr(bounded, "read", slowly)
    await at(visitor, "ways")
    await visitor.say("第一段。")
    await posts(visitor, word("第二段。"), "a.docx")
    assert not await visitor.press("完成")
    go_on.set()
    await site.service.job_runner.settled()
    assert await site.sql("SELECT value FROM answer WHERE field = 'ways'") == [("第一段。\n第二段。",)]


async def test_what_a_text_cannot_keep_is_told(visitor: Visitor) -> None:
    await at(visitor, "ways")
    page = await hands(visitor, (DATA / "handed" / "npm-docx.docx").read_bytes(), "方案.docx")
    assert "“方案.docx”：2 处修订按已接受读入；1 条批注没有读；1 个公式放不进来，请改写成文字。" in page


async def test_one_line_answers_a_question(visitor: Visitor, site: Site) -> None:
    await at(visitor, "name")
    await hands(visitor, "河边图书角\n".encode(), "a.txt")
    assert await site.sql("SELECT value FROM answer WHERE field = 'name'") == [("河边图书角",)]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "a.xlsx", "另存为 .xlsx"),
        (b"PK\x03\x04 no zip", "a.xlsx", "不完整或已损坏"),
        (b"", "a.docx", "没有内容"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "看不到图"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", "a.pdf", "PDF 文件读不了"),
        (bytes(range(256)) * 9, "a.bin", "读不了"),
        (bytes(BYTES + 1), "a.docx", "最多 20 MB"),
        (book(), "a.xlsx", "没有内容"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_sentence(
    visitor: Visitor, content: bytes, name: str, said: str
) -> None:
    await visitor.begin()
    assert said in await hands(visitor, content, name)


async def test_what_is_sent_twice_is_taken_once(visitor: Visitor, site: Site) -> None:
    await at(visitor, "shelves")
    one = uuid.uuid4().hex
    for _ in range(2):
        await hands(visitor, book(HEADS, ROW), id=one)
    assert await site.sql(ROWS) == [("绘本架",)]


async def test_a_file_that_was_not_read_before_a_stop_is_read_after_it(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await at(visitor, "shelves")
    restarted = asyncio.Event()
    with monkeypatch.context() as stopped:
        stopped.setattr(bounded, "read", lambda *_: pytest.fail("not yet"))
        stopped.setattr(asyncio, "to_thread", _after(restarted, asyncio.to_thread))
        await posts(visitor, book(HEADS, ROW))
        await site.restart()
    restarted.set()
    await site.service.job_runner.settled()
    assert await site.sql(ROWS) == [("绘本架",)]


def _after(event: asyncio.Event, to_thread: Any) -> Any:
    """Lets everything but the reading of a kept file be done, which waits for an event."""

    async def called(work: Any, *rest: Any) -> Any:
        if getattr(work, "__name__", "") == "content_of":
            await event.wait()
        return await to_thread(work, *rest)

    return called


async def test_while_a_file_is_read_everybody_else_is_served(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(content: bytes, name: str) -> FileContent:
        del content, name
        begun.set()
        assert go_on.wait(PATIENCE)
        return FileContent(text="河边图书角")

    monkeypatch.setattr(bounded, "read", slow)
    for one in (visitor, other):
        await one.begin()
    await posts(visitor, book(HEADS, ROW))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    assert (await other.say("/help")).status_code == 200
    assert (await visitor.say("/help")).status_code == 200
    go_on.set()
    await visitor.site.service.job_runner.settled()


async def test_whoever_sends_files_that_do_not_come_keeps_nobody_from_handing_one_in(
    visitor: Visitor, other: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person's files took all the places for a minute, again and again."""
    named: list[object] = []
    monkeypatch.setattr(uploads, "handed", lambda *about: [named.append(about), inputs.handed(*about)][-1])
    await visitor.begin()
    await at(other, "name")
    cookie = f"shenbao={visitor.http.cookies['shenbao']}"
    head = (
        f"Host: 127.0.0.1:{site.address.port}\r\nOrigin: {site.url}\r\nCookie: {cookie}\r\nContent-Type: {uploads.TYPE}"
    )
    held = []
    for number in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", site.address.port)
        path = f"/upload?id=abcdefgh{number}&name=a.txt"
        writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\nContent-Length: 9\r\n\r\n".encode())
        held.append(writer)
    await until(lambda: len(named) >= uploads.AT_ONCE)
    await hands(other, "河边图书角\n".encode(), "a.txt")
    assert await site.sql("SELECT value FROM answer WHERE field = 'name'") == [("河边图书角",)]
    for writer in held:
        writer.close()


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_only_who_is_signed_in_has_files_read_and_not_too_many(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    anybody = Visitor(site)
    assert (await posts(anybody, book(["甲"]))).status_code == 401
    await anybody.http.aclose()
    await visitor.begin()
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        assert (await posts(visitor, book(["甲"]), kind=kind)).status_code == 415
    assert (await posts(visitor, b"x", name="")).status_code == 400
    monkeypatch.setattr(bounded, "read", lambda *_: FileContent(unfit="unknown"))  # without a process for each
    codes = [answer.status_code for answer in await asyncio.gather(*(posts(visitor, b"x") for _ in range(40)))]
    assert set(codes) == {200, 429}
    assert codes.count(200) <= 20
    assert BYTES < FILE, "the sentence about the size comes from here, not a bare 413"


async def test_nothing_of_a_file_is_kept_once_it_was_read(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await hands(visitor, "机密".encode() * 2000, "a.bin")
    await hands(visitor, bytes(BYTES + 1))
    assert not [path for path in (site.folder / HANDED).glob("*") if path.is_file()]


async def test_half_a_character_in_a_cell_does_no_harm(visitor: Visitor) -> None:
    await at(visitor, "shelves")
    made = replaced(book(HEADS, ["甲", "2024年5月"]), SHEET, lambda xml: xml.replace(b"&#30002;", b"_xD83D_x"))
    assert "\ufffdx" in await hands(visitor, made)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
async def test_an_old_word_file_is_converted(visitor: Visitor) -> None:
    await at(visitor, "ways")
    page = await hands(visitor, (DATA / "handed" / "libreoffice.doc").read_bytes(), "旧.doc")
    assert "已写 1 段" in page


@pytest.mark.parametrize(
    ("item", "name", "advice"),
    [
        ("ways", "旧.doc", "请在 Word 或 WPS 里另存为 .docx 再发"),
        ("shelves", "旧.xls", "请在 Excel 或 WPS 里另存为 .xlsx 再发"),
    ],
)
async def test_without_libreoffice_an_old_file_is_refused_with_what_to_do(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, item: str, name: str, advice: str
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    await at(visitor, item)
    page = await hands(visitor, (DATA / "handed" / f"libreoffice{name[1:]}").read_bytes(), name)
    assert advice in page
