"""A screen that is not registered could be kept, and never be read back."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

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
