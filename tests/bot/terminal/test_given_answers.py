"""What stands in the wrong place of a file of answers is told with the right one."""

from __future__ import annotations

import tomllib

import pytest
from places import FORMS

from bot.terminal.answer_file import AnswerFile, StuckError
from dialogs.form.load import load

FOLDER = FORMS / "research-project" / "2025"
FORM = load((FOLDER / "form.toml").read_text("utf-8"))
EXAMPLE = (FOLDER / "example.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("grant =", "grnt =", "答案文件里的“grnt”不是这张表的题目，是不是“grant”？请检查拼写，或删去它。"),
        ('project = "', 'xyz = "x"\nproject = "', "答案文件里的“xyz”不是这张表的题目。请检查拼写，或删去它。"),
        (
            'project = "',
            'months = "3"\nproject = "',
            "答案文件里的“months”写错了地方。请移到 [[topics.topic.people]] 下面。",
        ),
        ('project = "', 'content = "x"\nproject = "', "答案文件里的“content”写错了地方。请移到 [topics.topic] 下面。"),
        (
            'project = "',
            'budget = [{ own = "1" }]\nproject = "',
            "答案文件里的“budget”写错了地方。请移到 [[topics.topic.budget]] 下面。",
        ),
        ('project = "', 'promise = "确认"\nproject = "', "答案文件里的“promise”写错了地方。请移到 [statement] 下面。"),
        (
            "[[joint_units]]\n",
            '[[joint_units]]\narea = "x"\n',
            "答案文件里 [[joint_units]] 第 1 行的“area”写错了地方。请移到文件开头、第一个方括号的前面。",
        ),
        (
            'own = "15"',
            'both = "75"',
            "答案文件里 [[topics.topic.budget]] 第 2 行的“both”由式子算出来，不用写。请删去它。",
        ),
        (
            "own =",
            "onw =",
            "答案文件里 [[topics.topic.budget]] 第 1 行的“onw”不是这张表的题目，是不是“own”？请检查拼写，或删去它。",
        ),
        (
            "content =",
            "contents =",
            "答案文件里 [topics.topic] 第 1 行的“contents”不是这张表的题目，是不是“content”？请检查拼写，或删去它。",
        ),
        (
            "[statement]\n",
            '[schedule]\nx = "1"\n\n[statement]\n',
            "答案文件里的“schedule”是一组题，组名不用写。请删去 [schedule]，题直接写在第一个方括号的前面。",
        ),
        (
            "[statement]\n",
            '[topic]\ncontent = "1"\n\n[statement]\n',
            '“topic”按“topics”的每一行填，请写在那一行里，例如 topic = { 题的 id = "答案" }。',
        ),
    ],
)
def test_a_key_is_told_with_its_row_and_where_it_belongs(old: str, new: str, said: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(StuckError) as caught:
        AnswerFile(FORM, tomllib.loads(EXAMPLE.replace(old, new, 1)))
    assert str(caught.value) == said


def test_one_that_stands_in_every_row_is_told_once() -> None:
    with pytest.raises(StuckError) as caught:
        AnswerFile(FORM, tomllib.loads(EXAMPLE.replace("own =", "onw =")))
    assert len(str(caught.value).splitlines()) == len(["budget", "years"])


@pytest.mark.parametrize("written", ['"无"', '["李文清"]', "{ }", '{ name = "李文清" }'])
def test_rows_that_are_none_are_told_as_they_are_written_there(written: str) -> None:
    text = f'[[topics]]\nname = "甲"\n[topics.topic]\npeople = {written}\n'
    with pytest.raises(StuckError) as caught:
        AnswerFile(FORM, tomllib.loads(text))
    assert str(caught.value).startswith(
        "“课题主要人员”应写成一行一行的表：每行一个 [[topics.topic.people]]；没有的写 people = []"
    )
