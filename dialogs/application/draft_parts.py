"""Joins the messages of which a long text is made.

Knows neither the question nor where the messages are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from dialogs.application.application import DraftPart

MESSENGER_SPLIT = 4000  # UTF-16 units from which a message is taken for one half of a paste that was cut in two
SENTENCE_ENDS = "。！？；：…”）!?;:)\n"


def join(draft_parts: Sequence[DraftPart]) -> str:
    """The text of the messages: each begins a paragraph, unless a messenger has cut a long paste in two there."""
    pieces = [draft_part.text for draft_part in draft_parts if draft_part.text]
    follows = ("" if _is_cut(previous) else "\n" for previous in pieces)
    return "".join(chain.from_iterable(zip(["", *follows], pieces, strict=False)))


def _is_cut(piece: str) -> bool:
    """Whether what follows a message was cut off from it. A character takes one or two UTF-16 units."""
    if 2 * len(piece) < MESSENGER_SPLIT or piece[-1] in SENTENCE_ENDS:
        return False
    return len(piece.encode("utf-16-le")) // 2 >= MESSENGER_SPLIT
