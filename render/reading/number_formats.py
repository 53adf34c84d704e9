"""A number as text in each of the formats that Word has for lists: 一, ①, iv, 甲. Knows no document."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def counted(number: int) -> str:
    """A number below 1000 as Chinese counts: 十一, 一百零二."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def _cyclic(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)]


def _enclosed(first: int, number: int) -> str:
    return chr(first + number - 1) if 0 < number <= 20 else f"({number})"


def written(number: int, look: str) -> str:
    """A number in one of Word's formats (`w:numFmt`)."""
    low = look.lower()
    if "thousand" in low or "counting" in low or low.startswith(("chinese", "ideographlegal")):
        return counted(number)
    made: dict[str, Callable[[], str]] = {
        "ideographdigital": lambda: "".join("〇一二三四五六七八九"[int(d)] for d in str(number)),
        "ideographtraditional": lambda: _cyclic(_STEMS, number),
        "ideographzodiac": lambda: _cyclic(_BRANCHES, number),
        "decimalenclosedcircle": lambda: _enclosed(0x2460, number),
        "decimalenclosedcirclechinese": lambda: _enclosed(0x2460, number),
        "decimalenclosedparen": lambda: _enclosed(0x2474, number),
        "decimalenclosedfullstop": lambda: _enclosed(0x2488, number),
        "decimalzero": lambda: f"{number:02}",
        "lowerletter": lambda: _letter(number),
        "upperletter": lambda: _letter(number).upper(),
        "lowerroman": lambda: _roman(number),
        "upperroman": lambda: _roman(number).upper(),
        "none": lambda: "",
    }
    return made.get(low, lambda: str(number))()
