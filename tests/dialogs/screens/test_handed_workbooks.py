"""Workbooks that are for more than one table: the whole form, several tables, one table on several sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from harness import Bench, Chat, text_of
from workbooks import book

UNITS = [["单位名称", "单位性质"], ["示例小学", "学校"], ["示例居委会", "居委会"]]
SHELVES = [["书架名称", "启用日期", "说明"], ["绘本架", "2024年5月", "矮"], ["方志架", "2024年6月", "高"]]
PAIRS = [
    ["图书角名称", "山上图书角", "", "牵头单位", "示例社区居委会"],
    ["单位性质", "□居委会 ■学校"],
    ["联系人", "（张三）"],
]
BASIC = {"name": "山上图书角", "lead": "示例社区居委会", "nature": "学校", "contact": "张三"}
BOTH = {"partners.name": {"示例小学", "示例居委会"}, "shelves.name": {"绘本架", "方志架"}}

WORKBOOKS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "the whole form": (book(["申请表"], [], *PAIRS, [], *UNITS, [], ["书架清单"], *SHELVES), BASIC | BOTH),
    "the form on several sheets": (book(*PAIRS, more={"单位": UNITS, "书架": SHELVES}), BASIC | BOTH),
    "two tables on two sheets": (book(*UNITS, more={"书架": SHELVES}), BOTH),
    "two tables below each other": (book(*UNITS, [], *SHELVES), BOTH),
    "two tables beside each other": (
        book(*([*unit, "", *shelf] for unit, shelf in zip(UNITS, SHELVES, strict=True))),
        BOTH,
    ),
}


async def answered(bench: Bench) -> dict[str, Any]:
    """What is answered by field; of the first column of a table the set of all."""
    found: dict[str, Any] = {}
    for field, value in await bench.sql("SELECT field, value FROM answer"):
        if field in BOTH:
            found.setdefault(field, set()).add(value)
        elif "." not in field:
            found[field] = value
    return found


@pytest.mark.parametrize("name", WORKBOOKS)
async def test_all_of_it_is_shown_and_taken(name: str, chat: Chat, bench: Bench, tmp_path: Path) -> None:
    content, answers = WORKBOOKS[name]
    (tmp_path / "表.xlsx").write_bytes(content)
    await chat.agree()
    await chat.hand_in(tmp_path / "表.xlsx")
    assert await answered(bench) == {}
    await chat.press(next(label for label in chat.offered if label.startswith("采用")))
    assert await answered(bench) == answers


@pytest.mark.parametrize("first", [SHELVES[:2], SHELVES[:1]])
async def test_one_table_on_several_sheets_is_one(
    first: list[list[str]], chat: Chat, bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "表.xlsx").write_bytes(
        book(*first, more={"续": [SHELVES[0], *SHELVES[len(first) :]], "说明": [["见上"]]})
    )
    await chat.agree()
    assert "别的工作表没有读" in text_of(await chat.hand_in(tmp_path / "表.xlsx"))
    assert await answered(bench) == {"shelves.name": BOTH["shelves.name"]}


async def test_rows_with_lines_above_and_below_are_for_their_table_alone(
    chat: Chat, bench: Bench, tmp_path: Path
) -> None:
    rows = [["附件1 书架清单"], ["牵头单位：示例社区居委会", "", "日期：2024年3月4日"], [], *SHELVES, ["填表人：张三"]]
    (tmp_path / "表.xlsx").write_bytes(book(*rows))
    await chat.agree()
    await chat.hand_in(tmp_path / "表.xlsx")
    assert await answered(bench) == {"shelves.name": BOTH["shelves.name"]}
