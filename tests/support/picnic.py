"""A small form, an application to it, and templates made here, for tests of documents in general."""

import io

from docx import Document
from docx.document import Document as Doc

from dialogs.application.application import Answers
from dialogs.form.load import load

FORM = load("""
id = "picnic"
version = "1"
title = "野餐报名表"
issuer = "郊游社"
name_field = "event"
date_field = "day"

[[group]]
id = "head"
title = "概况"
item = [
    { id = "event", label = "活动名称", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "host", label = "主办方", kind = "text" },
    { id = "place", label = "地点", kind = "choice", choices = ["湖边", "山上"], other = "其他" },
    { id = "remark", label = "备注", kind = "text", required = false },
    { id = "story", label = "活动说明", short = "说明", kind = "longtext" },
    { id = "guests", title = "来宾", units = { lead = "host", name = "who" }, repeat = {}, item = [
        { id = "who", label = "姓名", kind = "text" },
    ] },
    { id = "dishes", title = "菜品", repeat = { min = 1 }, item = [
        { id = "name", label = "菜名", kind = "text" },
        { id = "items", label = "食材", kind = "text" },
    ] },
]

[[group]]
id = "recipe"
title = "做法"
each = "dishes"
item = [{ id = "steps", label = "步骤", kind = "longtext" }]

[[group]]
id = "pledge"
title = "承诺"
each = "units"
item = [{ id = "tidy", label = "带走垃圾", kind = "confirm", statement = "我们带走垃圾。" }]
""")

ANSWERS = Answers(
    {
        ("event", ""): "春游",
        ("day", ""): "2024-04-06",
        ("host", ""): "甲队",
        ("place", ""): "其他：屋顶：南侧",
        ("remark", ""): "",
        ("story", ""): "第一段\n\n第二段",
        ("guests.who", "g"): "乙队",
        ("dishes.name", "b"): "汤",
        ("dishes.items", "b"): "水",
        ("dishes.name", "a"): "饼",
        ("dishes.items", "a"): "面",
        ("steps", "b"): "煮",
        ("steps", "a"): "和面\n烙",
        ("tidy", ""): "确认",
        ("tidy", "g"): "确认",
    },
    {"guests": ["g"], "dishes": ["b", "a"]},
)


def template(*paragraphs: str, header: str = "", rows: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if rows:
        table = document.add_table(0, 2)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row.split("|"), strict=False):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def opened(document: bytes) -> Doc:
    return Document(io.BytesIO(document))


def lines(document: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(document).paragraphs]


def rows(document: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(document).tables[0].rows]
