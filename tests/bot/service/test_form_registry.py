"""Which forms are served: those with all their Word files, and of the others every fault at once."""

from pathlib import Path

import pytest
from sound_form import DOCUMENT, SOUND

from bot.service import form_registry


def registry(folder: Path, text: str, *files: str) -> Path:
    """A folder of forms with one, and with empty files beside it."""
    home = folder / "fair" / "1"
    home.mkdir(parents=True)
    (home / "form.toml").write_text(text, "utf-8")
    for name in files:
        (home / name).touch()
    return folder


SLIP = SOUND.replace("[units]", f"{DOCUMENT.replace('partners', 'wares')}[units]")


def test_a_form_with_its_word_files_is_served(tmp_path: Path) -> None:
    [form] = form_registry.read(registry(tmp_path, SLIP, "template.docx", "slip.docx"))
    assert form == "fair/1"


@pytest.mark.parametrize("lacking", ["template.docx", "slip.docx"])
def test_a_form_without_one_of_its_word_files_is_not(tmp_path: Path, lacking: str) -> None:
    there = {"template.docx", "slip.docx"} - {lacking}
    with pytest.raises(form_registry.RegistryError, match=rf"form\.toml\n.*“{lacking}”.*请"):
        form_registry.read(registry(tmp_path, SLIP, *there))


def test_every_form_that_cannot_be_served_is_told_at_once(tmp_path: Path) -> None:
    registry(tmp_path, "id = 3")
    (tmp_path / "fair").rename(tmp_path / "broken")
    registry(tmp_path, SLIP)
    with pytest.raises(form_registry.RegistryError) as caught:
        form_registry.read(tmp_path)
    assert all(word in str(caught.value) for word in ("template.docx", "slip.docx", "“id”应是文字"))


def test_where_there_is_no_form_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(form_registry.RegistryError, match=r"没有找到申报表：.*nothing"):
        form_registry.read(registry(tmp_path, SLIP, "template.docx", "slip.docx"), only="nothing")
