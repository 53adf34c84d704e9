"""The outbox: replies that wait to be delivered, for each name in their order.

Works inside the caller's transaction. Knows no channel.
"""

from __future__ import annotations

from dialogs.answers.value import Value
from dialogs.turn.messages import Reply, paths
from storage.replies import read_reply, write_reply
from storage.statements import Statements


class WaitingReply(Value):
    """A reply that waits to be delivered."""

    id: int
    person: str
    reply: Reply
    tries: int


class Outbox:
    """The table `outbox`."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def put(self, person: str, reply: Reply) -> WaitingReply | None:
        """Adds a reply behind those that wait under a name; returns it, where there are none."""
        adding = "INSERT INTO outbox (person, reply) VALUES (?1, ?2)"
        alone = "NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.person = ?1 AND other.id < outbox.id)"
        id_, is_alone = self._sql.run(f"{adding} RETURNING id, {alone}", person, write_reply(reply)).fetchone()
        return WaitingReply(id=id_, person=person, reply=reply, tries=0) if is_alone else None

    def waiting(self, channel: str) -> list[str]:
        """The names on a channel under which replies wait."""
        within = "person >= ? AND person < ?"
        found = self._sql.all(f"SELECT DISTINCT person FROM outbox WHERE {within}", f"{channel}:", f"{channel};")  # noqa: S608
        return [person for (person,) in found]

    def next(self, person: str) -> WaitingReply | None:
        """The oldest reply that waits under a name, None for none."""
        found = self._sql.all("SELECT id, reply, tries FROM outbox WHERE person = ? ORDER BY id LIMIT 1", person)
        if not found:
            return None
        id_, reply, tries = found[0]
        return WaitingReply(id=id_, person=person, reply=read_reply(reply), tries=tries)

    def thin_out(self, person: str, most: int) -> int:
        """Deletes what a newer reply replaces, where more than `most` wait under a name; returns how many went.

        A question is replaced by a newer question, words by the same words. The first may be under way already, and
        what was tried may have arrived: these stay.
        """
        (count,) = self._sql.one("SELECT count(*) FROM outbox WHERE person = ?", person)
        if count <= most:
            return 0
        gone = self._sql.run(
            "DELETE FROM outbox WHERE person = ?1 AND tries = 0"
            " AND id > (SELECT min(id) FROM outbox WHERE person = ?1)"
            " AND EXISTS (SELECT 1 FROM outbox AS newer WHERE newer.person = ?1 AND newer.id > outbox.id"
            " AND newer.reply ->> 'kind' = outbox.reply ->> 'kind' AND (outbox.reply ->> 'kind' = 'ask'"
            " OR outbox.reply ->> 'kind' = 'say' AND newer.reply = outbox.reply))",
            person,
        )
        return int(gone.rowcount)

    def delivered(self, waiting: int) -> None:
        """Deletes a reply that has arrived or was given up, by its id."""
        self._sql.run("DELETE FROM outbox WHERE id = ?", waiting)

    def tried(self, waiting: int) -> None:
        """Counts one more try that has failed, for a reply by its id."""
        self._sql.run("UPDATE outbox SET tries = tries + 1 WHERE id = ?", waiting)

    def files(self) -> list[str]:
        """The paths of the files that waiting replies hand over."""
        found = self._sql.all("SELECT reply FROM outbox WHERE reply LIKE '%\"path%'")
        return [path for (reply,) in found for path in paths(read_reply(reply))]

    def forget(self, person: str) -> None:
        """Deletes all that waits under a name."""
        self._sql.run("DELETE FROM outbox WHERE person = ?", person)
