"""Word files, ours and of other programs, and the lines that a long text is made of them."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from places import DATA

from dialogs.answers.blocks import blocks
from render.paragraphs import paragraphs
from render.reading import word_reader
from render.reading.word_file import MC, open_word
from render.reading.word_text import long_text, pieces

HANDED = DATA / "handed"
PLAN = """一、总体要求
（一）工作目标
建立统一的新机制。
1. 摸清底数；
2. 分类施策。
二、任务分工
{dot} 按月报送
表1 分工安排
单位\t任务\t时限
甲公司\t摸底\t3月
乙公司\t试点\t6月
以上。"""
BY_PANDOC = """一、总体要求
建立统一的新机制。
1. 摸清底数；
2. 分类施策。
• 按月报送
单位\t任务\t时限
甲公司\t摸底\t3月
乙公司\t试点\t6月
公式  在此。"""


def read(content: bytes) -> str:
    word = open_word(content)
    return long_text(pieces(word, word.body))


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def made(*parts: str) -> bytes:
    """A document with these paragraphs or tables, as XML with the prefix w."""
    document = docx.Document()
    for part in parts:
        known = nsdecls("w", "m", "wp", "a", "r")
        wrapped: Any = parse_xml(f"<w:body {known} xmlns:mc='{MC[1:-1]}'>{part}</w:body>")
        for element in list(wrapped):
            document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


@pytest.mark.parametrize(
    ("name", "text", "left_out"),
    [
        ("npm-docx.docx", PLAN.format(dot="●"), {"tracked": 2, "comment": 1, "formula": 1}),
        ("libreoffice.docx", PLAN.format(dot="•"), {"tracked": 2}),
        ("pandoc.docx", BY_PANDOC, {"footnote": 1, "formula": 1}),
    ],
)
def test_files_of_other_programs(name: str, text: str, left_out: dict[str, int]) -> None:
    content = (HANDED / name).read_bytes()
    assert read(content) == text
    assert dict(open_word(content).left_out) == left_out


def test_a_file_of_python_docx() -> None:
    document = docx.Document()
    document.add_heading("总则", 1)
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), "子丑寅卯", strict=True):
        cell.text = text
    assert read(saved(document)) == "总则\n1. 甲\n2. 乙\n• 丙\n子\t丑\n寅\t卯"


RUN = "<w:r><w:t>{}</w:t></w:r>"
DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2" w:author="a"><w:r><w:t>新</w:t></w:r></w:ins>'
FIELD = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
PLACEHOLDER = '<w:r><w:rPr><w:rStyle w:val="a3"/></w:rPr><w:t>（全称）</w:t></w:r>'
SPAN, BEGINS = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (f"<w:p>{RUN.format('甲')}{DELETED}{INSERTED}</w:p>", "甲新"),
        ((f"<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>{RUN.format('甲')}</w:p>"
         f"<w:p>{RUN.format('乙')}</w:p>"), "甲乙"),
        (f"<w:p>{RUN.format('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>", "甲"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/></w:r></w:p>", "甲\n乙"),
        ("<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:sym w:font='Symbol' w:char='00B1'/></w:r></w:p>", "A-±"),
        (("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>见第3页</w:t></w:r></w:p>"), "见第3页"),
        (f"<w:sdt><w:sdtContent><w:p>{RUN.format('甲')}</w:p></w:sdtContent></w:sdt>", "甲"),
        ((f"<w:p>{RUN.format('甲')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
         f"<w:p>{RUN.format('框')}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
         f"<w:p>{RUN.format('框')}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"),
         "甲\n框"),
        ("<w:p><w:r><w:t>甲方：</w:t><w:tab/><w:t>乙方：</w:t></w:r></w:p>" * 2, "甲方： 乙方：\n甲方： 乙方："),
        ((f"<w:tbl><w:tr>{CELL.format(SPAN, '甲')}</w:tr>"
         f"<w:tr>{CELL.format('', '乙')}{CELL.format('', '丙')}</w:tr></w:tbl>"), "甲\t\n乙\t丙"),
        ((f"<w:tbl><w:tr>{CELL.format(BEGINS, '甲')}{CELL.format('', '乙')}</w:tr>"
         f"<w:tr>{CELL.format('<w:vMerge/>', '甲')}{CELL.format('', '丙')}</w:tr></w:tbl>"), "甲\t乙\n\t丙"),
        ((f"<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr>{CELL.format('', '甲')}</w:tr>"
         f"<w:tr>{CELL.format('', '乙')}</w:tr></w:tbl>"), "乙"),
        (f"<w:p>{RUN.format('甲：')}{FIELD.format(RUN.format('单击此处输入日期。'))}</w:p>", "甲："),
        (f"<w:p>{RUN.format('甲：')}{FIELD.format(PLACEHOLDER)}</w:p>", "甲："),
        (f"<w:p>{RUN.format('甲：')}{FIELD.format(RUN.format('乙'))}</w:p>", "甲：乙"),
    ],
    ids=["tracked", "joined", "hidden", "breaks", "signs", "field", "control", "box", "tabs", "span", "merged", "row",
         "unfilled", "styled", "filled"],
)  # fmt: skip
def test_what_a_reader_sees_is_read(part: str, text: str) -> None:
    assert read(made(part)) == text


@pytest.mark.parametrize(
    ("look", "text", "numbers"),
    [
        ("chineseCountingThousand", "第%1章", ["第一章", "第二章", "第三章"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperRoman", "%1.", ["I. ", "II. ", "III. "]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("bullet", "\uf0b7", ["• ", "• ", "• "]),
        ("none", "", ["", "", ""]),
    ],
)
def test_numbers_of_word_are_text(look: str, text: str, numbers: list[str]) -> None:
    document = docx.Document()
    for element in (
        (
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{look}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        ),
        f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>',
    ):
        document.part.numbering_part.element.append(parse_xml(element))
    for _ in numbers:
        paragraph = document.add_paragraph("字")
        paragraph._p.get_or_add_pPr()._add_numPr()._add_numId().val = 90
    assert read(saved(document)).split("\n") == [f"{number}字" for number in numbers]


LINE = st.sampled_from(
    [
        "一、总体要求",
        "（一）目标",
        "1.第一",
        "2.第二",
        "正文，有标点。",
        "表1 分工",
        "• 项",
        "甲\t乙",
        "丙\t\t丁",
        "1.\t甲",
        "a\tb\tc",
        "😀𠮷",
    ]
)


@given(st.lists(LINE, min_size=1, max_size=12).map("\n".join))
def test_what_was_printed_is_read_back_as_it_was(text: str) -> None:
    printed = blocks(text)
    again = read(made(str(paragraphs(printed))))
    assert list(map(str, blocks(again))) == list(map(str, printed))
    assert again == "\n".join(printed)


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr>{text if text.startswith('<') else f'<w:t>{text}</w:t>'}</w:r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("m" + run("2", '<w:vertAlign w:val="superscript"/>'), "m²"),
        ("H" + run("2", '<w:vertAlign w:val="subscript"/>') + "O", "H₂O"),
        ("见" + run("[1]", '<w:vertAlign w:val="superscript"/>'), "见[1]"),
        (run("abc", "<w:caps/>"), "ABC"),
        (run('<w:t>前</w:t><w:br w:type="page"/><w:t>后</w:t>'), "前\n后"),
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/>') + "是", "☑是"),
        (run('<w:sym w:font="Wingdings" w:char="F0A8"/>') + "否", "□否"),
        (run('<w:sym w:font="Wingdings 2" w:char="F052"/>') + "是", "☑是"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2"/>') + "是", "☑是"),
        (run("þ", '<w:rFonts w:ascii="Wingdings"/>') + "是", "☑是"),
        (
            run("<w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>"),
            "☑",
        ),
        (
            run(
                '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
                '<w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar>'
            ),
            "乙",
        ),
    ],
)
def test_what_one_sees_of_a_run_is_what_arrives(runs: str, text: str) -> None:
    whole = "".join(part if part.startswith("<") else run(part) for part in re.split(r"(<.*>)", runs) if part)
    assert read(made(f"<w:p>{whole}</w:p>")) == text


def test_what_is_taken_otherwise_than_it_looks_is_counted() -> None:
    struck = run("旧", "<w:strike/>") + run("字", "<w:strike/>") + run("新")
    table = "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>"
    equation = run("<w:instrText> EQ \\f(1,2)</w:instrText>")
    word = open_word(made(f"<w:p>{struck}{equation}</w:p>", table.format(table.format("<w:p/>"))))
    assert word.left_out == {"struck": 1, "nested": 1, "formula": 1}


def _linked(document: Any, target: str, shown: str) -> None:
    id_ = document.part.relate_to(target, RT.HYPERLINK, is_external=True)
    link = f"<w:p {nsdecls('w', 'r')}><w:hyperlink r:id='{id_}'>{RUN.format(shown)}</w:hyperlink></w:p>"
    document.element.body.insert(0, parse_xml(link))


def test_numbers_of_pages_that_somebody_typed_are_no_text() -> None:
    document = docx.Document()
    for text in ("甲", "- 1 -", "乙", "第 2 页 共 9 页", "见第2页"):
        document.add_paragraph(text)
    assert word_reader.read(saved(document)).text == "甲\n乙\n见第2页"


def test_what_is_left_out_is_counted() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 3 页"
    for target, shown in (
        ("mailto:a@example.com", "a@example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com/a", "见官网"),
    ):
        _linked(document, target, shown)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{hidden.format('藏')}{hidden.format('着')}</w:p>"))
    field = '<w:r><w:instrText> HYPERLINK "{}" </w:instrText></w:r>'
    for to in ("https://example.com/b", "甲"):
        inner = field.format(to) + RUN.format("甲")
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    ruby = f"<w:r><w:ruby><w:rt>{RUN.format('yǔ')}</w:rt><w:rubyBase>{RUN.format('屿')}</w:rubyBase></w:ruby></w:r>"
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{ruby}</w:p>"))
    assert dict(open_word(saved(document)).left_out) == {"margin": 1, "link": 2, "hidden": 1, "reading": 1}
