"""How many connections there may be at once, and how long one may take to say what it wants.

Knows neither requests nor persons: streams are bounded in `bot.web.stream`, bodies in `bot.web.security`.
"""

from __future__ import annotations

import asyncio
import resource
from contextlib import suppress

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bot.web.security import HEADERS

ASKING = 10.0  # seconds for the head of a request, from when the connection, or the answer before it, was there
READING = 60.0  # seconds in which some of an answer must be read
SOME = 16 * 1024  # bytes
HEAD = 16 * 1024  # bytes of the head of a request, about
MOST = 4096  # connections at once
FILES = 65_536  # file descriptors asked of the system; more are of no use with so few connections
KEPT_BACK = 256  # of them, for the database, for documents, for Telegram, for what is started


def room() -> int:
    """How many connections there may be. Raises the limit on open files as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS allows less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft - KEPT_BACK))


class Connection(H11Protocol):
    """A connection; `limit_concurrency` of its configuration is how many there may be.

    A new one takes the place of the one that has asked for nothing the longest, so that those who only hold
    connections open keep nobody out. Where all of them have asked for something, the new one is closed.
    """

    cycle: RequestResponseCycle | None  # type: ignore[assignment]  # there is none at first

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Takes the connection in, or closes one."""
        super().connection_made(transport)
        self._since = asyncio.get_running_loop().time()
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            idle = (one for one in self.connections if isinstance(one, Connection) and one.idle)
            oldest = min(idle, key=lambda one: one._since, default=self)  # noqa: SLF001 - of its own class
            self.connections.discard(oldest)  # counts no longer from now on; its end comes by itself
            oldest.transport.abort()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Takes what came in small pieces: how large a head may be is only looked at between them."""
        for begin in range(0, len(data), HEAD):
            if not self.transport.is_closing():
                super().data_received(data[begin : begin + HEAD])

    def on_response_complete(self) -> None:
        """The connection may be used again, and waits anew."""
        super().on_response_complete()
        self._since = asyncio.get_running_loop().time()
        self._wait()

    def pause_writing(self) -> None:
        """More waits to be read than is good: whoever does not read it, or hardly, does not keep it in memory."""
        super().pause_writing()
        self._look_again()

    def _look_again(self) -> None:
        left = self.transport.get_write_buffer_size()
        self.loop.call_later(READING, self._abort_unless_read, left)

    def _abort_unless_read(self, left: int) -> None:
        if not self.flow.write_paused:
            return
        if self.transport.get_write_buffer_size() > left - SOME:
            self.transport.abort()
        else:
            self._look_again()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP: with nothing but the headers that every answer has."""
        del msg
        if self.idle:
            headers = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
            head = f"HTTP/1.1 400 Bad Request\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
            self.transport.write(head.encode())
        self.transport.close()

    @property
    def idle(self) -> bool:
        """Whether there is no request under way."""
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self.loop.call_later(ASKING, self._close_unless_asked, self.cycle)

    def _close_unless_asked(self, last: RequestResponseCycle | None) -> None:
        if self.cycle is last and self.idle:
            self.transport.close()
