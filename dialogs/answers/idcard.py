"""公民身份号码 (GB 11643-1999).

Knows the standard and nothing of forms. python-stdnum's `cn.ric` has the check digit right, but refuses numbers that
were issued: of people born before their district was founded, and those of residents from Hong Kong, Macao, Taiwan
(81 to 83) and of foreigners (9). So only the check digit and the list of provinces are taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from stdnum import numdb
from stdnum.cn import ric

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.pattern import Pattern
from dialogs.texts import say

_RUN = Pattern(r"[0-9][0-9\s\-·.]*[0-9Xx×*]?")
_LIKE_X = dict.fromkeys(map(ord, "×ⅩХΧ"), "X")  # also the Roman, Cyrillic and Greek ones
_APART = Pattern(r"[\s\-·.]")
_SHAPE = Pattern(r"[0-9]{17}[0-9X]")
_RESIDENTS = frozenset(("81", "82", "83"))  # of residents from Hong Kong, Macao and Taiwan
_OLDEST = 1880


def parse(text: str, today: date) -> Verdict:
    """Reads a number, stored as 18 characters, the last of which may be X."""
    written = narrow(text).upper().translate(_LIKE_X)
    if re.search(r"[0-9]\.?[0-9]*E\+[0-9]+", written):
        return Invalid("number.excel", {"which": text.strip()})
    runs = [_APART.sub("", run) for run in _RUN.findall(written)]
    whole = list(dict.fromkeys(run for run in runs if _SHAPE.fullmatch(run)))
    if len(whole) > 1:
        return doubtful("", "several", *whole, which=say("list.words", words=whole))
    if not whole:
        longest = max(map(len, runs), default=0)
        return Invalid("idcard.length", {"length": longest}) if longest else Invalid("idcard")
    return _checked(whole[0], today)


def doubts(value: str, today: date) -> Iterator[Doubt]:
    """What is odd about a number as it is stored."""
    if not _SHAPE.fullmatch(value):
        return
    if ric.calc_check_digit(value) != value[-1]:
        yield Doubt("idcard.check", {"which": value[-1]})
    if not _known(value[:2]):
        yield Doubt("idcard.place", {"which": value[:2]})
    if (born := _born(value)) and (born.year < _OLDEST or born > today):
        yield Doubt("idcard.born", {"which": value[6:14]})


def _checked(code: str, today: date) -> Verdict:
    if len(set(code[:17])) == 1:
        return Invalid("idcard.same", {"which": code[0]})
    if _born(code) is None:
        return Invalid("idcard.day", {"which": code[6:14]})
    odd = tuple(doubts(code, today))
    return Doubtful(code, odd) if odd else Accepted(code)


def _born(code: str) -> date | None:
    try:
        return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return None


@cache
def _known(province: str) -> bool:
    return province in _RESIDENTS or province[0] == "9" or bool(numdb.get("cn/loc").info(province)[0][1])
