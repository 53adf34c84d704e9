"""What the lines of a long text are, as they are typed and as Word, WPS and WeChat paste them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers.blocks import blocks
from dialogs.answers.kinds import Accepted, Doubtful, parse
from dialogs.form.model import Field

LONG = Field(id="text", label="正文", kind="longtext")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(str(block), block.kind) for block in blocks(text)]


HEADS = [
    "（一）总体思路",
    "(一) 总体思路",
    "一、总体思路",
    "十二、总体思路",
    "1.总体思路",
    "1. 总体思路",
    "1．总体思路",
]
HEADS += ["1、总体思路", "12.总体思路", "（1）总体思路", "(1)总体思路", "1）总体思路", "①总体思路", "（十一）总体思路"]
HEADS += ["（一）坚持统筹，突出重点", "（一）关于“网络保险”", "2. 5G与工业互联网", "1." + "长" * 30]


@pytest.mark.parametrize("line", HEADS)
def test_a_short_numbered_line_above_a_text_is_a_heading(line: str) -> None:
    assert kinds(f"{line}\n正文。") == [(line, "heading"), ("正文。", "body")]


ITEMS = [
    "（一）完成评估。",
    "1.完成评估；",
    "（1）什么是网络安全保险？",
    "①先评估，后承保；",
    "2、目标：",
    "（三）一是评估。二是承保",
]
ITEMS += ["1." + "长" * 31, "（2）先评估，"]


@pytest.mark.parametrize("line", ITEMS)
def test_a_numbered_sentence_is_an_item(line: str) -> None:
    assert kinds(f"{line}\n正文。") == [(line, "item"), ("正文。", "body")]


BODIES = ["（1）", "1.", "一、", "2024年", "2024.12.20", "1.5倍", "3.14…", "3．14", "1、2号楼", "100.第一", "12月20日"]
BODIES += [
    "（2023年）",
    "（一",
    "一是评估",
    "第一，评估",
    "（见附件1）",
    "表1 名单",
    "十年",
    "总体思路",
    "⑴⑵",
    "（甲）总体",
]


@pytest.mark.parametrize("line", BODIES)
def test_anything_else_is_body(line: str) -> None:
    assert kinds(f"{line}\n正文。") == [(line, "body"), ("正文。", "body")]


def test_short_lines_of_one_level_are_a_list() -> None:
    text = "一、服务内容\n（1）风险评估\n（2）风险监测\n（3）溯源取证\n以上服务。\n二、收费\n按件。"
    assert [kind for _, kind in kinds(text)] == ["heading", "item", "item", "item", "body", "heading", "body"]


def test_a_heading_may_stand_directly_above_one_of_another_level() -> None:
    assert [kind for _, kind in kinds("一、总则\n（一）目标\n1.近期\n正文。")] == ["heading"] * 3 + ["body"]


def test_a_heading_may_stand_above_its_list() -> None:
    assert [kind for _, kind in kinds("1.目标\n（1）承保。\n（2）理赔。")] == ["heading", "item", "item"]


H1, H2, H3, H4 = (("heading", level) for level in range(1, 5))
ITEM, BODY, TABLE, CAPTION = (("item", 0), ("body", 0), ("table", 0), ("caption", 0))

SHAPES = {
    "typed, one under the other": ("一、总则\n（一）目标\n1.近期\n（1）一季度\n文。", [H1, H2, H3, H4, BODY]),
    "levels count from where the text begins": (
        "（1）核保\n文。\n①问卷\n文。\n（2）承保\n文。",
        [H1, BODY, H2, BODY, H1, BODY],
    ),
    "a mark left out makes no gap": ("一、总则\n1.近期\n文。\n二、分工\n文。", [H1, H2, BODY, H1, BODY]),
    "a higher mark later is no higher than the first": ("1.背景\n文。\n一、总则\n文。", [H1, BODY, H1, BODY]),
    "chapters": ("第一章 总则\n第一节 目标\n一、近期\n文。\n第二章 分工\n文。", [H1, H2, H3, BODY, H1, BODY]),
    "decimals": (
        "1.背景\n1.1 行业\n1.1.1 现状\n文。\n1.1.2 问题\n文。\n1.2 政策\n文。",
        [H1, H2, H3, BODY, H3, BODY, H2, BODY],
    ),
    "decimals below numbers without a point": (
        "1 概述\n1.1 背景\n文。\n1.2 目标\n文。\n2\t方案\n文。\n24 个月\n文。",
        [H1, H2, BODY, H2, BODY, H1, BODY, BODY, BODY],
    ),
    "numbers without a point alone": ("1 概述\n文。\n2 方案\n文。", [BODY] * 4),
    "decimals before words that are units elsewhere": (
        "1.1 项目背景\n文。\n1.2年度目标\n文。\n1.3 日常管理\n文。",
        [H1, BODY] * 3,
    ),
    "decimals without a blank": ("1.1背景\n文。\n1.2目标\n文。", [H1, BODY, H1, BODY]),
    "figures are no decimals": ("1.5倍杠杆\n文。\n2.3亿元\n文。\n3.14的圆\n文。\n2023.12.20 启动\n文。", [BODY] * 8),
    "amounts with a blank are no decimals": ("1.5 亿元保额\n文。\n1.6 亿元保费\n文。", [BODY] * 4),
    "versions are no decimals": ("1.0版发布\n文。\n1.1版发布\n文。", [BODY] * 4),
    "two numbers of things count no lines": ("一、二期工程\n文。\n三、四季度验收\n文。", [BODY] * 4),
    "but two lines may begin with them": ("一、二级保护\n文。\n二、三级保护\n文。", [H1, BODY, H1, BODY]),
    "numbers before a year": ("1.2024年工作\n文。\n2、2025年工作\n文。", [H1, BODY, H1, BODY]),
    "years are no numbers of lines": ("2024.启动\n文。\n2024.3 验收\n文。", [BODY] * 4),
    "numbers with half a bracket": ("一）总则\n文。\n二）分工\n文。", [H1, BODY, H1, BODY]),
    "high headings with a full stop": (
        "一、总体要求。\n（一）为什么做？\n文。\n二、主要任务：\n文。",
        [H1, ITEM, BODY, H1, BODY],
    ),
    "a list within a line": ("①评估②监测③处置\n文。", [ITEM, BODY]),
    "二、 above 第一章": (
        "二、方案\n第一章 总则\n文。\n第二章 措施\n文。\n三、保障\n文。",
        [H1, H2, BODY, H2, BODY, H1, BODY],
    ),
    "full-width points": ("１．目标\n１．１ 近期\n文。\n１．２ 远期\n文。", [H1, H2, BODY, H2, BODY]),
    "a date is no decimal": ("3.15 宣传\n文。\n12.20 验收\n文。", [BODY] * 4),
    "a list of which one is short": ("1.完成评估。\n2.制定方案\n3.开展试点。", [ITEM] * 3),
    "a list of which one is short and has more to it": (
        "1.企业自愿，不作强制要求。\n文。\n2.风险定价\n保费随评估浮动。\n3.各负其责，相互制约。\n文。",
        [ITEM, BODY, ITEM, BODY, ITEM, BODY],
    ),
    "a heading that runs on among others": (
        "（1）核保\n文。\n（2）承保。签单后生效。\n（3）理赔\n文。\n（4）追偿\n文。",
        [H1, BODY, ITEM, ITEM, BODY, H1, BODY],
    ),
    "a list below a heading": ("1.目标\n（1）承保。\n（2）理赔\n2.任务\n文。", [H1, ITEM, ITEM, H1, BODY]),
    "two lists, each from one": (
        "1.评估。\n2.监测。\n小结。\n1.目标\n文。\n2.任务\n文。",
        [ITEM, ITEM, BODY, H1, BODY, H1, BODY],
    ),
    "nothing below but a higher one": ("（一）目标\n一、总则\n文。", [ITEM, H1, BODY]),
    "Word's own numbers": ("一、\t总则\n文。\n二、\t分工\n文。", [H1, BODY, H1, BODY]),
    "a list with Word's own numbers": ("1.\t完成评估；\n2.\t开展试点。", [ITEM, ITEM]),
    "a list with Word's own numbers and an indent": ("\t（1）\t评估；\n\t（2）\t试点。", [ITEM, ITEM]),
    "Word's own bullets": ("\u2022\t评估\n\u2022\t试点", [BODY, BODY]),
    "WPS's bullets, of a font of pictures": ("\uf06c\t评估\n\uf06c\t试点\nl\t理赔", [BODY] * 3),
    "paragraphs with a tab for an indent": ("\t第一段。\n\t第二段。", [BODY, BODY]),
    "lines to be filled in": ("甲方：\t\t\n乙方：\t\t", [BODY, BODY]),
    "a table from Word": ("档次\t费率\n一档\t1%", [TABLE]),
    "with a caption": ("表3 分档费率\n档次\t费率\n一档\t1%\n文。", [CAPTION, TABLE, BODY]),
    "with a caption set off": ("表：分档费率\n\n档次\t费率\n一档\t1%", [CAPTION, TABLE]),
    "a sentence on a table is no caption": ("表1所列企业如下：\n档次\t费率\n一档\t1%", [BODY, TABLE]),
    "nor is what has no table below": ("表3 分档费率\n文。", [BODY, BODY]),
    "with empty cells at its corners": ("\t2024年\t2025年\n企业\t15\t\n\t\t40", [TABLE]),
    "with numbered rows": ("序号\t名称\n1.\t甲\n2.\t乙", [TABLE]),
    "two tables of other widths": ("甲\t乙\n一\t二\n甲\t乙\t丙\n一\t二\t三", [TABLE, TABLE]),
    "two tables with a blank line between": ("甲\t乙\n一\t二\n\n甲\t乙\n一\t二", [TABLE, TABLE]),
    "one line with tabs": ("甲\t乙\n文。", [BODY, BODY]),
    "WeChat: blank lines, ideographic indents": ("一、总则\n\n　　文。\n\n二、分工\n\n　　文。", [H1, BODY, H1, BODY]),
    "WeChat: brackets of another width": ("(一)总则\n文。\n（二) 分工\n文。", [H1, BODY, H1, BODY]),
    "WPS: numbers of one character": (
        "\u3220总则\n文。\n\u3221分工\n\u2474先评估。\n\u2475后承保。",
        [H1, BODY, H1, ITEM, ITEM],
    ),
    "a heading above a table": ("1.费率\n档次\t费率\n一档\t1%", [H1, TABLE]),
}

CONTENTS = {
    "Word: a tab before the page": "目录\n一、总则\t1\n（一）背景\t1\n（二）目标\t3\n二、措施\t12",
    "Word: a tab behind the number too": "目录\n一、\t总则\t1\n（一）\t背景\t1\n（二）\t目标\t3\n二、\t措施\t12",
    "WPS: dots": "目  录\n一、总则......1\n（一）背景......1\n（二）目标.....3\n二、措施.......12",
    "WPS: Chinese dots": "目录\n\n一、总则……1\n（一）背景……1\n（二）目标…………3\n二、措施……12",
    "PDF: dots with blanks, and a page between dashes": "目录：\n一、总则 . . . . — 1 —\n二、措施 . . . — 12 —",
    "WeChat: a blank is left": "目录\n一、总则 1\n（一）背景 1\n（二）目标 3\n二、措施 12",
    "WeChat: no page is left": "目录\n一、总则\n（一）背景\n（二）目标\n二、措施",
    "without its title, with dots": "一、总则···········1\n二、措施···········12",
    "without its title, the headings below": "一、总则\t1\n二、措施\t12",
}
"""Contents as they are copied along with a text."""
TEXT = "一、总则\n（一）背景\n文。\n（二）目标\n文。\n二、措施\n文。"
NO_CONTENTS = {
    "a table with a head row": "项目\t金额\n保费\t100\n赔付\t200",
    "a table of figures": "保费\t100\n赔付\t200",
    "a table of numbered figures": "一、保费\t100\n二、赔付\t200",
    "a table below the word": "目录\n序号\t名称\n1\t甲\n2\t乙",
}


@pytest.mark.parametrize("listed", CONTENTS.values(), ids=CONTENTS)
def test_contents_that_were_copied_along_are_no_headings_and_no_table(listed: str) -> None:
    found = blocks(f"{listed}\n{TEXT}")
    count = len([line for line in listed.split("\n") if line])
    assert {(block.kind, block.level) for block in found[:count]} == {BODY}
    assert [(block.kind, block.level) for block in found[count:]] == [H1, H2, BODY, H2, BODY, H1, BODY]


@pytest.mark.parametrize("listed", CONTENTS.values(), ids=CONTENTS)
def test_contents_are_asked_about_and_the_text_is_offered_without_them(listed: str) -> None:
    asked = parse(LONG, f"{listed}\n\n{TEXT}", date(2023, 12, 20))
    assert isinstance(asked, Doubtful)
    assert ([doubt.code for doubt in asked.doubts], asked.meant) == (["longtext.contents"], (TEXT,))
    assert isinstance(parse(LONG, TEXT, date(2023, 12, 20)), Accepted)


@pytest.mark.parametrize("text", NO_CONTENTS.values(), ids=NO_CONTENTS)
def test_a_table_of_figures_is_no_contents(text: str) -> None:
    assert blocks(f"{text}\n文。")[-2].kind == "table"


OWN_ORDER = [
    ("1. 目标\n（一）总体\n正文。\n（二）阶段\n正文。\n2. 任务\n（一）任务一\n正文。", [1, 2, 0, 2, 0, 1, 2, 0]),
    ("1. 目标\n正文。\n一、总体\n正文。\n二、阶段\n正文。\n2. 任务\n正文。", [1, 0, 2, 0, 2, 0, 1, 0]),
    ("（1）目标\n1. 总体\n正文。\n（2）任务\n1. 其一\n正文。", [1, 2, 0, 1, 2, 0]),
    ("①目标\n（1）总体\n正文。\n②任务\n（1）其一\n正文。", [1, 2, 0, 1, 2, 0]),
    # Numbers that go on through the whole text are below what they stand below.
    ("一、甲\n（一）乙\n1.丙\n正文。\n二、丁\n（一）戊\n2.己\n正文。", [1, 2, 3, 0, 1, 2, 3, 0]),
]


@pytest.mark.parametrize(("text", "levels"), OWN_ORDER)
def test_where_a_number_goes_on_behind_others_those_are_below_it(text: str, levels: list[int]) -> None:
    assert [block.level for block in blocks(text)] == levels


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_shapes_of_texts(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(block.kind, block.level) for block in blocks(text)] == expected


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_what_is_typed_is_kept_and_read_as_the_same_blocks(text: str, expected: list[tuple[str, int]]) -> None:
    kept = parse(LONG, text, date(2023, 12, 20))
    assert isinstance(kept, Accepted)
    assert [(block.kind, block.level) for block in blocks(kept.value)] == expected
    assert parse(LONG, kept.value, date(2023, 12, 20)) == kept


def test_a_table_has_as_many_cells_in_each_row() -> None:
    (table,) = blocks("\t2024年\t2025年\n企业\t 15 \t\n\t\t40")
    assert table.rows == [["", "2024年", "2025年"], ["企业", "15", ""], ["", "", "40"]]


def test_nothing_is_a_heading_of_nothing() -> None:
    assert kinds("正文。\n（一）总体思路") == [("正文。", "body"), ("（一）总体思路", "item")]


def test_paragraphs_lose_empty_lines_and_the_blanks_around_them_and_nothing_else() -> None:
    assert blocks("  \n　　第一 段 \n\n\t\n第二段") == ["第一 段", "第二段"]


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\t（一）1. ①、")))
def test_there_is_always_a_block_and_nothing_that_shows_is_lost(text: str) -> None:
    found = blocks(text)
    assert found
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)
    assert all(len({len(row) for row in block.rows}) == 1 for block in found if block.kind == "table")
    assert all((block.level > 0) == (block.kind == "heading") for block in found)
