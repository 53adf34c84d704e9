"""A file of text -> its text, in whatever usual encoding it is; a list with commas -> its cells. Knows no form."""

from __future__ import annotations

import codecs
import csv
import io

from dialogs.pasting.grid import Sheet
from render.reading.package import UnfitError

TEXT = 1_000_000  # characters
ROWS, COLUMNS = 2_000, 50
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED = 4_000  # bytes by which UTF-16 without a mark is known


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16, or GB18030, which a Chinese Windows writes.

    Raises:
        UnfitError: It is no text, or too long.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(char < " " and char not in "\t\n\r\f" for char in text[:_LOOKED]):
            break
        if len(text) > TEXT:
            raise UnfitError("too_much")
        return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\f \ufeff")
    raise UnfitError("unknown")


def _encodings(content: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return [encoding]
    head = content[:_LOOKED]
    if head.count(0) * 8 > len(head):
        return ["utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"]
    return ["utf-8", "gb18030"]


def rows_of(text: str, title: str) -> Sheet:
    """The cells of a list whose lines have commas, semicolons or tabs between them, in or without quotation marks."""
    first = text.partition("\n")[0]
    separator = max(",;\t，", key=first.count)
    found = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        rows = [[cell.strip() for cell in row] for row in found]
    except csv.Error as error:
        raise UnfitError("broken") from error
    if len(rows) > ROWS + 1:
        raise UnfitError("too_many_rows")
    if max(map(len, rows), default=0) > COLUMNS:
        raise UnfitError("too_many_columns")
    return Sheet(title, rows)
