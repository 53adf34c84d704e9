"""What of an earlier application belongs where: by the ids of its form, else by the names."""

from __future__ import annotations

from typing import Any

import pytest
from documents import FORM as PILOT
from documents import example
from picnic import ANSWERS
from picnic import FORM as PICNIC

from dialogs.form.load import load
from dialogs.form.model import Form
from dialogs.pasting import grid
from dialogs.pasting.earlier_answers import Read, read
from render import data_file

OTHER = """
id = "outing"
version = "2"
title = "秋游报名表"
issuer = "郊游社"
name_field = "event"

[[group]]
id = "first"
title = "概况"
item = [
    { id = "event", label = "活动名称", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "tale", label = "活动说明", kind = "longtext" },
    { id = "place", label = "地点承诺", kind = "text" },
    { id = "food", title = "菜品", repeat = {}, item = [
        { id = "what", label = "菜名", kind = "text" },
        { id = "price", label = "价钱", kind = "text" },
    ] },
]
"""


def taken(form: Form, old: Form, answers: Any, pictures: tuple[str, ...] = ()) -> dict[tuple[str, str], str]:
    return {(one.item, one.row): one.text for one in read(form, old, answers, pictures).found}


def test_of_the_same_form_all_comes_but_what_is_said_anew() -> None:
    found = taken(PICNIC, PICNIC, data_file.data(PICNIC, ANSWERS))
    assert found["event", ""] == "春游"
    assert found["place", ""] == "其他：屋顶：南侧"
    assert found["story", ""] == "第一段\n\n第二段"
    assert ("day", "") not in found
    assert not any(item == "tidy" for item, _ in found)


def test_the_example_of_the_official_form_is_found_whole() -> None:
    answers = example()
    found = taken(PILOT, PILOT, data_file.data(PILOT, answers))
    fresh = {"apply_date", "founded", "truth", "declaration"}
    asked_once = {field for field, row in answers.values if not row} - fresh
    assert {item for item, row in found if not row} >= asked_once & {*PILOT.fields}
    assert len(grid.split(found["clients", ""])) == len(answers.rows["clients"]) + 1
    assert len({row for item, row in found if item == "roles"}) == len(answers.rows["plans"])


def test_another_form_takes_what_it_calls_the_same() -> None:
    other = load(OTHER)
    read_ = read(other, PICNIC, data_file.data(PICNIC, ANSWERS), ())
    found = {(one.item, one.row): one.text for one in read_.found}
    assert found["event", ""] == "春游"
    assert found["tale", ""] == "第一段\n\n第二段"
    assert grid.split(found["food", ""])[0] == ["菜名"]
    assert {item for item, _ in found} == {"event", "tale", "food"}
    assert read_.homeless


PICTURE = "〔图：0123456789abcdef｜总图〕"


@pytest.mark.parametrize(("pictures", "left"), [((), "一\n二"), (("0123456789abcdef",), f"一\n{PICTURE}\n二")])
def test_only_pictures_that_came_along_are_named(pictures: tuple[str, ...], left: str) -> None:
    assert taken(PICNIC, PICNIC, {"story": f"一\n{PICTURE}\n二"}, pictures) == {("story", ""): left}


@pytest.mark.parametrize(
    "answers",
    [
        {"event": ["春游"], "dishes": "x", "guests": [1, None, "a"]},
        {"dishes": [{"name": {"a": 1}, "recipe": "x"}], "pledge": [], "event": None, "story": True},
        {"unknown": 1},
    ],
)
def test_what_has_another_shape_is_passed_over(answers: Any) -> None:
    assert read(PICNIC, PICNIC, answers, ()) == Read([], 0)
