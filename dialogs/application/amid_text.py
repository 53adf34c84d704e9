"""An answer that stands amid other text -> what was written in its place, where all around it is as it was printed.

Knows no document: only what stood there as a hash, and how the answer was printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations_with_replacement

from dialogs.application.bookmarks import canonical, digest

_LONGEST = 160  # characters of a paragraph: every part of it is tried


def written(text: str, printed: Iterable[str], was: str) -> str | None:
    """What stands in the place of an answer; None where something else was changed too, or nobody can tell.

    Args:
        text: What stands there now, with all around it.
        printed: How the answer may have been printed.
        was: The hash of what stood there then.
    """
    text = canonical(text)
    if len(text) > _LONGEST:
        return None
    for shown in printed:
        if digest(shown) == was:
            return text
        for begin, end in combinations_with_replacement(range(len(text) + 1), 2):
            if digest(f"{text[:begin]}{shown}{text[end:]}") == was:
                return text[begin:end].strip()
    return None
