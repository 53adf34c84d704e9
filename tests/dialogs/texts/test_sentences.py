"""Every sentence that a person sees stands in dialogs/texts, and in no other file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

HAN = re.compile(r"[\u4e00-\u9fff]")
BETWEEN = re.compile(r"[、，；·]")  # what stands between the words of a list
LISTENING = {  # words that a person says, a form has or an answer is stored as; nothing that is said to anybody
    "dialogs/answers": "what is understood, and the canonical form of an answer",
    "dialogs/application/marks.py": "what the check looks for",
    "dialogs/form/expression_tokens.py": "what people write for and, or and not",
    "dialogs/form/syntax_faults.py": "numbers that authors write before a key",
    "dialogs/form/field_faults.py": "what forms say of limits and units",
    "dialogs/form/group.py": "what a row is called where the form does not say",
    "dialogs/pasting": "what people write over, below and in front of their cells",
    "dialogs/turn/answering.py": "the answer that a table is filled in",
    "dialogs/screens/pasted_rows.py": "what calls no row",
    "render/reading/word_numbers.py": "the numbers that Word itself sets before paragraphs",
    "render/reading/number_formats.py": "as it writes them",
    "render/reading/word_file.py": "what Word shows in a field that nobody filled in",
}
SOURCES = [
    path
    for room in ("bot", "dialogs", "storage", "render")
    for path in (ROOT / room).rglob("*")
    if path.suffix in (".py", ".js", ".html")
]


def _written(path: Path) -> Iterator[str]:
    """What stands in a file apart from its docstrings and comments."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield re.sub(r"/\*.*?\*/|^\s*//.*$|\{#.*?#\}", "", text, flags=re.DOTALL | re.MULTILINE)
        return
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _begins(node.body)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _begins(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[0], ast.Expr)


def test_there_is_something_to_look_at() -> None:
    assert {path.suffix for path in SOURCES} == {".py", ".js", ".html"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    found = [text for text in _written(path) if HAN.search(text)]
    assert not found or name.startswith(tuple(LISTENING)), found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_list_of_words_is_put_together_in_the_code(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    if path.suffix != ".py":
        assert not any(map(BETWEEN.search, _written(path)))
        return
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    joins = [call.value for call in calls if isinstance(call, ast.Attribute) and call.attr == "join"]
    marks = [of.value for of in joins if isinstance(of, ast.Constant) and BETWEEN.search(str(of.value))]
    assert not marks or name.startswith(tuple(LISTENING)), marks
