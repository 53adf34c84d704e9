"""The time where the applicants are: Beijing time, which knows no summer time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "UTC+8")
_ahead = timedelta()


def now() -> datetime:
    """The time now in Beijing."""
    return datetime.now(BEIJING) + _ahead


def set_day(day: date) -> None:
    """From now on it is this day, in this process: an example is played on the day on which it was written."""
    global _ahead  # noqa: PLW0603 - there is one clock
    _ahead = datetime.combine(day, time(9), BEIJING) - datetime.now(BEIJING)
