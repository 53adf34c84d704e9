"""The loops and conditions of a template, which must stand one within the other, and where their tags may stand.

Knows no form: what a loop goes over is not looked at here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from render.verifying.tags import Tag
from render.verifying.word_places import Paragraph, cell_of


class Block(NamedTuple):
    """A loop or condition: its word, the tag that opens it, and the paragraph of that."""

    word: str
    tag: Tag
    paragraph: Paragraph

    @property
    def place(self) -> str:
        """Where it begins."""
        return self.paragraph.place


class Blocks:
    """Those that are open, the outermost first; `told` is told of each fault, as code and parameters."""

    def __init__(self, told: Callable[..., None]) -> None:
        self.open: list[Block] = []
        self._told = told
        self._elses: set[Block] = set()  # those that have their `else`

    def begin(self, word: str, tag: Tag, paragraph: Paragraph) -> None:
        """Opens one."""
        self.open.append(Block(word, tag, paragraph))

    def turn(self, word: str, tag: Tag) -> Block | None:
        """Goes on with `else` or `elif`; returns the innermost that is open, None for none."""
        innermost = self.open[-1] if self.open else None
        if innermost and innermost in self._elses:
            self._told("two_elses", written=tag.written)
        elif innermost and word == "else":
            self._elses.add(innermost)
        return innermost

    def end(self, word: str, tag: Tag, paragraph: Paragraph) -> Block | None:
        """Ends the innermost with `endfor` or `endif`; returns it, None where none is open."""
        wanted = word.removeprefix("end")
        if not self.open:
            self._told("not_opened", written=tag.written, word=wanted)
            return None
        opened = self.open.pop()
        self._elses.discard(opened)
        both = {"written": tag.written, "opened": opened.tag.written}
        if opened.word != wanted:
            self._told("crossed", **both, where=opened.place)
        elif opened.tag.where != tag.where:
            self._told("other_end", **both, where=opened.place)
        elif tag.where == "tr" and opened.paragraph.row == paragraph.row:
            self._told("one_row", **both)
        elif tag.where in ("", "p") and cell_of(opened.paragraph.element) is not cell_of(paragraph.element):
            self._told("across_cells", **both, where=opened.place)
        return opened
