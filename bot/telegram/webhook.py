"""Updates over HTTP. The answer 200, which confirms an update to Telegram, is given after the commit.

Knows where it listens and the secret; what an update means is not looked at here.
"""

from __future__ import annotations

import hmac
import json
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds for the requests under way, when the server ends
Take = Callable[[dict[str, Any]], Awaitable[None]]


def bind(address: str) -> socket.socket:
    """A socket that listens at `host:port`. Raises ValueError, or OSError where that cannot be had."""
    host, _, port = address.rpartition(":")
    if not 0 < int(port) < 2**16:
        raise ValueError(port)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host.strip("[]"), int(port)), family=family)


@asynccontextmanager
async def listening(at: socket.socket, secret: str, take: Take) -> AsyncIterator[None]:
    """Serves as long as the block lasts: each update is given to `take`, which returns when it is committed."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=await _status(request, secret, take))

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)  # what stands before us may change the path
    # No access log: a line for each update is of no use to anybody.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        await web.SockSite(runner, at).start()
        yield
    finally:
        await runner.cleanup()


async def _status(request: web.Request, secret: str, take: Take) -> int:
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
        return 403
    data = _update(await request.read())
    if data is None:
        return 400
    try:
        await take(data)
    except Exception:
        log.exception("update %s is not committed; it will come again", data["update_id"])
        return 503
    return 200


def _update(body: bytes) -> dict[str, Any] | None:
    """The update in a request's body, None where there is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and isinstance(data.get("update_id"), int) else None
