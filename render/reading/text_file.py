"""A file of text -> its text, in whatever usual encoding it is; a list with commas -> its cells. Knows no form."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from functools import cache

from dialogs.pasting.grid import Sheet
from dialogs.pattern import Pattern
from render.reading.package import UnfitError

TEXT = 1_000_000  # characters
ROWS, COLUMNS = 2_000, 50
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SURE = ("utf-8", "utf-8-sig", "utf-16")
_LEAST, _FEW = 0.5, 20  # how like a text must be whose encoding is not sure, and how long it is then
_SEPARATOR = Pattern(r"sep=(.)[^\n]*\n", re.IGNORECASE)  # a line for Excel alone
_END = b"\x1a"  # with which an old program says that nothing more comes
_LOOKED = 4_000  # bytes by which UTF-16 without a mark is known


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16, GB18030, which a Chinese Windows writes, or Big5.

    Raises:
        UnfitError: It is no text, or too long.
    """
    content = content.rstrip(_END)
    encodings = _encodings(content)
    readings = [text for encoding in encodings if (text := _decoded(content, encoding)) is not None]
    text = max(readings, key=_likeness, default="")  # the first of several alike
    is_guessed = encodings[0] not in _SURE and len(text) > _FEW
    if not text or (is_guessed and _likeness(text) < _LEAST):
        raise UnfitError("unknown")
    if len(text) > TEXT:
        raise UnfitError("too_much")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\f \ufeff")


def _encodings(content: bytes) -> Sequence[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    head = content[:_LOOKED]
    if head.count(0) * 8 > len(head):
        return ("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be",)
    text = _decoded(content, "utf-8")
    if text and any(char.isascii() or char >= "\u0800" for char in text):  # two words of GBK may be UTF-8 by chance
        return ("utf-8",)
    return ("gb18030", "big5", "utf-16-le", "utf-16-be")


def _decoded(content: bytes, encoding: str) -> str | None:
    """The content as text; None where it is none in this encoding."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if any(char < " " and char not in "\t\n\r\f" for char in text[:_LOOKED]) else text


def _likeness(text: str) -> float:
    """How much of the beginning of a text is what one writes: letters of ASCII, and common Chinese characters."""
    head = text[:_LOOKED]
    return sum(char.isascii() or _is_common(char) for char in head) / max(1, len(head))


@cache
def _is_common(char: str) -> bool:
    """Whether a character is punctuation, or among the several thousand that come first in GB 2312 or Big5."""
    simplified, traditional = char.encode("gb2312", "ignore"), char.encode("big5", "ignore")
    return b"\xa1" <= simplified[:1] <= b"\xd7" or b"\xa1" <= traditional[:1] <= b"\xc6"


def rows_of(text: str, title: str) -> Sheet:
    """The cells of a list whose lines have commas, semicolons or tabs between them, in or without quotation marks."""
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else max(",;\t，", key=text.partition("\n")[0].count)
    rows = [[cell.strip() for cell in row] for row in _rows(text, separator)]
    if len(rows) > ROWS + 1:
        raise UnfitError("too_many_rows")
    if max(map(len, rows), default=0) > COLUMNS:
        raise UnfitError("too_many_columns")
    return Sheet(title, rows)


def _rows(text: str, separator: str) -> Sequence[Sequence[str]]:
    """The cells of each line; where the signs of quotation close nowhere they are none."""
    try:
        return [*csv.reader(io.StringIO(text), delimiter=separator, strict=True)]
    except csv.Error:
        return [line.split(separator) for line in text.split("\n")]
