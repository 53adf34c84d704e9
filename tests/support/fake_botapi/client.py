"""The library's own bot at the fake. Not in `fixtures`: pytest wants to be the first to import that."""

from __future__ import annotations

from telegram import Bot

from bot.telegram.request import AiohttpRequest
from fake_botapi.server import FakeBotApi


def bot_at(api: FakeBotApi) -> Bot:
    """Not initialized yet."""
    return Bot(
        api.token,
        base_url=api.base_url,
        base_file_url=api.base_file_url,
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
