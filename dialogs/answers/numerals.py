"""Numbers in digits, in Chinese, in bank capitals, and mixed: 5,000, 1.2亿, 五千万, 伍仟万, 1亿2000万.

Knows no unit of measure. Refuses what can be read in two ways, such as 一万二, 二百五, or 三五, which is three to five.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dialogs.answers import wrapping
from dialogs.pattern import Pattern

_CAPITALS = str.maketrans("壹贰貳叁參参肆伍陆陸柒捌玖拾佰仟萬億两〇○點", "一二二三三三四五六六七八九十百千万亿二零零点")
_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")

_ARABIC = Pattern(r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>[千百十]?)")
_SPELLED = Pattern(r"[零一二三四五六七八九]+(点[零一二三四五六七八九]+)?")
_SOME = Pattern("[一二三四五六七八九]{2}")
_GAP = Pattern(r"(?<![0-9])\s+|\s+(?![0-9])|(?<=[0-9])\s+(?=(?:[0-9]{3}|[0-9]{4})(?![0-9]))")
_TEN_AND_POINT = Pattern(r"(?P<whole>[零一二三四五六七八九十百千]+)点(?P<places>[零一二三四五六七八九]+)")
_D = "[一二三四五六七八九1-9]"
_GROUPS = Pattern(
    f"零?(?:(?P<千>{_D})千)?零?(?:(?P<百>{_D})百)?零?(?:(?P<十>{_D}?)十(?P<个>{_D})?|(?<=零)(?P<余>{_D}))?",
)
_SIZES = {"": 1, "千": 1000, "百": 100, "十": 10, "个": 1, "余": 1}
_BELOW_ZERO = Pattern(r"[(（]\s*(?P<bracketed>\d[\d,，.．]*\s*[元千万亿%％]*)\s*[)）]|[▲△]\s*(?P<marked>\d.*)")
_BIG = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))


def with_minus(text: str) -> str:
    """A text with a minus before a number that stands in brackets or behind ▲, as accounts have one below zero."""
    found = _BELOW_ZERO.fullmatch(wrapping.without_marks(wrapping.without_quotes(wrapping.without_any_label(text))))
    return f"-{found['bracketed'] or found['marked']}" if found else text


def in_one(text: str) -> str:
    """The text with no blanks but those between two numbers, and with a zero where one begins with its point."""
    return re.sub(r"(?<![0-9.。])[.。](?=[0-9])", "0.", _GAP.sub("", text))


def number(text: str, *, exact: bool) -> Decimal | None:
    """The value of a number, None if it is none or can be read in two ways.

    Args:
        text: The number without spaces and without what it counts.
        exact: Whether a unit follows (元), so that 1亿2000元 has 2000 of it, and 1亿2000 has 2000万.
    """
    return _big(text.translate(_CAPITALS), exact=exact)


def in_two_ways(written: str, value: Decimal, unit: str) -> tuple[str, str]:
    """What a number that ends with 千 or 百 may mean where 千元 or 百万元 are counted: 3千元, or 3000千元."""
    rest = unit[1:] if written[-1:] in "百千佰仟" else unit.lstrip("百千万亿")
    return written + rest, f"{value.normalize():f}{unit}"


def _big(text: str, *, exact: bool) -> Decimal | None:
    for unit, size in _BIG:
        head, found, tail = text.rpartition(unit)
        if found:
            return _sum(head, tail, size, exact=exact)
    return _below_ten_thousand(text)


def _sum(head: str, tail: str, size: Decimal, *, exact: bool) -> Decimal | None:
    many = _big(head, exact=exact)
    if many is None or not tail:
        return None if many is None else many * size
    if not set(tail) & set("万千百十") and not (exact and tail[0] in "零0123456789"):
        # 1亿2000 is said for 1亿2000万: four digits fill all places down to the next unit.
        tail = f"{tail}万" if size == _BIG[0][1] and re.fullmatch("[0-9]{4}", tail) else ""
    rest = _big(tail[1:] if re.match("零[0-9]", tail) else tail, exact=exact) if tail else None
    if rest is None or rest >= size or many != many.to_integral_value():
        return None
    return many * size + rest


def _below_ten_thousand(text: str) -> Decimal | None:
    """The value of digits of any length, or of Chinese numerals up to 9999; None for others."""
    if found := _ARABIC.fullmatch(text):
        return Decimal(found["number"].replace(",", "")) * _SIZES[found["unit"]]
    if _SPELLED.fullmatch(text) and not _SOME.fullmatch(text):
        return Decimal(text.translate(_DIGITS).replace("点", "."))
    if found := _TEN_AND_POINT.fullmatch(text):
        whole = _below_ten_thousand(found["whole"])
        return None if whole is None else whole + Decimal(f"0.{found['places'].translate(_DIGITS)}")
    found = _GROUPS.fullmatch(text)
    if not found or not text.strip("零"):
        return None
    return Decimal(
        sum(
            int((digit or "一").translate(_DIGITS)) * _SIZES[group]
            for group, digit in found.groupdict().items()
            if digit is not None
        ),
    )
