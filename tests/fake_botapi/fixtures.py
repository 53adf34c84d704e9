"""The server and a bot at it, as fixtures: `pytest_plugins = ["fake_botapi.fixtures"]`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.telegram.request import AiohttpRequest
from fake_botapi.server import FakeBotApi


def bot_at(api: FakeBotApi) -> Bot:
    """The library's own bot, not initialized yet."""
    return Bot(
        api.token,
        base_url=api.base_url,
        base_file_url=api.base_file_url,
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(api: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    # The library warns of its older type of `retry_after`, and warnings are errors in tests.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with bot_at(api) as ready:
        yield ready
