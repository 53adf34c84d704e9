"""Amounts of money in 万元, 元 or another multiple, and the ways in which people write them.

Knows no field and no exchange rate: an amount in a foreign currency stays one, in the same multiple of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.numerals import in_one, in_two_ways, number, with_minus
from dialogs.answers.verdict import Accepted, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

YUAN, WAN, YI = "元", "万元", "亿元"
UNITS = {YUAN: 0, "千元": 3, WAN: 4, "百万元": 6, "千万元": 7, YI: 8}
"""The units in which a form may have amounts: how many digits each has more than 1元."""
_PLACES = 2  # a hundredth of a yuan
_MOST = Decimal(10) ** 10  # a hundred million million yuan
_LARGE = Decimal(10) ** 6  # so much, without a unit, is more likely to have been meant in yuan
_LARGE_IN_CNY = Decimal(10) ** 4  # and so much behind the sign of the yuan

# The first of a currency's Chinese names is the one shown.
_NAMES = {
    "CNY": ("人民币",),
    "USD": ("美元", "美金"),
    "HKD": ("港元", "港币", "港圆"),
    "MOP": ("澳门元", "澳门币"),
    "TWD": ("新台币", "台币"),
    "EUR": ("欧元",),
    "GBP": ("英镑",),
    "JPY": ("日元", "日币", "日圆"),
    "KRW": ("韩元", "韩币", "韩圆"),
    "SGD": ("新加坡元", "新加坡币", "新币"),
    "AUD": ("澳元", "澳大利亚元", "澳币"),
    "CAD": ("加元", "加拿大元", "加币"),
    "CHF": ("瑞士法郎",),
}
_SYMBOLS = {
    "¥": "CNY",
    "RMB": "CNY",
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NTD": "TWD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
}
_CHINESE = {name: code for code, names in _NAMES.items() for name in names}
_MARKS = _CHINESE | _SYMBOLS | {code: code for code in _NAMES}
_MARK = "|".join(re.escape(mark) for mark in sorted(_MARKS, key=len, reverse=True))
_DIGITS = "0-9零〇一二两三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖○参"
_UNITS = "十百千万亿萬億拾佰仟点W"
_AMOUNT = Pattern(
    rf"(?P<lead>{_MARK})?(?P<number>-?[{_DIGITS}拾十](?:[{_DIGITS}{_UNITS},.]*[{_DIGITS}{_UNITS}.])?)(?P<yuan>元|圆|块钱?)?(?:(?P<trail>{_MARK})元?)?[整正]?"
)

_LABELS = Pattern(
    r"(?:我们|我|本)?(?:公司|单位|司|企业)?的?(?:就|(?:营业)?执照上?|写着?的?|申请|已|注册|实缴|认缴|实收|登记|开办)*(?:资本金?|资金|股本|金额|总额|规模|出资额?|实缴|认缴|人民币|大写|小写|合计|共计?|总计|为|是|约合|折合|即)*(?:\(大写\)|\(小写\))?"
)
_UNIT_IN_BRACKETS = Pattern(rf"\((?:单位)?[:]?([^()0-9{_DIGITS}]*(?:元|万|圆|{_MARK})[^()0-9{_DIGITS}]*)\)")
_IN_YUAN = "|".join(sorted(UNITS, key=len, reverse=True))
_WORDS = f"{_IN_YUAN}|万|亿"
_UNIT_APART = Pattern(rf"[(,;]?(?:计量)?单位[:为]?({_WORDS})[),;]?")
_MONEY_BEFORE_UNIT = Pattern(rf"\((人民币|RMB|CNY)[:]?({_WORDS})\)")
_ABOUT = Pattern("[~～]|约|大约|大概|左右|上下|多万|余万|近|超过?|不到|以上|以下|[0-9]多|[0-9]余")
_PLAIN = Pattern(r"-?[0-9]+(\.[0-9]+)?")
_STORED = Pattern(r"(?P<amount>-?[0-9.]+) (?P<currency>[A-Z]{3})")
_MINUS = Pattern(r"-\s*(?=[0-9¥￥$€£])|负|(?:净)?亏损?")
_YUAN_AND_CENTS = Pattern(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]{1,2})?|[0-9]{6,}\.[0-9]{2}")


@dataclass(frozen=True)
class _Amount:
    """An amount as it was written: in ten thousands of its currency, and whether its unit stood there."""

    value: Decimal
    currency: str  # "" where none was written
    is_scaled: bool
    written: str

    def stored(self, unit: str) -> str:
        """The amount in a unit."""
        plain = f"{self.value.scaleb(UNITS[WAN] - UNITS[unit]).normalize():f}"
        return plain if self.currency in ("", "CNY") else f"{plain} {self.currency}"


def largest(unit: str) -> Decimal:
    """What an amount in a unit must stay below."""
    return _MOST.scaleb(UNITS[WAN] - UNITS[unit])


def parse(text: str, unit: str = WAN, *, negative: bool = False, zero: bool = False) -> Verdict:
    """Reads an amount: as a plain decimal, "5000", or of another currency, "200 USD".

    Args:
        text: What was typed.
        unit: The unit of what is stored, and of a number without one, of UNITS; the same multiple of a currency.
        negative: Whether it may be less than zero.
        zero: Whether it may be zero.
    """
    written = _plain(with_minus(text) if negative else text)
    minus = _MINUS.search(written) is not None
    if minus and negative:
        written = _MINUS.sub("", written)
    elif re.match(r"-\s*[0-9]|负", written):
        return Invalid("money.negative")
    with localcontext(prec=500):  # so that no digit of a long line is rounded away unseen
        amounts = _amounts(written, unit)
        if amounts is None or not amounts:
            return Invalid("money")
        different = {(amount.value, amount.currency or "CNY") for amount in amounts}
        if len(different) > 1:
            code = "money.differ" if _is_twice(amounts) else "several"
            meant = dict.fromkeys(show(a.stored(unit), unit) + _unit(a, unit) for a in amounts)
            return doubtful("", code, *meant, which=text.strip())
        amount = replace(amounts[0], value=-amounts[0].value) if minus and negative else amounts[0]
        if amount.value == 0 and not (zero or negative):
            return Invalid("money.zero")
        return _checked(amount, written, text, unit)


def show(value: str, unit: str = WAN) -> str:
    """A stored amount as people read it: the plain number, or with another currency 200万美元."""
    found = _STORED.fullmatch(value)
    if not found or found["currency"] not in _NAMES:
        return value
    return f"{found['amount']}{unit.removesuffix(YUAN)}{_NAMES[found['currency']][0]}"


def with_unit(shown: str, unit: str = WAN) -> str:
    """An amount with its unit, which the form prints beside it, a large one in another too: 200,000万元（20亿元）."""
    if not _PLAIN.fullmatch(shown):
        return shown
    amount = Decimal(shown)
    for larger in (YI, WAN):
        in_larger = amount.scaleb(UNITS[unit] - UNITS[larger])
        if UNITS[unit] < UNITS[larger] and abs(in_larger) >= 1:
            return f"{amount:,}{unit}（{in_larger.normalize():f}{larger}）"
    return f"{amount:,}{unit}"


_TRADITIONAL = str.maketrans("幣圓萬億貳陸臺", "币圆万亿贰陆台")
_WRITTEN_OUT = Pattern(r"\((?:人民币)?[大小]写[:]?\)|(?<=\()(?:人民币)?[大小]写[:]")
_HEAD = Pattern(r"^(?P<head>[^0-9:]*):(?P<rest>.*)$", re.DOTALL)
_HEAD_UNIT = Pattern(rf"(?P<unit>万?(?:{_MARK})|{_IN_YUAN})\)?$")


def _plain(text: str) -> str:
    """The text without what sets it off; a unit that stands in its label comes behind the number."""
    bare = wrapping.without_marks(wrapping.without_quotes(in_one(narrow(text).translate(_TRADITIONAL))))
    bare = wrapping.round_brackets(wrapping.unbracketed(bare)).upper()
    bare = _UNIT_IN_BRACKETS.sub(r"\1", _MONEY_BEFORE_UNIT.sub(r"\2", _WRITTEN_OUT.sub("", bare)))
    if (apart := _UNIT_APART.search(bare)) and re.search("[0-9]", bare):
        bare = f"{_UNIT_APART.sub('', bare)}{apart[1]}"
    headed = _HEAD.match(bare)
    if not headed or ":" in headed["rest"]:
        return bare
    unit = _HEAD_UNIT.search(headed["head"])
    plain = re.fullmatch(r"[0-9,.]+[万亿]?", headed["rest"])
    return headed["rest"] + (unit["unit"] if unit and plain else "")


def _amounts(written: str, unit: str) -> list[_Amount] | None:
    """The amounts of a text; None where something else stands in it, or one can be read in two ways."""
    found: list[_Amount] = []
    end = 0
    for match in _AMOUNT.finditer(written):
        if not _is_label(written[end : match.start()]):
            return None
        amount = _amount(match, unit)
        if amount is None:
            return None
        found.append(amount)
        end = match.end()
    return found if found and _is_label(written[end:], behind=True) else None


def _is_label(between: str, *, behind: bool = False) -> bool:
    """Whether what stands before, between or behind amounts says only what they are."""
    bare = _ABOUT.sub("", between.strip("(),.;:、/ 。"))
    if behind and re.fullmatch(rf"\([{HAN}、,]*\)?", between.strip()) and not re.search(f"[{_DIGITS}{_UNITS}元]", bare):
        return True
    return _LABELS.fullmatch(bare.strip("(),;:、 ")) is not None


def _amount(match: re.Match[str], unit: str) -> _Amount | None:
    marks = {_MARKS[mark] for mark in (match["lead"], match["trail"]) if mark}
    if len(marks) > 1:
        return None
    digits = match["number"].replace("W", "万").rstrip(".")
    # A currency's Chinese name after the number is its unit; a code or a sign only says which money.
    in_yuan = bool(match["yuan"]) or match["trail"] in _CHINESE.keys() - {"人民币"}
    value = number(digits, exact=in_yuan)
    if value is None:
        return None
    scaled = in_yuan or bool(set(digits) & set("万亿萬億"))
    # With a currency's sign, millions are of the currency itself.
    whole = bool(marks) and not scaled and value >= _LARGE
    of = YUAN if scaled or whole else unit
    return _Amount(value.scaleb(UNITS[of] - UNITS[WAN]), "".join(marks), scaled or whole, match[0])


def _is_twice(amounts: Sequence[_Amount]) -> bool:
    """Whether two amounts are one in figures and one in words."""
    return sum(bool(re.search("[0-9]", amount.written)) for amount in amounts) == 1


def _unit(amount: _Amount, unit: str) -> str:
    return unit if amount.currency in ("", "CNY") else ""


def _checked(amount: _Amount, written: str, text: str, unit: str) -> Verdict:
    value = amount.stored(unit)
    if abs(amount.value) >= _MOST:
        return Invalid("money.too_large")
    most = UNITS[unit] + _PLACES
    if len(value.partition(" ")[0].partition(".")[2]) > most:
        return Invalid("money.places", {"limit": most})
    return _doubted(amount, written, text, unit) or Accepted(value, _note(amount) if unit == WAN else "")


def _doubted(amount: _Amount, written: str, text: str, unit: str) -> Verdict | None:
    """The doubt about an amount that is only about right, or without a unit has the form or size of one in yuan."""
    if _ABOUT.search(text):
        return doubtful(amount.stored(unit), "money.about", which=text.strip())
    in_unit = amount.value.scaleb(UNITS[WAN] - UNITS[unit])
    large = _LARGE_IN_CNY if amount.currency == "CNY" else _LARGE
    looks_yuan = abs(in_unit) >= large or _YUAN_AND_CENTS.fullmatch(written)
    if amount.is_scaled or unit == YUAN:
        return None
    if re.search("[0-9][百千]", amount.written) or amount.written.endswith(unit[0]):
        bare = f"-{amount.written}" if amount.value < 0 else amount.written
        return doubtful("", "scale", *in_two_ways(bare, in_unit, unit), which=text.strip())
    if looks_yuan:
        bare = f"-{written}" if amount.value < 0 else written
        return doubtful(amount.stored(unit), "money.bare", f"{bare}元", f"{bare}{unit}", which=bare, unit=unit)
    return None


def _note(amount: _Amount) -> str:
    if not amount.is_scaled:
        return "money.bare" if amount.currency else ""
    return "money.small" if abs(amount.value) < 1 else ""
