"""What a monitor asks: whether answers are taken, and which channels are served. Says nothing of anybody."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.site import Site


async def healthz(site: Site, request: Request) -> Response:
    """200 as long as answers are taken, with the state of each channel; 503 where nothing can be saved."""
    del request
    turns, saves = site.service.turns, site.service.saves
    channels = dict.fromkeys(turns.channels, "served") | dict.fromkeys(turns.stopped, "stopped")
    return JSONResponse({"saves": saves, "channels": channels}, 200 if saves else 503)
