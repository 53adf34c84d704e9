"""Which tests are about the official form: where its folder is away these skip, and all others pass.

A test is about it that names its folder, itself or by a function, fixture or value that does, plays a transcript of
it, or is marked `official`. So that the others of its file run, the file reads another form then as it is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import places
import pytest
from places import FORMS, PILOT, ROOT

IS_AWAY = not PILOT.is_dir()
if IS_AWAY:
    places.PILOT = FORMS / "research-project" / "2025"
TESTS = ROOT / "tests"
NAME = PILOT.parent.name
AWAY = pytest.mark.skip(reason="it is about the official form, whose folder is away")


def unreadable() -> list[str]:
    """The files of tests that take a part of the official form as they are imported; none while it is there."""
    return [str(path) for path in TESTS.rglob("test_*.py") if IS_AWAY and _takes(path)]


def skip(items: Sequence[pytest.Item]) -> None:
    """Skips the tests that are about it, where it is away."""
    for item in items if IS_AWAY else ():
        if item.get_closest_marker("official"):
            item.add_marker(AWAY)
        named = {getattr(item, "originalname", item.name), *getattr(item, "fixturenames", ())}
        near = [item.path, *(folder / "conftest.py" for folder in item.path.parents if folder.is_relative_to(TESTS))]
        if any(named & _about(path) for path in near if path.is_file()) or any(map(_plays_it, _parameters(item))):
            item.add_marker(AWAY)


def _parameters(item: pytest.Item) -> Iterator[str]:
    """The names with which a test is called."""
    given = getattr(item, "callspec", None)
    yield from (getattr(one, "stem", one) for one in (given.params.values() if given else ()) if one)


def _plays_it(name: object) -> bool:
    """Whether it is a transcript of the official form."""
    transcript = TESTS / "transcripts" / f"{name}.txt"
    return isinstance(name, str) and len(name) < 50 and transcript.is_file() and NAME in transcript.read_text("utf-8")


@cache
def _about(path: Path) -> frozenset[str]:
    """The names of a module that are about it: what it defines, and what it imports of others."""
    found = {own for own, of, name in _imported(path) if name in _about(of) or (not name and _about(of))}
    tree, before = _parsed(path), -1
    while before != len(found):
        before = len(found)
        found |= {name for one in tree.body for name in _defined(one) if _names(one, found)}
    return frozenset(found)


@cache
def _takes(path: Path) -> bool:
    """Whether a module cannot be imported with another form in its place."""
    about = _about(path)
    at_once = [part for one in _parsed(path).body for part in _at_once(one)]
    parts = (part for one in at_once for part in ast.walk(one) if isinstance(part, ast.Subscript))
    return any(_names(part.value, about) for part in parts) or any(_takes(of) for _, of, _ in _imported(path))


def _defined(one: ast.stmt) -> Iterator[str]:
    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield one.name
    elif isinstance(one, ast.Assign | ast.AnnAssign):
        targets = one.targets if isinstance(one, ast.Assign) else [one.target]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _at_once(one: ast.stmt) -> Iterator[ast.AST]:
    """What of a statement is carried out when its module is imported."""
    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from one.decorator_list
    elif not isinstance(one, ast.Import | ast.ImportFrom):
        yield one


def _names(part: ast.AST, about: set[str] | frozenset[str]) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in about)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME in node.value)
        for node in ast.walk(part)
    )


@cache
def _imported(path: Path) -> list[tuple[str, Path, str]]:
    """What a module imports of the tests: (its name here, the file, its name there, "" for all of it)."""
    found: list[tuple[str, Path, str]] = []
    for one in ast.walk(_parsed(path)):
        for name in one.names if isinstance(one, ast.Import | ast.ImportFrom) else ():
            whole = isinstance(one, ast.Import)
            module = name.name if whole else str(getattr(one, "module", "")).rpartition(".")[2]
            here, there = name.asname or name.name, "" if whole else name.name
            found += [(here, file, there) for file in _files().get(module, ())]
    return found


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _files() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in TESTS.rglob("*.py"):
        if path.name not in ("conftest.py", "official.py"):
            found.setdefault(path.stem, []).append(path)
    return found
