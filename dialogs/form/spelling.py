"""Which name was probably meant. Knows no form."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

_SHORT = 3  # characters


def near(name: str, names: Iterable[str]) -> str:
    """The one of these names that was probably meant, "" where none is like it."""
    name = unicodedata.normalize("NFKC", name)
    alike = 0.6 if len(name) > _SHORT else 0.5  # of two characters one may be another
    return next(iter(difflib.get_close_matches(name, list(names), 1, alike)), "")
