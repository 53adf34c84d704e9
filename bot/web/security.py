"""What every request passes: the right host, the right origin, a bounded body, headers that keep the page closed.

No request comes by it uncounted, whatever it asks for. Whatever goes wrong behind it, the answer is a page of our own
with all headers. Knows nothing of what a request wants.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request

from bot.web.site import Site, client, one_more, refusal

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY = 1024 * 1024  # bytes of a request at the most, where it brings a text
FILE = 20 * 1024 * 1024 + 1024  # where it brings a file: one too large by a little gets a sentence about it
ROWS = 64 * 1024  # where it names rows of a table
SMALL_BODY = 4096  # everywhere else
AT_ONCE = 64  # requests under way of one person, open streams among them; more are not even looked into
OF_ADDRESS = 0.75  # of all connections with requests from one address, in all; of streams alone half, see `Hub`
SENDING = 60.0  # seconds for a body to arrive
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it a browser sends no usable Origin with a form.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOCKED_AWAY = {"Strict-Transport-Security": "max-age=31536000"}  # behind TLS


class _TooLateError(Exception):
    """A body does not arrive in time."""


class Guard:
    """The middleware around all routes."""

    def __init__(self, app: App, site: Site, with_bodies: Mapping[str, int]) -> None:
        """`with_bodies` are the bytes of paths that take many."""
        self._app = app
        self._site = site
        self._with_bodies = with_bodies
        self._headers = {**HEADERS, **(LOCKED_AWAY if site.address.secure else {})}
        self._under_way: Counter[str] = Counter()  # requests of each person, or of those of an address who are none
        self._from: Counter[str] = Counter()  # requests from each address, with those that are kept waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403, 408, 411, 413, 421 or 429; adds the headers to every answer."""
        request, begun = Request(scope), False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if await self._ends(request, message["status"]):
                    headers["Connection"] = "close"
            await send(message)

        with one_more(self._from, client(request)):
            refused = await self._passed(request, receive, answer)
            if refused and not begun:
                await refusal(refused)(scope, receive, answer)

    async def _ends(self, request: Request, status: int) -> bool:
        """Whether the connection ends with an answer. Returns late to whoever comes too fast, while there is room."""
        if status in {413, 429}:
            return self._is_crowded(request) or not await self._site.limits.slowdown.wait()
        return status == 411  # else what follows would be taken apart all the same

    def _is_crowded(self, request: Request) -> bool:
        return self._from[client(request)] > self._site.connections * OF_ADDRESS

    async def _passed(self, request: Request, receive: Receive, answer: Send) -> int | None:
        """Passes a request on; returns the status with which it is to be refused, None where it was answered."""
        if refused := self._refused(request):
            return refused
        try:
            session = await self._site.session(request)
            whose = session.person if session else client(request)
            if self._under_way[whose] >= AT_ONCE or self._is_crowded(request):
                return 429
            with one_more(self._under_way, whose):
                await self._app(request.scope, _in_time(receive), answer)
        except _TooLateError:
            return 408
        except ClientDisconnect:
            return 400  # which nobody sees
        except Exception:
            log.exception("a request failed")
            return 500
        return None

    def _refused(self, request: Request) -> int | None:
        headers, address, limits = request.headers, self._site.address, self._site.limits
        # Those who are not signed in may share an address with many who are.
        person = self._site.known(request)
        within = limits.requests.take(person) if person else limits.strangers.take(client(request))
        if "transfer-encoding" in headers:  # a megabyte in pieces of a byte takes seconds; no browser sends any
            return 411
        if not within:
            return 429
        if headers.get("host", "").lower() not in address.hosts:
            return 421
        if request.method not in {"GET", "HEAD"} and headers.get("origin", "").lower() not in address.origins:
            return 403
        length, most = headers.get("content-length", "0"), self._with_bodies.get(request.scope["path"], SMALL_BODY)
        return None if length.isdecimal() and len(length) < 10 and int(length) <= most else 413


def _in_time(receive: Receive) -> Receive:
    """Gives the body on; raises _TooLateError where it does not arrive in time."""
    deadline = asyncio.get_running_loop().time() + SENDING
    whole = False

    async def timed() -> Message:
        nonlocal whole
        if whole:
            return await receive()  # waits until the browser has gone
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise _TooLateError from None
        whole = not message.get("more_body", False)
        return message

    return timed
