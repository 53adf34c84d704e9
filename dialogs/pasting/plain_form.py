"""A form that was filled in as plain text or Markdown -> its paragraphs and tables, as a Word file has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dialogs.pasting import markup
from dialogs.pasting.file_content import Piece
from dialogs.pattern import Pattern

_HEADING = Pattern(r"\s*(#{1,6})\s+(?=\S)")
_LONGEST = 100_000  # characters, more than a form has: others wait while it is looked through


def pieces(text: str) -> Iterator[Piece]:
    """Its lines, those of a table together; nothing of what is too long for a form."""
    lines = text.split("\n") if len(text) <= _LONGEST else []
    for is_framed, group in groupby(lines, key=lambda line: line.strip()[:1] == "|"):
        found = [*group]
        rows = markup.rows("\n".join(found)) if is_framed else []
        if rows:
            width = max(map(len, rows))
            yield Piece(rows=tuple((*row, *[""] * (width - len(row))) for row in rows))
        else:
            yield from map(_paragraph, filter(str.strip, found))


def _paragraph(line: str) -> Piece:
    heading = _HEADING.match(line)
    return Piece(text=markup.without_emphasis(line.strip()), level=len(heading[1]) if heading else 0)
