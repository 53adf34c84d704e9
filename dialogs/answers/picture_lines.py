"""The line of a long text that is a picture: `〔图：id｜caption〕`; an answer that is a document: `〔附件：id｜name〕`.

The id is that of the file's content, so that one text always means the same files. Knows no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dialogs.pattern import Pattern

_LINE = Pattern(r"〔图：([0-9a-f]{16})｜(.*)〕")
_DOCUMENT = Pattern(r"〔附件：([0-9a-f]{16})｜(.*)〕")
_WITHIN = Pattern(
    r"〔(?P<what>图|附件)：(?P<id>[0-9a-f]{16})｜(?P<caption>[^〕\n]*)〕?"
)  # where a text is cut off, without its end
_ID = Pattern(r"〔(?:图|附件)：([0-9a-f]{16})｜")
_SHOWN = Pattern(r"〔图(?:：(.*))?〕")
_NUMBERED = Pattern(r"图\s*[0-9一二三四五六七八九十]")


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


def document(line: str) -> Picture | None:
    """The document that an answer is, with what it is called; None for any other answer."""
    found = _DOCUMENT.fullmatch(line.strip())
    return Picture(found[1], found[2].strip()) if found else None


def document_line(id_: str, name: str) -> str:
    """The answer that is a document of that name."""
    return f"〔附件：{id_}｜{' '.join(name.split())}〕"


def pictures(text: str) -> list[Picture]:
    """The pictures in a long text, in their order."""
    return [found for line in text.split("\n") if (found := picture(line))]


def ids(text: str) -> list[str]:
    """The ids of all pictures and documents that a text names, wherever in its lines."""
    return _ID.findall(text)


def calls_picture(text: str) -> bool:
    """Whether a line of a text calls a picture, with its id or without."""
    return any(_SHOWN.fullmatch(line.strip()) for line in text.split("\n"))


def restored(text: str, known: Sequence[Picture]) -> str:
    """A text in which pictures that are only called, as `named` has them, are those known again.

    Of several of one name they are taken in their order; a line that calls none of them stays as it is.
    """
    left = list(known)
    lines = []
    for line in text.split("\n"):
        called = None if picture(line) else _SHOWN.fullmatch(line.strip())
        name = (called[1] or "").strip() if called else None
        found = next((one for one in (*left, *known) if one.caption == name), None)
        if found in left:
            left.remove(found)
        lines.append(line_of(*found) if found else line)
    return "\n".join(lines)


def is_numbered(caption: str) -> bool:
    """Whether a caption begins as captions of pictures do, with 图 and a number."""
    return _NUMBERED.match(caption) is not None


def printed(line: str) -> str:
    """What a reader of the document sees of a line: of a picture its caption."""
    found = picture(line)
    return found.caption if found else line


def named(text: str) -> str:
    """A text in which each picture is only what it is called, for those who are shown no pictures."""
    return _WITHIN.sub(lambda found: f"〔{found['what']}{found['caption'].strip() and '：' + found['caption']}〕", text)
