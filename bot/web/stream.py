"""Server-Sent Events: each browser gets what is kept for its person, in order, from the last message it has.

Knows nothing of how a message looks.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from bot.service.writer import Service
from bot.web.sessions import CHANNEL

PING = 15.0  # seconds between two signs of life
RETRY = 1500  # milliseconds until a browser comes again
BATCH = 50  # messages read at once


@dataclass(frozen=True)
class News:
    """What there is to tell one browser: messages as (id, HTML), what stands around them, or that it is signed out."""

    messages: list[tuple[int, str]]
    edited: list[tuple[int, str]] = field(default_factory=list)  # messages that the browser has, as they are now
    around: dict[str, object] | None = None
    secrets: list[str] = field(default_factory=list)  # HTML of what is said once and not kept
    reset: bool = False  # messages that the browser shows are gone
    out: bool = False  # the session has ended


class Hub:
    """Wakes the streams of persons for whom there is something new."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._streams: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._working: dict[str, str] = {}
        self._closed = False

    async def run(self) -> None:
        """Wakes streams until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._posted())
            tasks.create_task(self._changed())

    async def _posted(self) -> None:
        while True:
            for person in await self._service.posted(CHANNEL):
                self.wake(person)

    async def _changed(self) -> None:
        while True:
            changed = await self._service.changed()
            for person, application in list(self._working.items()):
                if application in changed:
                    self.wake(person)

    def works_on(self, person: str, application: str) -> None:
        """Notes which application a person has open, to wake them whenever it is changed by anybody."""
        self._working[person] = application

    def wake(self, person: str) -> None:
        """Wakes the streams of a person."""
        for stream in self._streams.get(person, ()):
            stream.set()

    def wake_all(self) -> None:
        """Wakes every stream."""
        for person in list(self._streams):
            self.wake(person)

    def close(self) -> None:
        """Ends every stream, for good."""
        self._closed = True
        self.wake_all()

    async def stream(self, person: str, look: Callable[[], Awaitable[News]]) -> AsyncIterator[str]:
        """The lines of one stream: what `look` finds at first and whenever the person is woken, and signs of life."""
        bell = asyncio.Event()
        self._streams[person].add(bell)
        try:
            yield f"retry: {RETRY}\n\n"
            while not self._closed:
                bell.clear()
                news = await look()
                for line in _lines(news):
                    yield line
                if news.out:
                    return
                if len(news.messages) < BATCH and not news.secrets and not self._closed:
                    yield await _waited(bell)
        finally:
            self._streams[person].discard(bell)
            if not self._streams[person]:
                del self._streams[person]
                self._working.pop(person, None)


async def _waited(bell: asyncio.Event) -> str:
    """Waits for the bell, at most PING seconds; returns the comment line that says which it was."""
    try:
        await asyncio.wait_for(bell.wait(), PING)
    except TimeoutError:
        return ": still here\n\n"
    return ": news\n\n"


def _lines(news: News) -> list[str]:
    if news.out:
        return [_line("out", {})]
    lines = [_line("reset", {})] if news.reset else []
    # First: a browser that has the message that follows an edit has the edit too, see PageLog.edited.
    lines += [_line("edited", {"id": id_, "html": html}) for id_, html in news.edited]
    said = [_line("message", {"id": id_, "html": html}, id_) for id_, html in news.messages]
    asked = max(0, len(said) - 1)  # what is said once stands before the question that follows it
    lines += [*said[:asked], *(_line("secret", {"html": html}) for html in news.secrets), *said[asked:]]
    return [*lines, *([_line("around", news.around)] if news.around else [])]


def _line(kind: str, data: dict[str, object], id_: int | None = None) -> str:
    number = f"id: {id_}\n" if id_ else ""
    return f"{number}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
