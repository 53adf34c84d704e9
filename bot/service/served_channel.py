"""What the service is told of a channel: how its people are called, and the links that it offers.

A channel hands in events with `Service.submit`, is woken by `Service.posted`, and delivers what `next_reply` gives it;
knows no channel.
"""

from __future__ import annotations

from typing import NamedTuple


class Channel(NamedTuple):
    """One channel that is served.

    Attributes:
        name: With what, before a colon, the names of its people begin.
        invitation: Where the token of an invitation can be taken, with {} in its place; "" for nowhere.
        own: Where a token lets the person themself in, with {} in its place; "" for nowhere.
    """

    name: str
    invitation: str = ""
    own: str = ""
