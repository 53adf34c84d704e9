"""The pieces of a date or of a period, as `dates.show` and `periods.show` write it.

Knows neither how dates are stored nor who wants a piece.
"""

from __future__ import annotations

from dialogs.pattern import Pattern

_DATE = Pattern(r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?")
_PERIOD = Pattern(r"(?P<begin>\d{4}年[\d月日]*)(?:至(?!今)|(?=至今))(?P<end>.+)")
_OF = dict.fromkeys(("year", "month", "day"), _DATE) | dict.fromkeys(("begin", "end"), _PERIOD)

PIECES = tuple(_OF)


def piece(name: str, shown: str) -> str | None:
    """One of PIECES, "" where it was not written, as the day of 2019年5月; None of a text that is no such date."""
    found = _OF[name].fullmatch(shown)
    return found and (found[name] or "")
