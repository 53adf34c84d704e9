"""The numbers that begin lines of a long text, from 第一章 down to ①, and how they stand to each other in it.

Knows not what becomes of a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from dialogs.pattern import Pattern

_HAN = "[一二三四五六七八九十百]{1,4}"
_ENCLOSED = "[\u2460-\u249b\u3220-\u3229]"  # ① ⑴ ⒈ ㈠: two in a row are no numbers of lines
_YEAR = r"(?:19|20)\d\d\s*年"  # 1.2024年工作
_AMOUNT = r"(?:[百千]?[万亿](?:[元户人家次吨]|[美欧日港]元)|元(?!数据)|[倍%％‰])"  # 1.5 亿元
# From the highest down, as official papers number. What may not follow keeps 2023.12.20, 1、2号楼 and 1.1亿元 apart.
_MARKS = [
    Pattern(pattern)
    for pattern in (
        rf"第\s*(?:{_HAN}|\d{{1,2}})\s*(?:章|篇|部分)",
        rf"第\s*(?:{_HAN}|\d{{1,2}})\s*节",
        rf"{_HAN}\s*[、.．]",
        rf"[（(]\s*{_HAN}\s*[）)]、?|{_HAN}[）)]|[\u3220-\u3229](?!{_ENCLOSED})",
        rf"\d{{1,2}}\s*(?:[.．、](?!\d)|[.．、](?={_YEAR})|、(?=\d[A-Za-z]))|[\u2488-\u249b](?!{_ENCLOSED})",
        rf"\d{{1,2}}[.．]\d{{1,2}}(?![.．]?\d|[倍万亿元%％‰]|\s+{_AMOUNT})[.．、]?",
        r"\d{1,2}(?:[.．]\d{1,2}){2,3}(?![.．]?\d)[.．、]?",
        rf"[（(]\s*\d{{1,2}}\s*[）)]、?|\d{{1,2}}[）)]|[\u2474-\u2487](?!{_ENCLOSED})",
        rf"[\u2460-\u2473](?!{_ENCLOSED})",
    )
]
SAMPLES = ("第一章", "第一节", "一、", "（一）", "1.", "1.1", "1.1.1", "（1）", "①")
"""How the first line of each rank of numbers begins, by its rank."""

_NUMBER, _DECIMAL = 4, {5, 6}
_DIGITS = "一二三四五六七八九十"
_TWO = {f"{one}、{next_}" for one, next_ in pairwise(_DIGITS)}
_BARE = Pattern(r"(\d{1,2})[ \t\u3000]+(?=[^\d\s])")  # 1 概述, as Word numbers above 1.1


class Mark(NamedTuple):
    """The number that begins a line: its `rank`, an index of SAMPLES; whether it is a first one; where it ends."""

    rank: int
    is_first: bool
    end: int


def mark(line: str) -> Mark | None:
    """The number that begins a line; None where there is none, or nothing behind it."""
    for rank, pattern in enumerate(_MARKS):
        found = pattern.match(line)
        if found and line[found.end() :].strip():
            first = re.sub(r"[^\w.]|[第章篇部分节]", "", unicodedata.normalize("NFKC", found[0])).strip(".")
            return Mark(rank, first in {"一", "1"} or first.endswith(".1"), found.end())
    return None


def below(rank: int) -> str:
    """How a line of the rank under this one begins; "" under the last."""
    return next((sample for at, sample in enumerate(SAMPLES) if at > rank and at not in _DECIMAL), "")


def marks(pieces: Sequence[str]) -> list[Mark | None]:
    """The number that begins each piece of a text, a table being none; ranked as the text nests them.

    1.5 is one only beside 1.4 or 1.6, and not beside 1.0, or it could be any figure or version; 一、二期工程 only where
    another line begins with 二、.
    """
    found = [None if "\n" in piece else mark(piece) for piece in pieces]
    counted = {piece.partition("、")[0] for piece in pieces}
    found = [None if _says_two(piece, counted) else one for piece, one in zip(pieces, found, strict=True)]
    numbers = [
        tuple(map(int, re.findall(r"\d+", piece[: mark.end]))) if mark and mark.rank in _DECIMAL else ()
        for piece, mark in zip(pieces, found, strict=True)
    ]
    known = set(numbers)
    for at, number in enumerate(numbers):
        beside = {(*number[:-1], number[-1] + by) for by in (-1, 1)} & known if number else ()
        if number and (not number[-1] or (*number[:-1], 0) in known or (number[-1] != 1 and not beside)):
            found[at] = None
    return _as_nested([one or bare for one, bare in zip(found, _bare(pieces, known), strict=True)])


def _says_two(piece: str, counted: Collection[str]) -> bool:
    """Whether it begins with two numbers, as 一、二期 and 三、四季度 do, of which neither counts lines beside it."""
    at = _DIGITS.find(piece[:1])
    beside = {_DIGITS[at - 1 : at], _DIGITS[at + 1 : at + 2]} - {""}
    return piece[:3] in _TWO and beside.isdisjoint(counted)


def _bare(pieces: Sequence[str], decimals: Collection[tuple[int, ...]]) -> list[Mark | None]:
    """The numbers without a point that begin pieces: they count from 1 on, and have 1.1 or 2.1 below them."""
    numbers: dict[int, Mark] = {}  # by their pieces
    for at, piece in enumerate(pieces):
        found = None if "\n" in piece else _BARE.match(piece)
        if found and int(found[1]) == len(numbers) + 1:
            numbers[at] = Mark(_NUMBER, not numbers, found.end())
    if not any((number, 1) in decimals for number in range(1, len(numbers) + 1)):
        numbers.clear()
    return [numbers.get(at) for at in range(len(pieces))]


def _as_nested(marks: Sequence[Mark | None]) -> list[Mark | None]:
    """The marks with their ranks as this text has them: where 2. goes on behind （一）, that stands below 1."""
    order = list(range(len(SAMPLES)))
    between: dict[int, dict[int, bool]] = {}  # for each rank that was seen: what came since, and whether as a first one
    for one in filter(None, marks):
        higher = {
            rank: first
            for rank, first in between.get(one.rank, {}).items()
            if order.index(rank) < order.index(one.rank)
        }
        if not one.is_first and higher and all(higher.values()):
            order = [rank for rank in order if rank not in higher]
            at = order.index(one.rank) + 1
            order[at:at] = sorted(higher)
        for since in between.values():
            since.setdefault(one.rank, one.is_first)
        between[one.rank] = {}
    return [one and one._replace(rank=order.index(one.rank)) for one in marks]
