"""Files made anew on demand, and the preview of the document."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bot.web.html import page
from bot.web.sessions import at_hand
from bot.web.site import Site, looking, one_more, problem, signed_in
from dialogs.application.changes import OF_UNIT, JobKind
from dialogs.screens.downloads import KINDS, parts
from storage.page_sessions import Session
from storage.store import Store
from storage.waiting_jobs import Job

AT_ONCE = 2  # files that one person waits for: one under way, and one more
# The document's HTML comes from the applicant's own text, and runs nothing whatever it holds.
SANDBOX = "sandbox; default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'"


@looking
async def download(site: Site, request: Request, session: Session) -> Response:
    """Makes one file of the open application and sends it."""
    kind = KINDS.get(request.path_params["kind"])
    argument = request.query_params.get("part", "")
    application = await site.reader.read(session.person, lambda store: _allowed(store, session.person, kind, argument))
    if kind is None or application is None:
        return problem("not_found", 404)
    if site.downloads[session.person] >= AT_ONCE or not site.limits.files.take(session.person):
        return problem("too_many", 429)
    job = Job(
        id=f"load-{uuid.uuid4().hex}", application=application, person=session.person, kind=kind, argument=argument
    )
    with one_more(site.downloads, session.person):
        async with site.service.job_runner.made(job) as done:
            if not done.files:
                return problem("file_failed", 503)
            made = done.files[0]
            content = await asyncio.to_thread(Path(made.path).read_bytes)
    disposition = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return Response(content, headers={"Content-Disposition": disposition}, media_type="application/octet-stream")


def _allowed(store: Store, person: str, kind: JobKind | None, argument: str) -> str | None:
    """The id of the open application if the person may take this file of it, else None.

    The whole is for those who may export, a part for those who may read it.
    """
    of_unit = kind in ("sheets", "data") and argument != ""
    turn = at_hand(store, person, "read" if kind == "part" or of_unit else "export")
    if turn is None or (kind == "part" and argument not in [offered for _, offered in parts(turn)]):
        return None
    if of_unit and argument != f"{OF_UNIT}{turn.application.scope}":
        return None
    return turn.application.id


@looking
async def files(site: Site, request: Request, session: Session) -> Response:
    """The list of files that there are to take, as HTML."""
    del request

    def read(store: Store) -> tuple[bool, bool, str, list[tuple[str, str]] | None]:
        turn = at_hand(store, session.person)
        whole = at_hand(store, session.person, "export") is not None
        own = "" if turn is None or whole or turn.application.scope is None else f"{OF_UNIT}{turn.application.scope}"
        attached = turn is not None and any(field.of_kind.is_file for field in turn.form.fields.values())
        return whole, attached, own, list(parts(turn)) if turn else None

    whole, attached, own, found = await site.reader.read(session.person, read)
    return HTMLResponse(page("_files", whole=whole, attached=attached, own=own, parts=found))


@looking
async def look(site: Site, request: Request, session: Session) -> Response:
    """The preview as it is, as HTML; a newer one is begun where something was changed since."""
    del request

    def read(store: Store) -> tuple[str, str] | None:
        turn = at_hand(store, session.person, "export")
        return (turn.application.id, str(store.version(turn.application.id))) if turn else None

    found = await site.reader.read(session.person, read)
    if found is None:
        return HTMLResponse(page("_preview", shown=None, fresh=True, any=False))
    shown, fresh = site.previews.look(found[0], session.person, found[1])
    return HTMLResponse(page("_preview", shown=shown, fresh=fresh, any=True))


def _application(store: Store, person: str) -> str | None:
    turn = at_hand(store, person, "export")
    return turn.application.id if turn else None


@signed_in
async def picture(site: Site, request: Request, session: Session) -> Response:
    """One page of the preview as a picture. Whoever leafs through a long document asks for many at once."""
    if not site.limits.pictures.take(session.person):
        return problem("too_many", 429)
    application = await site.reader.read(session.person, lambda store: _application(store, session.person))
    name, number = request.path_params["name"], int(request.path_params["number"])
    path = None
    if application and 0 < number < 1000:
        path = await site.previews.picture(application, session.person, name, number)
    if path is None:
        return problem("not_found", 404)
    return FileResponse(path, headers={"Cache-Control": "private, max-age=86400, immutable"})


@looking
async def document(site: Site, request: Request, session: Session) -> Response:
    """The document as HTML, for a frame that runs nothing."""
    application = await site.reader.read(session.person, lambda store: _application(store, session.person))
    html = site.previews.html(application, request.path_params["name"]) if application else None
    if html is None:
        return problem("not_found", 404)
    headers = {"Content-Security-Policy": SANDBOX, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(page("document", html=html), headers=headers)
