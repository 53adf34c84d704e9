"""Which forms are served: the sound ones; of the others every fault, and they keep nobody else from working."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from command_line import Capture
from harness import template_lines
from sound_form import DOCUMENT, SOUND

from bot.__main__ import main
from bot.service import form_folder, form_registry
from bot.service.form_folder import look
from bot.service.kept_forms import KeptForms
from dialogs.form.load import load

FIRST = '[[group]]\nid = "head"'
SLIP = SOUND.replace(FIRST, f"{DOCUMENT.replace('partners', 'wares')}{FIRST}")
WORD = ("template.docx", "slip.docx")


def put(folder: Path, text: str | bytes = SLIP, place: str = "fair/1", words: tuple[str, ...] = WORD) -> Path:
    """A folder of forms with one, and with Word files that fit the sound one beside it."""
    home = folder / place
    home.mkdir(parents=True)
    (home / "form.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for name in words:
        document = docx.Document()
        for line in template_lines(load(SLIP)) if name == "template.docx" else ("{{ only.number }}",):
            document.add_paragraph(line)
        document.save(str(home / name))
    return folder


def version(text: str) -> str:
    return SLIP.replace('version = "1"', f'version = "{text}"')


def told(folder: Path) -> list[str]:
    return [one.text for one in look(folder).faults]


def test_a_form_with_its_word_files_is_served(tmp_path: Path) -> None:
    assert list(form_registry.read(put(tmp_path))) == ["fair/1"]
    assert told(tmp_path / "fair/1") == []


@pytest.mark.parametrize("lacking", WORD)
def test_a_form_without_one_of_its_word_files_is_not(tmp_path: Path, lacking: str) -> None:
    put(tmp_path, words=tuple(set(WORD) - {lacking}))
    with pytest.raises(form_registry.RegistryError, match=rf"{lacking}，缺少这个文件。请放到 form\.toml 旁边。"):
        form_registry.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("template.docx", "Template.docx"),
        ("template.docx", "template.docx.docx"),
        ("template.docx", "template.doc"),
        ("slip.docx", "slip(1).docx"),
        ("form.toml", "form.toml.txt"),
    ],
)
def test_the_file_that_was_meant_is_named(tmp_path: Path, capsys: Capture, name: str, written: str) -> None:
    home = put(tmp_path) / "fair" / "1"
    (home / name).rename(home / written)
    (home / "form.schema.json").write_text("{}")
    assert main(["form", "check", str(tmp_path)]) == 1
    said = f"{name}，缺少这个文件。旁边有“{written}”，请改名为 {name}"
    assert said in capsys.readouterr().out


def test_a_word_file_that_cannot_be_called_so_is_told_once(tmp_path: Path) -> None:
    put(tmp_path, SLIP.replace('"slip.docx"', '"承诺书"'))
    assert [one.code for one in (found.fault for found in look(tmp_path / "fair/1").errors)] == ["word_name"]


@pytest.mark.parametrize("name", ["broken", "broken/1"])
def test_whoever_wants_a_broken_form_hears_what_is_wrong_with_it_alone(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(tmp_path)
    put(tmp_path, "id = 3", "broken/1")
    put(tmp_path, "id = 4", "other/1")
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path))
    assert main(["blank", name, "--out", str(tmp_path / "x.docx")]) == 1
    said = capsys.readouterr().err
    assert "“id”应是文字" in said
    assert "broken" in said
    assert "other" not in said


def test_one_broken_form_is_told_and_the_others_go_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path)
    put(tmp_path, "id = 3", "broken/1")
    put(tmp_path, SLIP.replace('"1"', "“1”", 1), "smart/1")
    with caplog.at_level(logging.ERROR):
        assert list(form_registry.read(tmp_path)) == ["fair/1"]
    assert "“id”应是文字" in caplog.text
    assert '第 3 行：用了中文引号“”。请改成半角的 "。' in caplog.text.replace("““”", "“”")


def test_every_form_that_cannot_be_served_is_told_at_once(tmp_path: Path) -> None:
    put(tmp_path, "id = 3", "broken/1")
    put(tmp_path, words=())
    with pytest.raises(form_registry.RegistryError) as caught:
        form_registry.read(tmp_path)
    assert all(word in str(caught.value) for word in (*WORD, "“id”应是文字"))


def test_where_there_is_no_form_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(form_registry.RegistryError, match=r"没有找到申报表：.*nothing"):
        form_registry.read(put(tmp_path), only="nothing")


def test_versions_are_sorted_as_numbers(tmp_path: Path) -> None:
    for one in ("2024.10", "2023", "2024.2", "10"):
        put(tmp_path, version(one), f"fair/{one}")
    assert list(form_registry.read(tmp_path)) == ["fair/10", "fair/2023", "fair/2024.2", "fair/2024.10"]


def test_what_the_file_itself_is_not_is_said(tmp_path: Path) -> None:
    put(tmp_path, SLIP.encode("gb18030"), "gbk/1")
    put(tmp_path, SLIP.encode("utf-16"), "wide/1")
    put(tmp_path, b"PK\x03\x04\xff", "sheet/1")
    put(tmp_path, b"\xef\xbb\xbf" + SLIP.encode(), "fair/1")
    put(tmp_path, SLIP, "other/2")
    assert told(tmp_path / "gbk/1") == [
        "form.toml，第 4 行：文件不是 UTF-8 编码（多半是 GBK）。请用编辑器另存为 UTF-8。"
    ]
    assert told(tmp_path / "wide/1")[0].startswith("form.toml，第 1 行：文件不是 UTF-8 编码")
    assert told(tmp_path / "sheet/1")[0].startswith("form.toml，这不是文本文件，而是 Word、Excel 一类的文件。")
    assert told(tmp_path / "fair/1") == [
        "form.toml，第 1 行：文件开头有看不见的 BOM 标记。请另存为 UTF-8（不带 BOM）。"
    ]
    assert told(tmp_path / "other/2") == [
        f"form.toml，第 {at} 行，{key}：{key} 是“{value}”，文件夹却叫“{name}”。请改成一样的：<id>/<version>/form.toml。"
        for at, key, value, name in ((2, "id", "fair", "other"), (3, "version", "1", "2"))
    ]


def test_a_digest_tells_every_change_of_the_word_files_too(tmp_path: Path) -> None:
    put(tmp_path)
    first = form_registry.read(tmp_path)["fair/1"].form.digest
    assert form_registry.read(tmp_path)["fair/1"].form.digest == first
    document = docx.Document(str(tmp_path / "fair/1/template.docx"))
    document.add_paragraph("新的一段")
    document.save(str(tmp_path / "fair/1/template.docx"))
    assert form_registry.read(tmp_path)["fair/1"].form.digest != first


def test_the_command_tells_errors_apart_from_advice(tmp_path: Path, capsys: Capture) -> None:
    put(tmp_path, SLIP.replace('label = "份额"', 'label = "姓名"').replace('title = "单页"', 'titel = "单页"'))
    assert main(["form", "check", str(tmp_path)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("fair/1：有 2 处错误，另有 1 处建议")
    assert [line.partition("  ")[0] for line in said[1:]] == ["错误", "错误", "建议"]
    assert main(["form", "check", str(tmp_path / "fair" / "1"), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["errors"]] == ["missing", "unknown"]
    (warning,) = found["warnings"]
    assert (warning["file"], warning["code"], warning["line"]) == ("form.toml", "same_label", 24)


def test_the_command_says_that_a_form_is_sound_or_that_there_is_none(tmp_path: Path, capsys: Capture) -> None:
    put(tmp_path)
    assert main(["form", "check", str(tmp_path / "fair")]) == 0
    first, *more = capsys.readouterr().out.splitlines()
    assert first.endswith("fair/1：可以使用，另有 1 处建议")
    assert more == ["建议  example.toml，缺少这个文件。请写一份填好的答案，检查时会照它填一遍。"]
    assert main(["form", "check", str(tmp_path / "nowhere")]) == 1
    assert "里没有 form.toml" in capsys.readouterr().err


def test_an_example_is_looked_at_only_where_it_is_offered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path)
    put(tmp_path, "example = true", "lesson/1")
    assert list(form_registry.read(tmp_path)) == ["fair/1"]
    assert caplog.messages == []
    form_registry.read(tmp_path, examples=True)
    assert "lesson" in "".join(caplog.messages)


def served_before(folder: Path, data: Path) -> KeptForms:
    """What a data folder remembers of the forms once they were served."""
    kept = KeptForms(data)
    data.mkdir(exist_ok=True)
    kept.keep(form_registry.read(folder, seals=kept.seals).values())
    return kept


def test_a_form_found_sound_before_is_not_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = put(tmp_path / "forms")
    kept = served_before(forms, tmp_path / "data")
    first = form_registry.read(forms)
    monkeypatch.delattr(form_registry, "look")
    assert form_registry.read(forms, seals=kept.seals) == first


def with_a_fault(home: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ nobody }}")
    document.save(str(home / "template.docx"))


@pytest.mark.parametrize(
    "change",
    [
        with_a_fault,
        lambda home: (home / "slip.docx").unlink(),
        lambda home: (home / "form.toml").write_text(SLIP.replace('kind = "', 'kind = "un', 1), "utf-8"),
        lambda home: home.rename(home.with_name("2")),
    ],
)
def test_it_is_checked_where_anything_was_changed(tmp_path: Path, change: Callable[[Path], object]) -> None:
    forms = put(tmp_path / "forms")
    kept = served_before(forms, tmp_path / "data")
    change(forms / "fair/1")
    with pytest.raises(form_registry.RegistryError) as unknown:
        form_registry.read(forms)
    with pytest.raises(form_registry.RegistryError) as known:
        form_registry.read(forms, seals=kept.seals)
    assert str(known.value) == str(unknown.value)


def test_it_is_checked_by_every_other_version_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = put(tmp_path / "forms")
    kept = served_before(forms, tmp_path / "data")
    monkeypatch.setattr(form_folder, "_program", lambda: b"another")
    assert form_folder.seal(forms / "fair/1") not in kept.seals
    assert form_folder.seal(forms / "fair/1") in served_before(forms, tmp_path / "data").seals
