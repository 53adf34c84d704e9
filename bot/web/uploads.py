"""A file handed in on the page -> its event. Knows nothing of what is in a file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.service.commit import NotSavedError
from bot.web.inputs import handed
from bot.web.site import Site, client, one_more, signed_in
from dialogs.texts import say
from storage.page_sessions import Session

TYPE = "application/octet-stream"  # none that a form of another site could send
AT_ONCE = 2  # files that one person sends


@signed_in
async def upload(site: Site, request: Request, session: Session) -> Response:
    """POST of a file as it is, with `id`, `name` and `asked` in the query; 200 once it is committed."""
    if request.headers.get("content-type", "") != TYPE:
        return JSONResponse({}, 415)
    if site.uploads[session.person] >= AT_ONCE or not site.limits.uploads.take(session.person):
        return JSONResponse({"said": say("page.too_many")}, 429)
    sent = handed(request.query_params, session.person)
    if sent is None:
        return JSONResponse({}, 400)
    site.service.turns.came_from(session.person, client(request))
    try:
        with one_more(site.uploads, session.person):
            async with site.arriving.of(client(request)):
                content = await request.body()
                receipt = await site.service.hand_in(sent, content)
    except NotSavedError:
        return JSONResponse({"said": say("page.not_saved")}, 503)
    return JSONResponse({"new": receipt.new, "said": receipt.toast})
