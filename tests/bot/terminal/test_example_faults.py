"""The example of a form is looked at with the form: what is wrong in it is advice, in words."""

from __future__ import annotations

import json

import pytest
from command_line import Capture
from harness import SMALL
from places import FORMS

from bot.__main__ import main
from bot.terminal.example_faults import faults
from dialogs.form.load import load

SIGNUP = FORMS / "training-signup" / "2025"
FORM = load((SIGNUP / "form.toml").read_text("utf-8"))
EXAMPLE = (SIGNUP / "example.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('gender = "女"', 'gender = "女"', []),
        ('gender = "女"', "gender = 女", ["第 4 行：“gender = 女”的值不对："]),
        ('gender = "女"', 'sex = "女"', ["答案文件里的“sex”不是这张表的题目，请检查拼写。"]),
        ('gender = "女"', 'gender = "未知"', ["一、个人信息 性别：没有这个选项。可选：男、女。"]),
        ('gender = "女"', 'gender = "女"\nphoto = "form.toml"', []),
        ('gender = "女"', 'gender = "女"\nphoto = "没有.jpg"', ["一、个人信息 照片"]),
        ("13800138000", "1380013800", ["一、个人信息 手机号码：“1380013800”是 10 位"]),
    ],
)
def test_what_is_wrong_in_an_example_is_said_with_its_place(old: str, new: str, said: list[str]) -> None:
    assert old in EXAMPLE
    found = list(faults(FORM, EXAMPLE.replace(old, new, 1).encode(), SIGNUP))
    assert len(found) == len(said)
    assert all(one.text.startswith(words) and not one.is_error for one, words in zip(found, said, strict=True))


def test_one_in_another_encoding_is_said_too() -> None:
    assert [one.code for one in faults(FORM, EXAMPLE.encode("gbk"), SIGNUP)] == ["not_utf8"]


def test_a_row_is_named() -> None:
    form = load((SMALL / "signup" / "1" / "form.toml").read_text("utf-8"))
    rows = '[[friends]]\nname = "李四"\n\n[[friends]]\nfee = "很多"\n'
    assert [one.place for one in faults(form, rows.encode(), SIGNUP)] == [
        f"{form.groups['friends'].title} 第 2 行 费用（万元）"
    ]


def test_the_check_of_a_folder_tells_it(capsys: Capture) -> None:
    assert main(["form", "check", str(FORMS / "training-signup"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["warnings"] == []
