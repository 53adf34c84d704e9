"""The values that a template is given, on a small form."""

from typing import Any

import pytest
from picnic import ANSWERS, FORM

from dialogs.application.application import Answers, Step
from dialogs.application.finding import Finding
from dialogs.form.model import Form, Group
from render.context import MOST_LINES, Mode, context


def values(answers: Answers, mode: Mode, form: Form = FORM) -> dict[str, Any]:
    """The context, without the functions, which are the same in each."""
    return dict(_plain(context(form, answers, mode=mode)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if not callable(one)}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def test_a_finished_form_has_every_answer_under_its_id() -> None:
    assert values(ANSWERS, "final") == {
        "blank": False,
        "draft": False,
        "missing": [],
        "document": {"title": "春游", "created": "", "modified": ""},
        "event": "春游",
        "day": "2024年4月6日",
        "host": "甲队",
        "place": "其他：屋顶：南侧",
        "remark": "",
        "story": ["第一段", "第二段"],
        "units": [{"number": 1, "name": "甲队", "lead": True}, {"number": 2, "name": "乙队", "lead": False}],
        "guests": [{"number": 1, "who": "乙队"}],
        "dishes": [{"number": 1, "name": "汤", "items": "水"}, {"number": 2, "name": "饼", "items": "面"}],
        "recipe": [
            {"number": 1, "row": {"number": 1, "name": "汤", "items": "水"}, "steps": ["煮"]},
            {"number": 2, "row": {"number": 2, "name": "饼", "items": "面"}, "steps": ["和面", "烙"]},
        ],
        "pledge": [
            {"number": 1, "unit": "甲队", "lead": True, "tidy": "确认"},
            {"number": 2, "unit": "乙队", "lead": False, "tidy": "确认"},
        ],
    }


def test_a_draft_marks_what_is_missing_and_only_that() -> None:
    partial = Answers({("event", ""): "春游", ("remark", ""): "", ("guests.who", "g"): "乙队"}, {"guests": ["g"]})
    dish = {"number": 1, "name": "【待填写：菜名】", "items": "【待填写：食材】"}
    assert values(partial, "draft") == {
        "blank": False,
        "draft": True,
        "missing": [],
        "document": {"title": "春游", "created": "", "modified": ""},
        "event": "春游",
        "day": "【待填写：日期】",
        "host": "【待填写：主办方】",
        "place": "【待填写：地点】",
        "remark": "",
        "story": ["【待填写：说明】"],
        "units": [
            {"number": 1, "name": "【待填写：单位名称】", "lead": True},
            {"number": 2, "name": "乙队", "lead": False},
        ],
        "guests": [{"number": 1, "who": "乙队"}],
        "dishes": [dish],
        "recipe": [{"number": 1, "row": dish, "steps": ["【待填写：步骤】"]}],
        "pledge": [
            {"number": 1, "unit": "【待填写：单位名称】", "lead": True, "tidy": "【待填写：带走垃圾】"},
            {"number": 2, "unit": "乙队", "lead": False, "tidy": "【待填写：带走垃圾】"},
        ],
    }


def test_an_optional_field_without_an_answer_is_empty_in_a_draft() -> None:
    assert values(Answers(), "draft")["remark"] == ""


def test_a_blank_form_shows_no_answer_and_each_repeated_part_once() -> None:
    dish = {"number": 1, "name": "", "items": ""}
    assert values(ANSWERS, "blank") == {
        "blank": True,
        "draft": False,
        "missing": [],
        "document": {"title": "野餐报名表", "created": "", "modified": ""},
        **dict.fromkeys(("event", "day", "host", "place", "remark"), ""),
        "story": [""],
        "units": [{"number": 1, "name": "", "lead": True}],
        "guests": [],
        "dishes": [],
        "recipe": [{"number": 1, "row": dish, "steps": [""]}],
        "pledge": [{"number": 1, "unit": "", "lead": True, "tidy": ""}],
    }


def finding(item: str, place: str, label: str = "", row: str = "", code: str = "missing", **params: int) -> Finding:
    step = Step(item=item, row=row)
    return Finding(code=code, step=step, place=place, label=label, params=tuple(params.items()))


def test_a_draft_lists_findings_by_part_and_by_row_or_unit() -> None:
    found = [
        finding("event", "概况", "活动名称"),
        finding("guests.who", "来宾第 1 行", "姓名", "g"),
        finding("steps", "做法（汤）", "步骤", "b"),
        finding("steps", "做法（饼）", "步骤", "a"),
        finding("recipe", "做法（饼）", row="a", code="short", missing=10, want=20),
        finding("place", "概况", "地点"),
        finding("event", "概况", "活动名称").model_copy(update={"blocking": False}),
    ]
    assert context(FORM, ANSWERS, mode="draft", findings=found)["missing"] == [
        {"title": "概况", "lines": ["活动名称、地点：没填", "来宾第 1 行 · 姓名：没填"], "more": 0},
        {"title": "做法（汤）", "lines": ["步骤：没填"], "more": 0},
        {"title": "做法（饼）", "lines": ["步骤：没填", "汉字还差 10 个（要求 20 个）"], "more": 0},
    ]


def test_of_one_part_only_the_first_findings_are_listed() -> None:
    found = (finding("dishes.name", f"菜品第 {n} 行", "菜名", row=str(n)) for n in range(MOST_LINES + 7))
    (part,) = context(FORM, ANSWERS, mode="draft", findings=found)["missing"]
    assert (part["lines"][-1], part["more"]) == (f"菜品第 {MOST_LINES - 1} 行 · 菜名：没填", 7)


@pytest.mark.parametrize("mode", ["blank", "final"])
def test_only_a_draft_lists_findings(mode: Mode) -> None:
    assert context(FORM, ANSWERS, mode=mode, findings=[finding("event", "概况")])["missing"] == []


@pytest.mark.parametrize(
    ("item", "row", "number"), [("pledge", "", 1), ("pledge", "g", 2), ("recipe", "a", 2), ("recipe", "b", 1)]
)
def test_one_part_alone(item: str, row: str, number: int) -> None:
    made = context(FORM, ANSWERS, mode="final", only=Step(item=item, row=row))
    assert made["only"] == made[item][number - 1]


def test_a_part_that_is_asked_once_is_given_out_alone_too() -> None:
    section = next(one for one in FORM.sections if not one.each and one.fields)
    made = context(FORM, ANSWERS, mode="final", only=Step(item=section.id))
    assert made["only"] == {field.id: made[field.id] for field in (*section.fields, *section.computed)}


def test_one_part_of_a_row_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        context(FORM, ANSWERS, mode="final", only=Step(item="pledge", row="nobody"))


@pytest.mark.parametrize(
    ("value", "ticked", "text"),
    [("湖边", "■□", ""), ("湖边、山上、其他：船上、岸上", "■■", "船上、岸上"), ("其他：屋顶", "□□", "屋顶")],
)
def test_of_many_choices_each_has_its_box_ticked(value: str, ticked: str, text: str) -> None:
    place = FORM.fields["place"].model_copy(update={"many": True})
    head = FORM.sections[0]
    items = tuple(place if item.id == "place" else item for item in head.items)
    sections = (Group(id=head.id, title=head.title, items=items), *FORM.sections[1:])
    form = Form(**{name: getattr(FORM, name) for name in Form.model_fields} | {"sections": sections})
    made = context(form, Answers({("place", ""): value}), mode="final")
    assert "".join(made["box"](made["place"], choice) for choice in place.choices) == ticked
    assert made["other_text"](made["place"], "其他") == text
    assert made["box"](made["place"], "其他") == ("■" if text else "□")
    assert str(made["place"]) == value
