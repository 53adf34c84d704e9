"""Dates as people write them: a year, a month or a day.

Knows no clock: today comes in. Never fills in a day or a month that was not written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Invalid, Verdict

_DAYS_FROM_TODAY = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

# For want of a 〇, people type 零, a circle or the letter O.
_CHINESE_DIGITS = str.maketrans("〇零○◯Oo一二三四五六七八九", "000000123456789")
_CHINESE_NUMBER = re.compile("([一二三四五六七八九])?十([一二三四五六七八九])?")

# Each gives year, month, day; what is not written is None.
_SHAPES = (
    re.compile(r"(?P<year>[0-9]+)年((?P<month>[0-9]{1,2})月份?((?P<day>[0-9]{1,2})[日号]?)?)?"),
    re.compile(r"(?P<year>[0-9]+)([-/.])(?P<month>[0-9]{1,2})(\2(?P<day>[0-9]{1,2}))?"),
    re.compile(r"(?P<year>[0-9]{4})((?P<month>[0-9]{2})(?P<day>[0-9]{2}))?"),
)
_NO_YEAR = re.compile(r"[0-9]{1,2}月([0-9]{1,2}[日号]?)?")


def parse(text: str, today: date) -> Verdict:
    """Reads a date: "2019", "2019-05" or "2019-05-01", as far as it was written. `today` is the day of 今天."""
    written = re.sub(r"\s", "", narrow(text)).rstrip("。.,")
    if written in _DAYS_FROM_TODAY:
        return Accepted((today + timedelta(days=_DAYS_FROM_TODAY[written])).isoformat())
    digits = _CHINESE_NUMBER.sub(_tens, written).translate(_CHINESE_DIGITS)
    for shape in _SHAPES:
        if found := shape.fullmatch(digits):
            return _checked(found["year"], found["month"], found["day"])
    return Invalid("date.year") if _NO_YEAR.fullmatch(digits) else Invalid("date")


def show(value: str) -> str:
    """A date as Chinese writes it: 2019年5月1日, 2019年5月 or 2019年; any other text as it is."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return value
    return "".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "年月日", strict=False))


def moment(at: date, today: date) -> str:
    """A day, or with a datetime a minute of it, as people are told it: the year only where it is not this year's."""
    day = show(at.strftime("%Y-%m-%d"))
    shown = day if at.year != today.year else day.partition("年")[2]
    return f"{shown} {at:%H:%M}" if isinstance(at, datetime) else shown


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
