"""A form kept in a data folder is read although it is written in the words of its time."""

from __future__ import annotations

from places import DATA

from dialogs.form.load import load
from dialogs.form.older_words import today

OLD = """
id = "fair"
version = "1"
title = "集市摊位登记表"
issuer = "集市管理处"
name_field = "stall"
units = { lead = "stall", table = "partners", name = "partners.who" }

[[section]]
id = "head"
title = "概况"
intro = "只说一次。"
item = [
    { id = "stall", label = "摊位", kind = "text" },
    { id = "begins", label = "开始日期", kind = "date" },
    { id = "ends", label = "结束日期", kind = "date" },
    { id = "story", label = "来历", kind = "longtext" },
    { id = "partners", title = "合伙人", kind = "table", min_rows = 1, column = [
        { id = "who", label = "姓名", kind = "text" },
    ] },
    { id = "years", title = "年度", kind = "table", rows = ["2024年", "2025年"], column = [
        { id = "sold", label = "售出", kind = "number" },
    ] },
]

[[rule]]
kind = "not_after"
earlier = "begins"
later = "ends"

[[rule]]
kind = "agrees"
fields = ["story"]
table = "partners"
patterns = ["共(.)人"]
"""


def test_sections_tables_and_columns_are_groups_now() -> None:
    form = load(OLD)
    head = form.groups["head"]
    assert (head.guidance, form.units.group) == ("只说一次。", "partners")
    assert (form.tables["partners"].min_rows, form.tables["years"].rows) == (1, ("2024年", "2025年"))
    assert [field.id for field in form.tables["partners"].fields] == ["partners.who"]


def test_rules_over_dates_and_numbers_are_checks_now() -> None:
    first, second = load(OLD).groups["head"].checks
    assert (first.that.text, first.says, first.advice) == (
        "begins <= ends",
        "开始日期（{begins}）晚于结束日期（{ends}）",
        True,
    )
    assert (second.that.text, second.at) == ('agrees(story, "共(.)人", count(partners))', "story")
    assert second.says == "文中写“{}”，而合伙人有 {count(partners)} 行"


def test_what_is_written_in_todays_words_stays_as_it_is() -> None:
    data = {"id": "a", "group": [{"id": "head", "item": [{"id": "name", "kind": "text"}]}]}
    assert today(data) is data


def test_the_frozen_forms_are_such() -> None:
    text = (DATA / "databases/0008/forms/small/1/form.toml").read_text("utf-8")
    assert "[[section]]" in text
    assert load(text).tables
