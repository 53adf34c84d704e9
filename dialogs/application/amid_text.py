"""Answers that stand amid other text -> what was written in the place of each, where all around is as it was printed.

Knows no document: only what stood there as a hash, and how the answer was printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations_with_replacement

from dialogs.application.bookmarks import canonical, digest

_LONGEST = 160  # characters of a paragraph: every part of it is tried
_TRIES = 100_000  # in one document, lest others wait


@dataclass
class AmidText:
    """Looks for answers amid other text in one document, as long as it is not too much."""

    _left: int = _TRIES

    def written(self, text: str, printed: Iterable[str], was: str) -> str | None:
        """What stands in the place of an answer; None where something else was changed too, or nobody can tell.

        Args:
            text: What stands there now, with all around it.
            printed: How the answer may have been printed.
            was: The hash of what stood there then.
        """
        text = canonical(text)
        for shown in printed:
            if digest(shown) == was:
                return text
            parts = combinations_with_replacement(range(len(text) + 1), 2) if len(text) <= _LONGEST else ()
            for begin, end in parts:
                self._left -= 1
                if self._left < 0:
                    return None
                if digest(f"{text[:begin]}{shown}{text[end:]}") == was:
                    return text[begin:end].lstrip(":：").strip()
        return None
