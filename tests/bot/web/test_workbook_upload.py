"""A workbook handed in on the page: read without harm, and from then on the same as pasted cells."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from typing import Any

import httpx
import openpyxl
import pytest
from waiting import PATIENCE
from web_bench import Site, Visitor
from workbooks import BOMBS, SHEET, book, replaced

from bot.web.inputs import LONGEST
from bot.web.security import BODY
from dialogs.pasting import grid
from dialogs.screens import pasted_rows
from render.reading import sheet_reader, unpacking

pytest_plugins = ["web_fixtures"]
HEADS = ["书架名称", "启用日期", "说明"]
ROW = ["绘本架", "2024年5月", "靠窗"]


async def hands(visitor: Visitor, content: bytes, kind: str = "application/octet-stream") -> httpx.Response:
    return await visitor.http.post("/sheet", content=content, headers={"Content-Type": kind})


async def texts(visitor: Visitor, content: bytes) -> list[str]:
    answer = await hands(visitor, content)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["texts"])


async def at_shelves(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.send(kind="went", item="shelves")


async def test_rows_come_back_as_text_and_sent_they_are_pasted_cells(visitor: Visitor, site: Site) -> None:
    await at_shelves(visitor)
    made = book(HEADS, ROW, ["文史\n架", "明年", 'a "b" c'])
    answer = (await hands(visitor, made)).json()
    assert answer["texts"] == ['书架名称\t启用日期\t说明\n绘本架\t2024年5月\t靠窗\n"文史\n架"\t明年\ta "b" c']
    assert answer["said"] == "已读入工作表“Sheet”的 2 行。请看一下，没问题就发送。"
    assert await site.sql("SELECT * FROM answer") == []
    [text] = answer["texts"]
    await visitor.say(text)
    page = await visitor.page()
    assert "第 3 行，启用日期“明年”" in page
    await visitor.press("都加进去")
    assert "已添加 2 行" in await visitor.page()
    assert await site.sql("SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY value") == [
        ("文史架",),
        ("绘本架",),
    ]


async def test_what_of_a_sheet_was_not_read_is_told(visitor: Visitor) -> None:
    await at_shelves(visitor)
    made = openpyxl.Workbook()
    for row in (HEADS, ROW, ["文史架", "2023年", "=1+1"], ["科普架", "2022年", None]):
        made.active.append(row)
    made.active.row_dimensions[2].hidden = True
    made.active.merge_cells("C3:C4")
    file = io.BytesIO()
    made.save(file)
    answer = (await hands(visitor, file.getvalue())).json()
    assert "绘本架" not in answer["texts"][0]
    for told in ("隐藏的 1 行没有读", "有 1 处跨行的合并单元格", "有 1 个公式没有结果"):
        assert told in answer["said"]


async def test_a_first_empty_cell_keeps_its_column(visitor: Visitor) -> None:
    await at_shelves(visitor)
    assert await texts(visitor, book(["", "2024年5月", "靠窗"], ROW)) == ["\t2024年5月\t靠窗\n绘本架\t2024年5月\t靠窗"]


async def test_the_sheet_for_the_table_at_hand_is_taken_and_named(visitor: Visitor) -> None:
    await at_shelves(visitor)
    made = book(["随便", "写的"], more={"单位": [["单位名称", "单位性质"], ["示例小学", "学校"]], "架子": [HEADS, ROW]})
    answer = (await hands(visitor, made)).json()
    assert answer["texts"] == ["\t".join(HEADS) + "\n" + "\t".join(ROW)]
    assert answer["said"].startswith("已读入工作表“架子”的 1 行。文件里别的工作表没有读。")
    await visitor.send(kind="went", item="partners")
    assert "已读入工作表“单位”的 1 行" in (await hands(visitor, made)).json()["said"]


async def test_where_another_table_or_a_question_is_open_it_says_where_the_rows_belong(visitor: Visitor) -> None:
    await visitor.begin()
    made = book(["随便", "写的"], more={"架子": [HEADS, ROW]})
    hint = "看样子是“书架清单”的内容：请先打开那张表，再发送。"
    assert hint in (await hands(visitor, made)).json()["said"]
    await visitor.send(kind="went", item="partners")
    assert hint in (await hands(visitor, book(HEADS, ROW))).json()["said"]
    plain = (await hands(visitor, book(["河边图书角"]))).json()
    assert plain["texts"] == ["河边图书角"]
    assert "请看一下" in plain["said"]


async def test_in_the_first_cell_of_a_new_row_the_rows_have_their_place(visitor: Visitor, site: Site) -> None:
    await at_shelves(visitor)
    await visitor.press("添加一行")
    answer = (await hands(visitor, book(HEADS, ROW, ["文史架", "2024年5月"]))).json()
    assert "请看一下" in answer["said"]
    await visitor.say(answer["texts"][0])
    assert await site.sql("SELECT count(*) FROM answer WHERE field = 'shelves.name'") == [(2,)]
    assert await site.sql("SELECT count(*) FROM instance WHERE grp = 'shelves' AND row != ''") == [(2,)]


async def test_many_rows_are_several_messages_each_with_the_heads(visitor: Visitor, site: Site) -> None:
    await at_shelves(visitor)
    count = 2 * pasted_rows.MOST + 10
    made = book(["2024年书架"], HEADS, *([f"架{number}", "2024年5月", "靠窗"] for number in range(count)))
    answer = (await hands(visitor, made)).json()
    assert "会分成 3 条依次发送，每条都带表头" in answer["said"]
    for text in answer["texts"]:
        rows = grid.split(text)
        assert rows[0] == HEADS
        assert len(rows) <= pasted_rows.MOST + 1
        await visitor.say(text)
    names = await site.sql(
        "SELECT value FROM answer JOIN instance USING (application, row) WHERE field = 'shelves.name'"
        " AND grp = 'shelves' ORDER BY position"
    )
    assert [name for (name,) in names] == [f"架{number}" for number in range(count)]


async def test_no_message_is_longer_than_the_page_takes(visitor: Visitor) -> None:
    await at_shelves(visitor)
    found = await texts(visitor, book(HEADS, *[["架", "2024年5月", "长" * 30_000]] * 20))
    assert len(found) > 3
    assert max(map(len, found)) <= LONGEST
    assert sum(text.count("长") for text in found) == 20 * 30_000
    answer = await hands(visitor, book(["书架名称"] * 10, ["长" * 30_000] * 10))
    assert answer.status_code == 422
    assert "太大" in answer.json()["said"]


async def test_many_rows_of_no_table_at_hand_are_not_sent_to_a_question(visitor: Visitor) -> None:
    await visitor.begin()
    answer = await hands(visitor, book(HEADS, *[ROW] * 501))
    assert answer.status_code == 422
    assert answer.json()["said"] == ("工作表“Sheet”有 501 行，一条消息放不下。请先打开“书架清单”，再把文件放进来。")


async def test_the_exported_workbook_changed_in_excel_is_understood(visitor: Visitor, site: Site) -> None:
    await at_shelves(visitor)
    await visitor.say("\n".join("\t".join(row) for row in (ROW, ["报刊架", "2023年", "第一行\u3000很长"])))
    exported = (await visitor.http.get("/download/sheets")).content
    made = openpyxl.load_workbook(io.BytesIO(exported))
    sheet: Any = made["书架清单"]
    sheet["A2"] = "大绘本架"
    sheet.append(["文史架", "2024-06-01", None])
    changed = io.BytesIO()
    made.save(changed)
    answer = (await hands(visitor, changed.getvalue())).json()
    assert answer["said"].startswith("已读入工作表“书架清单”的 3 行。")
    await visitor.say(answer["texts"][0])
    assert "可能重复" in await visitor.page()
    await visitor.press("都加进去")
    assert "已添加 3 行" in await visitor.page()
    kept = await site.sql(
        "SELECT field, value FROM answer JOIN instance USING (application, row)"
        " WHERE grp = 'shelves' AND field LIKE 'shelves.%' ORDER BY position, field"
    )
    rows = [tuple(value for _, value in kept[at : at + 3]) for at in range(0, len(kept), 3)]
    assert rows[3] == rows[1], "what was not changed comes back as it was"
    assert [row[1] for row in rows[2:]] == ["大绘本架", "报刊架", "文史架"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .xlsx"),
        (b"PK no zip", "另存为 .xlsx"),
        (b"", "文件读取失败"),
        (bytes(sheet_reader.BYTES + 1), "最多 1 MB"),
        (book(), "没有内容"),
        (book(*[["甲"]] * (sheet_reader.ROWS + 1)), "最多读 2000 行"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_sentence(visitor: Visitor, content: bytes, said: str) -> None:
    await visitor.begin()
    answer = await hands(visitor, content)
    assert answer.status_code == 422
    assert said in answer.json()["said"]


async def test_while_a_file_is_read_everybody_else_is_served(
    visitor: Visitor, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, read = threading.Event(), threading.Event(), unpacking.read

    def slow(content: bytes) -> Any:
        begun.set()
        assert go_on.wait(PATIENCE)
        return read(content)

    monkeypatch.setattr(unpacking, "read", slow)
    for one in (visitor, other):
        await one.begin()
    reading = asyncio.create_task(hands(visitor, book(HEADS, ROW)))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    assert (await other.say("/help")).status_code == 200
    assert not reading.done()
    go_on.set()
    assert (await reading).status_code == 200


@pytest.mark.drill
async def test_while_a_spoilt_file_is_read_everybody_else_is_served(visitor: Visitor, other: Visitor) -> None:
    name, end, filling = BOMBS["styles"]
    bomb = replaced(book(["甲"]), name, lambda xml: xml.replace(end, filling * 1_500_000 + end))
    for one in (visitor, other):
        await one.begin()
    reading = asyncio.create_task(hands(visitor, bomb))
    served = 0
    while not reading.done():
        assert (await other.say("/help")).status_code == 200
        served += 1
        await asyncio.sleep(0.05)
    assert served > 3, "reading takes seconds of a processor, and an answer some thousandths"
    assert reading.result().status_code == 422
    assert "太大" in reading.result().json()["said"]


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_only_who_is_signed_in_has_files_read_and_not_too_many(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: bytes) -> Any:
        raise sheet_reader.SheetError("unreadable")

    anybody = Visitor(site)
    assert (await hands(anybody, book(["甲"]))).status_code == 401
    await anybody.http.aclose()
    await visitor.begin()
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        assert (await hands(visitor, book(["甲"]), kind)).status_code == 415
    monkeypatch.setattr(unpacking, "read", unreadable)  # without a process for each
    codes = [answer.status_code for answer in await asyncio.gather(*(hands(visitor, b"x") for _ in range(20)))]
    assert set(codes) == {422, 429}
    assert codes.count(422) <= 10
    assert sheet_reader.BYTES < BODY, "the sentence about the size comes from here, not a bare 413"


async def test_nothing_of_a_file_is_kept(visitor: Visitor, site: Site) -> None:
    await visitor.begin()
    await hands(visitor, book(["机密"]))
    for path in site.folder.rglob("*"):
        assert not path.is_file() or "机密".encode() not in path.read_bytes()
    assert not re.search("机密", await visitor.page())


async def test_half_a_character_in_a_cell_does_no_harm(visitor: Visitor) -> None:
    await visitor.begin()
    made = replaced(book(["甲"]), SHEET, lambda xml: xml.replace(b"&#30002;", b"_xD83D_x"))
    assert await texts(visitor, made) == ["\ufffdx"]
