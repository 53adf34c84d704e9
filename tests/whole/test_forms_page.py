"""docs/forms.md is true: its worked example works as it stands, and its reference is what the code says."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import docx
import pytest
from command_line import Capture, text_of
from form_reference import reference, template_names
from places import ROOT

from bot.__main__ import main
from bot.service.form_folder import look
from dialogs.application.application import Answers
from dialogs.form.faults import ANYWHERE, IN_A_ROW, JINJA
from dialogs.form.schema import described, schema
from render.context import context
from render.docx import FILTERS

PAGE = ROOT / "docs" / "forms.md"
TEXT = PAGE.read_text("utf-8")
MARK = "<!-- 以下由程序写出：pytest tests/whole/test_forms_page.py --update -->\n"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
FORM, EXAMPLE, *_ = (block for language, block in BLOCKS if language == "toml")
_, OFFICIAL, BODY, ROWS = (block for language, block in BLOCKS if not language)


@pytest.fixture
def volunteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The worked example as the page has it."""
    folder = tmp_path / "forms" / "volunteer" / "2025"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(FORM, "utf-8")
    (folder / "example.toml").write_text(EXAMPLE, "utf-8")
    document = docx.Document()
    for line in BODY.splitlines():
        document.add_paragraph(line)
    table = document.add_table(0, 3)
    for line in ROWS.splitlines():
        for cell, text in zip(table.add_row().cells, line.split("|"), strict=True):
            cell.text = text
    document.save(str(folder / "template.docx"))
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path / "forms"))
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_worked_example_is_sound_and_becomes_a_document(volunteer: Path, capsys: Capture) -> None:
    assert [one.text for one in look(volunteer).faults] == []
    assert main(["fill", str(volunteer / "example.toml"), "--form", "volunteer", "--out", "volunteer.docx"]) == 0
    assert capsys.readouterr().err.startswith("用的是《志愿者报名表》（volunteer/2025）。")
    text = text_of(Path("volunteer.docx"))
    for line in (
        "姓名：张三    身份证号：11010519491231002X",
        "参加项目：■助老  □环保  ■其他：教老人用手机",
        "每周可服务 6 小时",
        "愿意帮助邻里老人。",
        "2019年5月至2024年6月",
    ):
        assert line in text
    assert "{" not in text
    assert main(["blank", "volunteer", "--out", "blank.docx"]) == 0
    assert "参加项目：□助老  □环保  □其他：" in text_of(Path("blank.docx"))
    assert all(word in OFFICIAL for word in ("志愿者报名表", "□助老", "起止时间"))


def test_the_fault_that_the_page_quotes_is_told_so(volunteer: Path) -> None:
    document = docx.Document(str(volunteer / "template.docx"))
    line = next(one for one in document.paragraphs if one.text.startswith("姓名"))
    line.text = line.text.replace("{{ name }}", "{{ nam }}")
    document.save(str(volunteer / "template.docx"))
    (said,) = [one.text for one in look(volunteer).errors]
    assert f"`{said}`" in TEXT


def test_the_reference_is_what_the_code_says(request: pytest.FixtureRequest) -> None:
    head, mark, rest = TEXT.partition(MARK)
    assert mark
    if request.config.getoption("--update"):
        PAGE.write_text(head + mark + reference(), "utf-8")
    else:
        assert rest == reference()


def test_every_name_that_a_template_is_given_is_in_the_reference(volunteer: Path) -> None:
    form = look(volunteer).form
    assert form
    given = {*context(form, Answers(), mode="draft"), *FILTERS} - {*form.fields, *form.tables, *form.groups}
    taken = (ANYWHERE | IN_A_ROW) - JINJA
    assert given | taken | {*FILTERS} == {*template_names()}


def test_the_schema_knows_every_key_and_takes_the_forms_that_are_shipped(capsys: Capture) -> None:
    assert main(["form", "schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(schema()))
    parts = [printed, *printed["definitions"].values()]
    assert not [key for part in parts for key in part.get("properties", ()) if not described(key)]
    for path in (ROOT / "forms").glob("*/*/form.toml"):
        fits(printed, printed, tomllib.loads(path.read_text("utf-8")))


def fits(whole: dict[str, object], part: object, written: object) -> None:
    """What is written is as a part of the schema says: its keys, required ones among them, and those of its parts."""
    assert isinstance(part, dict)
    if "$ref" in part:
        definitions = whole["definitions"]
        assert isinstance(definitions, dict)
        return fits(whole, definitions[str(part["$ref"]).rpartition("/")[2]], written)
    if "oneOf" in part:
        kinds = [one for one in part["oneOf"] if matches(whole, one, written)]
        assert len(kinds) == 1, written
        return fits(whole, kinds[0], written)
    if isinstance(written, dict) and "properties" in part:
        assert {*written} <= {*part["properties"]}
        assert {*part["required"]} <= {*written}
        for key, value in written.items():
            fits(whole, part["properties"][key], value)
    if isinstance(written, list):
        for one in written:
            fits(whole, part["items"], one)
    if "enum" in part:
        assert written in part["enum"]
    return None


def matches(whole: dict[str, object], part: object, written: object) -> bool:
    try:
        fits(whole, part, written)
    except AssertionError:
        return False
    return True
