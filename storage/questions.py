"""The questions that people were shown, as far as an answer to one may still come: which, and where.

Works inside the caller's transaction. Knows no channel: a name stands for a place where messages are numbered.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from dialogs.screens.registry import read_shown
from dialogs.turn.conversation import Shown
from storage.statements import Statements

LATELY = 5  # refused messages that may be mended while their question is open
KEPT = 40  # questions of one person that outlast the day; an answer to an older one is shown back
NEWEST = "SELECT shown FROM question WHERE question.person = {person} ORDER BY number DESC LIMIT 1"
READ = 1_000  # questions that are not read anew as long as they stay the same: in one turn several look at one


@lru_cache(READ)
def read(kept: str) -> Shown:
    """A question as it was kept."""
    return read_shown(json.loads(kept))


class Questions:
    """The table of questions."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def put(self, person: str, name: str, shown: Shown) -> None:
        """A person is asked something, under this name."""
        self._sql.run(
            "INSERT OR REPLACE INTO question (person, number, name, shown) VALUES (?, ?, ?, ?)",
            person,
            shown.number,
            name,
            shown.model_dump_json(),
        )

    def sent(self, person: str, number: int, messages: Sequence[int], *, again: bool) -> None:
        """A question has arrived, in messages that its chat numbers so.

        With `again` it may have arrived before, so that it stands since the question that was asked there before it.
        """
        earlier = (
            "SELECT max(one.last) FROM question AS one WHERE one.person = question.person AND one.name = question.name"
            " AND one.number < question.number"
        )
        since = f"coalesce(({earlier}), 0)" if again else "?2"
        self._sql.run(
            f"UPDATE question SET first = ?1, last = ?2, since = {since} WHERE person = ?3 AND number = ?4",  # noqa: S608
            min(messages),
            max(messages),
            person,
            number,
        )

    def numbered(self, person: str, number: int) -> Shown | None:
        """A question by its number, None where it is forgotten."""
        return self._one("SELECT shown FROM question WHERE person = ? AND number = ?", person, number)

    def newest(self, person: str, name: str) -> Shown | None:
        """The newest question that was asked under a name, None where none was."""
        where = "person = ? AND name = ? ORDER BY number DESC LIMIT 1"
        return self._one(f"SELECT shown FROM question WHERE {where}", person, name)  # noqa: S608

    def before(self, person: str, name: str, message: int) -> Shown | None:
        """The newest question that stood in a chat before a message, None where none is known to."""
        where = "person = ? AND name = ? AND since < ? ORDER BY number DESC LIMIT 1"
        return self._one(f"SELECT shown FROM question WHERE {where}", person, name, message)  # noqa: S608

    def oldest(self, person: str, name: str) -> Shown | None:
        """The oldest question of a chat that has arrived and is still known."""
        where = "person = ? AND name = ? AND since IS NOT NULL ORDER BY number LIMIT 1"
        return self._one(f"SELECT shown FROM question WHERE {where}", person, name)  # noqa: S608

    def begin_after(self, person: str, name: str, message: int) -> bool:
        """Whether a message of a chat is older than all the questions of it that are known; not where none is."""
        found = self._sql.all("SELECT min(since) FROM question WHERE person = ? AND name = ?", person, name)
        return found[0][0] is not None and int(found[0][0]) > message

    def of_message(self, person: str, name: str, message: int) -> Shown | None:
        """The question that a message of a chat asked, None where it asked none."""
        where = "person = ? AND name = ? AND first <= ? AND last >= ?"
        return self._one(f"SELECT shown FROM question WHERE {where}", person, name, message, message)  # noqa: S608

    def refused(self, person: str, number: int, ref: str) -> None:
        """A message was no answer to a question."""
        self._sql.run("UPDATE question SET refused = ? WHERE person = ? AND number = ?", ref, person, number)

    def of_refused(self, person: str, ref: str) -> Shown | None:
        """The question that a message was no answer to, None for other messages."""
        return self._one("SELECT shown FROM question WHERE person = ? AND refused = ?", person, ref)

    def refused_lately(self, person: str) -> Sequence[tuple[str, Shown]]:
        """The newest messages that were no answer, by their refs, each with the question to which it was none."""
        lately = "SELECT refused, shown FROM question WHERE person = ? AND refused IS NOT NULL ORDER BY number DESC"
        found = self._sql.all(f"{lately} LIMIT {LATELY}", person)
        return [(ref, read(shown)) for ref, shown in found]

    def asked_at(self, person: str) -> str:
        """The name under which a person was asked last, their own where nothing is known."""
        found = self._sql.all("SELECT name FROM question WHERE person = ? ORDER BY number DESC LIMIT 1", person)
        return str(found[0][0]) if found else person

    def _one(self, sql: str, *params: object) -> Shown | None:
        found = self._sql.all(sql, *params)
        return read(found[0][0]) if found else None

    def forget_old(self) -> None:
        """Nothing is kept of questions that are long answered."""
        self._sql.run(
            "DELETE FROM question WHERE number <= (SELECT number FROM question AS newer"
            " WHERE newer.person = question.person ORDER BY number DESC LIMIT 1 OFFSET ?)",
            KEPT,
        )

    def forget(self, person: str) -> None:
        """Nothing is kept of what a person was asked."""
        self._sql.run("DELETE FROM question WHERE person = ?", person)
