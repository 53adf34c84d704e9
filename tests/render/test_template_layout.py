"""The official form of 2023 as a document: page, type, headings and tables."""

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from documents import (
    BASIC,
    CLIENTS,
    FORM,
    JOINT_UNITS,
    PLANS,
    PROMISE,
    STATEMENT,
    TEMPLATE,
    answers,
    made,
    opened,
    statement,
    with_values,
)
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dialogs.application.application import Answers
from render.context import Mode


@pytest.fixture(scope="module")
def final() -> Doc:
    return made(answers(), "final")


def test_ten_thousand_rows() -> None:
    table = made(answers(0, 10_000, 1), "final").tables[CLIENTS]
    assert len(table._tbl.tr_lst) == 10_001
    last = table._tbl.tr_lst[-1].tc_lst
    assert [[p.text for p in tc.p_lst] for tc in last[:2]] == [["10000"], ["clients-companyc9999答"]]


def test_page_and_type_are_as_the_instructions_want_them(final: Doc) -> None:
    for section in final.sections:
        assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.1))
    body, one, two = (final.styles[name] for name in ("Body Text", "Heading 1", "Heading 2"))
    defaults = final.styles.element.find(qn("w:docDefaults"))
    fonts = next(defaults.iter(qn("w:rFonts")))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "28"
    assert next(defaults.iter(qn("w:spacing"))).get(qn("w:line")) == "360"
    assert next(defaults.iter(qn("w:jc"))).get(qn("w:val")) == "both"
    assert body.element.find(qn("w:rPr")) is None
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert east_asia(one) == "黑体"
    assert one.font.size == Pt(16)
    assert east_asia(two) == "楷体_GB2312"
    assert two.font.bold
    assert two.font.size is None  # as the body


def east_asia(style: object) -> str:
    return style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_the_navigation_pane_shows_the_parts(final: Doc) -> None:
    annex, statement = "附：网络安全保险服务方案", "申报主体责任声明"
    assert heads(final, "Heading 1") == [
        "填 报 说 明",
        "一、基本情况",
        "二、试点方案",
        f"{annex}\n方案1：plans-namep0答",
        f"{annex}\n方案2：plans-namep1答",
        *[statement] * 3,
    ]
    second = heads(final, "Heading 2")
    assert second[:4] == ["（一）基本信息", "（一）工作思路", "（二）试点安排", "（三）组织保障"]
    assert [text[:2] for text in second[4:]] == ["1.", "2.", "3.", "4."] * 2
    named = [p.text for p in final.paragraphs if p._p.xpath("./w:pPr/w:outlineLvl[@w:val=1]")]
    assert named == [f"单位（盖章） {unit}答" for unit in ("lead_unit", "joint_units-namej0", "joint_units-namej1")]


def heads(document: Doc, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_every_annex_and_statement_begins_a_page(final: Doc) -> None:
    begins = [p.text.split("\n")[0] for p in final.paragraphs if page_break_before(p)]
    annex = "附：网络安全保险服务方案"
    assert begins == ["一、基本情况", "二、试点方案", annex, annex, "附", "附", "附"]


def page_break_before(paragraph: Paragraph) -> bool:
    own = paragraph.paragraph_format.page_break_before
    return bool(paragraph.style.paragraph_format.page_break_before if own is None else own)


def test_page_numbers_begin_after_the_cover(final: Doc) -> None:
    cover, rest = final.sections
    assert [p.text.strip() for p in cover.footer.paragraphs] == [""]
    assert "PAGE" in "".join(i.text for i in rest.footer._element.iter(qn("w:instrText")))
    assert rest.start_type == WD_SECTION.NEW_PAGE
    assert rest._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


@pytest.mark.parametrize("mode", ["blank", "draft", "final"])
def test_tables_are_whole(mode: Mode) -> None:
    """Every row fills the grid, every cell holds a paragraph, and header rows are repeated on each page."""
    document = made(answers(), mode)
    assert len(document.tables) == 7
    for table in document.tables:
        width = len(table._tbl.tblGrid.gridCol_lst)
        for tr in table._tbl.tr_lst:
            assert sum(tc.grid_span for tc in tr.tc_lst) == width
            assert all(tc.p_lst for tc in tr.tc_lst)
    for table in [document.tables[at] for at in (JOINT_UNITS, PROMISE, CLIENTS, PLANS)]:
        repeated = [tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for tr in table._tbl.tr_lst]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        assert all(tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for tr in table._tbl.tr_lst)


@pytest.mark.parametrize("template", [TEMPLATE, STATEMENT])
def test_a_document_takes_no_font_from_a_theme(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        assert b"Theme=" not in b"".join(package.read(name) for name in package.namelist())


def test_a_document_says_what_it_is_and_names_no_author() -> None:
    begun, changed = (datetime(2023, 12, day, 8, tzinfo=timezone(timedelta(hours=8))) for day in (1, 20))
    full = replace(answers(), begun=begun, changed=changed)
    for document in (made(full, "final"), opened(statement(full))):
        properties = document.core_properties
        assert (properties.title, properties.language) == ("plan_name答", "zh-CN")
        assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
        assert (properties.created, properties.modified) == (begun, changed)
    assert made(Answers(), "blank").core_properties.title == FORM.title
    assert "created" not in made(Answers(), "blank").core_properties._element.xml


def test_the_statement_alone_looks_as_in_the_whole_document(final: Doc) -> None:
    alone = opened(statement(answers()))
    start = next(at for at, p in enumerate(final.paragraphs) if p.text == "附")
    for own, whole in zip(alone.paragraphs, final.paragraphs[start:], strict=False):
        assert own._p.xml == whole._p.xml
    assert alone.styles.element.xml == final.styles.element.xml
    assert not list(alone.element.iter(qn("w:footerReference")))


TEXT = "一、目标\n正文一段。\n1.第一步\n（1）先做这个，再做那个。\n（2）末尾一句。"


def test_the_own_headings_of_long_answers_are_headings_below_ours() -> None:
    full = with_values(answers(), approach=TEXT)
    values = {**full.values, ("roles", "p1"): TEXT}
    document = made(Answers(values, full.rows), "final")
    assert heads(document, "Heading 3") == ["一、目标"] * 2
    assert heads(document, "Heading 4") == ["1.第一步"] * 2
    body = next(p for p in document.paragraphs if p.text.startswith("（1）先做"))
    assert body.style.name == "Body Text"


def test_headings_are_bold_to_the_third_level_and_plain_below_it(final: Doc) -> None:
    for level in range(3, 10):
        style = final.styles[f"Heading {level}"]
        assert inherited(style, "w:rFonts") is None  # as the body
        assert inherited(style, "w:sz") is None
        assert (inherited(style, "w:b") is not None) == (level == 3)
        assert inherited(style, "w:keepNext") is not None
        assert inherited(style, "w:outlineLvl").get(qn("w:val")) == str(level - 1)


def inherited(style: Any, tag: str) -> Any:
    """What a style says of one property, by itself or by the styles it is based on."""
    while style is not None:
        found = next(style.element.iter(qn(tag)), None)
        if found is not None:
            return found
        style = style.base_style
    return None


@pytest.mark.parametrize(("email", "size"), [("a@b.example.com", 12), ("someone.long@mail.example.com", 10.5)])
def test_a_long_address_is_set_smaller(email: str, size: float) -> None:
    document = made(with_values(answers(), email=email), "final")
    paragraph = next(p for p in document.tables[BASIC].rows[5].cells[-1].paragraphs if p.text)
    assert (paragraph.text, paragraph.style.font.size) == (email, Pt(size))


def test_two_phones_stand_on_two_lines() -> None:
    document = made(with_values(answers(), phone="0574-88001200-8012、13800138000"), "final")
    assert document.tables[BASIC].rows[4].cells[-1].text == "0574-88001200-8012、\n13800138000"
