"""What the service is told of a channel: how its people are called, and the links that it offers.

A channel hands in events with `Service.submit`, is woken by `Service.posted`, and delivers what `next_reply` gives it;
knows no channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

FETCHING = 300.0  # seconds for a file to come from a channel, which may still be starting
LOOK = 0.5


class Channel(NamedTuple):
    """One channel that is served.

    Attributes:
        name: With what, before a colon, the names of its people begin.
        invitation: Where the token of an invitation can be taken, with {} in its place; "" for nowhere.
        own: Where a token lets the person themself in, with {} in its place; "" for nowhere.
        fetch: Gives the content of a file that somebody has sent there, by what its source says behind the name.
    """

    name: str
    invitation: str = ""
    own: str = ""
    fetch: Callable[[str], Awaitable[bytes]] | None = None


async def fetched(channels: Mapping[str, Channel], source: str) -> bytes:
    """The content of a file that a channel has, by its source. Raises where it cannot be had."""
    name, _, there = source.partition(":")
    async with asyncio.timeout(FETCHING):
        while True:
            channel = channels.get(name)
            if channel and channel.fetch:
                return await channel.fetch(there)
            await asyncio.sleep(LOOK)
