"""Characters beyond GB 2312, which is all that 仿宋_GB2312 and 楷体_GB2312 have: which font has them, if any has.

Knows nothing of documents: fonts are names that a computer with Chinese Windows or WPS knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from dialogs.pattern import Pattern

_ROWS, _CELLS = range(0xA1, 0xF8), range(0xA1, 0xFF)
_GB_2312 = "".join(bytes([row, cell]).decode("gb2312", "ignore") for row in _ROWS for cell in _CELLS)
# What stands below 2028 are Latin, Greek and Cyrillic letters and the marks that Chinese shares with them.
RARE = Pattern(f"[^\x00-\u2027{re.escape(_GB_2312)}]")

_FONTS = (
    ("宋体", Pattern("[\u3400-\u4db5]")),
    ("SimSun-ExtB", Pattern("[\U00020000-\U0002a6d6]")),
)
# Each of these has some of them on some computers.
_PERHAPS = (
    ("SimSun-ExtB", Pattern("[\u4db6-\u4dbf\u9fa6-\u9fff\U0002a6d7-\U0003fffd]")),
    ("Segoe UI Symbol", Pattern("[\u2028-\u2bff\u200d\ufe00-\ufe0f]")),
    ("Segoe UI Emoji", Pattern("[\U0001f000-\U0001fbff]")),
)


def by_font(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the name of the font that has it, "" for the one of the paragraph."""
    if not RARE.search(text):
        yield "", text
        return
    for font, piece in groupby(text, _font):
        yield font, "".join(piece)


def perhaps_missing(texts: Iterable[str]) -> str:
    """The characters of these texts that a computer may have no font for, each once, in their order."""
    found = {char: None for text in texts for char in RARE.findall(text) if not _surely(char)}
    return "".join(char for char in found if not "\ufe00" <= char <= "\ufe0f")


def _font(char: str) -> str:
    if not RARE.match(char):
        return ""
    if _in_gbk(char):
        return "仿宋"
    return next((font for font, has in (*_FONTS, *_PERHAPS) if has.match(char)), "")


def _surely(char: str) -> bool:
    return _in_gbk(char) or any(has.match(char) for _, has in _FONTS)


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
