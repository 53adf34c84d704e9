"""The messages of which a long text is made, and the text that they come to.

Knows neither the question nor where the messages are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

MESSENGER_SPLIT = 4000  # UTF-16 units from which a message is taken for one half of a paste that was cut in two
SENTENCE_ENDS = "。！？；：…”）!?;:)\n"


@dataclass(frozen=True)
class DraftParts:
    """What a person has sent of a long text, in its order; nobody changes it.

    There may be more than a thousand messages, so none is an object of its own.

    Attributes:
        texts: What each message says, "" where that is still being read.
        refs: Their refs.
        since: When the first came that has a time; None where none has.
        until: When the last came.
    """

    texts: Sequence[str] = ()
    refs: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def text(self) -> str:
        """The text of the messages, see `join`."""
        return join(self.texts)


def join(texts: Sequence[str]) -> str:
    """The text of messages: each begins a paragraph, unless a messenger has cut a long paste in two there."""
    texts = [text for text in texts if text]
    return "".join(text if _is_cut(text) else f"{text}\n" for text in texts[:-1]) + "".join(texts[-1:])


def _is_cut(text: str) -> bool:
    if len(text) * 2 < MESSENGER_SPLIT or text[-1] in SENTENCE_ENDS:  # of most the units need not be counted
        return False
    return len(text.encode("utf-16-le")) // 2 >= MESSENGER_SPLIT
