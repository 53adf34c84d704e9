"""What the lines of a long answer are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers.blocks import blocks


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


def test_nothing_is_a_heading_of_nothing() -> None:
    assert kinds("正文。\n（一）总体思路") == [("正文。", "body"), ("（一）总体思路", "item")]


def test_paragraphs_lose_empty_lines_and_the_blanks_around_them_and_nothing_else() -> None:
    assert blocks("  \n　　第一 段 \n\n\t\n第二段") == ["第一 段", "第二段"]


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n（一）1. ①、")))
def test_there_is_always_a_paragraph_and_none_is_lost(text: str) -> None:
    found = blocks(text)
    assert found == ([line.strip() for line in text.split("\n") if line.strip()] or [""])
    assert {paragraph.kind for paragraph in found} <= {"heading", "item", "body"}
