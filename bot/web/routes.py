"""Which path is answered by which function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web import chat, made_files, sign_in, tables, workbook_upload
from bot.web.html import STATIC, static_folder
from bot.web.security import Guard
from bot.web.site import Site, problem

Handle = Callable[[Site, Request], Awaitable[Response]]
ROUTES: list[tuple[str, str, Handle]] = [
    ("GET", "/", chat.index),
    ("POST", "/events", chat.events),
    ("GET", "/stream", chat.stream),
    ("GET", "/earlier", chat.earlier),
    ("GET", "/file/{message:int}/{number:int}", chat.file),
    ("POST", "/begin", sign_in.begin),
    ("POST", "/code", sign_in.by_code),
    ("GET", "/link/{token}", sign_in.link),
    ("POST", "/link/{token}", sign_in.by_link),
    ("GET", "/join/{token}", sign_in.invitation),
    ("POST", "/join/{token}", sign_in.by_invitation),
    ("POST", "/device", sign_in.device),
    ("POST", "/others-out", sign_in.others_out),
    ("POST", "/leave", sign_in.leave),
    ("GET", "/table", tables.table),
    ("POST", "/sheet", workbook_upload.sheet),
    ("GET", "/files", made_files.files),
    ("GET", "/download/{kind}", made_files.download),
    ("GET", "/preview", made_files.look),
    ("GET", "/preview/{name}/{number:int}.png", made_files.picture),
    ("GET", "/preview/{name}/document", made_files.document),
]


class _Static(StaticFiles):
    """Static files, which a browser may keep for ever."""

    def file_response(self, *args: object, **more: object) -> Response:
        response = super().file_response(*args, **more)  # type: ignore[arg-type]
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # a frame that runs nothing is of no origin
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def application(site: Site) -> Starlette:
    """The page as an ASGI application."""

    async def not_found(request: Request, error: Exception) -> Response:
        del request, error
        return problem("not_found", 404)

    routes = [Route(path, _bound(handle, site), methods=[method]) for method, path, handle in ROUTES]
    return Starlette(
        routes=[*routes, Mount(static_folder(), _Static(directory=STATIC))],
        middleware=[
            Middleware(Guard, address=site.address),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),  # but for the stream, which it leaves alone
        ],
        exception_handlers={404: not_found},
    )


def _bound(handle: Handle, site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def bound(request: Request) -> Response:
        return await handle(site, request)

    return bound
