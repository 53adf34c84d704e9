"""Every accepted way in, on every channel, ends in the same state: what is typed, and what comes in a file."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from fake_botapi import FakeBotApi
from harness import Chat, Clock, labels
from on_channel import CHANNELS, on
from telegram_line import hurry

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]

TEXT = """一、总体思路
以“保险＋服务”为路径，分三步走。
（一）分档
档次\t费率
第一档\t1%
1.对企业：成本可以承受。
2.对行业：机制可以复制。"""
HEADS = ["企业名称", "所在行业领域", "联系人", "手机", "邮箱"]
ROWS = [
    ["东屿示例供电公司", "电力", "沈知遥", "13800138000", "a@example.com"],
    ["澄湾示例水务公司", "水利", "顾晚舟", "13800138001", "b@example.com"],
]
COVER = {"方案名称": "网络安全保险试点方案", "申报方向": "网络安全保险服务", "申报日期": "2024年3月4日"}
State = dict[tuple[str, int], str]
STATES: dict[str, State] = {
    "text": {("approach", 0): TEXT},
    "rows": {
        (f"clients.{column}", number): value
        for number, row in enumerate(ROWS, 1)
        for column, value in zip(("company", "industry", "contact", "mobile", "email"), row, strict=True)
    },
    "form": {
        ("plan_name", 0): "网络安全保险试点方案",
        ("direction", 0): "网络安全保险服务",
        ("apply_date", 0): "2024-03-04",
    },
}
"""What there is in the end: the answers at questions and at rows, by their numbers."""


class Way(NamedTuple):
    """A way in: what it brings, and the contents of the files by their names, or the messages, that are sent."""

    brings: str
    sent: list[tuple[str, bytes] | str]
    needs_office: bool = False


def word(*parts: Any, head: bool = False) -> bytes:
    """A Word file with these paragraphs and tables."""
    document, file = docx.Document(), io.BytesIO()
    if head:
        document.add_heading("工作思路", 1)
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for cells, row in zip(table.rows, part, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    document.save(file)
    return file.getvalue()


def text_as_word() -> bytes:
    lines = TEXT.split("\n")
    return word(*lines[:3], [line.split("\t") for line in lines[3:5]], *lines[5:])


def sheet() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADS, *ROWS):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def listed(separator: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows([HEADS, *ROWS])
    return file.getvalue()


def ways() -> Iterator[tuple[str, Way]]:
    yield "a text typed", Way("text", [TEXT])
    first, _, rest = TEXT.partition("\n")
    yield "a text typed and as a file", Way("text", [first, ("余.txt", rest.encode())])
    yield "a text as a file, and typed", Way("text", [("首.docx", word(first)), rest])
    codings = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
    for name, coding in [("文.txt", coding) for coding in codings] + [("文.md", "utf-8")]:
        yield f"a text in {coding} as {name[2:]}", Way("text", [(name, TEXT.replace("\n", "\r\n").encode(coding))])
    yield "a text in Word", Way("text", [("文.docx", text_as_word())])
    for name in ("文.doc", "文.wps", "文.rtf", "文.odt"):
        yield f"a text as {name[2:]}", Way("text", [(name, text_as_word())], needs_office=True)
    yield "rows pasted", Way("rows", [listed("\t")])
    yield "rows as xlsx", Way("rows", [("表.xlsx", sheet())])
    for name in ("表.xls", "表.et", "表.ods"):
        yield f"rows as {name[2:]}", Way("rows", [(name, sheet())], needs_office=True)
    for coding in ("utf-8-sig", "utf-8", "gb18030", "utf-16"):
        yield f"rows as csv in {coding}", Way("rows", [("表.csv", listed().encode(coding))])
    yield "rows as csv with semicolons", Way("rows", [("表.csv", listed(";").encode())])
    yield "rows as txt", Way("rows", [("表.txt", listed("\t").encode())])
    yield "rows in Word", Way("rows", [("表.docx", word([HEADS, *ROWS]))])
    yield "a form typed", Way("form", [*COVER.values()])
    typed = "\n".join(f"{label}：{text}" for label, text in COVER.items())
    yield "a form in one message", Way("form", [typed])
    yield "a form as txt", Way("form", [("表.txt", typed.encode("gb18030"))])
    rows = "\n".join(f"| **{label}** | {text} |" for label, text in COVER.items())
    yield "a form as md", Way("form", [("表.md", f"# 工作方案\n\n{rows}\n".encode())])
    yield "a form in Word", Way("form", [("表.docx", word(*(f"{label}：{text}" for label, text in COVER.items())))])
    yield "a form in a table", Way("form", [("表.docx", word([[*pair] for pair in COVER.items()]))])


WAYS = dict(ways())
NEEDS_OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
CASES = [
    pytest.param(name, marks=[pytest.mark.drill, NEEDS_OFFICE]) if way.needs_office else name
    for name, way in WAYS.items()
]


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("name", CASES)
async def test_every_way_in_ends_in_the_same_state(  # noqa: PLR0917
    name: str, channel: str, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    way = WAYS[name]
    async with on(channel, tmp_path / "data", clock, api) as chat:
        await chat.command("start")
        await chat.press(next(label for label in labels(chat.asked) if label.startswith("同意")))
        await GO[way.brings](chat)
        for one in way.sent:
            if isinstance(one, str):
                await chat.say(one)
            else:
                await chat.hand_in(put(tmp_path, *one, as_old=way.needs_office))
        while taking := [label for label in labels(chat.asked) if label.startswith(TAKES)]:
            await chat.press(taking[0])
        assert await state(chat) == STATES[way.brings]


TAKES = ("都加进去", "采用", "完成", "都填", "就按这样")


async def to_text(chat: Chat) -> None:
    await chat.command("status")
    await chat.press(next(label for label in labels(chat.asked) if "试点方案" in label))


async def to_rows(chat: Chat) -> None:
    await to_text(chat)
    while "领 Excel 模板" not in labels(chat.asked):
        await chat.press("以后再填")


async def stay(_: Chat) -> None:
    """The first question is the first of the form."""


GO: dict[str, Callable[[Chat], Awaitable[None]]] = {"text": to_text, "rows": to_rows, "form": stay}


AS_OFFICE_CALLS = {".wps": "doc", ".et": "xls"}  # the formats of WPS are those of Office before 2007


def put(folder: Path, name: str, content: bytes, *, as_old: bool) -> Path:
    """The file, in the older format that its name says where that is wanted."""
    path = folder / name
    path.write_bytes(content)
    if not as_old:
        return path
    kind = AS_OFFICE_CALLS.get(path.suffix, path.suffix[1:])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", "old", path.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "old" / f"{path.stem}.{kind}").rename(path)


async def state(chat: Chat) -> State:
    """The answers, by their questions and the numbers of their rows."""
    found = await chat.bench.sql(
        "SELECT field, coalesce((SELECT count(*) FROM instance other JOIN instance own ON own.row = answer.row"
        " AND own.grp = other.grp AND other.position <= own.position WHERE answer.row != ''), 0), value FROM answer"
    )
    return {(field, number): value for field, number, value in found if value != "完成" or number}
