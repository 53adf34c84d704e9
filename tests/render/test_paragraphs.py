"""Long texts as paragraphs and tables of Word, and how their characters are set."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dialogs.answers.blocks import blocks
from render.docx import render
from render.paragraphs import TOGETHER, paragraphs
from render.runs import Gap


def made(text: str, **how: Any) -> Any:
    """A body that holds just this."""
    return parse_xml(f"<w:body {nsdecls('w')}>{paragraphs(blocks(text), **how)}</w:body>")


def styles(body: Any) -> list[str]:
    return [p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) for p in body.findall(qn("w:p"))]


def test_headings_are_lower_than_the_one_they_stand_under_and_never_lower_than_word_has_them() -> None:
    text = "一、总则\n（一）目标\n1.近期\n文。"
    assert styles(made(text)) == ["Heading1", "Heading2", "Heading3", "BodyText"]
    assert styles(made(text, below=2)) == ["Heading3", "Heading4", "Heading5", "BodyText"]
    assert styles(made(text, below=8)) == ["Heading9", "Heading9", "Heading9", "BodyText"]
    assert styles(made(text, style="TableBody")) == ["TableBody"] * 4


def test_a_missing_text_is_one_marked_paragraph() -> None:
    body = parse_xml(f"<w:body {nsdecls('w')}>{paragraphs([Gap('【待填写：说明】')], below=2)}</w:body>")
    assert styles(body) == ["BodyText"]
    assert len(list(body.iter(qn("w:highlight")))) == 1


def table(rows: int, cell: str = "甲") -> Any:
    lines = ["名称\t说明", *(f"{cell}\t{number}" for number in range(rows))]
    return made("表3 名单\n" + "\n".join(lines)).find(qn("w:tbl"))


def test_a_table_has_a_head_that_is_repeated_and_is_called_by_its_caption() -> None:
    found = table(3)
    heads = [tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for tr in found.tr_lst]
    assert heads == [True, False, False, False]
    assert found.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val")) == "表3 名单"


@pytest.mark.parametrize(
    "text", ["a\tb\n1\t2", "名称\t说明\n甲\t" + "长" * 300, "\t".join("列" * 30) + "\n" + "\t" * 29 + "值"]
)
@pytest.mark.parametrize("width", [8844, 6984])
def test_its_columns_fill_the_width(text: str, width: int) -> None:
    (grid,) = made(text, width=width).iter(qn("w:tblGrid"))
    assert sum(int(column.get(qn("w:w"))) for column in grid) == width
    assert all(int(column.get(qn("w:w"))) > 200 for column in grid)


@pytest.mark.parametrize(
    ("rows", "cell", "kept"),
    [(1, "甲", 0), (TOGETHER, "甲", TOGETHER - 1), (TOGETHER + 1, "甲", 0), (TOGETHER, "长" * 200, 0)],
)
def test_a_short_table_stays_together_but_for_its_last_row(rows: int, cell: str, kept: int) -> None:
    found = [[bool(p.xpath("./w:pPr/w:keepNext")) for p in tr.iter(qn("w:p"))] for tr in table(rows, cell).tr_lst]
    assert found[1:] == [[True, True]] * kept + [[False, False]] * (rows - kept)


def test_two_tables_do_not_run_together() -> None:
    body = made("甲\t乙\n一\t二\n甲\t乙\t丙\n一\t二\t三")
    assert [child.tag.rpartition("}")[2] for child in body] == ["tbl", "p", "tbl", "p"]


def underlined(text: str) -> Doc:
    """A document of one value in the middle of an underlined run."""
    document, file = Document(), io.BytesIO()
    document.add_paragraph().add_run("前{{ value }}后").underline = True
    document.save(file)
    return Document(io.BytesIO(render(file.getvalue(), {"value": text})))


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("张三", {"张三": None}),
        ("张镕堃", {"镕堃": "仿宋"}),
        ("张\u3447", {"\u3447": "宋体"}),
        ("\U00020bb7", {"\U00020bb7": "SimSun-ExtB"}),
        ("好\U0001f680", {"\U0001f680": "Segoe UI Emoji"}),
        ("Zürich——“甲”…… ①№℃", {}),
    ],
)
def test_a_character_beyond_gb_2312_is_in_a_font_that_has_it(text: str, fonts: dict[str, str | None]) -> None:
    paragraph = underlined(text).paragraphs[0]
    assert paragraph.text == f"前{text}后"
    assert all(run.underline for run in paragraph.runs if run.text)
    found = {
        run.text: run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs if run._r.rPr.rFonts is not None
    }
    assert {piece: font for piece, font in found.items() if font} == {p: f for p, f in fonts.items() if f}


def test_a_gap_looks_like_its_run_and_is_highlighted() -> None:
    marked = [run for run in underlined(Gap("【待填写】")).paragraphs[0].runs if run.text == "【待填写】"]
    assert [(run.underline, run.font.highlight_color) for run in marked] == [(True, WD_COLOR_INDEX.YELLOW)]


def test_an_address_may_be_broken_anywhere_and_no_other_word() -> None:
    body = made("见https://www.example.com/pilot与GB/T 20984。\n共500000万元。")
    broken, whole = body.findall(qn("w:p"))
    assert broken.xpath("./w:pPr/w:wordWrap[@w:val='0']")
    assert ["".join(t.text for t in run.iter(qn("w:t"))) for run in broken.xpath("./w:r[w:rPr/w:lang]")] == [
        "https://www.example.com/pilot"
    ]
    assert not whole.xpath(".//w:wordWrap | .//w:lang")


def test_the_styles_of_word_are_found_by_their_names_whatever_a_file_calls_them() -> None:
    document = Document()
    document.add_paragraph("{{p text|paragraphs }}")
    document.add_paragraph("{{p text|paragraphs(style='a3') }}")
    for name, own in (("Body Text", "a3"), ("Heading 1", "1"), ("Table Grid", "a4"), ("Caption", "a5")):
        document.styles[name].element.set(qn("w:styleId"), own)
    file = io.BytesIO()
    document.save(file)
    text = blocks("一、总则\n文。\n表3 名单\n名称\t说明\n甲\t乙")
    body = Document(io.BytesIO(render(file.getvalue(), {"text": text}))).element.body
    assert styles(body)[:3] == ["1", "a3", "a5"]
    assert styles(body)[-4:-2] == ["a3", "a3"]
    used = [style.get(qn("w:val")) for style in body.iter(qn("w:tblStyle"))]
    assert used == ["a4", "a4"]
