"""Calls of the Bot API with parameters and replies as they are sent, where nobody reads more of a reply.

The objects that the library makes of both take longer than a turn does.
"""

from __future__ import annotations

from typing import Any

from telegram import Bot


async def raw_call(bot: Bot, method: str, **parameters: object) -> Any:
    """Calls a method with all parameters that are not None; the plain result. Raises TelegramError."""
    # Telegram takes a method's name in any case. In small letters the library does not warn each time that it has a
    # function for it.
    return await bot.do_api_request(method.lower(), api_kwargs=parameters)
