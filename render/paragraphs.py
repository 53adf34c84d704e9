"""A long answer -> paragraphs that know what they are: sub-headings, numbered items, body text.

Knows no form and no document format: how each kind looks is the template's business.
"""

from __future__ import annotations

import re
from typing import Literal, Self

Kind = Literal["heading", "item", "body"]

HEADING_LIMIT = 30
"""The most characters of a sub-heading behind its number."""

_HAN = "[一二三四五六七八九十百]{1,4}"
# By level, as official papers number: a line and its neighbour are of one list only within the same level.
_MARKS = {
    "一、": re.compile(rf"{_HAN}、"),
    "（一）": re.compile(rf"[（(]\s*{_HAN}\s*[）)]"),
    "1.": re.compile(r"\d{1,2}\s*[.．、](?![\d０-９])"),
    "（1）": re.compile(r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}[）)]"),
    "①": re.compile("[\u2460-\u2473]"),
}
_SENTENCE = re.compile(r"[。；！？;!?]|[，、：,:…—]$")


class Gap(str):
    """The mark of a missing answer in a draft. A type of its own, so that no answer can pass for it."""

    __slots__ = ()
    kind: Kind = "body"  # a long answer that is open is one such paragraph


class Paragraph(str):
    """One paragraph of a long answer, as text with its kind."""

    __slots__ = ("kind",)
    kind: Kind

    def __new__(cls, text: str, kind: Kind) -> Self:
        """`text` as it stands in the document, of the given kind."""
        paragraph = super().__new__(cls, text)
        paragraph.kind = kind
        return paragraph


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a long answer.

    Args:
        text: the answer, one paragraph on a line.

    Returns:
        Every line that shows something, without the blanks at its ends, since the template makes the indent.
        A sub-heading is a short numbered line with text of its own below it; where short lines of one level
        follow each other they are a list. Never empty: a table's cell must hold a paragraph, or Word refuses it.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    levels = [_level(line) for line in lines]
    short = [level if level and _short(line, level) else "" for line, level in zip(lines, levels, strict=True)]
    return [
        Paragraph(line, _kind(levels[at], short[at], before, after))
        for at, (line, before, after) in enumerate(zip(lines, ["", *short], [*short[1:], None], strict=False))
    ]


def _level(line: str) -> str:
    """The level (a key of _MARKS) of the number that begins the line; "" if there is none, or nothing behind it."""
    for level, mark in _MARKS.items():
        found = mark.match(line)
        if found and line[found.end() :].strip():
            return level
    return ""


def _short(line: str, level: str) -> bool:
    """Whether the line, which begins with a number of this level, is short enough for a sub-heading and no sentence."""
    found = _MARKS[level].match(line)
    rest = line[found.end() :].strip() if found else line
    return len(rest) <= HEADING_LIMIT and not _SENTENCE.search(rest)


def _kind(level: str, short: str, before: str, after: str | None) -> Kind:
    if not level:
        return "body"
    heads_something = after is not None and short not in (before, after)
    return "heading" if short and heads_something else "item"
