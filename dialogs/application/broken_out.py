"""What stands below a heading that somebody put behind a long text of a document that came back, as high as its own.

It is a part of its own and none of the text, unless lines of the text stand there: then the heading was put amid it.
Knows nothing of what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from dialogs.pasting.sent_back import Segment, SentBack


def rejoined(sent: SentBack, printed: Callable[[str], str]) -> SentBack:
    """The document with each text whole again that somebody put such a heading amid.

    Args:
        sent: The document.
        printed: The long text that was printed at a bookmark; "" where none was.
    """
    return sent.model_copy(update={"segments": tuple(_joined(sent.segments, printed))})


def _joined(segments: Iterable[Segment], printed: Callable[[str], str]) -> Iterator[Segment]:
    found = [*segments]
    parts = {at + 1 for at, pair in enumerate(pairwise(found)) if _is_amid(*pair, printed)}
    for at, segment in enumerate(found):
        if at + 1 in parts:
            behind = found[at + 1]
            texts = {name: f"{getattr(segment, name)}\n{getattr(behind, name)}" for name in ("text", "paragraphs")}
            yield segment.model_copy(update=texts)
        elif at not in parts:
            yield segment


def _is_amid(segment: Segment, behind: Segment, printed: Callable[[str], str]) -> bool:
    lines = {line for mark in segment.marks if behind.breaks_out for line in printed(mark).split("\n") if line.strip()}
    return not lines.isdisjoint(behind.text.split("\n"))
