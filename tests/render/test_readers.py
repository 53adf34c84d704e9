"""The same text to every program that may open the document: python-docx, mammoth, LibreOffice, pandoc."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import mammoth
import pytest
from documents import DAY, FORM, PASTED, answers, document, example, lines, opened, squeezed, statement, with_values

from dialogs.application.application import Answers
from dialogs.application.checks import findings

DOCUMENTS = {
    "blank": lambda: document(Answers(), "blank"),
    "example": lambda: document(example(), "final"),
    "draft": lambda: document(answers(5, 3, 2), "draft", findings(FORM, Answers({}, answers(5, 3, 2).rows), DAY)),
    "pasted": lambda: document(with_values(example(), approach=PASTED), "final"),
    "statement": lambda: statement(example()),
}


@pytest.fixture(params=DOCUMENTS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "document.docx"
    path.write_bytes(DOCUMENTS[request.param]())
    return path


def text(path: Path) -> str:
    return "".join(lines(opened(path.read_bytes())))


def test_mammoth_reads_all_of_it_in_order(path: Path) -> None:
    with path.open("rb") as file:
        assert squeezed(mammoth.extract_raw_text(file).value) == text(path)


@pytest.mark.drill
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_libreoffice_reads_all_of_it(path: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "document.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = path.with_suffix(".txt").read_text("utf-8-sig")
    assert Counter(squeezed(read)) == Counter(text(path))  # it reads a table by columns where cells are merged


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed here")
def test_pandoc_loses_nothing(path: Path) -> None:
    command = ["pandoc", "--from=docx", "--to=plain", "--wrap=none", str(path)]
    read = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    drawn = Counter(squeezed(read))  # with what it draws around tables
    assert Counter(text(path)) - drawn == Counter()
