"""The conversation: the page itself, what is sent, what comes back, earlier messages and their files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse

from bot.service.commit import NotSavedError
from bot.web import sessions, tables
from bot.web.editing import editable
from bot.web.html import bubbles, page
from bot.web.inputs import LONGEST, event, event_id, sent_id
from bot.web.sessions import seen_by
from bot.web.sign_in import may_join
from bot.web.site import Site, client, looking, problem, signed_in
from bot.web.stream import News
from bot.web.surroundings import Surroundings
from dialogs.texts import say
from dialogs.turn.beside_chat import Filled
from dialogs.turn.events import Command, Edited
from dialogs.turn.messages import Document, Say, paths
from render.reading.package import BYTES
from storage.outbox import WaitingReply
from storage.page_log import NEWEST, Message
from storage.page_sessions import Session
from storage.store import Store

WEIGHT = 1024  # bytes of an event that count as much as an event: a long one takes longer to read
LONG = 64 * 1024  # bytes from which few events arrive at once: each is held in memory, and comes as slowly as one likes
BATCH = 50  # messages that a stream tells at once
SHOWN = 40  # messages shown at first
EARLIER = 100  # messages each time that earlier ones are asked for
PLACES = {"name": "{name}"}  # what the browser puts in where a sentence says it
LETTERS = 300_000  # of messages told at once, whichever way: what is made of more holds up everybody
TEXTS = (
    "name",
    "title",
    "signed_out",
    "waiting",
    "offline",
    "unsaved",
    "not_saved",
    "too_many",
    "storage_full",
    "edited",
    "fold",
    "unfold",
    "file_too_large",
    "file_not_read",
    "file_reading",
    "not_sent",
    "done",
    "too_long",
    "device_copied",
)  # that the browser itself says


async def index(site: Site, request: Request) -> Response:
    """The page of the conversation; for whoever is not signed in, the first page."""
    session = await site.session(request)
    if session is None:
        return HTMLResponse(page("welcome", code="", wrong=""))
    if not site.limits.looks.take(session.person):
        return problem("too_many", 429)

    def read(store: Store) -> tuple[Sequence[Message], bool, set[str], dict[str, object]]:
        messages, more = _earlier(store, session.person, NEWEST, SHOWN)
        seen = seen_by(store, session.person)
        return messages, more, editable(store, seen), Surroundings().news(seen)

    messages, more, edits, around = await site.reader.read(session.person, read)
    response = HTMLResponse(
        page(
            "chat",
            person=session.person,
            messages=bubbles(messages, edits, newest=True),
            last=messages[-1].id if messages else 0,
            more=more,
            around=around,
            texts={name: say(f"page.{name}", **PLACES) for name in TEXTS},
            file_most=BYTES,
            table_words=tables.words(),
            longest=LONGEST,
        )
    )
    return await site.go_on(request, response, session)


@signed_in
async def events(site: Site, request: Request, session: Session) -> Response:
    """POST of one event as JSON; answers 200 with what came of it when it is committed."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return JSONResponse({}, 415)
    size = int(request.headers.get("content-length", 0))
    if not site.limits.events.take(session.person, 1 + size // WEIGHT):
        return JSONResponse({"reason": say("page.too_many")}, 429, {"Retry-After": "2"})
    async with site.long_events.of(client(request)) if size > LONG else nullcontext():
        body = await request.body()
    sent = event(body, session.person)
    if sent is None:
        return JSONResponse({}, 400)
    if isinstance(sent, Edited):  # it may have been sent as another of those who are one person now
        sent = sent.model_copy(update={"ref": await _typed(site, session.person, sent.ref)})
    if isinstance(sent, Command) and sent.name == "join" and not await may_join(site, request, sent.argument):
        return JSONResponse({"reason": say("page.code_limit")}, 429, {"Retry-After": "60"})
    site.service.turns.came_from(session.person, client(request))
    try:
        async with site.in_turn(session.person):  # the writer does all that waits in one go
            receipt = await site.service.submit(sent)
    except NotSavedError:
        return JSONResponse({"reason": say("page.not_saved")}, 503, {"Retry-After": "5"})
    gone = receipt.toast and await site.session(request) is None  # with all that there was of them
    headers = sessions.FORGET if gone else {}
    told: dict[str, object] = {"new": receipt.new, "toast": receipt.toast, "refused": receipt.refused}
    told |= {"edited": receipt.edited, "left": receipt.left, "cells": [note.model_dump() for note in receipt.cells]}
    if isinstance(sent, Filled):  # the page may have named a row that it did not know yet
        told["row"] = sent.cells[0].row
    return JSONResponse(told, headers=headers)


async def _typed(site: Site, person: str, ref: str) -> str:
    """The ref under which a message was typed: by the person, or by another of those who are one person now."""
    end = sent_id(ref)

    def typed(store: Store) -> str:
        names = (person, *store.linked_identities.names(person))
        return store.page_log.ref(person, [event_id(name, end) for name in names]) or ref

    return await site.reader.read(person, typed)


async def stream(site: Site, request: Request) -> Response:
    """The stream of messages (Server-Sent Events), from the last one on that the browser has."""
    session = await site.session(request)
    headers = {"X-Accel-Buffering": "no"}  # a proxy must not hold them back
    if session is None or not site.limits.streams.take(session.person):
        # With another status a browser would not come again, and could not tell why.
        await site.limits.slowdown.wait()
        line = "retry: 10000\n\n" if session else "event: out\ndata: {}\n\n"
        return Response(line, media_type="text/event-stream", headers=headers)
    after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    watch = _Watch(site, session, int(after) if after.isdecimal() and len(after) < 19 else 0)
    lines = site.hub.stream(session.person, client(request), watch.look)
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


@dataclass
class _Watch:
    """What one browser has been told so far."""

    site: Site
    session: Session
    last: int
    _readable: frozenset[str] | None = None  # the applications whose messages the person might read then
    _around: Surroundings = field(default_factory=Surroundings)
    _edits: set[str] = field(default_factory=set)  # of messages that can be edited
    _preview: str = ""  # the version of which there is one
    _told: list[WaitingReply] = field(default_factory=list)  # what was said just now and is not kept

    async def look(self) -> News:
        """What is new for the browser since the last call."""
        for posted in self._told:  # it has gone over the line since
            await self.site.service.delivered(posted)
        if await self.site.sessions.of(self.session.hash) is None:
            return News([], out=True)
        news, self._told = await self.site.reader.read(self.session.person, self._read)
        if news.messages:
            self.last = news.messages[-1][0]
        application = self._around.application
        self.site.hub.works_on(self.session.person, application)
        if (preview := self.site.previews.newest(application)) != self._preview:
            self._preview = news.around["preview"] = preview
        return news

    def _read(self, store: Store) -> tuple[News, list[WaitingReply]]:
        person = self.session.person
        gone = self._gone(store, readable := store.page_log.readable(person))
        messages = store.page_log.after(person, self.last, BATCH, LETTERS)
        more = bool(messages) and store.page_log.has_between(person, messages[-1].id, NEWEST)
        self._readable = readable
        seen = seen_by(store, person)
        edits = editable(store, seen)
        edited = store.page_log.edited(person, self.last)
        around = self._around.news(seen)
        if edits != self._edits:
            around["edits"] = {"on": sorted(edits - self._edits), "off": sorted(self._edits - edits)}
        self._edits = edits
        secret = store.outbox.next(person)
        secrets = [page("_secret", text=secret.reply.text)] if secret and isinstance(secret.reply, Say) else []
        news = News(_told(messages, edits), _told(edited, edits), around, secrets, more, reset=gone)
        return news, [secret] if secret else []

    def _gone(self, store: Store, readable: frozenset[str]) -> bool:
        """Whether what the browser shows is not what may be read any more. Costs the same however much that is."""
        person = self.session.person
        if self._readable is None:
            return self.last > 0 and not store.page_log.message(person, self.last)
        come = readable - self._readable
        return bool(self._readable - readable) or any(store.page_log.has(person, one, self.last) for one in come)


def _told(messages: Sequence[Message], edits: set[str]) -> list[tuple[int, str]]:
    return [(message.id, bubbles([message], edits, newest=True)) for message in messages]


@looking
async def earlier(site: Site, request: Request, session: Session) -> Response:
    """At most EARLIER messages before one that is shown, as HTML."""
    before = request.query_params.get("before", "")
    if not before.isdecimal() or len(before) > 18:
        return JSONResponse({}, 400)

    def read(store: Store) -> tuple[Sequence[Message], bool, set[str]]:
        messages, more = _earlier(store, session.person, int(before), EARLIER)
        return messages, more, editable(store, seen_by(store, session.person))

    messages, more, edits = await site.reader.read(session.person, read)
    return JSONResponse({"html": bubbles(messages, edits, newest=False), "more": more})


def _earlier(store: Store, person: str, before: int, count: int) -> tuple[Sequence[Message], bool]:
    """So many messages before one, or fewer where they are long, and whether there are earlier ones yet."""
    messages = store.page_log.before(person, before, count, LETTERS)
    return messages, bool(messages) and store.page_log.has_between(person, 0, messages[0].id)


@looking
async def file(site: Site, request: Request, session: Session) -> Response:
    """One of the files that a message hands over."""
    id_, number = int(request.path_params["message"]), int(request.path_params["number"])
    person = session.person
    message = await site.reader.read(person, lambda store: store.page_log.message(person, id_))
    found = paths(message.reply) if message else ()
    if message is None or number >= len(found):
        return problem("not_found", 404)
    path = Path(found[number])
    if not await asyncio.to_thread(path.is_file):
        return problem("file_gone", 410)
    if isinstance(message.reply, Document):
        return FileResponse(path, filename=message.reply.name)
    return FileResponse(path, headers={"Cache-Control": "private, max-age=86400"})
