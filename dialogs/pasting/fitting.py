"""How well cells fit columns: what decides between ways to take a paste apart.

Knows no way to take one apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations

from dialogs.answers import kinds, regions, unit_names
from dialogs.answers.numerals import with_minus
from dialogs.answers.word_count import HAN
from dialogs.form.model import Field
from dialogs.pasting import contacts
from dialogs.pasting.table_layout import Columns
from dialogs.pattern import Pattern

_NAME = Pattern(rf"[{HAN}]{{2,4}}|[{HAN}]+·[{HAN}·]+|[A-Za-z][A-Za-z .'-]+")
_BESIDE = Pattern(rf"[{HAN}]{{4,}}")  # no label of a code, but whose it is
_OWNER = Pattern(rf"(?:{unit_names.ENDS})(?=[\s,，:：]|$)")  # no part of a number either
_LATIN = Pattern("[A-Za-z]")  # a company's name is as likely
_GOES_ON = Pattern(rf"(?:{unit_names.ENDS})\s*(?:[:：]\s*\S|[（(][^）)]{{0,60}}$)")  # behind a name
_COUNT = Pattern(r"\W*(?:[A-Z]?[0-9]+|[一二三四五六七八九十]+|[①-⑳])\W*")  # or a code
_WORDS = 4  # characters of two words; few given names have three
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_OF_TWO = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "南宫",
    "宇文",
)
_MOST = 8  # columns over which a line that lacks cells is laid in every way
EXTRA = 1.5  # how much a cell speaks against a way in which it has no column


@lru_cache(maxsize=8192)
def judged(column: Field, text: str, today: date) -> kinds.Verdict:
    """The verdict on one cell, as on any answer to its column.

    A number for a choice is that of a list of others, one in brackets is below zero as accounts have it; of a person
    the name is taken that is offered, as nobody can press it.
    """
    verdict = kinds.parse(column, with_minus(text) if column.of_kind.is_number else text, today)
    if column.choices and isinstance(verdict, kinds.Accepted) and _COUNT.fullmatch(text):
        return kinds.Doubtful(verdict.value, (kinds.Doubt("choice", {"which": text.strip()}),))
    if isinstance(verdict, kinds.Doubtful) and column.of_kind.contact == "name" and len(verdict.meant) == 1:
        return replace(verdict, value=verdict.meant[0])
    return verdict


def worth(column: Field, text: str, today: date) -> float:
    """How much a cell speaks for its column: above 0 for it, below against it, 0 where it tells nothing."""
    may_count = not column.of_kind.is_open and column.choices and _COUNT.fullmatch(text.strip())
    if not text.strip() or column.of_kind.is_prose or may_count:
        return -1 if _GOES_ON.search(text) else 0
    if column.of_kind.is_open:
        return 1 if text.strip() in column.choices else -2 if unit_names.ends(text.strip()) else -0.5
    if column.of_kind.contact == "name":
        return _worth_as_name(column, text, today)
    verdict = judged(column, text, today)
    value = kinds.stored(verdict)
    if value and column.of_kind.contact and _OWNER.search(text):
        return 0.5
    if value and value in text and _BESIDE.search(text.replace(value, "")) and not column.of_kind.contact:
        return 0.5  # a name before its code had better be a cell of its own
    return 2 if isinstance(verdict, kinds.Accepted) else 1 if value else -2


def _worth_as_name(column: Field, text: str, today: date) -> float:
    found = contacts.pieces(text)
    if found.phones and found.rest:
        text = found.rest  # the number goes to its own column
    verdict = judged(column, text, today)
    named = _NAME.fullmatch(kinds.stored(verdict))  # without the blanks within it
    if not named or _LATIN.match(text.strip()):
        return 0 if named else -1
    if isinstance(regions.parse(named[0]), kinds.Accepted):
        return -0.5
    return 0.5 if isinstance(verdict, kinds.Accepted) and not _are_words(named[0]) else -0.5


def _are_words(name: str) -> bool:
    """Whether four characters are no surname with a given name: 智能制造."""
    return len(name) == _WORDS and name[0] not in _SURNAMES and not name.startswith(_OF_TWO)


def is_strict(column: Field) -> bool:
    """Whether a column takes only what has its form, so that where it belongs can be seen."""
    kind = column.of_kind
    return not (kind.is_prose or kind.is_open or kind.contact == "name")


def fit(columns: Sequence[Columns], cells: Sequence[str], today: date) -> float:
    """How well the cells of one line fit the columns of their places."""
    found = 0.0
    for at, cell in enumerate(cells):
        of = columns[at] if at < len(columns) else ()
        if len(of) > 1:
            spread = contacts.spread(of, cell)
            found += sum(worth(column, spread[column.id], today) for column in of)
        elif of:
            found += worth(of[0], cell, today)
        elif cell.strip():
            found -= EXTRA
    return found


def narrowed(cells: Sequence[str], columns: Sequence[Columns], today: date, joint: str) -> list[str]:
    """As many cells as there are columns: those as one that fit best so, where one was divided at a blank or a line."""
    over = len(cells) - len(columns) + 1
    if over < 2:
        return list(cells)
    joined = [[*cells[:at], joint.join(cells[at : at + over]), *cells[at + over :]] for at in range(len(columns))]
    return max(joined, key=lambda way: fit(columns, way, today))


def laid(cells: Sequence[str], columns: Sequence[Columns], today: date) -> list[str]:
    """The cells of a line that lacks some over the columns that they fit best, in their order.

    From the first on, unless what stands first is a choice of one behind it: the name itself may lack.
    """
    if not 0 < len(cells) < len(columns) <= _MOST:
        return list(cells)
    lacks_first = any(cells[0].strip() in column.choices for of in columns[1:] for column in of)
    ways = []
    for places in combinations(range(len(columns)), len(cells)):
        if places[0] == 0 or lacks_first:
            by_place = dict(zip(places, cells, strict=True))
            ways.append([by_place.get(at, "") for at in range(len(columns))])
    return max(ways, key=lambda way: fit(columns, way, today))
