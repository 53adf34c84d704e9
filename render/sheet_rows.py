"""Lines of texts -> the rows of a sheet as XML: how wide its columns and how high its rows are, what is bold.

Written as text, since openpyxl makes an object of each cell with its font, border and place, which takes 15 times as
long. Knows no form, and nothing of the workbook around the rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from dialogs.pattern import Pattern

LINES = 25  # of a cell: as high as a row can be is 409 pt (Excel)
LINE = 15.75  # pt, of Chinese in 11 pt
NARROWEST = 8  # width of a column, in half-width characters

_ESCAPED = Pattern(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel takes _x0041_ for an A


class Styles(NamedTuple):
    """The numbers of the styles in the workbook: of a head, and of a text below."""

    head: int
    text: int


class _Widths(dict[str, int]):
    """How wide each character is, in half-width characters."""

    def __missing__(self, char: str) -> int:
        self[char] = found = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return found


_WIDTH_OF = _Widths()


def width(text: str) -> int:
    """How wide a text is in one line, in half-width characters."""
    return sum(map(_WIDTH_OF.__getitem__, text))


def widths(lines: Sequence[Sequence[str]], widest: Sequence[int]) -> list[int]:
    """How wide each column is for its texts, none wider than its `widest`."""
    return [_column(texts, most) for texts, most in zip(zip(*lines, strict=True), widest, strict=True)]


def _column(texts: Iterable[str], widest: int) -> int:
    longest = 0
    for text in texts:
        for line in text.split("\n") if "\n" in text else (text,):
            if len(line) * 2 > longest:
                longest = max(longest, width(line[:widest]))
        if longest + 2 >= widest:
            return widest
    return max(longest + 2, NARROWEST)


def text_of(text: str) -> str:
    """A text as a cell has it that is to show just this."""
    return _ESCAPED.sub("_x005F_", text) if "_x" in text else text


def xml(lines: Iterable[Sequence[str]], columns: Sequence[int], styles: Styles) -> Iterator[str]:
    """The rows, the first of them the heads; `columns` are the widths. A text that is too long goes on below.

    Each row is told how high it is: printed or opened by LibreOffice, it would show its first line alone.
    """
    letters = [get_column_letter(at) for at, _ in enumerate(columns, 1)]
    for number, (cells, high) in enumerate(_fitting(lines, columns), 1):
        style = styles.head if number == 1 else styles.text
        yield f'<row r="{number}" ht="{high * LINE:g}" customHeight="1">'
        for letter, text in zip(letters, cells, strict=True):
            cell = f'<c r="{letter}{number}" s="{style}"'
            inner = f'<is><t xml:space="preserve">{_escaped(text)}</t></is>' if text else ""
            yield f'{cell} t="inlineStr">{inner}</c>' if inner else f"{cell}/>"
        yield "</row>"


def _escaped(text: str) -> str:
    """A text in XML. What is to begin with = stays one, as a text in its cell is never reckoned."""
    return text_of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fitting(lines: Iterable[Sequence[str]], columns: Sequence[int]) -> Iterator[tuple[Sequence[str], int]]:
    """The lines, and how high each is; of a cell that is too high for a row the rest stands in a line below."""
    rooms = [max(2, one - 2 - one // 20) for one in columns]
    for cells in lines:
        shown = [_shown(text, room) for text, room in zip(cells, rooms, strict=True)]
        high = max(map(len, shown))
        if high == 1:
            yield cells, 1
            continue
        for start in range(0, high, LINES):
            parts = [of[start : start + LINES] for of in shown]
            yield ["".join(of) for of in parts], max(1, *map(len, parts))


def _shown(text: str, room: int) -> Sequence[str]:
    """A text as it is broken into lines of so much room, at least one. Together they are the text.

    A line is taken to hold less than it does, as fonts differ and words stay whole.
    """
    if (len(text) * 2 <= room or width(text) <= room) and len(text.splitlines()) <= 1:
        return (text,)
    shown: list[str] = []
    for line in text.splitlines(keepends=True) or [""]:
        begin = used = 0
        for at, char in enumerate(line):
            used += _WIDTH_OF[char]
            if used > room and char != "\n":
                shown.append(line[begin:at])
                begin, used = at, _WIDTH_OF[char]
        shown.append(line[begin:])
    return shown
