"""Which path is answered by which function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.service.commit import NotSavedError
from bot.web import chat, health, made_files, sign_in, tables, uploads
from bot.web.html import STATIC, static_folder
from bot.web.security import BODY, FILE, ROWS, Guard
from bot.web.site import Site, problem, refusal

WITH_BODIES = {
    "/events": BODY,
    "/upload": FILE,
    "/dropping": ROWS,
}  # a long text, a file, the ids of rows; the others have few letters
Handle = Callable[[Site, Request], Awaitable[Response]]
ROUTES: list[tuple[str, str, Handle]] = [
    ("GET", "/", chat.index),
    ("GET", "/healthz", health.healthz),
    ("POST", "/events", chat.events),
    ("GET", "/stream", chat.stream),
    ("GET", "/earlier", chat.earlier),
    ("GET", "/file/{message:id}/{number:id}", chat.file),
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
    ("POST", "/dropping", tables.dropping),
    ("POST", "/upload", uploads.upload),
    ("GET", "/files", made_files.files),
    ("GET", "/download/{kind}", made_files.download),
    ("GET", "/preview", made_files.look),
    ("GET", "/preview/{name:name}/{number:id}.jpg", made_files.picture),
    ("GET", "/preview/{name:name}/document", made_files.document),
]


class _Id(Convertor[int]):
    """A number that the database can hold."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class _Name(Convertor[str]):
    """A name that was given by us, and leads to no other folder."""

    regex = "[A-Za-z0-9-]{1,64}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("id", _Id())
register_url_convertor("name", _Name())


class _Static(StaticFiles):
    """Static files, which a browser may keep for ever."""

    def file_response(self, *args: object, **more: object) -> Response:
        response = super().file_response(*args, **more)  # type: ignore[arg-type]
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # a frame that runs nothing is of no origin
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def application(site: Site) -> Starlette:
    """The page as an ASGI application."""

    async def not_served(request: Request, error: Exception) -> Response:
        del request
        response = refusal(error.status_code if isinstance(error, HTTPException) else 404)
        response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
        return response

    async def not_saved(request: Request, error: Exception) -> Response:
        del request, error  # which the writer has logged
        return problem("not_saved", 503)

    routes = [Route(path, _bound(handle, site), methods=[method]) for method, path, handle in ROUTES]
    return Starlette(
        routes=[*routes, Mount(static_folder(), _Static(directory=STATIC))],
        middleware=[
            Middleware(Guard, site=site, with_bodies=WITH_BODIES),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),  # but for the stream, which it leaves alone
        ],
        exception_handlers={HTTPException: not_served, NotSavedError: not_saved},
    )


def _bound(handle: Handle, site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def bound(request: Request) -> Response:
        return await handle(site, request)

    return bound
