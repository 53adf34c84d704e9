"""Numbers of bank accounts and cards.

Knows no bank. Only the numbers of UnionPay's cards have a check digit; those of firms are whatever the bank likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.pattern import Pattern
from dialogs.texts import say

_LEAST, _MOST = 8, 32
_RUN = Pattern(r"[0-9](?:[ \t\-]*[0-9])*")
_EXCEL = Pattern(r"[0-9]\.?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_OWN = 12  # digits of a run that can be an account without those that a blank sets apart from it
_LETTERS = Pattern(r"[A-Za-z]+(?=[0-9])|(?<=[0-9])[A-Za-z]+")
_EXACT = 15  # digits that Excel keeps of a number


def parse(text: str) -> Verdict:
    """Reads the number of an account, stored as its digits, with the hyphens that some banks print."""
    written = wrapping.without_marks(narrow(text))
    if found := _EXCEL.search(written):
        return Invalid("number.excel", {"which": found[0]})
    runs = [re.sub(r"[ \t]", "", run) for run in _RUN.findall(written)]
    whole = list(dict.fromkeys(run for run in runs if _LEAST <= _length(run) <= _MOST))
    if len(whole) > 1:
        return doubtful("", "several", *whole, which=say("list.words", words=whole))
    if not whole:
        return Invalid("account.length", {"length": max(map(_length, runs))}) if runs else Invalid("account")
    if apart := _apart(written, whole[0]):
        return doubtful("", "several", *apart, which=text.strip())
    odd = tuple(doubts(whole[0]))
    if found := _LETTERS.search(written):
        odd = (Doubt("account.letters", {"which": found[0]}), *odd)
    return Doubtful(whole[0], odd) if odd else Accepted(whole[0])


def doubts(value: str) -> Iterator[Doubt]:
    """What is odd about a number as it is stored."""
    digits = value.replace("-", "")
    if len(set(digits)) == 1:
        yield Doubt("placeholder", {"which": value})
    elif re.fullmatch(r"1[3-9][0-9]{9}", digits):
        yield Doubt("account.phone", {"which": value})
    elif len(digits) > _EXACT and not digits[_EXACT:].strip("0"):
        yield Doubt("account.zeros", {"which": value, "count": len(digits) - _EXACT})
    elif digits.startswith("62") and 16 <= len(digits) <= 19 and not luhn.is_valid(digits):
        yield Doubt("account.check", {"which": value})


def _apart(written: str, whole: str) -> tuple[str, ...]:
    """The run that can be an account by itself, where others stand beside it, and all together; () where none can."""
    runs = re.findall(r"[0-9][0-9\-]*", written)
    alone = [run for run in runs if _length(run) >= _OWN and run != whole]
    return (*alone, whole) if alone else ()


def _length(run: str) -> int:
    return len(run.replace("-", ""))
