"""A long text -> its blocks: sub-headings by level, items of lists, paragraphs, tables with their captions, pictures.

A long text is lines and has no other markup, so that what is typed, counted, compared and read back is one string.
Knows no form and no document format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, Self

from dialogs.answers.contents_lines import contents
from dialogs.answers.picture_lines import Picture, picture
from dialogs.answers.ranked_numbers import SAMPLES, Mark, mark, marks
from dialogs.pattern import Pattern

BlockKind = Literal["heading", "item", "body", "caption", "table", "picture"]

HEADING_LIMIT = 30
"""The most characters of a sub-heading behind its number, and of a caption in all."""

# What word processors copy in place of a bullet or a number of their own, with a tab behind it. The letters are
# Wingdings' arrows, squares and ticks.
_BULLET = Pattern("[\u2022\u25cf\u25cb\u25a0\u25a1\u25c6\u25c7\u25aa\u27a2\u2713\u221a\u00b7*\uf000-\uf0fflnuqvØü§–—-]")
_SENTENCE = Pattern(r"[。；！？;!?]|[，、：,:…—]$|[\u2460-\u249b]|[（(]\d[）)]")
_ENDED = Pattern(r"[。：？:?]$")
_HIGH = 2  # ranks down to which a heading may end as a sentence does: 一、总体要求。
MOST_COLUMNS = 63  # of a table (Word)


class Block(str):
    """One block of a long text, as it was typed but for the blanks around it.

    Attributes:
        kind: What it is. A `caption` is that of the table after it.
        level: Of a heading, from 1: how deep it stands below the headings above it. Else 0.
    """

    __slots__ = ("kind", "level")
    kind: BlockKind
    level: int

    def __new__(cls, text: str, kind: BlockKind, level: int = 0) -> Self:
        """`text` as a block of this kind."""
        block = super().__new__(cls, text)
        block.kind, block.level = kind, level
        return block

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a table by rows, the heads first; as many in each row."""
        return [[cell.strip() for cell in line.split("\t")] for line in self.split("\n")]

    @property
    def picture(self) -> Picture | None:
        """The picture that it is."""
        return picture(self)


def blocks(text: str) -> list[Block]:
    """The blocks of a long text, in their order.

    Args:
        text: The answer, one paragraph or row of a table on a line.

    Returns:
        Every line that shows something, without the blanks at its ends. Two or more lines with as many tabs are one
        table, and a short line before it that begins with 表 is its caption. A sub-heading is a short numbered line
        with text of its own below it, unless it is one of a list or of contents that were copied along. Never empty:
        an empty text is one empty paragraph.
    """
    pieces = _pieces(text.split("\n")) or [""]
    listed = contents(pieces)
    numbers = marks(["" if at in listed else piece for at, piece in enumerate(pieces)])
    short = [one is not None and _could_head(piece[one.end :], one) for piece, one in zip(pieces, numbers, strict=True)]
    headings = _headings(numbers, short)
    levels = _levels(numbers, headings)
    found = []
    for at, (piece, number) in enumerate(zip(pieces, numbers, strict=True)):
        kind: BlockKind = "heading" if at in headings else "item" if number else "body"
        if "\n" in piece:
            kind = "table"
        elif picture(piece):
            kind = "picture"
        elif piece.startswith("表") and "\n" in "".join(pieces[at + 1 : at + 2]) and _short(piece):
            kind = "caption"
        found.append(Block(piece, kind, levels.get(at, 0)))
    return found


def tables(lines: Sequence[str]) -> Iterator[range]:
    """Where the tables are in the lines of a text: two or more that follow each other, with as many tabs each.

    Not where every line has a single cell, as tabs only indent or rule it, or is an item of a list, as tabs only set
    its number or bullet apart; nor where they are contents, as tabs lead to the page.
    """
    found: list[range] = []
    at = 0
    for tabs, run in groupby(lines, lambda line: line.count("\t")):
        rows = [line.split("\t") for line in run]
        start, at = at, at + len(rows)
        if len(rows) > 1 and 0 < tabs < MOST_COLUMNS and not all(map(_is_line, rows)):
            found.append(range(start, at))
    listed = contents(lines) if found else ()
    return (table for table in found if table.start not in listed)


def _is_line(row: Sequence[str]) -> bool:
    """Whether cells are nothing but a line with an indent, a number or a bullet before it, or a rule behind it."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) != 2 or row[-1].strip() != cells[1]:
        return len(cells) < 2
    numbered = mark("".join(cells))
    return bool(_BULLET.fullmatch(cells[0])) or (numbered is not None and numbered.end >= len(cells[0]))


def _pieces(lines: Sequence[str]) -> list[str]:
    """The lines that show something, those of a table as one."""
    found = {table.start: table for table in tables(lines)}
    pieces: list[str] = []
    at = 0
    while at < len(lines):
        table = found.get(at, range(at, at + 1))
        at = table.stop
        piece = "\n".join(line.strip(" \u3000") for line in lines[table.start : at])
        if piece.strip():
            pieces.append(piece if len(table) > 1 else piece.strip())
    return pieces


def _short(text: str) -> bool:
    """Whether a text is short enough for a sub-heading, and no sentence."""
    return 0 < len(text.strip()) <= HEADING_LIMIT and not _SENTENCE.search(text.strip())


def _could_head(text: str, number: Mark) -> bool:
    """Whether the text behind a number is one of a sub-heading; high up it may end with a full stop all the same."""
    return _short(_ENDED.sub("", text.strip()) if number.rank <= _HIGH else text)


def _headings(numbers: Sequence[Mark | None], short: Sequence[bool]) -> set[int]:
    """Which lines are sub-headings: of a series of numbers, if most could be; not those with nothing of their own."""
    ranks = [one.rank if one else len(SAMPLES) for one in numbers]
    above, below = [-1, *ranks], [*ranks[1:], -1]
    found: set[int] = set()
    for series in _series(numbers):
        could = [at for at in series if short[at]]
        if 2 * len(could) >= len(series):
            found |= {at for at in could if above[at] != ranks[at] < below[at]}
    return found


def _series(numbers: Sequence[Mark | None]) -> Iterator[list[int]]:
    """The lines that count on from each other: of one rank, with none of a higher one between, from a first one on."""
    running: dict[int, list[int]] = {}
    for at, one in enumerate(numbers):
        if one is None:
            continue
        for rank in [rank for rank in running if rank > one.rank or (rank == one.rank and one.is_first)]:
            yield running.pop(rank)
        running.setdefault(one.rank, []).append(at)
    yield from running.values()


def _levels(numbers: Sequence[Mark | None], headings: set[int]) -> dict[int, int]:
    """How deep each heading stands below those above it, from 1."""
    above: list[int] = []
    levels = {}
    for at, one in enumerate(numbers):
        if one and at in headings:
            above = [rank for rank in above if rank < one.rank] + [one.rank]
            levels[at] = len(above)
    return levels
