"""Telephone numbers: mobiles, landlines with extensions, 400 numbers, and those of other countries.

Knows how people write numbers; which numbers exist is known by phonenumbers. Nothing is ever dialled.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}

_LABEL = re.compile(r"^(联系)?(电话|手机|座机|传真|tel|mobile|fax|phone)(号码?)?[:.]?\s*", re.IGNORECASE)
# A new line, a comma, a slash, or a space between two numbers that are whole as they stand.
_BETWEEN = re.compile(r"[\n、,;/]|或者?|和|及|(?<=[0-9]{7})\s+(?=(?:\+|[0-9]{7}|[0-9]{3,4}-[0-9]{7}))")
_CHINA = re.compile(r"(?:\+|00)86[\s-]*(?:\(0\))?|86[\s-]+|86(?=1[0-9]{10}$)")
_ABROAD = re.compile(r"\+|00(?=[1-9])")

_EXTENSION_WORD = re.compile(
    r"(?P<base>.*[0-9)])[\s-]*(?:\(|(?:转|分机号?|ext\.?|x|#)+)[\s:.-]*(?P<extension>[0-9]{1,6})\)?",
    re.IGNORECASE,
)
# A last group behind a number that is complete without it: 010-66012345-8012, 400-810-0000-12.
_EXTENSION_GROUP = re.compile(
    r"(?P<base>\(?0?[1-9][0-9]{1,2}\)?[\s-]*[0-9]{3,4}[\s-]?[0-9]{4}|[48]00[\s-]?[0-9]{3}[\s-]?[0-9]{4}|1[0-9]{10})"
    r"\s*-\s*(?P<extension>[0-9]{1,6})",
)
_WITHOUT_AREA = re.compile(r"[2-9][0-9]{2,3}[\s-]?[0-9]{4}(?![0-9])")
_ONLY_NUMBER = re.compile(r"[0-9\s().-]+")


def parse_phones(text: str) -> Verdict:
    """Reads one number or several, stored with 、 between them.

    The forms are 13800138000, 010-66012345, 010-66012345-8012, 400-810-0000 and +852 2345 6789. A number without
    area code has that of the one before it.
    """
    return _parse_all(text, mobile=False)


def parse_mobiles(text: str) -> Verdict:
    """As `parse_phones`, with the note "landline" when one of them is not a mobile."""
    return _parse_all(text, mobile=True)


def _parse_all(text: str, *, mobile: bool) -> Verdict:
    written = _LABEL.sub("", narrow(text).strip(" 。.,;、"))
    parts = [part.strip(" 。.") for part in _BETWEEN.split(written) if part.strip(" 。.")]
    read: list[str] = []
    note = area = ""
    for part in parts:
        alone = _LABEL.sub("", part)
        base, extension = _split_extension(f"{area}-{alone}" if area and _WITHOUT_AREA.match(alone) else alone)
        found = _number(base)
        if found is None:
            return _fault(part, base, mobile=mobile)
        area = _area(found)
        read.append(_canonical(found, area, extension))
        if mobile and phonenumbers.number_type(found) not in _MOBILE:
            note = "landline"
    return Accepted("、".join(dict.fromkeys(read)), note) if read else Invalid("phone", {"which": text})


def _split_extension(part: str) -> tuple[str, str]:
    """A number without the code of China (or with + of another country), and its extension, "" for none."""
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


def _fault(part: str, base: str, *, mobile: bool) -> Invalid:
    """Why a text is no number, as far as its digits tell."""
    digits = re.sub(r"[\s().-]", "", base)
    if digits.isdecimal() and re.match("1[3-9]", digits) and len(digits) != 11:
        return Invalid("phone.length", {"which": part, "length": len(digits)})
    if re.fullmatch("[2-9][0-9]{6,7}", digits):
        return Invalid("phone.area", {"which": part})
    return Invalid("mobile" if mobile else "phone", {"which": part})
