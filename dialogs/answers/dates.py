"""Dates as people write them: a year, a month or a day.

Knows no clock: today comes in. Never fills in a day or a month that was not written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dialogs.answers import wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubt, Doubtful, Invalid, Verdict, doubtful
from dialogs.pattern import Pattern

_DAYS_FROM_TODAY = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "当天": 0,
    "昨天": -1,
    "昨日": -1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "前天": -2,
    "现在": 0,
}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

# For want of a 〇, people type 零, a circle or the letter O.
_CHINESE_DIGITS = str.maketrans("〇零○◯Oo一二三四五六七八九", "000000123456789")
_CHINESE_NUMBER = Pattern("([一二三四五六七八九])?十([一二三四五六七八九])?")
_CAPITALS = str.maketrans("壹贰貳叁參参肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十")
_TENS = {"廿": "二十", "卄": "二十", "卅": "三十"}

# Each gives year, month, day; what is not written is None.
_SEPARATOR = r"[-/.,、。·_]"
_RANGE = Pattern(r"(?<=[年月日号])[-~]+|至(?!今)|到|~")
_SHAPES = (
    Pattern(
        rf"(?P<year>[0-9]+)年(?:(?P<month>[0-9]{{1,2}})(?:月份?(?:底|初|中旬?)?|{_SEPARATOR}|$)(?:(?P<day>[0-9]{{1,2}})[日号]?)?)?"
    ),
    Pattern(rf"(?P<year>[0-9]+)({_SEPARATOR})(?P<month>[0-9]{{1,2}})(?:\2(?P<day>[0-9]{{1,2}})[日号]?)?"),
    Pattern(r"(?P<year>[0-9]{4})(?:(?P<month>[0-9]{2})(?P<day>[0-9]{2}))?"),
)
_SPACED = Pattern(r"^([0-9]{4})\s+([0-9]{1,2})(?:\s+([0-9]{1,2}))?$|^((?:19|20)[0-9]{2})\.0$")
_DAY_FIRST = Pattern(r"(?P<one>[0-9]{1,2})[-/.](?P<two>[0-9]{1,2})[-/.](?P<year>[0-9]{4})")
_SHORT_YEAR = Pattern(rf"[0-9]{{2}}({_SEPARATOR})[0-9]{{1,2}}(?:\1[0-9]{{1,2}})?")
_MONTH_ALONE = Pattern("(?P<year>[0-9]{4})(?P<month>[0-9]{2})")
_NO_YEAR = Pattern(r"[0-9]{1,2}月([0-9]{1,2}[日号]?)?")
_ENGLISH_MONTHS = {
    name: at
    for at, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_ENGLISH = Pattern(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+)?"
    r"(?P<year>[0-9]{4})"
)
_TIME = Pattern(r"[\sT][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$")
_LUNAR = Pattern(r"农历|阴历|旧历|[正腊冬]月|闰..?月|初[一二三四五六七八九十]|月初[0-9]")
_SERIAL = Pattern("[2-5][0-9]{4}(?:\\.0)?")  # Excel counts days from the end of 1899
_EXCEL_ZERO = date(1899, 12, 30)

# What may stand around a date: what it is the date of, and remarks in brackets, which are gone by then.
_BEFORE = Pattern(
    r"(?:公元|我们?|咱们|本|公司|单位|司|(?:营业)?执照|证书?|上|于|自|从|在|成立|注册|登记|设立|创立|创办|组建|日期|时间|申报|填报|为|是|系)*"
)
_BEHIND = Pattern(
    r"[,，]?(?:正式|依法|经批准|注册|登记|成立|设立|创立|创办|组建|开业|挂牌|获批|起|至今|开始|(?:星期|周)[1-6一二三四五六日天]|的)*"
)


def read(text: str, today: date, *, whole_day: bool, past: bool) -> Verdict:
    """Reads a date as a question wants it: with `whole_day` not a month or year alone, with `past` none to come."""
    verdict = parse(text, today)
    if not isinstance(verdict, Accepted):
        return verdict
    if whole_day and len(verdict.value) < len("2019-05-01"):
        return Invalid("date.day", {"understood": show(verdict.value)})
    odd = tuple(doubts(verdict.value, today, past=past))
    return Doubtful(verdict.value, odd) if odd else verdict


def parse(text: str, today: date) -> Verdict:
    """Reads a date: "2019", "2019-05" or "2019-05-01", as far as it was written. `today` is the day of 今天."""
    if _LUNAR.search(text):
        return Invalid("date.lunar")
    bare = wrapping.without_marks(wrapping.without_quotes(wrapping.without_remarks(narrow(text))))
    bare = wrapping.without_any_label(_TIME.sub("", bare)).translate(_CAPITALS).replace("元月", "1月")
    bare = _SPACED.sub(lambda found: "-".join(filter(None, found.groups())), bare.strip())
    if english := _english(bare.strip()):
        return english
    written = re.sub(r"\s", "", bare)
    day = written.removeprefix("就").removesuffix("吧").removesuffix("的日期").casefold()
    if day in _DAYS_FROM_TODAY:
        return Accepted((today + timedelta(days=_DAYS_FROM_TODAY[day])).isoformat())
    return _read(re.sub("[廿卄卅]", lambda found: _TENS[found[0]], written))


def doubts(value: str, today: date, *, past: bool) -> Iterator[Doubt]:
    """What is odd about a stored date; with `past` one that has not come yet."""
    if past and value > today.isoformat()[: len(value)]:
        yield Doubt("date.future", {"which": show(value)})


def show(value: str) -> str:
    """A date as Chinese writes it: 2019年5月1日, 2019年5月 or 2019年; any other text as it is."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return value
    return "".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "年月日", strict=False))


def moment(at: date, today: date) -> str:
    """A day, or with a datetime a minute of it, as people are told it: the year only where it is not this year's."""
    day = f"{at.month}月{at.day}日"
    shown = day if at.year == today.year else f"{at.year}年{day}"
    return f"{shown} {at:%H:%M}" if isinstance(at, datetime) else shown


def _read(written: str) -> Verdict:
    digits = _CHINESE_NUMBER.sub(_tens, written).translate(_CHINESE_DIGITS)
    if odd := _odd(digits):
        return odd
    if ranged := _ranged(digits):
        return ranged
    for shape in _SHAPES:
        found = shape.search(digits)
        if found and _BEFORE.fullmatch(_said(digits[: found.start()])) and _BEHIND.fullmatch(digits[found.end() :]):
            return _checked(found["year"], found["month"], found["day"])
    return _begun(digits) or _fault(digits)


def _ranged(digits: str) -> Verdict | None:
    """The doubt which of two dates is meant where one is written to the other."""
    begun, *ended = _RANGE.split(digits, maxsplit=1)
    read = [_read(part) for part in (begun, *ended) if part] if ended else []
    meant = [show(verdict.value) for verdict in read if isinstance(verdict, Accepted)]
    return doubtful("", "several", *meant, which=digits) if meant else None


def _begun(digits: str) -> Verdict | None:
    """The doubt whether a date is meant with which a text only begins: 2023年12月XX日."""
    known = _SHAPES[0].match(digits)
    verdict = _checked(known["year"], known["month"], known["day"]) if known else None
    if not known or not isinstance(verdict, Accepted) or re.search("[0-9]", digits[known.end() :]):
        return None
    return doubtful("", "date.rest", show(verdict.value), which=digits)


def _fault(digits: str) -> Invalid:
    return Invalid("date.year") if _NO_YEAR.fullmatch(digits) or _SHORT_YEAR.fullmatch(digits) else Invalid("date")


def _said(before: str) -> str:
    """What stands before a date, its characters as they were before numerals were read."""
    return before.replace("1", "一")


def _odd(digits: str) -> Verdict | None:
    """The doubt about a date whose order is not ours, that lacks its marks, or that Excel shows as a number."""
    if found := _DAY_FIRST.fullmatch(digits):
        pairs = ((found["one"], found["two"]), (found["two"], found["one"]))
        read = [_checked(found["year"], month, day) for month, day in dict.fromkeys(pairs)]
        meant = [show(verdict.value) for verdict in read if isinstance(verdict, Accepted)]
        return doubtful("", "date.order", *meant, which=digits) if meant else Invalid("date")
    if _SERIAL.fullmatch(digits):
        day = _EXCEL_ZERO + timedelta(days=int(digits[:5]))
        return doubtful("", "date.serial", show(day.isoformat()), which=digits)
    month = _MONTH_ALONE.fullmatch(digits)
    read_month = _checked(month["year"], month["month"], None) if month else None
    if isinstance(read_month, Accepted):
        return doubtful("", "date.order", show(read_month.value), which=digits)
    return None


def _english(text: str) -> Verdict | None:
    found = _ENGLISH.fullmatch(re.sub(r"(?<=[A-Za-z])-|-(?=[A-Za-z])", " ", text))
    month = _ENGLISH_MONTHS.get(found["month"][:3].lower()) if found else None
    return _checked(found["year"], str(month), found["day"] or found["after"]) if found and month else None


def _tens(found: re.Match[str]) -> str:
    """十 as 一〇, 十二 as 一二, 三十一 as 三一: the digits are read in the next step."""
    return f"{found[1] or '一'}{found[2] or '〇'}"


def _checked(year: str, month: str | None, day: str | None) -> Verdict:
    if len(year) != 4 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return Invalid("date.year")
    if month is None:
        return Accepted(year)
    if not 1 <= int(month) <= 12:
        return Invalid("date.month", {"month": int(month)})
    if day is None:
        return Accepted(f"{year}-{int(month):02}")
    days = monthrange(int(year), int(month))[1]
    if not 1 <= int(day) <= days:
        return Invalid("date.none", {"year": int(year), "month": int(month), "day": int(day), "days": days})
    return Accepted(f"{year}-{int(month):02}-{int(day):02}")
