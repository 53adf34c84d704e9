"""What the chat page keeps: who is signed in, the links that let them in, and the messages that it shows again.

Works inside the caller's transaction. Knows neither cookies nor HTML; what opens a door comes here only as a hash.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlite_utils import Database

from dialogs.form.model import Value
from dialogs.turn.messages import Event, Reply, Said, paths

_REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
_IN = (
    "EXISTS (SELECT 1 FROM member WHERE member.application = {application} AND member.person = {person}"
    " AND role != 'gone')"
)
_READABLE = f"(application IS NULL OR {_IN.format(application='message.application', person='message.person')})"
_MESSAGE = "SELECT id, at, event, ref, edited, content FROM message"
SESSION = timedelta(days=90)  # a session ends when it was not used for so long
SEEN = timedelta(hours=1)  # how exactly it is known when a session was last used
FILES = 30  # messages of one person whose files are kept; any document can be made again
NEWEST = 2**63 - 1  # above every id
LINKS = 5  # links of one person that hold at the same time; a newer one takes the place of the oldest


class Session(Value):
    """One signed-in browser."""

    hash: str
    person: str
    seen: datetime


class Message(Value):
    """One message of the conversation: of the person, who then did the event `event`, or to them."""

    id: int
    at: datetime
    event: str  # the id of the event by which the person said it, "" for what was said to them
    ref: str  # what an edit of it names; "" for what was not typed
    edited: bool
    reply: Reply

    @property
    def own(self) -> bool:
        """Whether the person said it."""
        return bool(self.event)


class PageStore:
    """The tables of the page."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _all(self, sql: str, *params: object) -> list[Any]:
        rows: list[Any] = self._db.execute(sql, params).fetchall()
        return rows

    # Sessions

    def sign_in(self, hash_: str, person: str, now: datetime) -> None:
        """Begins a session."""
        self._db.execute(
            "INSERT INTO page_session (hash, person, created, seen, expires) VALUES (?, ?, ?, ?, ?)",
            [hash_, person, now.isoformat(), now.isoformat(), (now + SESSION).isoformat()],
        )

    def session(self, hash_: str, now: datetime) -> Session | None:
        """The session of a hash, None where there is none or it has expired."""
        found = self._all(
            "SELECT person, seen FROM page_session WHERE hash = ? AND expires > ?", hash_, now.isoformat()
        )
        return Session(hash=hash_, person=found[0][0], seen=datetime.fromisoformat(found[0][1])) if found else None

    def use(self, session: Session, now: datetime) -> None:
        """The session is used, and lasts on from now."""
        self._db.execute(
            "UPDATE page_session SET seen = ?, expires = ? WHERE hash = ?",
            [now.isoformat(), (now + SESSION).isoformat(), session.hash],
        )

    def sign_out(self, hash_: str) -> None:
        """Ends one session."""
        self._db.execute("DELETE FROM page_session WHERE hash = ?", [hash_])

    def sign_out_others(self, session: Session) -> None:
        """Ends every other session of the person, and every link that would begin one."""
        self._db.execute(
            "DELETE FROM page_session WHERE person = ? AND hash != ?",
            [session.person, session.hash],
        )
        self._db.execute("DELETE FROM page_link WHERE person = ?", [session.person])

    # Links

    def add_link(self, hash_: str, person: str, expires: datetime, *, once: bool) -> None:
        """A link or a code that lets a person in; it takes the place of their oldest of that sort."""
        self._db.execute(
            "DELETE FROM page_link WHERE hash IN (SELECT hash FROM page_link WHERE person = ? AND once = ?"
            " ORDER BY expires DESC LIMIT -1 OFFSET ?)",
            [person, once, LINKS - 1],
        )
        self._db.execute(
            "INSERT INTO page_link (hash, person, once, expires) VALUES (?, ?, ?, ?)",
            [hash_, person, once, expires.isoformat()],
        )

    def link(self, hash_: str, now: datetime) -> str | None:
        """The person whom a link or a code lets in, None where it does not hold."""
        found = self._all("SELECT person FROM page_link WHERE hash = ? AND expires > ?", hash_, now.isoformat())
        return str(found[0][0]) if found else None

    def take_link(self, hash_: str, now: datetime) -> str | None:
        """As `link`; one that holds once is used up."""
        person = self.link(hash_, now)
        self._db.execute("DELETE FROM page_link WHERE hash = ? AND once", [hash_])
        return person

    # Messages

    def keep(
        self, person: str, application: str | None, reply: Reply, now: datetime, event: Event | None = None
    ) -> int:
        """Keeps a message; returns its id, which is higher than that of every earlier one.

        One that is about an application in which the person is not, or no longer, is about none.
        """
        content, ref = _REPLY.dump_json(reply).decode(), event.ref if isinstance(event, Said) else ""
        self._db.execute(
            "INSERT INTO message (person, application, at, event, files, ref, content) VALUES"  # noqa: S608
            f" (?1, (SELECT ?2 WHERE {_IN.format(application='?2', person='?1')}), ?, ?, ?, ?, ?)",
            [person, application, now.isoformat(), event.id if event else "", len(paths(reply)), ref, content],
        )
        return int(self._all("SELECT last_insert_rowid()")[0][0])

    def ref(self, person: str, end: str) -> str:
        """The ref, by its last part, of a message typed on the page, under whatever name; "" where there is none."""
        typed = "SELECT ref FROM message WHERE person = ? AND ref = event AND ref GLOB '*:' || ?"
        found = self._all(typed, person, end)
        return str(found[0][0]) if found else ""

    def edit(self, person: str, ref: str, reply: Reply) -> None:
        """A message that a person typed, and may still read, has another text now."""
        self._db.execute(
            "UPDATE message SET content = ?, edited = (SELECT max(id) FROM message AS newest WHERE newest.person = ?)"  # noqa: S608
            f" WHERE person = ? AND ref = ? AND ref != '' AND {_READABLE}",
            [_REPLY.dump_json(reply).decode(), person, person, ref],
        )

    def edited(self, person: str, seen: int) -> Sequence[Message]:
        """The messages of a person up to an id that were edited when there was none with a higher id yet."""
        return self._read(
            f"{_MESSAGE} WHERE person = ? AND edited > 0 AND edited >= ? AND id <= ? AND {_READABLE} ORDER BY id",
            person,
            seen,
            seen,
        )

    def after(self, person: str, after: int, count: int) -> Sequence[Message]:
        """At most `count` messages of a person with ids above `after`, the oldest first."""
        return self._read(
            f"{_MESSAGE} WHERE person = ? AND id > ? AND {_READABLE} ORDER BY id LIMIT ?",
            person,
            after,
            count,
        )

    def before(self, person: str, before: int, count: int) -> Sequence[Message]:
        """At most `count` messages of a person with ids below `before`, the oldest first."""
        found = self._read(
            f"{_MESSAGE} WHERE person = ? AND id < ? AND {_READABLE} ORDER BY id DESC LIMIT ?",
            person,
            before,
            count,
        )
        return found[::-1]

    def message(self, person: str, id_: int) -> Message | None:
        """One message of a person."""
        found = self._read(
            f"{_MESSAGE} WHERE id = ? AND person = ? AND {_READABLE}",
            id_,
            person,
        )
        return found[0] if found else None

    def held(self, person: str, up_to: int) -> int:
        """How many messages there are of a person, up to an id."""
        count: int = self._all(
            f"SELECT count(*) FROM message WHERE person = ? AND id <= ? AND {_READABLE}",  # noqa: S608
            person,
            up_to,
        )[0][0]
        return count

    def _read(self, sql: str, *params: object) -> list[Message]:
        messages = []
        for id_, at, event, ref, edited, content in self._all(sql, *params):
            try:
                reply = _REPLY.validate_json(content)
            except ValidationError:  # one that an older program wrote and this one cannot read is passed over
                continue
            message = Message(
                id=id_, at=datetime.fromisoformat(at), event=event, ref=ref, edited=edited > 0, reply=reply
            )
            messages.append(message)
        return messages

    def files(self) -> list[str]:
        """The files that kept messages hand over."""
        found = self._all("SELECT content FROM message WHERE files > 0")
        return [path for (content,) in found for path in _paths(json.loads(content))]

    def forget(self, person: str) -> None:
        """Nothing more is kept of a person."""
        for table in ("page_session", "page_link", "message", "outbox"):
            self._db.execute(f"DELETE FROM {table} WHERE person = ?", [person])  # noqa: S608

    def forget_expired(self, now: datetime) -> None:
        """Drops the sessions and links that have expired, and the messages of those who never consented and left."""
        for table in ("page_session", "page_link"):
            self._db.execute(f"DELETE FROM {table} WHERE expires <= ?", [now.isoformat()])  # noqa: S608
        self._db.execute(
            "DELETE FROM message WHERE application IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM page_session WHERE page_session.person = message.person)"
            " AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.person = message.person)"
        )

    def forget_files(self) -> bool:
        """Only the newest files of each person are still handed over; whether there were others."""
        older = (
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY person ORDER BY id DESC) AS number"
            " FROM message WHERE files > 0) WHERE number > ?"
        )
        return bool(self._db.execute(f"UPDATE message SET files = 0 WHERE id IN ({older})", [FILES]).rowcount)  # noqa: S608


def _paths(content: dict[str, Any]) -> list[str]:
    return [content["path"]] if content["kind"] == "document" else list(content.get("paths", ()))
