"""Sentences word for word, in a file for people: cases by name, below each what is said. `--update` rewrites it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest


def agree(request: pytest.FixtureRequest, path: Path, said: Mapping[str, Iterable[str]]) -> None:
    """What is said in each case stands in the file, and nothing else."""
    text = "".join(f"{name}\n" + "".join(f"    {line}\n" for line in lines) for name, lines in said.items())
    if request.config.getoption("--update"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
