"""What every request passes: the right host, the right origin, a bounded body, headers that keep the page closed.

Knows nothing of sessions and of what a request wants.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = ("127.0.0.1", "localhost", "[::1]")
BODY = 1024 * 1024  # bytes of a request at the most
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


class AddressError(Exception):
    """The page cannot be served where the settings say; `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Address:
    """Where the page is served: `host` and `port` of the socket, and `public`, the address from outside, if any."""

    host: str
    port: int
    public: str = ""

    def __post_init__(self) -> None:
        """Raises AddressError where the page would stand open without a name and TLS in front of it."""
        parts = urlsplit(self.public)
        if self.public and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/")):
            raise AddressError("bad_public_url", self.public)
        if not self.public and not self.local:
            raise AddressError("no_public_url", self.host)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the socket."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def secure(self) -> bool:
        """Whether browsers come over TLS, by way of a proxy."""
        return self.public.startswith("https://")

    @property
    def base(self) -> str:
        """The address to give to people, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """The values of the Origin header that are the page's own."""
        own = {f"http://{name}:{self.port}" for name in LOCAL} if self.local else set()
        parts = urlsplit(self.public)
        return frozenset(own | ({f"{parts.scheme}://{parts.netloc}"} if self.public else set()))

    @property
    def hosts(self) -> frozenset[str]:
        """The values of the Host header that are the page's own."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)


class _TooLargeError(Exception):
    """The body of a request is larger than BODY."""


class Guard:
    """The middleware around all routes."""

    def __init__(self, app: App, address: Address) -> None:
        self._app = app
        self._address = address
        self._headers = {**HEADERS, **(LOCKED_AWAY if address.secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with 403, 413 or 421; adds the headers to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        try:
            if refused is None:
                await self._app(scope, _bounded(receive), answer)
        except _TooLargeError:
            refused = 413
        if refused and not begun:
            await PlainTextResponse(str(refused), refused)(scope, receive, answer)

    def _refused(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._address.hosts:
            return 421
        if scope["method"] not in {"GET", "HEAD"} and headers.get("origin", "").lower() not in self._address.origins:
            return 403
        length = headers.get("content-length", "0")
        return None if length.isdigit() and int(length) <= BODY else 413


def _bounded(receive: Receive) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > BODY:
            raise _TooLargeError
        return message

    return counted


@dataclass
class Limit:
    """For each key, at most `count` at once, and over time `count` in `seconds`."""

    count: float
    seconds: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)  # what is left, and when it was counted

    def _now(self, key: str) -> tuple[float, float]:
        now = time.monotonic()
        left, at = self._left.get(key, (self.count, now))
        return min(self.count, left + (now - at) * self.count / self.seconds), now

    def reached(self, key: str) -> bool:
        """Whether `take` would be refused. Takes nothing."""
        return self._now(key)[0] < 1

    def take(self, key: str) -> bool:
        """Takes one; False where none is left."""
        left, now = self._now(key)
        if len(self._left) > 10_000:  # those who have everything left need not be remembered
            self._left = {k: v for k, v in self._left.items() if self._now(k)[0] < self.count}
        self._left[key] = (left - 1 if left >= 1 else left, now)
        return left >= 1
