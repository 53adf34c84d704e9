"""`shenbao read`: what a file would bring, printed and not stored."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from command_line import Capture, failed
from places import FORMS
from sent_back import Editor

from bot.__main__ import main

pytest_plugins = ("command_line_fixtures",)


def lines(capsys: Capture, *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(("read", *arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.drill
@pytest.mark.usefixtures("elsewhere")
def test_the_demo_leaves_its_data_and_an_edited_file_is_read_against_it(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(FORMS))
    out = tmp_path / "demo.docx"
    assert main(("demo", "--out", str(out))) == 0
    data = str(tmp_path / "demo.data")
    assert lines(capsys, str(out), "--data", data) == []
    editor = Editor(out.read_bytes())
    editor.write("contact", "", "赵一")
    out.write_bytes(editor.save())
    assert lines(capsys, str(out), "--data", data) == [
        {"field": "contact", "row": None, "old": "沈知遥", "new": "赵一"}
    ]
    found = {line["field"]: line["value"] for line in lines(capsys, str(out))}  # by its labels alone
    assert found["contact"] == "赵一"
    assert "没有数据" in failed(capsys, "read", str(out), "--data", str(tmp_path))


@pytest.mark.usefixtures("elsewhere")
def test_an_export_brings_what_can_hold_again(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(FORMS))
    path = tmp_path / "a.json"
    said = {"form": "netsec-insurance-pilot/2023", "answers": {"contact": "赵一", "apply_date": "2023-12-20"}}
    path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    assert [(line["field"], line["value"]) for line in lines(capsys, str(path))] == [("contact", "赵一")]


@pytest.mark.drill
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_a_file_in_an_older_format_is_read_too(
    suffix: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(FORMS))
    document = docx.Document()
    document.add_paragraph("联系人：赵一")
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    found = lines(capsys, str(tmp_path / f"a.{suffix}"), "--form", "netsec-insurance-pilot")
    assert [(line["field"], line["value"]) for line in found] == [("contact", "赵一")]


FOR_A_QUESTION = {
    "文.txt": ("一、总体思路\n先做一半。".encode(), "一、总体思路\n先做一半。"),
    "名片.vcf": ("BEGIN:VCARD\nVERSION:3.0\nFN:赵一\nTEL:13800001107\nEND:VCARD\n".encode(), "赵一 13800001107"),
}


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("name", FOR_A_QUESTION)
def test_what_is_for_the_question_at_hand_is_printed_without_a_place(
    name: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(FORMS))
    content, text = FOR_A_QUESTION[name]
    (tmp_path / name).write_bytes(content)
    [line] = lines(capsys, str(tmp_path / name), "--form", "netsec-insurance-pilot")
    assert (line["value"], line["verdict"], line["source"]) == (text, "no place", name)
