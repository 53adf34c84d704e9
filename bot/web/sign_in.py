"""The ways in and out: a first visit, a personal link, a code, an invitation; other devices; leaving."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import parse_qs

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot import clock
from bot.web import sessions
from bot.web.html import page
from bot.web.inputs import event_id
from bot.web.sessions import CHANNEL, chats, of_page
from bot.web.site import Site, client, looking, problem
from dialogs.application import invitation_codes
from dialogs.texts import say
from dialogs.turn.events import Command
from dialogs.turn.outcome import Notification
from storage.page_log import NEWEST
from storage.page_sessions import Session
from storage.secret import hashed
from storage.store import Store

SLOW = 3.0  # seconds that a code takes after very many wrong ones
LINK = timedelta(days=30)
SHORT = timedelta(minutes=10)


def _home() -> Response:
    return RedirectResponse("/", 303)


async def begin(site: Site, request: Request) -> Response:
    """The button of the first page: a visitor becomes a person."""
    if await site.session(request):
        return _home()
    return await _newcomer(site, request, "") or problem("too_many", 429)


async def _newcomer(site: Site, request: Request, invitation: str) -> Response | None:
    """Signs a new person in and starts their conversation; None where too many came from this address.

    `invitation` is the token or code with which they came, "" for none.
    """
    if not site.limits.newcomers.take(client(request)):
        return None
    person = sessions.newcomer()
    response = _home()
    await sessions.sign_in(site.service, response, site.address, person)
    await _start(site, person, invitation)
    return response


async def _start(site: Site, person: str, invitation: str) -> None:
    base = {"id": event_id(person, uuid.uuid4().hex), "person": person}
    name = "join" if invitation else "start"
    await site.service.submit(Command(**base, name=name, argument=invitation))


async def by_code(site: Site, request: Request) -> Response:
    """A code typed on the first page: one that signs in and is then used up, or that of an invitation."""
    body = await request.body()  # first: it comes as slowly as somebody likes, and others at the address wait
    async with _guessing(site, request) as may:
        if not may:
            return HTMLResponse(page("welcome", code="", wrong=say("page.code_limit")), 429)
        code = parse_qs(body.decode("utf-8", "replace")).get("code", [""])[0][:40]
        plain = invitation_codes.plain(code)
        if await _instead(site, request, hashed(plain)):
            return HTMLResponse(page("welcome", code=code, wrong=say("page.code_instead")), 409)
        person = await _let_in(site, plain)
        if person is None and await site.reader.read(
            client(request), lambda store: store.invitation(plain) is not None
        ):
            return await _invited(site, request, plain)
        if person is None:
            _guessed_wrong(site, request)
            return HTMLResponse(page("welcome", code=code, wrong=say("page.code_wrong")), 400)
        return await _signed_in(site, person)


@asynccontextmanager
async def _guessing(site: Site, request: Request) -> AsyncIterator[bool]:
    """Yields whether a code may be tried from where the request comes from: one at a time, so each wrong one counts.

    After very many wrong ones from everywhere this takes a while, and nobody is kept out.
    """
    limits, address = site.limits, client(request)
    if limits.all_wrong_codes.reached("") and not limits.wrong_codes.reached(address):
        await asyncio.sleep(SLOW)
    async with site.in_turn(address):
        yield not limits.wrong_codes.reached(address)


def _guessed_wrong(site: Site, request: Request) -> None:
    site.limits.wrong_codes.take(client(request))
    site.limits.all_wrong_codes.take("")


async def _let_in(site: Site, secret: str) -> str | None:
    """The name on the page of the person whose link or code this is, which is used up; None where it does not hold."""

    def take(store: Store) -> str | None:
        person = store.page_sessions.take_link(hashed(secret), clock.now())
        return person and of_page(store, person)

    return await site.service.do(take)


async def _signed_in(site: Site, person: str) -> Response:
    response = _home()
    await sessions.sign_in(site.service, response, site.address, person)
    if not await site.reader.read(person, lambda store: store.page_log.before(person, NEWEST, 1)):
        await _start(site, person, "")  # who comes from a chat has nothing to see here yet
    return response


async def link(site: Site, request: Request) -> Response:
    """A personal link: only shows a button, as a messenger that fetches the link for a preview must not use it up."""
    token = hashed(request.path_params["token"])
    if await site.reader.read(client(request), lambda store: store.page_sessions.link(token, clock.now())) is None:
        return problem("link_wrong", 404)
    warning = say("page.link_instead") if await _instead(site, request, token) else ""
    return HTMLResponse(page("door", title=say("page.link_title"), text=say("page.link_text"), warning=warning))


async def _instead(site: Site, request: Request, link: str) -> bool:
    """Whether signing in with this link would leave behind an application that was begun in this browser."""
    session = await site.session(request)
    if session is None:
        return False

    def leaves(store: Store) -> bool:
        person = store.page_sessions.link(link, clock.now())
        return person not in {None, session.person} and store.holds(session.person) > 0

    return await site.reader.read(session.person, leaves)


async def by_link(site: Site, request: Request) -> Response:
    """The button behind a personal link: signs in."""
    async with _guessing(site, request) as may:
        if not may:
            return problem("code_limit", 429)
        person = await _let_in(site, request.path_params["token"])
        if person is None:
            _guessed_wrong(site, request)
            return problem("link_wrong", 404)
        return await _signed_in(site, person)


async def invitation(site: Site, request: Request) -> Response:
    """The link of an invitation: only shows a button, as for a personal link.

    Says so where it does not hold, or is one's own.
    """
    token = request.path_params["token"]
    session = await site.session(request)
    found = await site.reader.read(client(request), lambda store: store.invitation(token))
    if found and session and session.person == found.person:
        code = "join_own"
    else:
        code = "join_text" if found is None or found.state(clock.now()) == "open" else "join_over"
    text = say(f"page.{code}")
    return HTMLResponse(page("door", title=say("page.join_title"), text=text, warning=""))


async def by_invitation(site: Site, request: Request) -> Response:
    """The button behind the link of an invitation."""
    if not await may_join(site, request, token := request.path_params["token"]):
        return problem("code_limit", 429)
    return await _invited(site, request, token)


async def may_join(site: Site, request: Request, secret: str) -> bool:
    """Whether an invitation may be tried from where the request comes from; counts one that there is not.

    The conversation counts for itself how often a person was wrong, but anybody can be ever new persons.
    """
    tried = (secret.strip(), invitation_codes.plain(secret))
    async with _guessing(site, request) as may:
        if may and await site.reader.read(
            client(request), lambda store: not any(map(store.invitation, filter(None, tried)))
        ):
            _guessed_wrong(site, request)
        return may


async def _invited(site: Site, request: Request, token: str) -> Response:
    """Takes an invitation up in the conversation, of whoever is signed in here or of a new person."""
    session = await site.session(request)
    if session is None:
        return await _newcomer(site, request, token) or problem("too_many", 429)
    await _start(site, session.person, token)
    return _home()


@looking
async def device(site: Site, request: Request, session: Session) -> Response:
    """What goes on with another device: a new link, also as a QR picture, a new code, and the way to a chat if any."""
    del request
    token, chat = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    code = invitation_codes.code(secrets.randbits(64))
    now = clock.now()

    def add(store: Store) -> list[str]:
        store.page_sessions.add_link(hashed(token), session.person, now + LINK, short=False)
        store.page_sessions.add_link(hashed(code), session.person, now + SHORT, short=True)
        store.page_sessions.add_link(hashed(chat), session.person, now + SHORT, short=True)
        return chats(store, session.person)

    linked = await site.service.do(add)
    others = (channel.own for channel in site.service.turns.channels.values() if channel.name != CHANNEL)
    elsewhere = next(filter(None, others), "")
    url = f"{site.address.base}/link/{token}"
    return HTMLResponse(
        page(
            "_device",
            url=url,
            code=invitation_codes.written(code),
            picture=segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=2),
            chat="" if linked else elsewhere.format(chat),
            linked=bool(linked),
            local=not site.address.public,
        )
    )


@looking
async def others_out(site: Site, request: Request, session: Session) -> Response:
    """Signs every other browser out, and cuts off the chats that spoke for the person; these are told."""
    del request

    def cut(store: Store) -> list[Notification]:
        store.page_sessions.sign_out_others(session)
        linked = chats(store, session.person)
        store.linked_identities.drop(session.person)
        return [Notification(chat, "linking.cut") for chat in linked]

    await site.service.tell(cut)
    site.hub.wake(session.person)
    return JSONResponse({"toast": say("page.device_others_done")})


async def leave(site: Site, request: Request) -> Response:
    """Signs this browser out."""
    response = _home()
    if session := await site.session(request):
        await site.service.do(lambda store: store.page_sessions.sign_out(session.hash))
        site.hub.wake(session.person)
    sessions.sign_off(response, site.address)
    response.headers.update(sessions.FORGET)
    return response
