"""The ways in and out: a first visit, a personal link, a code, an invitation; other devices; leaving."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from urllib.parse import parse_qs

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot import clock
from bot.web import access
from bot.web.access import hashed
from bot.web.events import event_id
from bot.web.pages import page
from bot.web.site import Site, client, problem, signed_in
from dialogs.messages import Command
from dialogs.modes.inviting import ALPHABET, CODE
from dialogs.texts import say
from storage.page import Session

LINK = timedelta(days=30)
SHORT = timedelta(minutes=10)


def _home() -> Response:
    return RedirectResponse("/", 303)


async def begin(site: Site, request: Request) -> Response:
    """A first visit becomes a person."""
    if await site.session(request):
        return _home()
    return await _newcomer(site, request, "") or problem("too_many", 429)


async def _newcomer(site: Site, request: Request, invitation: str) -> Response | None:
    """A new person in this browser, who then gets the first message; None where there are too many."""
    if not site.limits.newcomers.take(client(request)):
        return None
    person = access.newcomer()
    response = _home()
    await access.sign_in(site.service, response, site.address, person)
    await _start(site, person, invitation)
    return response


async def _start(site: Site, person: str, invitation: str) -> None:
    base = {"id": event_id(person, uuid.uuid4().hex), "person": person}
    name = "join" if invitation else "start"
    await site.service.submit(Command(**base, name=name, argument=invitation))


async def by_code(site: Site, request: Request) -> Response:
    """Lets in with a short code, which is then used up, or with the code of an invitation."""
    code = parse_qs((await request.body()).decode("utf-8", "replace")).get("code", [""])[0][:40]
    who = client(request)
    if site.limits.wrong_codes.reached(who) or site.limits.all_wrong_codes.reached(""):
        return HTMLResponse(page("welcome", code=code, wrong=say("page.code_limit")), 429)
    plain = _plain(code)
    person = await site.service.do(lambda store: store.page.take_link(hashed(plain), clock.now()))
    if person is None and await site.reader.read(lambda store: store.invitation(plain) is not None):
        return await _newcomer(site, request, plain) or problem("too_many", 429)
    if person is None:
        site.limits.wrong_codes.take(who)
        site.limits.all_wrong_codes.take("")
        return HTMLResponse(page("welcome", code=code, wrong=say("page.code_wrong")), 400)
    response = _home()
    await access.sign_in(site.service, response, site.address, person)
    return response


def _plain(code: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


async def link(site: Site, request: Request) -> Response:
    """Shows a button: a messenger that looks at a link to show a preview of it must not sign itself in."""
    token = hashed(request.path_params["token"])
    if await site.reader.read(lambda store: store.page.link(token, clock.now())) is None:
        return problem("link_wrong", 404)
    return HTMLResponse(page("door", title=say("page.link_title"), text=say("page.link_text")))


async def by_link(site: Site, request: Request) -> Response:
    """Lets in with a personal link."""
    token = hashed(request.path_params["token"])
    person = await site.service.do(lambda store: store.page.take_link(token, clock.now()))
    if person is None:
        return problem("link_wrong", 404)
    response = _home()
    await access.sign_in(site.service, response, site.address, person)
    return response


async def invitation(site: Site, request: Request) -> Response:
    """Shows a button, as for a link."""
    del site, request
    return HTMLResponse(page("door", title=say("page.join_title"), text=say("page.join_text")))


async def by_invitation(site: Site, request: Request) -> Response:
    """A colleague's invitation: whoever is here, or a new person, takes it up in the conversation."""
    token = request.path_params["token"]
    session = await site.session(request)
    if session is None:
        return await _newcomer(site, request, token) or problem("too_many", 429)
    await _start(site, session.person, token)
    return _home()


@signed_in
async def device(site: Site, request: Request, session: Session) -> Response:
    """A new link, as a picture too, and a new code."""
    del request
    token = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE))
    now = clock.now()
    await site.service.do(lambda store: store.page.add_link(hashed(token), session.person, now + LINK, once=False))
    await site.service.do(lambda store: store.page.add_link(hashed(code), session.person, now + SHORT, once=True))
    url = f"{site.address.base}/link/{token}"
    picture = segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=2)
    return HTMLResponse(page("_device", url=url, code=f"{code[:4]}-{code[4:]}", picture=picture))


@signed_in
async def others_out(site: Site, request: Request, session: Session) -> Response:
    """Only this browser stays signed in."""
    del request
    await site.service.do(lambda store: store.page.sign_out_others(session))
    site.hub.wake(session.person)
    return JSONResponse({"toast": say("page.device_others_done")})


async def leave(site: Site, request: Request) -> Response:
    """This browser is signed out."""
    response = _home()
    if session := await site.session(request):
        await site.service.do(lambda store: store.page.sign_out(session.hash))
        site.hub.wake(session.person)
    access.sign_off(response, site.address)
    return response
