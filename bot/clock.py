"""The time where the applicants are: Beijing time, which knows no summer time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "UTC+8")


def now() -> datetime:
    """The time now in Beijing."""
    return datetime.now(BEIJING)
