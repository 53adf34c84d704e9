"""Who a request comes from, and what they may see: every check of the page goes through here."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot import clock
from bot.service.writer import Service
from bot.web.address import Address
from bot.web.reader import Reader
from dialogs.application.team import Action
from dialogs.turn.turn import Turn
from storage.page_sessions import SEEN, SESSION, Session
from storage.secret import hashed
from storage.store import Store

CHANNEL = "page"
FORGET = {"Clear-Site-Data": '"storage"'}  # the browser forgets drafts and what was not sent yet


def at_hand(store: Store, person: str, action: Action = "read") -> Turn | None:
    """The open application of a person as they see it, None where they have none or may not do this there.

    To read, a right in their own unit is enough; anything else must be allowed for the application as a whole.
    """
    turn = Turn(store, store.conversations.get(person), clock.now())
    if turn.member is None:
        return None
    own = turn.member.unit if action == "read" else None
    return turn if turn.can(action) or turn.can(action, own) else None


def cookie(address: Address) -> str:
    """The cookie's name. Over TLS its prefix has the browser see to it that no other site or path has set it."""
    return "__Host-shenbao" if address.secure else "shenbao"


async def session_of(request: Request, reader: Reader, address: Address) -> Session | None:
    """The session that a request's cookie names, None where nobody is signed in."""
    token = request.cookies.get(cookie(address), "")
    if not token:
        return None
    return await reader.read(token, lambda store: store.page_sessions.session(hashed(token), clock.now()))


async def sign_in(service: Service, response: Response, address: Address, person: str) -> None:
    """Signs a person in: begins a session and sets its cookie in the response."""
    token = secrets.token_urlsafe(32)
    await service.do(lambda store: store.page_sessions.sign_in(hashed(token), person, clock.now()))
    _set(response, address, token)


def of_page(store: Store, person: str) -> str:
    """The person's name on the page; somebody of a chat gets one, which is theirs from now on."""
    if person.startswith(f"{CHANNEL}:"):
        return person
    store.linked_identities.link_identities(person, new := newcomer())
    return new


def chats(store: Store, person: str) -> list[str]:
    """The names in chats that speak for a person of the page."""
    return [name for name in store.linked_identities.names(person) if not name.startswith(f"{CHANNEL}:")]


async def go_on(service: Service, request: Request, response: Response, address: Address, session: Session) -> None:
    """Lets a session last on from now, in the database and as a cookie, at most once an hour."""
    now = clock.now()
    if now - session.seen >= SEEN:
        await service.do(lambda store: store.page_sessions.use(session, now))
        _set(response, address, request.cookies[cookie(address)])


def sign_off(response: Response, address: Address) -> None:
    """Deletes the cookie in the response."""
    response.delete_cookie(cookie(address), secure=address.secure, httponly=True, samesite="lax")


def _set(response: Response, address: Address, token: str) -> None:
    response.set_cookie(
        cookie(address),
        token,
        max_age=int(SESSION.total_seconds()),
        secure=address.secure,
        httponly=True,
        samesite="lax",
    )


def newcomer() -> str:
    """The name of a new person: `page:` and 12 random hexadecimal digits."""
    return f"{CHANNEL}:{secrets.token_hex(6)}"
