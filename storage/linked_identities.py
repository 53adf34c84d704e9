"""One person under several names: a chat that speaks for a person of the page, and what becomes of two that are one.

Works inside the caller's transaction. Knows neither the channels nor how somebody proves who they are.
"""

from __future__ import annotations

from storage.statements import Statements

# Where a person stands in the data of applications they are, or were, in; the rest is theirs alone.
_IN_APPLICATIONS = (
    "answer",
    "draft_part",
    "history",
    "invitation",
    "sign_off",
    "comment",
    "change_set",
    "final",
    "job",
)
_OWN = ("held", "attempt", "page_session", "page_link", "message", "alias")


class LinkedIdentities:
    """The table `alias`: which person speaks under a name. A name that is not in it is a person's own."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def person(self, name: str) -> str:
        """The person who speaks under a name."""
        found = self._sql.all("SELECT person FROM alias WHERE name = ?", name)
        return str(found[0][0]) if found else name

    def names(self, person: str) -> list[str]:
        """All other names under which a person speaks."""
        return [name for (name,) in self._sql.all("SELECT name FROM alias WHERE person = ? ORDER BY name", person)]

    def drop(self, person: str) -> list[str]:
        """Cuts a person's other names off, with the jobs and replies that wait under them; returns those names."""
        names = self.names(person)
        within = "person IN (SELECT name FROM alias WHERE person = ?1)"
        self._sql.run(f"UPDATE job SET person = ?1 WHERE {within}", person)  # noqa: S608
        self._sql.run(f"DELETE FROM outbox WHERE {within}", person)  # noqa: S608
        self._sql.run("DELETE FROM alias WHERE person = ?", person)
        return names

    def link_identities(self, old: str, new: str) -> None:
        """Gives all that is the person `old`'s to `new`; from then on whoever uses the old name is `new`.

        Where both are in one unit of an application, the higher of their roles is kept. Where both have a conversation,
        that of `new` is.
        """
        own = "application IN (SELECT application FROM member WHERE person = ?1)"
        of_old = "SELECT application FROM member WHERE person = ?"  # of which the people are others now
        self._sql.run(f"UPDATE application SET version = version + 1 WHERE id IN ({of_old})", old)  # noqa: S608
        for table in _IN_APPLICATIONS:
            self._sql.run(f"UPDATE {table} SET person = ?2 WHERE person = ?1 AND {own}", old, new)  # noqa: S608
        self._sql.run(  # no text has such quotes in it that are not marked
            f"UPDATE touched SET before = replace(before, json_quote(?1), json_quote(?2)) WHERE {own}"  # noqa: S608
            " AND instr(before, json_quote(?1))",
            old,
            new,
        )
        self._sql.run(f"UPDATE touched SET key = ?2 WHERE what = 'member' AND key = ?1 AND {own}", old, new)  # noqa: S608
        for side in ("giver", "taker"):
            self._sql.run(f"UPDATE OR REPLACE handover SET {side} = ?2 WHERE {side} = ?1 AND {own}", old, new)  # noqa: S608
        self._sql.run("UPDATE application SET deleted_by = ?2 WHERE deleted_by = ?1", old, new)
        for table in _OWN:
            self._sql.run(f"UPDATE {table} SET person = ?2 WHERE person = ?1", old, new)  # noqa: S608
        self._unite_members(old, new)
        self._unite_conversations(old, new)
        self._sql.run(
            "INSERT INTO alias (name, person) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET person = excluded.person",
            old,
            new,
        )

    def _unite_conversations(self, old: str, new: str) -> None:
        self._sql.run(  # lest an invitation that the one has only looked at take the other back to before consent
            "DELETE FROM conversation WHERE person = ?2 AND NOT state ->> '$.consented'"
            " AND EXISTS (SELECT 1 FROM conversation WHERE person = ?1 AND state ->> '$.consented')",
            old,
            new,
        )
        self._sql.run(
            "UPDATE OR IGNORE conversation SET person = ?2, state = json_set(state, '$.person', ?2) WHERE person = ?1",
            old,
            new,
        )
        self._sql.run("UPDATE OR IGNORE question SET person = ?2 WHERE person = ?1", old, new)
        for table in ("conversation", "question"):
            self._sql.run(f"DELETE FROM {table} WHERE person = ?", old)  # noqa: S608

    def _unite_members(self, old: str, new: str) -> None:
        rank = "instr('lead member reviewer viewer gone', {}.role)"
        self._sql.run(
            "UPDATE member SET role = other.role FROM member AS other WHERE member.person = ?2 AND other.person = ?1"  # noqa: S608
            " AND other.application = member.application AND other.unit = member.unit"
            f" AND {rank.format('other')} < {rank.format('member')}",
            old,
            new,
        )
        self._sql.run("UPDATE OR IGNORE member SET person = ?2 WHERE person = ?1", old, new)
        self._sql.run("DELETE FROM member WHERE person = ?", old)
        # One name in all units of an application: the one that the others have known longest.
        self._sql.run(
            "UPDATE member SET name = coalesce((SELECT name FROM member AS first WHERE first.person = ?1"
            " AND first.application = member.application AND name != '' ORDER BY joined LIMIT 1), '')"
            " WHERE person = ?1",
            new,
        )
