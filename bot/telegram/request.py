"""The Telegram library's HTTP layer, on aiohttp instead of its own httpx.

In: the library's URL, parameters and timeouts. Out: a status and a body, or an error of `telegram.error`.
Must NOT know what is asked or answered, nor try anything twice: whoever calls knows what may be repeated.
Every URL holds the bot's token, so no error and no log line made here holds any part of a URL.
"""

from __future__ import annotations

import io
import json
import os
import urllib.request
from functools import cache
from http import HTTPStatus

import aiohttp
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from dialogs.pattern import Pattern

CONNECTIONS = 160
"""Connections open at once, with the polling on a request of its own; further calls wait for a free one."""

IDLE_SECONDS = 15.0
"""An unused connection is closed after this, before the server does: a POST on a connection just closed by
the other side fails without saying whether it was heard."""

READ_SECONDS = 15.0
WRITE_SECONDS = 15.0
UPLOAD_SECONDS = 120.0
CONNECT_SECONDS = 10.0
POOL_SECONDS = 10.0

_TOKEN = Pattern(r"/bot([^/]+)/")
# Telegram takes a file name as it stands: it decodes neither %-escapes nor backslashes, and ends it at a ;
# even inside quotes. So these few are replaced by the full-width look-alike.
_FILE_NAME = str.maketrans({'"': "＂", ";": "；", "\\": "＼", "\r": " ", "\n": " ", "\0": " "})


class NotSentError(NetworkError):
    """No connection came about: the server has seen nothing of the request, so repeating it is safe."""


class TooLargeError(BadRequest):
    """The server, or who passes on to it, takes nothing so large: repeating it is in vain."""


class AiohttpRequest(BaseRequest):
    """One session with a bounded pool of connections, open between `initialize` and `shutdown`.

    A proxy is taken from the environment (HTTPS_PROXY, NO_PROXY ...), as the library's own layer does.
    """

    __slots__ = ("_proxies", "_session")

    def __init__(self) -> None:
        # Made in `initialize`: a session belongs to the loop that runs when it is made.
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[URL, str | None] = {}  # by origin, as the whole environment is read for one

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where the caller names none; a long poll adds its own to them."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session; does nothing when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing when there is none."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request and read its whole answer; called by the library's `post` and `retrieve`.

        Args:
            url: where to, with the token in it.
            method: POST or GET.
            request_data: the parameters and files of a Bot API call.
            read_timeout: seconds of silence before the answer and between its parts.
            write_timeout: seconds for the whole request to go out, files included.
            connect_timeout: seconds for a new connection.
            pool_timeout: seconds of waiting for one of `CONNECTIONS`.

        Returns:
            The HTTP status and the body.

        Raises:
            NotSentError: no connection could be made, or none became free in time.
            TimedOut: the server may or may not have acted.
            BadRequest: a text that no server can be sent, holding half of a character.
            TooLargeError: the server takes nothing so large.
            NetworkError: the connection broke; the server may or may not have acted.
        """
        upload = request_data is not None and request_data.contains_files
        given = (pool_timeout, connect_timeout, write_timeout, read_timeout)
        usual = (POOL_SECONDS, CONNECT_SECONDS, UPLOAD_SECONDS if upload else WRITE_SECONDS, READ_SECONDS)
        limits = _timeout(method, *map(_given, given, usual))
        try:
            return await self._exchange(url, method, request_data, limits)
        except Exception as error:  # noqa: BLE001 - what passes here is quoted by the library, URL and all
            failure = _failure(error)
        # Raised out here so that the original, with the URL, is not even the new error's context.
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Reads an answer. The library's own would log a broken one, and with it what people typed."""
        try:
            found: JSONDict = json.loads(payload.decode(errors="replace"))
        except ValueError:
            msg = "Invalid server response"
            raise TelegramError(msg) from None
        return found

    def _proxy(self, origin: URL) -> str | None:
        if origin not in self._proxies:
            self._proxies[origin] = _proxy(origin)
        return self._proxies[origin]

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            msg = "AiohttpRequest is not initialized"
            raise NotSentError(msg)
        target = URL(url)
        async with self._session.request(
            method,
            target,
            data=None if data is None else _body(data),
            headers={} if data is None or data.contains_files else {"Content-Type": "application/json"},
            timeout=limits,
            proxy=self._proxy(target.origin()),
            allow_redirects=False,  # the token is for the configured server only
        ) as response:
            if response.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise TooLargeError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE.phrase)
            body = await response.read()
            # The library quotes a refusal that is not JSON, and a relay's error page may quote the URL.
            return response.status, body if response.ok else _without_token(body, url)


def _given(timeout: ODVInput[float], default: float) -> float | None:
    """The timeout the caller named (None: without end), else the default."""
    return timeout if timeout is None or isinstance(timeout, int | float) else default


@cache
def _timeout(
    method: str, pool: float | None, connect: float | None, write: float | None, read: float | None
) -> aiohttp.ClientTimeout:
    """The library's four timeouts in aiohttp's terms.

    aiohttp has none for writing. A call's answer is small, so a limit on the whole call bounds its writing;
    a download (GET) may be long, and has only the limit on silence.
    """
    parts = (pool, connect, write, read)
    return aiohttp.ClientTimeout(
        total=None if method == "GET" else _sum(*parts),
        connect=_sum(pool, connect),
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*seconds: float | None) -> float | None:
    """The sum of the seconds; None, which is without end, if any of them is None."""
    known = [part for part in seconds if part is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(data: RequestData) -> bytes | aiohttp.FormData:
    """The parameters as JSON, or with files as a form that is read while it is sent."""
    if not data.contains_files:  # the library's own payload has what is nested as JSON within JSON
        return json.dumps(data.parameters).encode()
    # Unquoted: aiohttp would %-escape a Chinese file name, and Telegram would show it so.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name.translate(_FILE_NAME), content_type=mime)
    return form


def _proxy(url: URL) -> str | None:
    """The environment's proxy for this URL, None for none. aiohttp's own `trust_env` reads ~/.netrc each time too."""
    proxies = urllib.request.getproxies()
    if not proxies or urllib.request.proxy_bypass(url.host or ""):
        return None
    return proxies.get(url.scheme, proxies.get("all"))


def _failure(error: Exception) -> TelegramError:
    """The library's error for one of aiohttp's: its kind and the system's reason, never its text, which has a URL."""
    if isinstance(error, TelegramError):
        return error
    if UnicodeEncodeError in {type(error), type(error.__cause__)}:  # aiohttp hides it within a TypeError
        return BadRequest("Bad Request: strings must be encoded in UTF-8")
    number = getattr(error, "errno", None) or 0
    message = type(error).__name__ + (f": {os.strerror(number)}" if number > 0 else "")
    if isinstance(error, aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectorError):
        return NotSentError(message)
    return TimedOut(message) if isinstance(error, TimeoutError) else NetworkError(message)


def _without_token(body: bytes, url: str) -> bytes:
    """The body with <token> in place of the bot's token that the URL holds."""
    found = _TOKEN.search(url)
    return body.replace(found[1].encode(), b"<token>") if found else body
