"""The engine of documents, on a small form and templates made here."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from picnic import ANSWERS, FORM, lines, opened, rows, template

from dialogs.application.application import Answers
from render.context import context
from render.docx import render, write

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


def test_a_gap_is_highlighted_within_its_paragraph() -> None:
    document = opened(render(template("前{{ place }}后{{ event }}"), context(FORM, Answers(), mode="draft")))
    runs = [(run.text, run.font.highlight_color) for run in document.paragraphs[0].runs if run.text]
    yellow = WD_COLOR_INDEX.YELLOW
    assert runs == [("前", None), ("【待填写：地点】", yellow), ("后", None), ("【待填写：活动名称】", yellow)]


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
    assert after.namelist()[0] == before.namelist()[0]
    seen = [name for name in before.namelist() if not re.match("customXml|docProps/thumbnail", name)]
    assert sorted(after.namelist()) == sorted(seen)
    changed = {name for name in seen if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"}


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("{{ day|year }}年{{ day|month }}月{{ day|day }}日", "2019年10月1日", "2019年10月1日"),
        ("{{ day|year }}/{{ day|month }}/{{ day|day }}", "2019年5月", "2019/5/"),
        ("{{ day|year }}/{{ day|month }}", "无", "无/"),
        ("{{ day|begin }}|{{ day|end|month }}", "2006年9月至2009年10月", "2006年9月|10"),
        ("{{ day|begin }}|{{ day|end }}", "2015年7月1日至今", "2015年7月1日|至今"),
        ("{{ day|begin }}|{{ day|end|year }}", "", "|"),
    ],
)
def test_a_date_in_pieces(text: str, value: str, shown: str) -> None:
    assert lines(render(template(text), {"day": value})) == [shown]


def test_a_date_in_pieces_that_is_missing_is_marked_once() -> None:
    document = opened(render(template("{{ day|year }}年{{ day|month }}月"), context(FORM, Answers(), mode="draft")))
    marked = [run.text for run in document.paragraphs[0].runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert (document.paragraphs[0].text, marked) == ("【待填写：日期】年月", ["【待填写：日期】"])


def test_columns_come_of_rows_and_cells_are_merged_down() -> None:
    """As docs/forms.md has it: what docxtpl makes of `tc` and `vm`."""
    columns = Document()
    for cell, text in zip(
        columns.add_table(1, 3).row_cells(0), ("{%tc for x in y %}", "{{ x }}", "{%tc endfor %}"), strict=True
    ):
        cell.text = text
    merged = ("{%tr for x in y %}|", "{% vm %}一|{{ x }}", "{%tr endfor %}|")
    assert rows(render(saved(columns), {"y": ["甲", "乙", "丙"]})) == [["甲", "乙", "丙"]]
    assert rows(render(template(rows=merged), {"y": ["甲", "乙"]})) == [["一", "甲"], ["一", "乙"]]


def saved(document: Doc) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
