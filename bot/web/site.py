"""What the handlers of the page share: the service, the reader, the streams, the limits, and who asks.

Knows no route.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.service.fair_turn import FairTurn
from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.web import sessions
from bot.web.address import Address, network
from bot.web.html import page
from bot.web.limits import Limits
from bot.web.previews import Previews
from bot.web.reader import Reader
from bot.web.sessions import Sessions
from bot.web.stream import Hub
from dialogs.texts import say
from storage.page_sessions import Session
from storage.secret import hashed

REFUSALS = {
    400: "broken",
    403: "forbidden",
    408: "broken",
    411: "broken",
    413: "too_large",
    421: "wrong_host",
    429: "too_many",
    500: "fault",
}  # status -> sentence


@dataclass(frozen=True)
class Site:
    """Everything that the handlers need."""

    service: Service
    reader: Reader
    sessions: Sessions
    hub: Hub
    previews: Previews
    address: Address
    registry: Mapping[str, RegisteredForm]
    connections: int  # that there may be at once
    limits: Limits = field(default_factory=Limits)
    # Files, by address: each is held in memory until it is kept, and comes as slowly as somebody likes.
    arriving: FairTurn = field(default_factory=lambda: FairTurn(8, of_one=4))
    long_events: FairTurn = field(default_factory=lambda: FairTurn(64, of_one=16))  # as these are
    uploads: Counter[str] = field(default_factory=Counter)  # how many files each person is sending
    downloads: Counter[str] = field(default_factory=Counter)  # how many files each person waits for
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def in_turn(self, whose: str) -> asyncio.Lock:
        """With what the events of a person, or the codes tried at an address, wait each for the one before."""
        lock = self._turns.get(whose)
        if lock is None:
            lock = self._turns[whose] = asyncio.Lock()
        return lock

    async def session(self, request: Request) -> Session | None:
        """The session of a request, None where nobody is signed in."""
        token = self._token(request)
        return await self.sessions.of(hashed(token)) if token else None

    def known(self, request: Request) -> str:
        """The person who is signed in, as far as that is known without a look; else "". What limits go by."""
        token = self._token(request)
        return self.sessions.known(hashed(token)) if token else ""

    def _token(self, request: Request) -> str:
        return request.cookies.get(sessions.cookie(self.address), "")

    async def go_on(self, request: Request, response: Response, session: Session) -> Response:
        """The response, with the session and its cookie made to last on."""
        await sessions.go_on(self.service, request, response, self.address, session)
        return response


@contextmanager
def one_more(under_way: Counter[str], person: str) -> Iterator[None]:
    """Counts something that is under way for a person."""
    under_way[person] += 1
    try:
        yield
    finally:
        under_way[person] -= 1
        if not under_way[person]:
            del under_way[person]


def problem(code: str, status: int) -> Response:
    """A page with the sentence `page.<code>`, and this HTTP status."""
    return HTMLResponse(_problem(code), status)


@cache  # very many are asked for at once by whoever comes too fast
def _problem(code: str) -> str:
    return page("problem", text=say(f"page.{code}"))


def refusal(status: int) -> Response:
    """The page for a status with which a request is refused before, or instead of, what it asks for."""
    return problem(REFUSALS.get(status, "not_found"), status)


def client(request: Request) -> str:
    """Where a request came from, as limits count it; "" where it is not known."""
    return network(request.client.host) if request.client else ""


Handler = Callable[[Site, Request, Session], Awaitable[Response]]


def signed_in(handler: Handler) -> Callable[[Site, Request], Awaitable[Response]]:
    """Makes a handler that takes no session of one that does: whoever is not signed in gets 401."""

    @wraps(handler)
    async def handle(site: Site, request: Request) -> Response:
        session = await site.session(request)
        return await handler(site, request, session) if session else problem("signed_out", 401)

    return handle


def looking(handler: Handler) -> Callable[[Site, Request], Awaitable[Response]]:
    """As `signed_in`, for what has no limit of its own: who looks, or asks, too often gets 429."""

    @wraps(handler)
    async def counted(site: Site, request: Request, session: Session) -> Response:
        if not site.limits.looks.take(session.person):
            return problem("too_many", 429)
        return await handler(site, request, session)

    return signed_in(counted)
