"""Two versions of a long text, with what differs between them marked. Knows nothing of whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from dialogs.texts import say

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$")
KEPT = 12  # characters shown of what is the same, beside what differs


def marked(one: str, other: str) -> tuple[str, str]:
    """Both texts, sentence by sentence: what only one of them has in brackets, most of what both have left out."""
    a, b = _SENTENCE.findall(one), _SENTENCE.findall(other)
    operations = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return (
        "".join(_shown(a[i:j], same=tag == "equal") for tag, i, j, _, _ in operations),
        "".join(_shown(b[i:j], same=tag == "equal") for tag, _, _, i, j in operations),
    )


def _shown(sentences: Sequence[str], *, same: bool) -> str:
    text = _joined(sentences)
    if not text:
        return ""
    if not same:
        return say("conflict.differs", text=text)
    return text if len(text) <= 2 * KEPT else say("conflict.same", head=text[:KEPT], tail=text[-KEPT:])


def _joined(sentences: Iterable[str]) -> str:
    return "".join(sentences).replace("\n", " ").strip()
