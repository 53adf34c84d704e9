"""The example of a form is played with its check: what `fill` would refuse or tell is advice, in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Capture
from places import FORMS

from bot.__main__ import main
from bot.service.form_registry import RegisteredForm
from bot.terminal.example_faults import faults
from dialogs.form.faults import Fault
from dialogs.form.load import load

SIGNUP = FORMS / "training-signup" / "2025"
PROJECT = FORMS / "research-project" / "2025"


def found(tmp_path: Path, example: str | bytes, of: Path = SIGNUP, form: tuple[str, str] = ("", "")) -> list[Fault]:
    folder = tmp_path / "form"
    shutil.copytree(of, folder)
    (folder / "form.toml").write_text((of / "form.toml").read_text("utf-8").replace(*form), "utf-8")
    (folder / "example.toml").write_bytes(example if isinstance(example, bytes) else example.encode())
    return list(faults(RegisteredForm(load((folder / "form.toml").read_text("utf-8")), folder)))


def changed(of: Path, old: str, new: str) -> str:
    text = (of / "example.toml").read_text("utf-8")
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('gender = "女"', 'gender = "女"', []),
        ('gender = "女"', "gender = 女", ["第 4 行：“gender = 女”的值不对："]),
        ('gender = "女"', 'sex = "女"', ["答案文件里的“sex”不是这张表的题目。请检查拼写"]),
        ('gender = "女"', 'gender = "未知"', ["一、个人信息 性别：没有这个选项。可选：男、女。"]),
        ('gender = "女"', "", ["一、个人信息 性别：没有答案，请在答案文件里补上。"]),
        ('gender = "女"', 'gender = "女"\nphoto = "没有.jpg"', ["一、个人信息 照片：没有找到文件"]),
        ("13800138000", "1380013800", ["一、个人信息 手机号码：“1380013800”是 10 位"]),
        ("2025年9月20日", "2025年9月1日", ["二、报名信息：离开日期（2025年9月1日）早于到达日期（2025年9月14日）"]),
        ('mode = "现场"', 'mode = "线上"', ["“二、报名信息 "]),
        ('promise = "确认"', "", ["二、报名信息 报名承诺：没有答案"]),
    ],
)
def test_what_fill_refuses_or_tells_of_an_example_is_said_with_its_place(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    told = found(tmp_path, changed(SIGNUP, old, new))
    assert [one.text for one in told if not any(one.text.startswith(words) for words in said)] == []
    assert all(any(one.text.startswith(words) for one in told) for words in said)
    assert not any(one.is_error for one in told)


def test_one_in_another_encoding_is_said_too(tmp_path: Path) -> None:
    text = (SIGNUP / "example.toml").read_text("utf-8")
    assert [one.code for one in found(tmp_path, text.encode("gbk"))] == ["not_utf8"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('statement = { promise = "确认" }', "", "五、承诺 第 1 行 承诺书：没有答案"),
        ('own = "20"', 'own = "20"\n\n[[topics.topic.budget]]\nsubject = "会议费"\ngrant = "1"', "没有答案"),
        ("[[joint_units]]", "[[joint_units]]\n\n[[joint_units]]", "没有答案"),
    ],
)
def test_rows_and_units_are_told_too(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = found(tmp_path, changed(PROJECT, old, new), PROJECT)
    assert [one for one in told if said in one.text]


def test_more_rows_than_the_form_takes_are_told(tmp_path: Path) -> None:
    least = 'title = "课题经费"\nrepeat = { min = 1 }'
    told = found(tmp_path, changed(PROJECT, "", ""), PROJECT, (least, least.replace("1 }", "1, max = 2 }")))
    assert any("官方表最多 2 行，后面的没有填" in one.text for one in told)


@pytest.mark.parametrize(
    ("name", "said"), [("example.toml.txt", "旁边有“example.toml.txt”"), ("", "请写一份填好的答案")]
)
def test_an_example_that_is_missing_or_called_otherwise_is_told(tmp_path: Path, name: str, said: str) -> None:
    folder = tmp_path / "form"
    shutil.copytree(SIGNUP, folder)
    example = folder / "example.toml"
    _ = example.rename(folder / name) if name else example.unlink()
    form = load((folder / "form.toml").read_text("utf-8"))
    assert [said in one.words for one in faults(RegisteredForm(form, folder))] == [True]


def test_the_check_of_a_folder_tells_it(capsys: Capture) -> None:
    assert main(["form", "check", str(FORMS / "training-signup"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["warnings"] == []
