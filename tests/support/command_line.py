"""The command line as a person uses it, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from bot.__main__ import main

Capture = pytest.CaptureFixture[str]


def failed(capsys: Capture, *arguments: str) -> str:
    """What is said when a command cannot do its work: a sentence, and nothing else."""
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said
    return said


def text_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
