"""What the handlers of the page share: the service, the reader, the streams, the limits, and who asks.

Knows no route.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.service.form_registry import RegisteredForm
from bot.service.writer import Service
from bot.web import sessions
from bot.web.html import page
from bot.web.previews import Previews
from bot.web.reader import Reader
from bot.web.security import Address, Limit
from bot.web.sessions import session_of
from bot.web.stream import Hub
from dialogs.texts import say
from storage.page_sessions import Session

HOUR = 3600.0


@dataclass
class Limits:
    """How much one address, or one person, may do. A whole office may stand behind one address."""

    newcomers: Limit = field(default_factory=lambda: Limit(200, HOUR))
    wrong_codes: Limit = field(default_factory=lambda: Limit(5, HOUR))
    all_wrong_codes: Limit = field(default_factory=lambda: Limit(200, HOUR))
    events: Limit = field(default_factory=lambda: Limit(120, 12))
    files: Limit = field(default_factory=lambda: Limit(20, 60))
    pictures: Limit = field(default_factory=lambda: Limit(300, 60))
    sheets: Limit = field(default_factory=lambda: Limit(10, 60))
    streams: Limit = field(default_factory=lambda: Limit(60, 60))


@dataclass(frozen=True)
class Site:
    """Everything that the handlers need."""

    service: Service
    reader: Reader
    hub: Hub
    previews: Previews
    address: Address
    registry: Mapping[str, RegisteredForm]
    limits: Limits = field(default_factory=Limits)
    unpacking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))  # each takes a processor

    async def session(self, request: Request) -> Session | None:
        """The session of a request, None where nobody is signed in."""
        return await session_of(request, self.reader, self.address)

    async def go_on(self, request: Request, response: Response, session: Session) -> Response:
        """The response, with the session and its cookie made to last on."""
        await sessions.go_on(self.service, request, response, self.address, session)
        return response


def problem(code: str, status: int) -> Response:
    """A page with the sentence `page.<code>`, and this HTTP status."""
    return HTMLResponse(page("problem", text=say(f"page.{code}")), status)


def client(request: Request) -> str:
    """The network address that a request came from, "" where it is not known."""
    return request.client.host if request.client else ""


Handler = Callable[[Site, Request, Session], Awaitable[Response]]


def signed_in(handler: Handler) -> Callable[[Site, Request], Awaitable[Response]]:
    """Makes a handler that also takes the session from one that does not: whoever is not signed in gets 401."""

    @wraps(handler)
    async def handle(site: Site, request: Request) -> Response:
        session = await site.session(request)
        return await handler(site, request, session) if session else problem("signed_out", 401)

    return handle
