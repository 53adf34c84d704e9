"""A screen that is not registered could be kept, and never be read back."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator

from places import ROOT

from dialogs import screens
from dialogs.screens.registry import SCREENS
from dialogs.turn.screen import Screen


def _below(kind: type[Screen]) -> Iterator[type[Screen]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def test_every_screen_is_registered_under_the_name_by_which_it_is_kept() -> None:
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    defined = {kind for kind in _below(Screen) if kind.__module__.startswith(f"{screens.__name__}.")}
    assert defined == set(SCREENS.values())
    assert {name: kind.model_fields["kind"].default for name, kind in SCREENS.items()} == {
        name: name for name in SCREENS
    }
    assert {name: kind.__module__ for name, kind in SCREENS.items()} == {
        name: f"{screens.__name__}.{name}" for name in SCREENS
    }, "one file a screen, with its name"


def test_a_screen_is_known_by_what_it_says_of_itself_and_not_by_its_type() -> None:
    names = {kind.__name__: f"{name}.py" for name, kind in SCREENS.items()}
    asked = [
        (path.name, name.id)
        for room in ("dialogs", "bot")
        for path in (ROOT / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "isinstance"
        for name in ast.walk(call.args[1])
        if isinstance(name, ast.Name) and names.get(name.id, path.name) != path.name
    ]
    assert not asked
