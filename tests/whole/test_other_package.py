"""A kind of answer and a check that another package brings, by entry points alone: tests/data/other_package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from harness import template_lines
from places import DATA, ROOT

from dialogs.form.load import FormFaultsError, load

PACKAGE = DATA / "other_package"
SMALL = DATA / "forms/small/1"
PLATES = '{ id = "phone", label = "车牌号", kind = "plate", example = "浙A12345" }'


def with_plates() -> str:
    text = (SMALL / "form.toml").read_text("utf-8")
    lines = [f"    {PLATES}," if line.strip().startswith('{ id = "phone"') else line for line in text.splitlines()]
    return "\n".join(lines)


def test_a_form_asks_for_a_kind_that_an_installed_package_brings(tmp_path: Path) -> None:
    folder = tmp_path / "forms/small/1"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(with_plates(), "utf-8")
    document = docx.Document()
    for line in template_lines(load((SMALL / "form.toml").read_text("utf-8"))):
        document.add_paragraph(line)
    document.save(str(folder / "template.docx"))
    path = os.pathsep.join(map(str, (ROOT, PACKAGE)))
    typed = ["浙a·12345", "浙AO2345", "13800138000"]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "form", "answer", "small", "phone"],
        input="".join(f"{json.dumps(text)}\n" for text in typed),
        env={**os.environ, "PYTHONPATH": path, "SHENBAO_FORMS": str(tmp_path / "forms")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    taken, doubted, refused = map(json.loads, done.stdout.splitlines())
    assert (taken["verdict"], taken["value"], taken["sentence"]) == ("accepted", "浙A12345", "已记下：浙A12345")
    assert (doubted["verdict"], doubted["sentence"]) == ("doubtful", "车牌号里没有字母 I 和 O，多半是数字。")
    assert (refused["verdict"], refused["sentence"]) == (
        "refused",
        "“13800138000”不是车牌号。请照行驶证填写，例如 浙A12345。",
    )


def test_without_the_package_the_kind_is_a_fault() -> None:
    with pytest.raises(FormFaultsError, match="kind"):
        load(with_plates())


def test_a_form_checks_by_what_an_installed_package_brings(tmp_path: Path) -> None:
    checked = tmp_path / "form.toml"
    check = "check = [{ that = 'plate_of(phone, \"浙\")', says = '{phone} 不是浙江的车牌', at = 'phone' }]\n"
    text = with_plates()
    home = text.index('id = "phone"')
    group = text.rindex("[[group]]", 0, home) + len("[[group]]\n")
    checked.write_text(text[:group] + check + text[group:], "utf-8")
    code = f"""
from pathlib import Path
from dialogs.application.application import Answers
from dialogs.application.form_checks import disagreements
from dialogs.form.load import load
form = load(Path({str(checked)!r}).read_text("utf-8"))
for plate in ("浙A12345", "沪A12345"):
    print(*[one.fault for one in disagreements(form, Answers({{("phone", ""): plate}}))] or ["-"])
"""
    path = os.pathsep.join(map(str, (ROOT, PACKAGE)))
    env = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["-", "沪A12345 不是浙江的车牌"]
    with pytest.raises(FormFaultsError, match="没有 plate_of 这个算法"):
        load(checked.read_text("utf-8").replace('kind = "plate"', 'kind = "text"'))
