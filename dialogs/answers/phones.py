"""Telephone numbers: mobiles, landlines with extensions, hotlines, 400 numbers, and those of other countries.

Knows how people write numbers; which numbers exist is known by phonenumbers, and what it does not know is a doubt.
Nothing is ever dialled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.answers.word_count import HAN
from dialogs.pattern import Pattern

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
SEPARATOR = "、"

_EXTENSION_SAID = Pattern(
    r"(?<=[0-9)])[,;\s(]*(?:总机)?\s*(?:再?拨|按|\*(?=[0-9]{1,6}$)|转接?|轉|分机号?码?|内线|內線|extension|ext\.?|\s+(?=分机|内线))+"
    r"[\s:=.#-]*(?=[0-9])|[,;\s(]*(?:短号|小号)[\s:]*(?=[0-9])",
    re.IGNORECASE,
)
_EXTENSION_BEHIND = Pattern(r"[,;\s(]+(?P<number>[0-9]{1,6})\s*(?:分机|内线)号?\)?")
_EXCEL = Pattern(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_WHOLE_EXCEL = Pattern(r"(?<![0-9.])(1)\.([0-9]{10})E\+?10(?![0-9])", re.IGNORECASE)  # no digit is lost
_LATIN = r"tel(?:ephone)?|phone|mobile|mob|cell|fax|wechat|vx|wx|qq|hotline"
_WORDS = Pattern(
    rf"[{HAN}](?:[{HAN}A-Za-z&\s/]*[{HAN}])?[\s:]*|(?<![0-9A-Za-z])(?!x)[A-Za-z][A-Za-z./ -]*[:.#\s]+(?=[+(0-9])"
    rf"|(?<![A-Za-z])(?:{_LATIN})(?=[+(0-9])|(?<=[0-9])\s+(?:{_LATIN})\.?$",
    re.IGNORECASE,
)
# Signs that stand before numbers, numbering, hours of service, and remarks in brackets that are no extension.
_SIGNS = Pattern(r"[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\ufe0f\u20e3\U0001f000-\U0001faff●▪■◆=]+|^\s*[•*]+\s*")
_HOURS = Pattern(
    r"\(?\s*(?:7\s*[x×*]\s*)?(?:24|[0-9]{1,2})\s*(?:小时|h\b)\)?|(?:7\s*[x×*]\s*24)(?:小时)?", re.IGNORECASE
)
_REMARK = Pattern(
    r"\((?!\s*\+?[0-9]{1,6}\s*\)|\s*\+?[0-9][0-9\s-]{6,}\s*\)|\+?[0-9]{2,3}-[0-9]{2,4}\)|\s*(?:转|轉|分机|内线|ext|x)[^()]*[0-9]{1,6}\s*\)|\s*[0-9]{1,6}\s*分机号?\s*\)|0\))[^()]*\)",
    re.IGNORECASE,
)
_NUMBERED = Pattern(r"(?:(?<=^)|(?<=[\s]))(?:[0-9]{1,2}\s*[.、)]|[①-⑳])\s*(?=[+(]{0,2}[0-9][0-9()\s-]{6,})")
_HOTLINE_NAMED = Pattern(rf"(?<![0-9])400(?=[{HAN}])")
_WRAPPED = Pattern(r"(?<=[-+])\s*\n\s*|(?<=\+86)\s*\n\s*")
# A new line, a comma, a slash, or a space between two numbers that are whole as they stand.
_BETWEEN = Pattern(
    r"[\n、,;/&|。]|(?<=[0-9]{7})\s+(?=(?:\+|\(0|[0-9]{7}|[0-9]{3,4}-[0-9]{7}|1[3-9][0-9][\s-][0-9]{4}[\s-][0-9]{4}))|(?<=[0-9]{4}\s[0-9]{4})\s+(?=1[3-9][0-9]\s)|(?<=[0-9]{7}\))\s+(?=[0-9+(]{3})",
)
_CHINA = Pattern(r"\(?(?:\+|00)86\)?[\s-]*(?:\(0\))?|86[\s-]+|86(?=1[0-9]{10}$)")
_ABROAD = Pattern(r"\+|00(?=[1-9])")
_NEAR = Pattern(r"\(?\+?(852|853|886)\)?[\s-]+(?=[0-9(])|\(\+?(852|853|886)\)")  # 港澳台, whose + people leave out

_EXTENSION_WORD = Pattern(r"(?P<base>.*[0-9)])[\s-]*(?:\(|转|x|#)+[\s:.-]*(?P<extension>[0-9]{1,6})\)?", re.IGNORECASE)
# A last group behind a number that is complete without it: 010-66012345-8012, 400-810-0000-12.
_EXTENSION_GROUP = Pattern(
    r"(?P<base>\(?0?[1-9][0-9]{1,2}\)?[\s-]*[0-9]{3,4}[\s-]?[0-9]{4}|[48]00[\s-]?[0-9]{3}[\s-]?[0-9]{4}|1[0-9]{10}"
    r"|9[56][0-9]{3,4}|9510[0-9]{4})"
    r"\s*-\s*(?P<extension>[0-9]{1,6})",
)
# Numbers of the whole country that phonenumbers has no word for: 95519, 955100, 95105678, 12345, 12378, 10086, 96110.
_HOTLINE = Pattern(r"95[0-9]{3,4}|9510[0-9]{4}|96[0-9]{3,4}|12[0-9]{3}|1(?:00|06)[0-9]{2}|11[0-9]{4}")
_WITHOUT_AREA = Pattern(r"[2-9][0-9]{2,3}[\s-]?[0-9]{4}(?![0-9])")
_MAY_BE = Pattern(r"1[3-9][0-9]{9}|0(?:10|2[0-9]|[3-9][0-9]{2})-?[2-9][0-9]{6,7}|0?[48]00[0-9]{7}")
_AREA_WITHOUT_ZERO = Pattern(r"\(?(10|2[0-9]|[3-9][0-9]{2})\)?[\s-]+[2-9][0-9]{2,3}[\s-]?[0-9]{4}")
_AREA_STROKE = Pattern(r"(?<![0-9])(0[0-9]{2,3})/(?=[2-9][0-9]{6,7}(?![0-9]))")
_NO_SUBSCRIBER = Pattern(r"0[0-9]{2,3}-[01]")  # local numbers begin with 2 to 9
_FAX = Pattern(r"[\s,;、/]*(?:传真号?码?|fax|(?<![A-Za-z])F(?=:))[\s:.]*(?=[0-9(+])", re.IGNORECASE)
_ONLY_NUMBER = Pattern(r"[0-9\s().-]+")


@dataclass(frozen=True)
class _Number:
    """One number as it is stored, and what there is to say of it."""

    shown: str
    area: str = ""  # the area code of a landline
    is_mobile: bool = False
    is_known: bool = True


def parse_phones(text: str, called: Collection[str] = ()) -> Verdict:
    """Reads one number or several, stored with 、 between them.

    The forms are 13800138000, 010-66012345, 010-66012345-8012, 400-810-0000, 95519 and +852 2345 6789. A number
    without area code has that of the one before it. `called` is what its question is called, folded.
    """
    return _without_fax(text, called, mobile=False) or _parse_all(text, mobile=False)


def parse_mobiles(text: str, called: Collection[str] = ()) -> Verdict:
    """As `parse_phones`, with the note "landline" when one of them is not a mobile."""
    return _without_fax(text, called, mobile=True) or _parse_all(text, mobile=True)


def _without_fax(text: str, called: Collection[str], *, mobile: bool) -> Verdict | None:
    """The doubt about a number beside which a fax is written, which another question asks for; else None."""
    phone, *fax = _FAX.split(narrow(text), maxsplit=1)
    if not fax or "传真" in called or not re.search("[0-9]{3}", phone):
        return None
    verdict = _parse_all(phone, mobile=mobile)
    return doubtful(verdict.value, "phone.fax", which=text.strip()) if isinstance(verdict, Accepted) else None


def doubts(value: str) -> Iterator[Doubt]:
    """What is odd about numbers as they are stored."""
    for part in value.split(SEPARATOR):
        number = _read(part, "")
        if number and (not number.is_known or _NO_SUBSCRIBER.match(part)):
            yield Doubt("phone.unknown", {"which": part})


def _parse_all(text: str, *, mobile: bool) -> Verdict:
    read: list[_Number] = []
    parts = list(_parts(text))
    for part in parts:
        number = _read(part, read[-1].area if read else "")
        if number is None:
            return _fault(part, mobile=mobile)
        read.append(number)
    if not read:
        return Invalid("mobile" if mobile else "phone", {"which": text.strip()})
    value = SEPARATOR.join(dict.fromkeys(number.shown for number in read))
    if odd := tuple(doubts(value)):
        return Doubtful(value, odd)
    return Accepted(value, "landline" if mobile and not all(number.is_mobile for number in read) else "")


def _parts(text: str) -> Iterator[str]:
    """The numbers of a text, each with its extension, without the words around them."""
    written = _WRAPPED.sub(
        "", _SIGNS.sub(" ", _WHOLE_EXCEL.sub(r"\1\2", narrow(text)).replace("〔", "(").replace("〕", ")").strip())
    )
    written = wrapping.without_marks(wrapping.without_quotes(wrapping.without_remarks(written)))
    written = _HOTLINE_NAMED.sub("", _NUMBERED.sub(SEPARATOR, _HOURS.sub(" ", _REMARK.sub(" ", written))))
    written = re.sub(r"(?<=[0-9])[·•_](?=[0-9])", "-", re.sub(r"(?<=[0-9]{7})\.0$", "", written))
    written = _EXTENSION_BEHIND.sub(r"x\g<number>", _AREA_STROKE.sub(r"\1-", written))
    written = _WORDS.sub(SEPARATOR, _EXTENSION_SAID.sub("x", written))
    for part in _BETWEEN.split(written):
        bare = part.strip(" .:#*-")
        if bare.endswith(")") and "(" not in bare:
            bare = bare.rstrip(") ")
        if bare:
            yield bare


@lru_cache(maxsize=1024)  # what is stored is read again, for what is odd about it
def _read(part: str, area: str) -> _Number | None:
    """One number; one without area code has `area`. None if there can be no such one."""
    base, extension = _split_extension(f"{area}-{part}" if area and _WITHOUT_AREA.match(part) else part)
    if _HOTLINE.fullmatch(digits := re.sub(r"[\s-]", "", base)):
        return _Number(f"{digits}-{extension}" if extension else digits)
    if abroad := re.match(r"\(\+([0-9]{1,3})\)", base):
        base = f"+{abroad[1]} {base[abroad.end() :]}"
    found = _number(base) or _number(_AREA_WITHOUT_ZERO.sub(lambda whole: f"0{whole[0].lstrip('(')}", base))
    if found is None:
        return _unknown(base, extension)
    code = _area(found)
    if code and re.match(r"\(?0[0-9]{2,3}[\s)-]", base) and not re.match(rf"\(?{code}", base):
        return None
    return _Number(_canonical(found, code, extension), code, phonenumbers.number_type(found) in _MOBILE)


def _unknown(base: str, extension: str) -> _Number | None:
    """A number of the right shape that the library does not know; new ranges are given out every year."""
    if base.startswith("+"):
        return _abroad(base, extension)
    digits = re.sub(r"[\s().-]", "", _CHINA.sub("", base, count=1))
    if not _MAY_BE.fullmatch(digits):
        return None
    mobile = digits.startswith("1")
    length = 3 if digits.startswith(("010", "02")) else 4
    shown = digits if mobile or digits[0] != "0" else f"{digits[:length]}-{digits[length:]}"
    return _Number(f"{shown}-{extension}" if extension else shown, "", mobile, is_known=False)


def _abroad(base: str, extension: str) -> _Number | None:
    try:
        found = phonenumbers.parse(base, "CN") if _ONLY_NUMBER.fullmatch(base[1:]) else None
    except NumberParseException:
        return None
    if found is None or found.country_code == 86 or not phonenumbers.is_possible_number(found):
        return None
    return _Number(_canonical(found, "", extension), is_known=False)


def _split_extension(part: str) -> tuple[str, str]:
    """A number without the code of China (or with + of another country), and its extension, "" for none."""
    if (near := _NEAR.match(part)) and not part.startswith(("+", "00")):
        part = f"+{near[1] or near[2]} {part[near.end() :]}"
    elif part.startswith(("00852", "00853", "00886")):
        part = f"+{part[2:]}"
    local = _CHINA.sub("", part, count=1) if _CHINA.match(part) else part
    found = _EXTENSION_WORD.fullmatch(local) or _EXTENSION_GROUP.fullmatch(local)
    return (found["base"], found["extension"]) if found else (local, "")


def _number(base: str) -> PhoneNumber | None:
    """The number, None if there can be no such one. Letters never reach phonenumbers, which would dial them."""
    abroad = _ABROAD.match(base)
    digits = base[abroad.end() :] if abroad else base
    if not _ONLY_NUMBER.fullmatch(digits):
        return None
    try:
        found = phonenumbers.parse(f"+{digits}" if abroad else digits, "CN")
    except NumberParseException:
        return None
    return found if phonenumbers.is_valid_number(found) else None


def _area(found: PhoneNumber) -> str:
    """The area code of a landline, 0 included; "" for other numbers, and abroad."""
    if found.country_code != 86 or phonenumbers.number_type(found) in _MOBILE:
        return ""
    length = phonenumbers.length_of_geographical_area_code(found)
    return f"0{phonenumbers.national_significant_number(found)[:length]}" if length else ""


def _canonical(found: PhoneNumber, area: str, extension: str) -> str:
    if found.country_code != 86:
        # Abroad a hyphen may be part of the number, so that the extension is set off by its word.
        international = phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL)
        return f"{international} 转 {extension}" if extension else international
    digits = phonenumbers.national_significant_number(found)
    if area:
        digits = f"{area}-{digits[len(area) - 1 :]}"
    elif re.fullmatch("[48]00[0-9]{7}", digits):
        digits = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{digits}-{extension}" if extension else digits


def _fault(part: str, *, mobile: bool) -> Invalid:
    """Why a text is no number, as far as its digits tell."""
    base, _ = _split_extension(part)
    digits = re.sub(r"[\s().-]", "", base)
    if _EXCEL.fullmatch(part):
        return Invalid("phone.excel", {"which": part})
    if digits.isdecimal() and re.match("1[3-9]", digits) and len(digits) != 11:
        return Invalid("phone.length", {"which": part, "length": len(digits)})
    if re.fullmatch("[2-9][0-9]{6,7}", digits):
        return Invalid("phone.area", {"which": part})
    return Invalid("mobile" if mobile else "phone", {"which": part})
