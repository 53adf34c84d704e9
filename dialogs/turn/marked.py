"""Two versions of a long text, with what differs between them marked. Knows nothing of whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

from dialogs.pattern import Pattern
from dialogs.texts import say

_SENTENCE = Pattern(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$")
KEPT = 12  # characters shown of what is the same, beside what differs
DIFFERING = 50  # and of what differs, at its beginning and end


def marked(one: str, other: str) -> tuple[str, str]:
    """Both texts, with what only one of them has in brackets, and most of what both have, or one at length, left out.

    Compared sentence by sentence; of those that differ, what they begin and end with alike is not marked.
    """
    a, b = _SENTENCE.findall(one), _SENTENCE.findall(other)
    shown: tuple[list[str], list[str]] = ([], [])
    for _, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        pair = _joined(a[i:j]), _joined(b[k:m])
        head = _alike(*pair)
        tail = _alike(*(text[head:][::-1] for text in pair))
        for text, pieces in zip(pair, shown, strict=True):
            end = len(text) - tail
            pieces.extend((_same(text[:head]), _differs(text[head:end]), _same(text[end:])))
    return "".join(shown[0]), "".join(shown[1])


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _differs(text: str) -> str:
    return say("conflict.differs", text=_ends(text, DIFFERING)) if text else ""


def _same(text: str) -> str:
    return _ends(text, KEPT)


def _ends(text: str, kept: int) -> str:
    return text if len(text) <= 2 * kept else say("conflict.ends", head=text[:kept], tail=text[-kept:])


def _joined(sentences: Iterable[str]) -> str:
    return "".join(sentences).replace("\n", " ").strip()
