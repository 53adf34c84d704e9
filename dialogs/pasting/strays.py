"""What stands in a Word file for which a form has no question: kept to be told.

Only what is called something, by a heading, the heads of a table or a label: other lines may be the form's own. Knows
no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.pasting import filled_in, grid
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.label_index import bare, key
from dialogs.pattern import Pattern

_NOTES = Pattern(
    "(?<!补充)(?<!情况)(?<!其他)说明|须知|要求|指南|目录|声明|承诺"
)  # in headings of what a form says itself
_NAMES, _CONTENT = (
    Pattern("项目|栏目|事项|指标|名称|问题"),
    Pattern("(?:填写|填报|具体)?(?:内容|情况)|答案"),
)  # heads
_ITEM = Pattern("[0-9]")
_LEAST = 20  # characters below a heading
_LONGEST = 40  # characters of a heading
_PAIR = Pattern(r"([^:：。]{2,20})[:：]\s*(\S.*)")


class Strays:
    """Takes what has no place, and is told where something has one again."""

    def __init__(self) -> None:
        self._below: list[tuple[str, list[str]]] = []  # headings with the lines below them
        self._headings: set[int] = set()  # the numbers of those that look like one, below which little is told too
        self._others: list[Found] = []
        self._is_below = False

    @property
    def found(self) -> Iterator[Found]:
        """What is worth telling: the text below each heading, each table of several cells, each answer."""
        for number, (heading, lines) in enumerate(self._below):
            text = "\n".join(lines)
            is_little = number in self._headings and not all(map(filled_in.is_gap, lines))
            if is_little or len(text) >= _LEAST:
                yield Found(item="", text=text, source=heading)
        yield from self._others

    def end(self) -> None:
        """Something that has a place stands there."""
        self._is_below = False

    def line(self, text: str, *, is_heading: bool) -> None:
        """A paragraph without a place."""
        if len(text) <= _LONGEST and not text.endswith(("。", "；")) and (is_heading or bare(text) != text):
            if self._is_below and _ITEM.match(text) and not is_heading:
                self._below[-1][1].append(text)
                return
            self._is_below = not _NOTES.search(key(text))
            if self._is_below:
                self._headings |= {len(self._below)} if is_heading else set()
                self._below.append((text[:SOURCE], []))
        elif self._is_below:
            self._below[-1][1].append(text)
        elif pair := _PAIR.fullmatch(text):
            self.pair(*pair.groups())

    def head(self, text: str) -> None:
        """A heading of the form itself, below which what stands has no place."""
        self._is_below = True
        self._below.append((" ".join(text.split())[:SOURCE], []))

    def pair(self, label: str, text: str) -> None:
        """A label with an answer, without a place."""
        is_told = len(text) > 1 and not filled_in.is_gap(text) and not _NOTES.search(key(label))
        if is_told and not (_NAMES.fullmatch(key(label)) and _CONTENT.fullmatch(key(text))):
            self._others.append(Found(item="", text=text, source=" ".join(label.split())[:SOURCE]))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table without a place."""
        if len(rows) == 1 and len(filled := [cell for cell in rows[0] if cell.strip()]) == 2:
            self.pair(*filled)
        is_filled = any(sum(not filled_in.is_blank(cell) for cell in row) > 1 for row in rows[1:])
        if is_filled and not _NOTES.search(key(rows[0][0])):
            source = " ".join(" ".join(filter(None, rows[0])).split())[:SOURCE]
            self._others.append(Found(item="", text=grid.join(rows), source=source))
