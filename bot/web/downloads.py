"""Files made anew on demand, and the preview of the document."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bot.web.pages import page
from bot.web.site import Site, at_hand, problem, signed_in
from dialogs.changes import JobKind
from dialogs.form import LEAD, UNITS, Form
from dialogs.journey import title_of
from dialogs.texts import say
from storage.application import StoredApplication
from storage.page import Session
from storage.store import Job, Store

KINDS: dict[str, JobKind] = {"word": "word", "pdf": "pdf", "sheets": "sheets", "part": "part"}
MOST = 60  # parts offered
# The document's HTML comes from the applicant's own text, and runs nothing whatever it holds.
SANDBOX = "sandbox; default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'"


@signed_in
async def download(site: Site, request: Request, session: Session) -> Response:
    """One file of the application at hand."""
    kind = KINDS.get(request.path_params["kind"])
    argument = request.query_params.get("part", "")
    application = await site.reader.read(lambda store: at_hand(store, session.person, "export"))
    if kind is None or application is None:
        return problem("not_found", 404)
    if not site.limits.files.take(session.person):
        return problem("too_many", 429)
    if kind == "part" and not await site.reader.read(lambda store: _offers(store, session.person, argument)):
        return problem("not_found", 404)
    job = Job(
        id=f"load-{uuid.uuid4().hex}", application=application.id, person=session.person, kind=kind, argument=argument
    )
    async with site.service.made(job) as done:
        if not done.files:
            return problem("file_failed", 503)
        made = done.files[0]
        content = await asyncio.to_thread(Path(made.path).read_bytes)
    disposition = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return Response(content, headers={"Content-Disposition": disposition}, media_type="application/octet-stream")


def parts(application: StoredApplication) -> list[tuple[str, str]]:
    """The parts given out alone: the label, and document and row as a job's argument."""
    return [
        (say("take.part", title=document.title, instance=title), f"{number}:{row}")
        for number, document in enumerate(application.form.documents)
        for row, title in _instances(application, application.form, document.section)
    ]


def _instances(application: StoredApplication, form: Form, section_id: str) -> list[tuple[str, str]]:
    section = form.section_of[section_id]
    if not section.each:
        return [(LEAD, "")]
    rows = [row.id for row in application.rows(form.rows_of(section), 1, MOST)]
    rows = [LEAD, *rows] if section.each == UNITS else rows
    return [(row, title_of(application, section, row) or say("ask.unnamed")) for row in rows]


def _offers(store: Store, person: str, argument: str) -> bool:
    application = at_hand(store, person, "export")
    return application is not None and any(argument == offered for _, offered in parts(application))


@signed_in
async def files(site: Site, request: Request, session: Session) -> Response:
    """The files that there are to take."""
    del request

    def read(store: Store) -> list[tuple[str, str]] | None:
        application = at_hand(store, session.person, "export")
        return parts(application) if application else None

    return HTMLResponse(page("_files", parts=await site.reader.read(read)))


@signed_in
async def look(site: Site, request: Request, session: Session) -> Response:
    """The pages of the preview as they are now; a newer one is begun where there have been changes."""
    del request

    def read(store: Store) -> tuple[str, str] | None:
        application = at_hand(store, session.person)
        return (application.id, store.changed(application.id)) if application else None

    found = await site.reader.read(read)
    if found is None:
        return HTMLResponse(page("_preview", shown=None, fresh=True, any=False))
    shown, fresh = site.previews.look(found[0], session.person, found[1])
    return HTMLResponse(page("_preview", shown=shown, fresh=fresh, any=True))


@signed_in
async def picture(site: Site, request: Request, session: Session) -> Response:
    """One page of the preview."""
    application = await site.reader.read(lambda store: at_hand(store, session.person))
    if application is None or not site.limits.pictures.take(session.person):
        return problem("not_found", 404)
    name, number = request.path_params["name"], int(request.path_params["number"])
    path = await site.previews.picture(application.id, name, number) if 0 < number < 1000 else None
    if path is None:
        return problem("not_found", 404)
    return FileResponse(path, headers={"Cache-Control": "private, max-age=86400, immutable"})


@signed_in
async def document(site: Site, request: Request, session: Session) -> Response:
    """The document as HTML, for a frame that runs nothing."""
    application = await site.reader.read(lambda store: at_hand(store, session.person))
    html = site.previews.html(application.id, request.path_params["name"]) if application else None
    if html is None:
        return problem("not_found", 404)
    headers = {"Content-Security-Policy": SANDBOX, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(page("document", html=html), headers=headers)
