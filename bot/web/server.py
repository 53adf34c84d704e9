"""Serves the page inside the program's own loop, and ends in order: streams first, then the server."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from bot.service.form_registry import RegisteredForm
from bot.service.served_channel import Channel
from bot.service.writer import Service
from bot.web.address import Address, AddressError
from bot.web.connections import HEAD, Connection, room
from bot.web.previews import Previews
from bot.web.reader import Reader
from bot.web.routes import application
from bot.web.sessions import CHANNEL, Sessions
from bot.web.site import Site
from bot.web.stream import Hub

PATIENCE = 3  # seconds for the requests under way, when the server ends
ACCEPTED = 2  # connections accepted at once: of very many that come, all the work in between goes first
QUEUED = 2048  # that wait for it with the system


class _Server(uvicorn.Server):
    ready: Callable[[], None]

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals alone: they are the program's own affair."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and then calls `ready`."""
        await super().startup(sockets)
        for at in sockets or ():
            at.listen(QUEUED)  # the server has asked for ACCEPTED, which it takes for both
        self.ready()


@dataclass(frozen=True)
class Place:
    """The address of the page and the socket that listens there."""

    address: Address
    at: socket.socket


def bind(address: Address) -> Place:
    """Opens the socket to serve from. Raises AddressError where it cannot be had."""
    if not 0 <= address.port < 2**16:
        raise AddressError("port_taken", str(address.port))
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        at = socket.create_server((address.host, address.port), family=family)
    except OSError:
        raise AddressError("port_taken", str(address.port)) from None
    # asyncio does this only for sockets that it has made itself. Without it the end of a response waits for the browser
    # to acknowledge the beginning, which takes 40 ms.
    at.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Place(address, at)


async def serve(
    service: Service, registry: Mapping[str, RegisteredForm], folder: Path, place: Place, ready: Callable[[], None]
) -> None:
    """Serves until the task is cancelled; calls `ready` once requests are taken. `folder` is the data folder."""
    async with Reader(folder, service.forms) as reader:
        connections = room()
        hub = Hub(service, connections)
        sessions = Sessions(service, reader)
        previews = Previews(service, folder, hub.wake_at)
        site = Site(service, reader, sessions, hub, previews, place.address, registry, connections)
        base = place.address.base
        service.turns.register(Channel(CHANNEL, invitation=f"{base}/join/{{}}", own=f"{base}/link/{{}}"))
        server = _server(site, ready)
        serving = asyncio.create_task(server.serve([place.at]))
        waking = asyncio.create_task(hub.run())
        try:
            await asyncio.shield(serving)
        finally:
            hub.close()
            site.limits.slowdown.end()
            waking.cancel()
            server.should_exit = True
            await asyncio.gather(serving, waking, return_exceptions=True)
            await site.previews.close()


def _server(site: Site, ready: Callable[[], None]) -> _Server:
    config = uvicorn.Config(
        application(site),
        http=Connection,
        limit_concurrency=site.connections,
        backlog=ACCEPTED,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=bool(site.address.public),  # only a proxy knows who asks; without one nobody may claim to be one
        timeout_graceful_shutdown=PATIENCE,
        h11_max_incomplete_event_size=HEAD,
    )
    server = _Server(config)
    server.ready = ready
    return server
