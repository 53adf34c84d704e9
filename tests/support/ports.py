"""Ports for servers of ours, which nobody else takes while they are down."""

from __future__ import annotations

import itertools
import socket

_COUNT = 32  # more than one test has servers


def _reserved() -> socket.socket:
    """Bound, but not listening: whoever asks for this very port gets it, and the system gives it to nobody."""
    at = socket.socket()
    at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    at.bind(("127.0.0.1", 0))
    return at


_reservations = itertools.cycle([_reserved() for _ in range(_COUNT)])  # of this process, as long as it lives


def free_port() -> int:
    """One at which no server listens, now and after a server of ours there has stopped."""
    return int(next(_reservations).getsockname()[1])
