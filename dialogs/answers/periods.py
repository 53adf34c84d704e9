"""Periods as people write them: from one year, month or day to another.

Knows no clock: today comes in. Never fills in an end that was not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dialogs.answers import dates, wrapping
from dialogs.answers.cleaning import narrow
from dialogs.answers.verdict import Accepted, Doubtful, Invalid, Verdict, stored
from dialogs.pattern import Pattern

_TO = Pattern(r"\s*(?:-*(?:至|到|~|～|→)-*|--+)\s*")
_UNTIL_NOW = Pattern(r"(?P<first>.*?)\s*[-至到~～]*\s*(?:今|现在|目前)$")
_OPEN = Pattern(r"(?:至|到|-|~|～)*(?:今|现在|目前|长期|永久|无固定期限)[^0-9]*$")
_LATER = Pattern(r"(?P<month>[0-9]{1,2}月)?(?:(?P<day>[0-9]{1,2})[日号])?(?:底|止|为止)?")
_FROM = Pattern(r"^(?:自|从)|[起止底](?=$)|为止$")


def read(text: str, today: date, *, whole_day: bool, until_now: bool) -> Verdict:
    """Reads a period, stored as its first and last date with / between; with `whole_day` both to the day.

    With `until_now` it may go on still, and then is stored with nothing behind the /.
    """
    bare = wrapping.without_any_label(wrapping.without_marks(wrapping.without_quotes(narrow(text))))
    if until_now and (found := _UNTIL_NOW.fullmatch(bare)):
        return _going_on(_FROM.sub("", found["first"]), today, whole_day=whole_day)
    if _OPEN.search(bare):
        return Invalid("period.open")
    pairs = [pair for pair in _halves(bare) if all(stored(dates.parse(half, today)) for half in pair)]
    if not pairs:
        alone = dates.parse(_FROM.sub("", bare), today)
        return Invalid("period.one" if isinstance(alone, Accepted) else "period")
    verdicts = [dates.read(half, today, whole_day=whole_day, past=False) for half in pairs[0]]
    if fault := next((verdict for verdict in verdicts if isinstance(verdict, Invalid)), None):
        return fault
    first, last = map(stored, verdicts)
    if last < first[: len(last)]:
        return Invalid("period.order", {"first": dates.show(first), "last": dates.show(last)})
    value = f"{first}/{last}"
    odd = tuple(doubt for verdict in verdicts if isinstance(verdict, Doubtful) for doubt in verdict.doubts)
    return Doubtful(value, odd) if odd else Accepted(value)


def _going_on(first: str, today: date, *, whole_day: bool) -> Verdict:
    verdict = dates.read(first, today, whole_day=whole_day, past=True)
    if not stored(dates.parse(first, today)):
        return Invalid("period")
    return verdict if isinstance(verdict, Invalid) else replace(verdict, value=f"{verdict.value}/")


def show(value: str) -> str:
    """A period as Chinese writes it: 2024年1月至2026年12月, 2024年1月至今; any other text as it is."""
    first, slash, last = value.partition("/")
    return f"{dates.show(first)}至{dates.show(last) or '今'}" if slash else value


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The two parts of a text wherever it may be divided, the end with the year and month of the beginning if alone."""
    found = list(_TO.finditer(text)) or list(re.finditer(r"\s*-\s*", text))
    for between in found:
        first = _FROM.sub("", text[: between.start()].strip())
        last = _FROM.sub("", text[between.end() :].strip())
        yield first, _completed(first, last)


def _completed(first: str, last: str) -> str:
    """The end with what it leaves out because the beginning says it: 2024年1月至12月."""
    later = _LATER.fullmatch(last)
    year, month = re.match(r"[^年]*年", first), re.match(r"[^月]*月", first)
    if later and later["month"] and year:
        return year[0] + last
    return month[0] + last if later and later["day"] and month and year else last
