"""The command line as a person uses it: what it prints, where it writes, and how it ends when something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Capture, failed, text_of
from places import FORMS, PILOT, ROOT

from bot.__main__ import main

FORM = "netsec-insurance-pilot"
EXAMPLE = PILOT / "example.toml"
SIGNUP = FORMS / "training-signup" / "2025"
ANY_FORM = ("--form", "training-signup")
pytest_plugins = ["command_line_fixtures"]
pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.mark.parametrize("days", ["soon", "7;3", "-1", "1.5"])
def test_days_to_remind_on_that_are_no_days_are_said_with_their_mend(
    days: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("SHENBAO_REMIND", days)
    said = failed(capsys, "chat")
    assert days in said
    assert "7,3,1" in said


def test_help_names_every_command_in_chinese(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for command in ("run", "chat", "demo", "telegram", "blank", "fill", "questions"):
        assert f"\n    {command}" in said
    for english in ("usage", "options", "show this", "positional"):
        assert english not in said
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize("arguments", [["--help"], ["fill", "--help"], ["blank", "--help"], ["questions", "--help"]])
def test_every_command_has_its_help(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("用法：shenbao")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["blank", FORM], ["fill"], ["questions", FORM, "--xml"]])
def test_a_command_written_wrongly_is_explained(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("用法：shenbao")
    assert "命令写得不完整或不对" in said
    assert "--help" in said


def test_blank_writes_the_empty_form_into_a_folder_that_is_made(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder" / "空表.docx"
    assert main(["blank", FORM, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert "□事业单位" in text_of(out).replace(" ", "")
    assert "待填写" not in text_of(out)


@pytest.mark.parametrize(
    "arguments",
    [["questions", "无此表"], ["blank", "无此表", "--out", "x"], ["fill", "x", "--form", "无此表", "--out", "x"]],
)
def test_an_unknown_form_is_answered_with_those_there_are(capsys: Capture, arguments: list[str]) -> None:
    said = failed(capsys, *arguments)
    assert "没有这张申报表：无此表" in said
    assert FORM in said


@pytest.mark.parametrize(
    "command", [["blank", FORM], ["fill", str(SIGNUP / "example.toml"), "--form", SIGNUP.parent.name]]
)
def test_a_place_that_cannot_be_written_is_named(capsys: Capture, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("")
    said = failed(capsys, *command, "--out", str(tmp_path / "file" / "x.docx"))
    assert f"读写不了 {tmp_path / 'file'}" in said
    assert f"读写不了 {tmp_path}：" in failed(capsys, *command, "--out", str(tmp_path))


def test_questions_are_listed_a_line_each(capsys: Capture) -> None:
    assert main(["questions", FORM]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t")[:3] == ["plan_name", "方案名称", "text"]
    assert any("max_words=400" in line for line in lines)
    assert len({line.split("\t")[0] for line in lines}) == len(lines) > 30
    assert "choices=事业单位、国有企业、" in next(line for line in lines if line.startswith("lead_nature"))


def test_questions_as_json(capsys: Capture) -> None:
    assert main(["questions", FORM, "--json"]) == 0
    questions = json.loads(capsys.readouterr().out)
    nature = next(q for q in questions if q["id"] == "lead_nature")
    assert nature["label"] == "单位性质"
    assert nature["kind"] == "choice"
    assert nature["other"] == "其他"
    assert len(nature["choices"]) == 6


def test_forms_with_faults_are_not_served_and_all_faults_are_printed(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (EXAMPLE.parent / "form.toml").read_text("utf-8")
    for name, old, new in (
        ("a", 'date_field = "apply_date"', 'date_field = "no_such"'),
        ("b", 'kind = "region"', 'kind = "place"'),
    ):
        (tmp_path / "forms" / name / "1").mkdir(parents=True)
        (tmp_path / "forms" / name / "1" / "form.toml").write_text(source.replace(old, new), "utf-8")
    shutil.copytree(EXAMPLE.parent, tmp_path / "forms" / "good" / "1")
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path / "forms"))
    said = failed(capsys, "questions", FORM)
    for part in (
        str(Path("a", "1", "form.toml")),
        "“no_such”",
        str(Path("b", "1", "form.toml")),
        "[[group]] basic / region",
    ):
        assert part in said


def test_a_folder_without_forms_is_named(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path))
    assert str(tmp_path) in failed(capsys, "questions", FORM)


def test_telegram_without_a_token_says_what_to_do(capsys: Capture) -> None:
    assert "TELEGRAM_TOKEN" in failed(capsys, "telegram")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "questions", FORM], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert ended.returncode == 1
    assert ended.stderr == b""
