"""Joins the messages of which a long text is made.

Knows neither the question nor where the messages are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application.application import DraftPart

MESSENGER_SPLIT = 4000  # UTF-16 units from which a message is taken for one half of a paste that was cut in two
SENTENCE_ENDS = "。！？；：…”）!?;:)\n"


def join(draft_parts: Sequence[DraftPart]) -> str:
    """The text of the messages: each begins a paragraph, unless a messenger has cut a long paste in two there."""
    text = ""
    previous = ""
    for piece in filter(None, (draft_part.text for draft_part in draft_parts)):
        cut = len(previous.encode("utf-16-le")) // 2 >= MESSENGER_SPLIT and previous[-1] not in SENTENCE_ENDS
        text += piece if cut or not text else f"\n{piece}"
        previous = piece
    return text
