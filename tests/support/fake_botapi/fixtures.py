"""The server and a bot at it, as fixtures: `pytest_plugins = ["fake_botapi.fixtures"]`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from fake_botapi.client import bot_at
from fake_botapi.server import FakeBotApi


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with bot_at(api) as ready:
        yield ready
