"""The messages that the page shows again: what was said to a person, and what they said.

Works inside the caller's transaction. Knows no HTML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from dialogs.answers.value import Value
from dialogs.turn.events import Event, Said
from dialogs.turn.messages import Reply, paths
from storage.replies import read_reply, write_reply
from storage.statements import Statements

_IN = (
    "EXISTS (SELECT 1 FROM member WHERE member.application = {application} AND member.person = {person}"
    " AND role != 'gone')"
)
_READABLE = f"(application IS NULL OR {_IN.format(application='message.application', person='message.person')})"
_MESSAGE = "SELECT id, at, event, ref, edited, content FROM message"
FILES = 30  # messages of one person whose files are kept; any document can be made again
OF_FILES = 60_000_000  # bytes of them together, but for the newest
NEWEST = 2**63 - 1  # above every id


class Message(Value):
    """One message of a conversation, of the person or to them."""

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


class PageLog:
    """The table `message`. A person reads what is about no application, or about one in which they are."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def keep(
        self, person: str, application: str | None, reply: Reply, now: datetime, event: Event | None = None
    ) -> int:
        """Keeps a message; returns its id, which is higher than that of every earlier one.

        Where the person is not in the application, or no longer, the message is about none.
        """
        content, ref = write_reply(reply), event.ref if isinstance(event, Said) else ""
        kept = self._sql.run(
            "INSERT INTO message (person, application, at, event, files, ref, content) VALUES"  # noqa: S608
            f" (?1, (SELECT ?2 WHERE {_IN.format(application='?2', person='?1')}), ?, ?, ?, ?, ?)",
            person,
            application,
            now.isoformat(),
            event.id if event else "",
            len(paths(reply)),
            ref,
            content,
        )
        return int(kept.lastrowid)

    def ref(self, person: str, refs: Sequence[str]) -> str:
        """The one of these refs under which a person typed a message on the page; "" for none of them."""
        for ref in refs:
            if self._sql.all("SELECT 1 FROM message WHERE person = ? AND ref = ?2 AND event = ?2", person, ref):
                return ref
        return ""

    def edit(self, person: str, ref: str, reply: Reply) -> None:
        """Gives a message that a person typed, and may still read, another text."""
        self._sql.run(
            "UPDATE message SET content = ?, edited = (SELECT max(id) FROM message AS newest WHERE newest.person = ?)"  # noqa: S608
            f" WHERE person = ? AND ref = ? AND ref != '' AND {_READABLE}",
            write_reply(reply),
            person,
            person,
            ref,
        )

    def editable(self, person: str, application: str) -> list[str]:
        """The refs of messages that gave an answer or a part of a long text of an application, as it is now."""
        given = "SELECT ref FROM {} WHERE application = ?1 AND person = ?2 AND ref != ''"
        either = " UNION ".join(map(given.format, ("answer", "draft_part")))
        return [ref for (ref,) in self._sql.all(either, application, person)]

    def edited(self, person: str, seen: int) -> Sequence[Message]:
        """The messages with ids up to `seen` whose edit a browser that has them up to `seen` may not know of."""
        return self._read(
            f"{_MESSAGE} WHERE person = ? AND edited > 0 AND edited >= ? AND id <= ? AND {_READABLE} ORDER BY id",
            person,
            seen,
            seen,
        )

    def after(self, person: str, after: int, count: int, letters: int = NEWEST) -> Sequence[Message]:
        """At most `count` messages of a person with ids above `after`, the oldest first.

        They are fewer where they would have more than so many letters; one, however long, at the least.
        """
        return self._read(
            f"{_MESSAGE} WHERE person = ? AND id > ? AND {_READABLE} ORDER BY id LIMIT ?",
            person,
            after,
            count,
            letters=letters,
        )

    def before(self, person: str, before: int, count: int, letters: int = NEWEST) -> Sequence[Message]:
        """At most `count` messages of a person with ids below `before`, the oldest first; `letters` as above."""
        found = self._read(
            f"{_MESSAGE} WHERE person = ? AND id < ? AND {_READABLE} ORDER BY id DESC LIMIT ?",
            person,
            before,
            count,
            letters=letters,
        )
        return found[::-1]

    def has_between(self, person: str, after: int, before: int) -> bool:
        """Whether a person has messages with ids between these two."""
        between = f"SELECT 1 FROM message WHERE person = ? AND id > ? AND id < ? AND {_READABLE} LIMIT 1"  # noqa: S608
        return bool(self._sql.all(between, person, after, before))

    def message(self, person: str, id_: int) -> Message | None:
        """One message of a person by its id, None where they may not read it."""
        found = self._read(
            f"{_MESSAGE} WHERE id = ? AND person = ? AND {_READABLE}",
            id_,
            person,
        )
        return found[0] if found else None

    def readable(self, person: str) -> frozenset[str]:
        """The applications whose messages a person may read."""
        found = self._sql.all("SELECT DISTINCT application FROM member WHERE person = ? AND role != 'gone'", person)
        return frozenset(application for (application,) in found)

    def has(self, person: str, application: str, up_to: int) -> bool:
        """Whether a person has a message about an application with an id up to `up_to`."""
        about = "SELECT 1 FROM message WHERE application = ? AND person = ? AND id <= ? LIMIT 1"
        return bool(self._sql.all(about, application, person, up_to))

    def _read(self, sql: str, *params: object, letters: int = NEWEST) -> list[Message]:
        found: list[Message] = []
        for id_, at, event, ref, edited, content in self._sql.each(sql, *params):
            letters -= len(content)
            if found and letters < 0:
                break
            about = {"id": id_, "at": datetime.fromisoformat(at), "event": event, "ref": ref, "edited": edited > 0}
            found.append(Message(**about, reply=read_reply(content)))
        return found

    def files(self) -> list[str]:
        """The paths of the files that kept messages hand over."""
        found = self._sql.all("SELECT content FROM message WHERE files > 0")
        return [path for (content,) in found for path in _paths(json.loads(content))]

    def forget(self, person: str) -> None:
        """Deletes all messages of a person."""
        self._sql.run("DELETE FROM message WHERE person = ?", person)

    def forget_left(self) -> None:
        """Deletes the messages of those who left without ever having consented."""
        self._sql.run(
            "DELETE FROM message WHERE application IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM page_session WHERE page_session.person = message.person)"
            " AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.person = message.person)"
        )

    def forget_files_of(self, person: str, size: Callable[[Sequence[str]], int]) -> bool:
        """Lets go of a person's older files, once they are twice as many as are kept, or too large together.

        `size` tells how many bytes the files at these paths have. Returns whether any were let go.
        """
        found = self._sql.all("SELECT id, content FROM message WHERE person = ? AND files > 0 ORDER BY id DESC", person)
        sizes = accumulate(size(_paths(json.loads(content))) for _, content in found)
        kept = max(1, sum(total <= OF_FILES for total in sizes))
        if len(found) > 2 * FILES:
            kept = min(kept, FILES)
        let_go = json.dumps([id_ for id_, _ in found[kept:]])
        return bool(
            self._sql.run("UPDATE message SET files = 0 WHERE id IN (SELECT value FROM json_each(?))", let_go).rowcount
        )

    def forget_files(self) -> None:
        """Lets go of all files but those of each person's newest messages."""
        older = (
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY person ORDER BY id DESC) AS number"
            " FROM message WHERE files > 0) WHERE number > ?"
        )
        self._sql.run(f"UPDATE message SET files = 0 WHERE id IN ({older})", FILES)  # noqa: S608


def _paths(content: dict[str, Any]) -> list[str]:
    return [content["path"]] if content["kind"] == "document" else list(content.get("paths", ()))
