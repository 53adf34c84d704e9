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
from dialogs.turn.perspective import Perspective
from dialogs.turn.turn import Turn
from storage.page_sessions import SEEN, SESSION, TABLE, Session
from storage.secret import hashed
from storage.store import Store

CHANNEL = "page"
MOST = 10_000  # sessions in memory
FORGET = {"Clear-Site-Data": '"storage"'}  # the browser forgets drafts and what was not sent yet


def at_hand(store: Store, person: str, action: Action = "read") -> Turn | None:
    """A person's turn at their open application, None where they have none or may not do this there.

    To read, a right in their own unit is enough; anything else must be allowed for the application as a whole.
    """
    turn = Turn(store, store.conversations.get(person), clock.now())
    return turn if _may(turn, action) else None


def seen_by(store: Store, person: str) -> Perspective | None:
    """The open application as a person sees it, None where they have none or may not read it."""
    seen = Perspective(store, store.conversations.seat(person), clock.now())
    return seen if _may(seen, "read") else None


def _may(seen: Perspective, action: Action) -> bool:
    member = seen.member
    return member is not None and (seen.can(action) or (action == "read" and seen.can(action, member.unit)))


def cookie(address: Address) -> str:
    """The cookie's name. Over TLS its prefix has the browser see to it that no other site or path has set it."""
    return "__Host-shenbao" if address.secure else "shenbao"


class Sessions:
    """The sessions, of which those that were asked for stay in memory until any is begun, used or ended."""

    def __init__(self, service: Service, reader: Reader) -> None:
        self._service = service
        self._reader = reader
        self._known: dict[str, Session] = {}
        self._as_of = 0
        self._persons: dict[str, str] = {}  # of all that were asked for, ended ones too

    async def of(self, hash_: str) -> Session | None:
        """The session with this hash, None where there is none or it has expired."""
        as_of = self._service.written[TABLE]
        if as_of != self._as_of or len(self._known) >= MOST:
            self._known, self._as_of = {}, as_of
        if len(self._persons) >= MOST:
            self._persons = {}
        session = self._known.get(hash_)
        if session is None:
            session = await self._reader.read(hash_, lambda store: store.page_sessions.session(hash_, clock.now()))
            if session and as_of == self._service.written[TABLE] == self._as_of:  # else it may be another already
                self._known[hash_] = session
            if session:
                self._persons[hash_] = session.person
        return session if session and clock.now() < session.expires else None

    def known(self, hash_: str) -> str:
        """The person of a session that was asked for before, which may have ended since; "" for one that was not."""
        return self._persons.get(hash_, "")


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
