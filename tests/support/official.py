"""Which tests are about the official form: they are left out where its folder is away, and all others pass."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from places import PILOT, ROOT

TESTS = ROOT / "tests"
_FORM = "PILOT"  # whoever names the folder needs it


def about_it() -> list[str]:
    """The files of tests that read the official form, themselves or by what they import; none while it is there."""
    if PILOT.is_dir():
        return []
    return [str(path) for path in TESTS.rglob("*.py") if path.name.startswith(("test_", "conftest")) and _needs(path)]


@cache
def _needs(path: Path) -> bool:
    text = path.read_text("utf-8")
    if path.name != "places.py" and (_FORM in text or PILOT.parent.name in text):
        return True
    return any(_needs(other) for other in _imported(text))


def _imported(text: str) -> Iterator[Path]:
    """The files of the tests that a file imports: what lies in support, and other tests."""
    for node in ast.walk(ast.parse(text)):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        for name in names:
            yield from (found for found in _files().get(name, ()))


@cache
def _files() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in TESTS.rglob("*.py"):
        if path.name not in ("conftest.py", "official.py"):
            found.setdefault(path.stem, []).append(path)
    return found
