"""What is open, computed and checked by a form's own expressions, with all answers at hand."""

from __future__ import annotations

from datetime import date

import pytest
from harness import SMALL

from dialogs.application.application import Answers, Step
from dialogs.application.checks import findings
from dialogs.application.form_checks import disagreements
from dialogs.application.opened import opened
from dialogs.form.carrying import losses
from dialogs.form.load import load

TODAY = date(2023, 12, 20)
FORM = load((SMALL / "signup" / "1" / "form.toml").read_text("utf-8"))
HEAD = {
    "name": "张三",
    "born": "2010-05-01",
    "ride_day": "2024-05-01",
    "distance": "60 公里",
    "club": "否",
    "club_name": "示例骑行俱乐部",
    "budget": "2.5",
    "friends": "",
}
YEARS = {(f"years.{item}", row): "5" for item in ("distance", "best") for row in FORM.fixed["years"]}
ROWS = {
    "a": {"name": "李四", "bike": "租用", "height": "170 厘米", "fee": "2"},
    "b": {"name": "赵六", "bike": "自带", "height": "180 厘米", "fee": "1"},
}


def answers(**changed: str) -> Answers:
    values = {(item, ""): value for item, value in (HEAD | changed).items()}
    values |= {(f"friends.{item}", row): value for row, cells in ROWS.items() for item, value in cells.items()}
    return opened(FORM, Answers(values | YEARS, {"friends": ["a", "b"], **FORM.fixed}))


def missing(found: Answers) -> list[tuple[str, str]]:
    return [(finding.step.item, finding.step.row) for finding in findings(FORM, found, TODAY) if finding.blocking]


def test_a_closed_field_is_left_out_and_not_missing() -> None:
    assert answers().get("club_name") is None
    assert missing(answers()) == [("leader", ""), ("why", "a")], (
        "asked as there are two friends, one with a rented bike"
    )
    assert answers(club="是").get("club_name") == "示例骑行俱乐部"


def test_a_closed_section_is_left_out_with_its_tables() -> None:
    short = answers(distance="20 公里")
    assert [table for table, rows in short.rows.items() if rows] == ["years"]
    assert missing(short) == []
    assert [section.id for section in FORM.sections if short.instances(FORM, section)] == ["rider", "record"]
    assert short.get("fees") is None


def test_a_section_is_there_for_the_rows_that_want_it() -> None:
    assert list(answers().instances(FORM, FORM.section_of["loan"])) == ["a"]
    assert Step(item="loan", row="b") in answers().closed


def test_computed_fields_come_of_the_others() -> None:
    found = answers()
    assert found.get("fees") == "3"
    assert [found.get("friends.with_rent", row) for row in "ab"] == ["4", None]


def test_a_sum_is_not_known_while_a_cell_is_open() -> None:
    whole = answers()
    values = {at: value for at, value in whole.values.items() if at not in {("friends.fee", "b"), ("fees", "")}}
    assert opened(FORM, Answers(values, whole.rows)).get("fees") is None


@pytest.mark.parametrize(
    ("lines", "granted", "spent"),
    [("", None, {}), ("b:t", None, {"t": "3"}), ("b:t c:u", "6", {"t": "3", "u": "3"}), ("b:t c:t", None, {"t": "6"})],
)
def test_a_sum_is_not_known_while_a_row_that_must_be_there_is_not(
    lines: str, granted: str | None, spent: dict[str, str]
) -> None:
    form = load((SMALL / "project" / "1" / "form.toml").read_text("utf-8"))
    parents = dict(line.split(":") for line in lines.split())
    rows = {"topics": ["t", "u"] if lines else [], "budget": list(parents)}
    found = opened(form, Answers({("budget.amount", row): "3" for row in parents}, rows, parents=parents))
    assert found.get("granted") == granted
    assert {row: value for row in rows["topics"] if (value := found.get("spent", row))} == spent


def test_what_does_not_agree_is_said_with_its_values() -> None:
    found = [(finding.words, finding.step.item, finding.blocking) for finding in disagreements(FORM, answers())]
    assert found == [
        ("一、报名人：骑行当天（2024年5月1日）未满 18 岁", "born", True),
        ("一、报名人：朋友的费用合计 3 万元，超过总费用 2.5 万元", "budget", False),
    ]
    assert list(disagreements(FORM, answers(born="2000-05-01", budget="3"))) == []
    assert list(disagreements(FORM, opened(FORM, Answers()))) == [], "nothing is said of what is not known"


def test_a_row_that_the_form_has_fixed_is_called_as_there() -> None:
    whole = answers()
    values = {**whole.values, ("years.best", "years.2"): "6"}
    del values["years.distance", "years.1"]
    found = opened(FORM, Answers(values, whole.rows))
    assert "近三年骑行里程 2022年：最远一次 6 公里，比全年 5 公里还多" in [f.words for f in disagreements(FORM, found)]
    assert "近三年骑行里程 2021年 · 里程（公里）：没填" in [f.words for f in findings(FORM, found, TODAY)]


WITHIN = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"
group = [{ id = "head", title = "概况", item = [
    { id = "stall", label = "摊位", kind = "text" },
    { id = "wares", title = "货品", repeat = {}, item = [
        { id = "name", label = "名称", kind = "text" },
        { id = "food", label = "是食品", kind = "choice", choices = ["是", "否"] },
        { id = "kept", title = "保存", guidance = "写明怎样保存。", when = 'wares.food == "是"', min_han = 8, item = [
            { id = "days", label = "天数", kind = "number", when = 'wares.name != "盐"' },
            { id = "how", label = "办法", kind = "longtext" },
            { id = "why", label = "理由", kind = "longtext" },
        ], check = [{ that = 'wares.name != "酒"', says = "酒不算食品", at = "wares.food" }] },
    ] },
] }]
"""


def in_row(**cells: str) -> list[tuple[str, str]]:
    given = {"name": "酒", "food": "是", "days": "3", "how": "放在阴凉处", "why": "怕热"} | cells
    form = load(WITHIN)
    values = {("stall", ""): "糖画", ("wares", ""): ""} | {(f"wares.{key}", "a"): text for key, text in given.items()}
    found = opened(form, Answers(values, {"wares": ["a"]}))
    return [(one.step.item, one.words) for one in (*findings(form, found, TODAY), *disagreements(form, found))]


def test_what_a_group_within_a_row_wants_is_counted_and_checked_while_it_is_open() -> None:
    assert in_row() == [
        ("wares.how", "货品第 1 行：汉字还差 1 个（要求 8 个）"),
        ("wares.food", "货品第 1 行：酒不算食品"),
    ]
    assert in_row(food="否") == []
    assert in_row(why="天气很热", name="糖") == []


def test_a_row_of_which_more_is_wanted_together_is_no_small_change() -> None:
    more = load(WITHIN.replace("min_han = 8", "min_han = 9"))
    assert [(one.code, one.item) for one in losses(load(WITHIN), more)] == [("rule", "wares")]
    assert not list(losses(more, load(WITHIN)))
