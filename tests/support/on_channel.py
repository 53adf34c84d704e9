"""A person on one of the channels, with the official form behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from harness import Bench, Chat, Clock
from page_chat import PageChat
from places import FORMS
from ports import free_port
from telegram_chat import TelegramChat
from telegram_line import attached
from web_bench import served

from bot.service import form_registry
from bot.web.address import Address
from bot.web.sessions import CHANNEL as PAGE

# One is played always, the others in the drills.
CHANNELS = ["page", *(pytest.param(name, marks=pytest.mark.drill) for name in ("terminal", "telegram"))]


@asynccontextmanager
async def on(  # noqa: PLR0917
    channel: str, folder: Path, clock: Clock, api: FakeBotApi, form: str = "netsec-insurance-pilot", forms: Path = FORMS
) -> AsyncIterator[Chat]:
    """A person on a channel, and the service behind it with a form of a folder."""
    bench = Bench(folder, form_registry.read(forms, form), clock)
    address = Address("127.0.0.1", free_port())
    if channel == "telegram":
        bench.channels = [partial(attached, api)]
    if channel == "page":
        bench.keeping = (PAGE,)
        bench.channels = [partial(served, address, bench.registry, bench.folder)]
    async with bench, AsyncExitStack() as stack:
        if channel == "page":
            yield await stack.enter_async_context(PageChat(bench, address.base))
        else:
            yield TelegramChat(bench, api, 0) if channel == "telegram" else Chat(bench)
