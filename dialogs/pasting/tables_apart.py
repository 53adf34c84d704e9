"""Several tables that somebody made one, and rows of a table that were pasted as lines with tabs: each a table again.

Knows of a line only whether rows stand below it, or end above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from dialogs.pasting.file_content import Piece

Asks = Callable[[Sequence[str]], bool]


def apart(pieces: Iterable[Piece], begins: Asks, ends: Asks) -> Iterator[Piece]:
    """The pieces of a file, of which each table has the heads of one at the most, in its first line.

    Args:
        pieces: The paragraphs and tables of the file.
        begins: Whether a line has the heads of a table and nothing else.
        ends: Whether a line below such heads is none of its rows.
    """
    for piece in _tabled(pieces, begins):
        yield from _parts(piece, begins, ends) if len(piece.rows) > 1 else (piece,)


def _parts(piece: Piece, begins: Asks, ends: Asks) -> Iterator[Piece]:
    """A table in its parts; what stands alone above the heads of one as a paragraph.

    Before the first heads may stand what all their rows have in common.
    """
    first = piece.rows[0]
    start, is_below = 0, begins(first) or begins(first[1:])
    for at, row in enumerate(piece.rows[1:], 1):
        if begins(row):
            above = [cell for cell in piece.rows[at - 1] if cell.strip()]
            has_caption = len(above) == 1 and at - 1 >= start
            yield from _part(piece, start, at - has_caption)
            if has_caption:
                yield Piece(text=above[0])
            start, is_below = at, True
        elif is_below and ends(row):
            yield from _part(piece, start, at)
            start, is_below = at, False
    yield from _part(piece, start, len(piece.rows))


def _part(piece: Piece, start: int, end: int) -> Iterator[Piece]:
    merged = tuple((row - start, column) for row, column in piece.merged if start < row < end)
    if start < end:
        yield Piece(rows=piece.rows[start:end], merged=merged)


def _tabled(pieces: Iterable[Piece], begins: Asks) -> Iterator[Piece]:
    """The pieces, with those lines as tables that have as many tabs as the heads above them."""
    for tabs, run in groupby(pieces, lambda piece: piece.text.count("\t")):
        found = [*run]
        rows = [tuple(piece.text.split("\t")) for piece in found] if tabs else []
        start = next((at for at, row in enumerate(rows) if begins(row) or begins(row[1:])), len(found))
        if len(found) - start > 1:
            yield from found[:start]
            yield Piece(rows=tuple(rows[start:]))
        else:
            yield from found
