"""The line of a long text that is a picture: `〔图：id｜caption〕`. Knows no file.

The id is that of the file's content, so that one text always means the same pictures.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"〔图：([0-9a-f]{16})｜(.*)〕")
_WITHIN = re.compile(
    r"〔图：(?P<id>[0-9a-f]{16})｜(?P<caption>[^〕\n]*)〕?"
)  # where a text is cut off, without its end
_NUMBERED = re.compile(r"图\s*[0-9一二三四五六七八九十]")


class Picture(NamedTuple):
    """A picture in a long text: the id of its content, and what stands below it, "" for nothing."""

    id: str
    caption: str


def picture(line: str) -> Picture | None:
    """The picture that a line is; None for any other line."""
    found = _LINE.fullmatch(line.strip())
    return Picture(found[1], found[2].strip()) if found else None


def line_of(id_: str, caption: str) -> str:
    """The line for a picture."""
    return f"〔图：{id_}｜{' '.join(caption.split())}〕"


def pictures(text: str) -> list[Picture]:
    """The pictures in a long text, in their order."""
    return [found for line in text.split("\n") if (found := picture(line))]


def is_numbered(caption: str) -> bool:
    """Whether a caption begins as captions of pictures do, with 图 and a number."""
    return _NUMBERED.match(caption) is not None


def printed(line: str) -> str:
    """What a reader of the document sees of a line: of a picture its caption."""
    found = picture(line)
    return found.caption if found else line


def named(text: str) -> str:
    """A text in which each picture is only what it is called, for those who are shown no pictures."""
    return _WITHIN.sub(lambda found: f"〔图：{found['caption']}〕" if found["caption"].strip() else "〔图〕", text)
