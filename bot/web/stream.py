"""Server-Sent Events: each browser gets what is kept for its person, in order, from the last message it has.

Knows nothing of how a message looks.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from bot.service.writer import Service
from bot.web.sessions import CHANNEL

PING = 15.0  # seconds between two signs of life
RETRY = 1500  # milliseconds until a browser comes again
LATER = 60_000  # milliseconds, where it would take the place of another
OF_PERSON = 8  # streams of one person at once: more tabs than anybody looks at
OF_ADDRESS = 400  # streams from one address at once: a whole office may stand behind one


@dataclass(frozen=True)
class News:
    """What there is to tell one browser: messages as (id, HTML), what else is new, or that it is signed out."""

    messages: list[tuple[int, str]]
    edited: list[tuple[int, str]] = field(default_factory=list)  # messages that the browser has, as they are now
    around: dict[str, object] = field(default_factory=dict)  # what stands around them, as far as it is another now
    secrets: list[str] = field(default_factory=list)  # HTML of what is said once and not kept
    more: bool = False  # there are further ones
    reset: bool = False  # messages that the browser shows are gone
    out: bool = False  # the session has ended


@dataclass(eq=False)
class _Stream:
    """One open stream; `over` once a newer one of the same person has taken its place."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False


class Hub:
    """Wakes the streams of persons for whom there is something new, and sees to it that there are not too many."""

    def __init__(self, service: Service, connections: int) -> None:
        """`connections` is how many there may be of all sorts."""
        self._service = service
        self._share = connections // 2  # for the streams of one address, whatever else it may have
        self._streams: defaultdict[str, list[_Stream]] = defaultdict(list)  # of each person, the oldest first
        self._from: Counter[str] = Counter()  # how many there are from each address
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
            self.wake_at(await self._service.changed())

    def works_on(self, person: str, application: str) -> None:
        """Notes which application a person has open, to wake them whenever it is changed by anybody."""
        self._working[person] = application

    def wake(self, person: str) -> None:
        """Wakes the streams of a person."""
        for stream in self._streams.get(person, ()):
            stream.bell.set()

    def wake_at(self, applications: set[str]) -> None:
        """Wakes the streams of those who have one of these applications open."""
        for person, application in list(self._working.items()):
            if application in applications:
                self.wake(person)

    def close(self) -> None:
        """Ends every stream, for good."""
        self._closed = True
        for person in list(self._streams):
            self.wake(person)

    async def stream(self, person: str, address: str, look: Callable[[], Awaitable[News]]) -> AsyncIterator[str]:
        """The lines of one stream: what `look` finds at first and whenever the person is woken, and signs of life.

        Of more than OF_PERSON the oldest ends. From an address with OF_ADDRESS, or half of all connections, there is no
        further one. A browser whose stream ends so comes again much later, lest it throw out another at once.
        """
        if self._from[address] >= min(OF_ADDRESS, self._share):
            yield f"retry: {LATER}\n\n"
            return
        stream = self._open(person, address)
        try:
            yield f"retry: {RETRY}\n\n"
            while self._goes_on(stream):
                stream.bell.clear()
                news = await look()
                if lines := _lines(news):
                    yield "".join(lines)  # in one piece: each passes through all layers of the server by itself
                if news.out:
                    return
                if not (news.more or news.secrets):
                    while self._goes_on(stream) and not await _rings(stream.bell):
                        yield ": still here\n\n"
            if stream.over:
                yield f"retry: {LATER}\n\n"
        finally:
            self._end(person, address, stream)

    def _open(self, person: str, address: str) -> _Stream:
        self._from[address] += 1
        self._streams[person].append(stream := _Stream())
        for older in self._streams[person][:-OF_PERSON]:
            older.over = True
            older.bell.set()
        return stream

    def _goes_on(self, stream: _Stream) -> bool:
        return not (self._closed or stream.over)

    def _end(self, person: str, address: str, stream: _Stream) -> None:
        self._from[address] -= 1
        if not self._from[address]:
            del self._from[address]
        self._streams[person].remove(stream)
        if not self._streams[person]:
            del self._streams[person]
            self._working.pop(person, None)


async def _rings(bell: asyncio.Event) -> bool:
    """Waits for the bell, at most PING seconds; returns whether it rang."""
    try:
        async with asyncio.timeout(PING):
            return await bell.wait()
    except TimeoutError:
        return False


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
