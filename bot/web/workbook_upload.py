"""A workbook handed in -> the messages to send instead. Nothing of it is kept.

Knows neither what is in a workbook nor what becomes of the messages.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.inputs import LONGEST
from bot.web.sessions import at_hand
from bot.web.site import Site, signed_in
from dialogs.engine.workbook_import import imported
from dialogs.texts import say
from render.reading import unpacking
from render.reading.sheet_reader import SheetError
from storage.page_sessions import Session

TYPE = "application/octet-stream"  # none that a form of another site could send


@signed_in
async def sheet(site: Site, request: Request, session: Session) -> Response:
    """POST of a workbook; answers with its rows as texts of messages, for the person to look at and send."""
    if request.headers.get("content-type", "") != TYPE:
        return JSONResponse({}, 415)
    if site.unpacking.awaited_by(session.person) or not site.limits.sheets.take(session.person):
        return JSONResponse({"said": say("page.too_many")}, 429)
    content = await request.body()
    try:
        async with site.unpacking.of(session.person):
            sheets = await asyncio.to_thread(unpacking.read, content)
    except SheetError as error:
        return JSONResponse({"said": say(f"sheet.{error.code}")}, 422)
    found = await site.reader.read(
        session.person, lambda store: imported(at_hand(store, session.person), sheets, LONGEST)
    )
    return JSONResponse({"texts": found.texts, "said": found.said}, 200 if found.texts else 422)
