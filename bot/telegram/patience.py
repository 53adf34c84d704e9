"""Calls to Telegram that must succeed sooner or later, whatever is wrong with the network."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import InvalidToken, RetryAfter, TelegramError

log = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_WAIT = 1.0  # seconds before the second try; twice as many before each further one
LONGEST_WAIT = 60.0


def wanted_wait(error: RetryAfter) -> float:
    """For how many seconds Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Calls again and again until it succeeds; returns the result. Raises InvalidToken, the only final failure."""
    wait = FIRST_WAIT
    while True:
        try:
            return await call()
        except InvalidToken:
            raise
        except RetryAfter as error:
            pause = wanted_wait(error)
        except TelegramError as error:
            log.warning("Telegram does not answer as it should; next try in %g s: %.200s", wait, error)
            pause, wait = wait, min(LONGEST_WAIT, 2 * wait)
        await asyncio.sleep(pause)
