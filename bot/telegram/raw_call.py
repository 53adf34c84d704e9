"""Calls of the Bot API with parameters and replies as they are sent, where nobody reads more of a reply.

The objects that the library makes of both take longer than a turn does.
"""

from __future__ import annotations

from typing import Any

from telegram import Bot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter


async def raw_call(bot: Bot, method: str, **parameters: object) -> Any:
    """Calls a method with all parameters that are not None; the plain result. Raises TelegramError."""
    data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
    return await bot.request.post(f"{bot.base_url}/{method}", data)
