"""Joins the messages of which a long text is made.

Knows neither the question nor where the messages are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

from dialogs.application.application import DraftPart

MESSENGER_SPLIT = 4000  # UTF-16 units from which a message is taken for one half of a paste that was cut in two
SENTENCE_ENDS = "。！？；：…”）!?;:)\n"


def join(draft_parts: Sequence[DraftPart]) -> str:
    """The text of the messages: each begins a paragraph, unless a messenger has cut a long paste in two there."""
    texts = [draft_part.text for draft_part in draft_parts if draft_part.text]
    ends = ["" if _is_cut(text) else "\n" for text in texts[:-1]]
    return "".join(chain.from_iterable(zip_longest(texts, ends, fillvalue="")))


def _is_cut(text: str) -> bool:
    if len(text) * 2 < MESSENGER_SPLIT or text[-1] in SENTENCE_ENDS:  # of most the units need not be counted
        return False
    return len(text.encode("utf-16-le")) // 2 >= MESSENGER_SPLIT
