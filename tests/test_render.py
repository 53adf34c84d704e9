"""The engine of documents, on a small form and a template made here."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Doc
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from dialogs.application import Answers
from dialogs.form import Form
from dialogs.load import load
from render.context import Mode, context
from render.docx import render, write

FORM = load("""
id = "picnic"
version = "1"
title = "野餐报名表"
issuer = "郊游社"
name_field = "event"
date_field = "day"
units = { lead = "host", table = "guests", name = "guests.who" }

[[section]]
id = "head"
title = "概况"
item = [
    { id = "event", label = "活动名称", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "host", label = "主办方", kind = "text" },
    { id = "place", label = "地点", kind = "choice", choices = ["湖边", "山上"], other = "其他" },
    { id = "remark", label = "备注", kind = "text", required = false },
    { id = "story", label = "活动说明", short = "说明", kind = "longtext" },
    { id = "guests", title = "来宾", kind = "table", column = [
        { id = "who", label = "姓名", kind = "text" },
    ] },
    { id = "dishes", title = "菜品", kind = "table", min_rows = 1, column = [
        { id = "name", label = "菜名", kind = "text" },
        { id = "items", label = "食材", kind = "text" },
    ] },
]

[[section]]
id = "recipe"
title = "做法"
each = "dishes"
item = [{ id = "steps", label = "步骤", kind = "longtext" }]

[[section]]
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


def values(answers: Answers, mode: Mode, form: Form = FORM) -> dict[str, Any]:
    """The context, without the functions, which are the same in each."""
    return {key: value for key, value in context(form, answers, mode=mode).items() if not callable(value)}


def test_a_finished_form_has_every_answer_under_its_id() -> None:
    assert values(ANSWERS, "final") == {
        "blank": False,
        "draft": False,
        "event": "春游",
        "day": "2024年4月6日",
        "host": "甲队",
        "place": "其他：屋顶：南侧",
        "remark": "",
        "story": ["第一段", "第二段"],
        "units": [{"number": 1, "name": "甲队", "lead": True}, {"number": 2, "name": "乙队", "lead": False}],
        "guests": [{"number": 1, "who": "乙队"}],
        "dishes": [{"number": 1, "name": "汤", "items": "水"}, {"number": 2, "name": "饼", "items": "面"}],
        "recipe": [
            {"number": 1, "row": {"number": 1, "name": "汤", "items": "水"}, "steps": ["煮"]},
            {"number": 2, "row": {"number": 2, "name": "饼", "items": "面"}, "steps": ["和面", "烙"]},
        ],
        "pledge": [
            {"number": 1, "unit": "甲队", "lead": True, "tidy": "确认"},
            {"number": 2, "unit": "乙队", "lead": False, "tidy": "确认"},
        ],
    }


def test_a_draft_marks_what_is_missing_and_only_that() -> None:
    partial = Answers({("event", ""): "春游", ("remark", ""): "", ("guests.who", "g"): "乙队"}, {"guests": ["g"]})
    dish = {"number": 1, "name": "【待填写：菜名】", "items": "【待填写：食材】"}
    assert values(partial, "draft") == {
        "blank": False,
        "draft": True,
        "event": "春游",
        "day": "【待填写：日期】",
        "host": "【待填写：主办方】",
        "place": "【待填写：地点】",
        "remark": "",
        "story": ["【待填写：说明】"],
        "units": [
            {"number": 1, "name": "【待填写：主办方】", "lead": True},
            {"number": 2, "name": "乙队", "lead": False},
        ],
        "guests": [{"number": 1, "who": "乙队"}],
        "dishes": [dish],
        "recipe": [{"number": 1, "row": dish, "steps": ["【待填写：步骤】"]}],
        "pledge": [
            {"number": 1, "unit": "【待填写：主办方】", "lead": True, "tidy": "【待填写：带走垃圾】"},
            {"number": 2, "unit": "乙队", "lead": False, "tidy": "【待填写：带走垃圾】"},
        ],
    }


def test_an_optional_field_without_an_answer_is_empty_in_a_draft() -> None:
    assert values(Answers(), "draft")["remark"] == ""


def test_a_blank_form_shows_no_answer_and_each_repeated_part_once() -> None:
    dish = {"number": 1, "name": "", "items": ""}
    assert values(ANSWERS, "blank") == {
        "blank": True,
        "draft": False,
        **dict.fromkeys(("event", "day", "host", "place", "remark"), ""),
        "story": [""],
        "units": [{"number": 1, "name": "", "lead": True}],
        "guests": [],
        "dishes": [],
        "recipe": [{"number": 1, "row": dish, "steps": [""]}],
        "pledge": [{"number": 1, "unit": "", "lead": True, "tidy": ""}],
    }


CHOICES = '{{ box(place, "湖边") }}湖边{{ box(place, "山上") }}山上{{ other_text(place, "其他") }}|{{ gap(place) }}'


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("湖边", "■湖边□山上|"),
        ("山上", "□湖边■山上|"),
        ("其他：屋顶：南侧", "□湖边□山上屋顶：南侧|"),
        ("其他地方：屋顶", "□湖边□山上|"),
        ("【待填写：地点】", "□湖边□山上|"),
    ],
)
def test_tick_boxes(place: str, shown: str) -> None:
    document = render(template(CHOICES), context(FORM, Answers({("place", ""): place}), mode="draft"))
    assert lines(document) == [shown]


def test_a_missing_choice_can_be_told_from_an_answer_that_reads_the_same() -> None:
    document = render(template(CHOICES), context(FORM, Answers(), mode="draft"))
    assert lines(document) == ["□湖边□山上|【待填写：地点】"]


HOSTILE = [
    "<b>粗体</b>",
    "</w:t></w:r></w:p>",
    "中保 & 网安 &amp; &lt;",
    "{{ event }} {% for x in y %} {# z #}",
    "{_{ event }_} {_% raw %_}",
    """'单' "双" ‘弯’ “弯” `""",
    "🚀👨‍👩‍👧 镕堃喆 𬭊𰻝",
    "  两端的空格  ",
    "第一行\n第二行\n\n第四行",
    "列\t列",
    "]]> <![CDATA[ <!-- -->",
    "\\n \\1 \\g<0> $1 %s {0}",
    "\u200b\u2028\u00a0\u3000。",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_reads_in_the_document_as_it_was_typed(text: str) -> None:
    document = render(
        template("前{{ event }}后", "{{ event }}", header="{{ event }}", rows=("{{ event }}|尾",)),
        {"event": text},
    )
    assert lines(document) == [f"前{text}后", text]
    assert rows(document) == [[text, "尾"]]
    assert opened(document).sections[0].header.paragraphs[0].text == text


def test_line_breaks_and_tabs_are_elements_for_word_ignores_the_characters() -> None:
    paragraph = opened(render(ONE_LINE, {"event": "一\n二\n\t三"})).paragraphs[0]
    assert len(paragraph._p.xpath(".//w:br")) == 2
    assert len(paragraph._p.xpath(".//w:tab")) == 1


# What is typed is cleaned of these before it is kept: what XML cannot hold, and other marks for a new line.
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\n"))


@given(TYPED)
def test_any_answer_reads_as_it_was_typed(text: str) -> None:
    assert lines(render(ONE_LINE, {"event": text})) == [text]


ONE_LINE = template("{{ event }}")


@pytest.mark.parametrize("text", ["\x00", "铃\x07", "\x0b", "\ud800", "\ufffe"])
def test_what_no_document_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"control character|surrogates not allowed"):
        render(ONE_LINE, {"event": text})


LOOPS = (
    *(
        "{{ event }}",
        "{%p for dish in dishes %}",
        "{{ dish.number }}. {{ dish.name }}：{{ dish.items }}",
        "{%p endfor %}",
    ),
    *("{%p if remark %}", "备注", "{%p endif %}", "{%p for line in story %}", "{{ line }}", "{%p endfor %}"),
)
LOOP_ROWS = (
    "菜名|食材",
    "{%tr for dish in dishes %}|",
    "{{ dish.name }}|{{ dish.items }}",
    "{%tr endfor %}|",
    "完|",
)


def test_loops_and_conditions_over_paragraphs_and_rows() -> None:
    # A column may have the name of a mapping's own method, as items here.
    document = render(template(*LOOPS, rows=LOOP_ROWS), context(FORM, ANSWERS, mode="final"))
    assert lines(document) == ["春游", "1. 汤：水", "2. 饼：面", "第一段", "第二段"]
    assert rows(document) == [["菜名", "食材"], ["汤", "水"], ["饼", "面"], ["完", ""]]


def test_a_name_that_the_context_does_not_have_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="nothing"):
        render(template("{{ nothing }}"), {})
    with pytest.raises(UndefinedError, match="nothing"):
        render(template("{% if nothing %}是{% endif %}"), {})


def test_a_broken_tag_is_an_error() -> None:
    with pytest.raises(TemplateError):
        render(template("{% if event %}"), {"event": ""})


def test_a_template_cannot_reach_python() -> None:
    with pytest.raises(SecurityError):
        render(template("{{ box.__globals__ }}"), context(FORM, ANSWERS, mode="final"))


def test_equal_values_give_equal_bytes_and_a_file_gets_the_same() -> None:
    values = context(FORM, ANSWERS, mode="final")
    data = template(*LOOPS)
    file = io.BytesIO()
    write(data, values, file)
    assert render(data, values) == render(data, values) == file.getvalue()


def test_an_edited_template_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(template("{{ event }}"))
    assert lines(render(path, {"event": "春游"})) == ["春游"]
    path.write_bytes(template("去{{ event }}"))
    assert lines(render(path, {"event": "春游"})) == ["去春游"]


def test_parts_without_tags_are_copied_as_they_are() -> None:
    data = template("{{ event }}")
    before = zipfile.ZipFile(io.BytesIO(data))
    after = zipfile.ZipFile(io.BytesIO(render(data, {"event": "春游"})))
    assert after.namelist() == before.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml"}
