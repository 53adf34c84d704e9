"""Patterns are compiled when they are first used: none while the program starts, each of them a good one."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from dialogs import pattern
from dialogs.pattern import Pattern

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "render", "storage")


def _looked_up(node: ast.AST) -> Iterator[str]:
    """What is looked up when a module is imported, `re.compile` and such: all that is in no function."""
    if isinstance(node, ast.Attribute):
        yield ast.unparse(node)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _looked_up(child)


def test_no_module_compiles_patterns_when_it_is_imported() -> None:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert [path.name for path in paths if "re.compile" in _looked_up(ast.parse(path.read_text("utf-8")))] == []


def test_every_pattern_can_be_compiled() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.stem != "__main__":
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    pattern.compile_all()


def test_a_pattern_is_what_re_compiles() -> None:
    source, text = r"(?P<word>b+)|,", "abB,bc"
    ours, theirs = Pattern(source, re.IGNORECASE), re.compile(source, re.IGNORECASE)
    assert ours.pattern == source
    for name in ("search", "match", "fullmatch"):
        found, wanted = getattr(ours, name)(text, 1), getattr(theirs, name)(text, 1)
        assert (found and found.groups()) == (wanted and wanted.groups())
    assert ours.sub("-", text, count=1) == theirs.sub("-", text, count=1)
    assert ours.split(text) == theirs.split(text)
    assert ours.findall(text) == theirs.findall(text)
    assert [one.span() for one in ours.finditer(text)] == [one.span() for one in theirs.finditer(text)]
