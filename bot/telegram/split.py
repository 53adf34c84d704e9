"""Cuts a text into messages that the Bot API takes, at the ends of paragraphs and sentences where that can be."""

from __future__ import annotations

from telegram.constants import MessageLimit

ENDS = ("\n\n", "\n", "。！？；!?;", "，、, ")  # from the best place to cut to the worst


def units(text: str) -> int:
    """The length of a text as the Bot API counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, none of them blank."""
    parts = []
    while units(text) > limit:
        cut = _cut(text, limit)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n")
    return [part for part in (*parts, text) if part.strip()]


def _cut(text: str, limit: int) -> int:
    longest = limit
    while units(text[:longest]) > limit:
        longest -= units(text[:longest]) - limit
    for ends in ENDS:
        places = [text.rfind(end, 0, longest) + len(end) for end in (ends, *ends) if end in text[:longest]]
        best = max(places, default=0)
        if best > longest // 2:
            return best
    return longest
