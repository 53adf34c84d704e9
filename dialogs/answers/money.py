"""Amounts of money in 万元, and the ways in which people write them.

Knows no field and no exchange rate: an amount in a foreign currency stays one, in ten thousands of it.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from dialogs.answers.cleaning import narrow
from dialogs.answers.numerals import number
from dialogs.answers.verdict import Accepted, Invalid, Verdict

_PLACES = 6  # a hundredth of a yuan
_MOST = Decimal(10) ** 10  # a hundred million million yuan
_LARGE = Decimal(10) ** 4  # a hundred million yuan, 1亿元
_LARGE_BARE = Decimal(10) ** 6  # without a unit, so much is more likely to have been meant in yuan

# The first of a currency's Chinese names is the one shown.
_NAMES = {
    "CNY": ("人民币",),
    "USD": ("美元", "美金"),
    "HKD": ("港元", "港币"),
    "MOP": ("澳门元", "澳门币"),
    "TWD": ("新台币", "台币"),
    "EUR": ("欧元",),
    "GBP": ("英镑",),
    "JPY": ("日元",),
    "KRW": ("韩元",),
    "SGD": ("新加坡元", "新加坡币"),
    "AUD": ("澳元", "澳大利亚元"),
    "CAD": ("加元", "加拿大元"),
    "CHF": ("瑞士法郎",),
}
_SYMBOLS = {"¥": "CNY", "RMB": "CNY", "US$": "USD", "HK$": "HKD", "$": "USD", "€": "EUR", "£": "GBP"}
_CHINESE = {name: code for code, names in _NAMES.items() for name in names}
_MARKS = _CHINESE | _SYMBOLS | {code: code for code in _NAMES}
_MARK = "|".join(re.escape(mark) for mark in sorted(_MARKS, key=len, reverse=True))
_SHAPE = re.compile(rf"(?P<lead>{_MARK})?(?P<number>.+?)(?P<yuan>元|圆|块钱?)?(?P<trail>{_MARK})?[整正]?")

_UNIT_IN_BRACKETS = re.compile(r"\(([^()0-9]+)\)")
_GAP = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])|(?<=[0-9])\s+(?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_STORED = re.compile(r"(?P<amount>[0-9.]+) (?P<currency>[A-Z]{3})")


def parse(text: str) -> Verdict:
    """Reads an amount: in 万元 as a plain decimal, "5000", or in ten thousands of another currency, "200 USD"."""
    written = _UNIT_IN_BRACKETS.sub(r"\1", _GAP.sub("", narrow(text).upper())).rstrip("。.,")
    if written.startswith(("-", "负")):
        return Invalid("money.negative")
    found = _SHAPE.fullmatch(written)
    marks = {_MARKS[mark] for mark in (found["lead"], found["trail"]) if mark} if found else set()
    if not found or len(marks) > 1:
        return Invalid("money")
    with localcontext(prec=500):  # so that no digit of a long line is rounded away unseen
        # A currency's Chinese name after the number is its unit; a code or a sign only says which money.
        in_yuan = bool(found["yuan"]) or found["trail"] in _CHINESE
        amount = number(found["number"], exact=in_yuan)
        if amount is None:
            return Invalid("money")
        scaled = in_yuan or bool(set(found["number"]) & set("万亿萬億"))
        return _checked(amount / 10_000 if scaled else amount, marks, scaled=scaled)


def show(value: str) -> str:
    """A stored amount as people read it: the plain number, or with another currency 200万美元."""
    found = _STORED.fullmatch(value)
    if not found or found["currency"] not in _NAMES:
        return value
    return f"{found['amount']}万{_NAMES[found['currency']][0]}"


def with_unit(shown: str) -> str:
    """An amount with its unit, which the form prints beside it, and a large one in 亿元 too: 200,000万元（20亿元）."""
    if not _PLAIN.fullmatch(shown):
        return shown
    amount = Decimal(shown)
    large = f"（{(amount / _LARGE).normalize():f}亿元）" if amount >= _LARGE else ""
    return f"{amount:,}万元{large}"


def _checked(amount: Decimal, marks: set[str], *, scaled: bool) -> Verdict:
    """The verdict on an amount in ten thousands of `marks`, the currencies; `scaled` says that its unit was written."""
    if amount == 0:
        return Invalid("money.zero")
    if amount >= _MOST:
        return Invalid("money.too_large")
    plain = f"{amount.normalize():f}"
    if len(plain.partition(".")[2]) > _PLACES:
        return Invalid("money.places", {"limit": _PLACES})
    note = ""
    if not scaled and (marks or amount >= _LARGE_BARE):
        note = "money.bare"
    elif scaled and amount < 1:
        note = "money.small"
    foreign = "".join(marks - {"CNY"})
    return Accepted(f"{plain} {foreign}" if foreign else plain, note)
