"""What goes wrong on purpose: broken connections, server errors, slow answers, and floods (429)."""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fake_botapi.values import Refusal

FaultKind = Literal["reset_before", "reset_after", "delay", 500, 502]
EVERY = "*"
SENDS = {
    "sendmessage",
    "senddocument",
    "sendphoto",
    "sendmediagroup",
    "editmessagetext",
    "editmessagereplymarkup",
}
# A flood of the whole bot leaves these alone: it is about what the bot sends.
_FREE = {"getme", "getupdates", "setwebhook", "deletewebhook", "getwebhookinfo", "getfile", "setmycommands"}


@dataclass
class Fault:
    """A fault that waits for its next `left` calls; `hits` counts the calls it met."""

    method: str
    kind: FaultKind
    left: int
    seconds: float
    chat_id: int | None
    gate: asyncio.Event | None = None
    hits: int = 0

    def meets(self, method: str, chat_id: int | None) -> bool:
        return self.left > 0 and self.method.lower() in {EVERY, method.lower()} and self.chat_id in {None, chat_id}

    async def wait(self) -> None:
        """Keeps a call waiting, as long as it is to."""
        if self.gate:
            await self.gate.wait()
        await asyncio.sleep(self.seconds)


class Faults:
    """All faults, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that meets this call, used up by one."""
        for fault in self._faults:
            if fault.meets(method, chat_id):
                fault.left -= 1
                fault.hits += 1
                return fault
        return None


class HandClock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self._now = time.monotonic()

    def __call__(self) -> float:
        return self._now

    def forward(self, seconds: float) -> None:
        self._now += seconds


@dataclass(frozen=True)
class Rate:
    """At most `count` sends within any `seconds`."""

    count: int
    seconds: float = 1.0


class Flood:
    """Telegram's limits on sending. None is set at first.

    Over a limit, a chat (or the bot, over `overall`) is banned for `ban` seconds, and while it is,
    each call to it is refused with what is left of the ban.
    """

    def __init__(self) -> None:
        self.private: Rate | None = None
        self.group: Rate | None = None
        self.overall: Rate | None = None
        self.ban = 1.0
        self.now: Callable[[], float] = time.monotonic
        self._sent: defaultdict[int | None, deque[float]] = defaultdict(deque)
        self._banned: dict[int | None, float] = {}

    def start(self, chat_id: int | None, seconds: float) -> None:
        """Ban a chat, or with None the whole bot."""
        self._banned[chat_id] = self.now() + seconds

    def check(self, method: str, chat_id: int | None) -> None:
        """Refuse a call that is banned or over a limit; else count it, if it sends."""
        name = method.lower()
        if name not in _FREE:
            self._refuse_banned(None)
        if chat_id is None:
            return
        self._refuse_banned(chat_id)
        if name in SENDS:
            own = self.group if chat_id < 0 else self.private
            limits = [(key, rate) for key, rate in ((chat_id, own), (None, self.overall)) if rate]
            for key, rate in limits:
                self._refuse_over(key, rate)
            for key, _ in limits:
                self._sent[key].append(self.now())

    def _refuse_banned(self, key: int | None) -> None:
        left = self._banned.get(key, 0.0) - self.now()
        if left > 0:
            seconds = math.ceil(left)
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _refuse_over(self, key: int | None, rate: Rate) -> None:
        sent, now = self._sent[key], self.now()
        while sent and sent[0] <= now - rate.seconds:
            sent.popleft()
        if len(sent) >= rate.count:
            self.start(key, self.ban)
            self._refuse_banned(key)
