"""What happens once a day, at ten: people are reminded of what is open, and leads told what was done.

Knows only the time. `dialogs.engine.daily_notices` says who is told what, and `storage.daily_news` sees to it that it
happens once a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

from bot import clock
from bot.service.writer import Service
from dialogs.engine.daily_notices import notifications
from dialogs.turn.outcome import Notification
from storage import daily_news
from storage.store import Store

TEN = 10  # o'clock
DAY = timedelta(days=1)
PAUSE = 3600.0  # seconds; also what failed is tried again then, and a machine that slept is not long behind
TOGETHER = 4  # applications in one transaction, lest the writer be held for long


@asynccontextmanager
async def reminding(service: Service, days: Collection[int]) -> AsyncIterator[None]:
    """Calls `remind` every day at ten until the block is left; at once where today's was missed."""
    task = asyncio.create_task(_daily(service, days))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _daily(service: Service, days: Collection[int]) -> None:
    while True:
        with suppress(Exception):  # the writer has logged it
            await remind(service, days)
        await asyncio.sleep(min(PAUSE, (next_ten(clock.now()) - clock.now()).total_seconds()))


def next_ten(now: datetime) -> datetime:
    """The first ten o'clock after `now`: today's or tomorrow's."""
    ten = _ten(now)
    return ten if now < ten else ten + DAY


def _ten(now: datetime) -> datetime:
    return now.replace(hour=TEN, minute=0, second=0, microsecond=0)


async def remind(service: Service, days: Collection[int]) -> None:
    """Posts today's reminders and digests. Does nothing before ten, and nothing twice on one day.

    Args:
        service: Whose applications are looked through.
        days: How many days before its deadline the units of an application are reminded.
    """
    ten = _ten(clock.now())
    if clock.now() < ten:
        return
    applications = await service.do(lambda store: daily_news.due(store.sql, ten))
    for start in range(0, len(applications), TOGETHER):
        found = [partial(_notices, id_, ten, days) for id_ in applications[start : start + TOGETHER]]
        # One that fails keeps no other from being seen to; the writer has logged it.
        await asyncio.gather(*map(service.tell, found), return_exceptions=True)


def _notices(application: str, ten: datetime, days: Collection[int], store: Store) -> Sequence[Notification]:
    now = clock.now()
    news = daily_news.claim(store.sql, application, ten, now)
    return notifications(store, application, news, days, now) if news else ()
