"""Cuts a text into messages that the Bot API takes, at the ends of paragraphs and sentences where that can be."""

from __future__ import annotations

from telegram.constants import MessageLimit

from dialogs.pattern import Pattern

# From the best place to cut to the worst.
ENDS = tuple(map(Pattern, (r"\n\s*\n", r"\n", r"[。！？；…!?;]+[”’」』）】》)]*", r"[，、：,:]|\s")))


def units(text: str) -> int:
    """The length of a text as the Bot API counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, none of them blank. Only blanks at a cut are lost."""
    parts = []
    while units(text) > limit:
        cut = _cut(_head(text, limit))
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n")
    return [part for part in (*parts, text) if part.strip()]


def _head(text: str, limit: int) -> str:
    """The longest beginning of a text that has at most `limit` units; never half a character."""
    head = text[:limit]
    while (over := units(head) - limit) > 0:
        head = head[: -((over + 1) // 2)]  # a character has at most two units, so no more than needed goes
    return head


def _cut(head: str) -> int:
    """Where to cut: in the second half, behind the last paragraph, else line, sentence or word; else at the end."""
    for end in ENDS:
        best = max((found.end() for found in end.finditer(head, len(head) // 2)), default=0)
        if best:
            return best
    return len(head)
