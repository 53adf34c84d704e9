"""Who is signed in to the page, and the links and codes that let them in.

Works inside the caller's transaction. Knows no cookie; what opens a door comes here only as a hash.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.answers.value import Value
from storage.statements import Statements

SESSION = timedelta(days=90)  # a session ends when it was not used for so long
SEEN = timedelta(hours=1)  # how exactly it is known when a session was last used
TABLE = "page_session"  # the name under which it is told that it was written
LINKS = 5  # links of one person that hold at the same time; a newer one takes the place of the oldest


class Session(Value):
    """One signed-in browser, by the hash of its token."""

    hash: str
    person: str
    seen: datetime
    expires: datetime


class PageSessions:
    """The tables `page_session` and `page_link`."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def sign_in(self, hash_: str, person: str, now: datetime) -> None:
        """Begins a session."""
        self._sql.run(
            "INSERT INTO page_session (hash, person, created, seen, expires) VALUES (?, ?, ?, ?, ?)",
            hash_,
            person,
            now.isoformat(),
            now.isoformat(),
            (now + SESSION).isoformat(),
        )

    def session(self, hash_: str, now: datetime) -> Session | None:
        """The session with this hash, None where there is none or it has expired."""
        kept = "SELECT person, seen, expires FROM page_session WHERE hash = ? AND expires > ?"
        found = self._sql.one(kept, hash_, now.isoformat())
        if found is None:
            return None
        person, seen, expires = found
        return Session(
            hash=hash_, person=person, seen=datetime.fromisoformat(seen), expires=datetime.fromisoformat(expires)
        )

    def use(self, session: Session, now: datetime) -> None:
        """Notes that a session was used, and lets it last on from now."""
        self._sql.run(
            "UPDATE page_session SET seen = ?, expires = ? WHERE hash = ?",
            now.isoformat(),
            (now + SESSION).isoformat(),
            session.hash,
        )

    def sign_out(self, hash_: str) -> None:
        """Ends the session with this hash."""
        self._sql.run("DELETE FROM page_session WHERE hash = ?", hash_)

    def sign_out_others(self, session: Session) -> None:
        """Ends every other session of the person, and every link that would begin one."""
        self._sql.run(
            "DELETE FROM page_session WHERE person = ? AND hash != ?",
            session.person,
            session.hash,
        )
        self._sql.run("DELETE FROM page_link WHERE person = ?", session.person)

    def add_link(self, hash_: str, person: str, expires: datetime, *, short: bool) -> None:
        """Adds what lets a person in once: a link, or with `short` a code or link that holds for minutes.

        Of more than LINKS of a sort the oldest goes.
        """
        self._sql.run(
            "DELETE FROM page_link WHERE hash IN (SELECT hash FROM page_link WHERE person = ? AND short = ?"
            " ORDER BY expires DESC LIMIT -1 OFFSET ?)",
            person,
            short,
            LINKS - 1,
        )
        self._sql.run(
            "INSERT INTO page_link (hash, person, short, expires) VALUES (?, ?, ?, ?)",
            hash_,
            person,
            short,
            expires.isoformat(),
        )

    def link(self, hash_: str, now: datetime) -> str | None:
        """The person whom the link or code with this hash lets in, None where it does not hold."""
        found = self._sql.all("SELECT person FROM page_link WHERE hash = ? AND expires > ?", hash_, now.isoformat())
        return str(found[0][0]) if found else None

    def take_link(self, hash_: str, now: datetime) -> str | None:
        """As `link`; and it is used up."""
        person = self.link(hash_, now)
        self._sql.run("DELETE FROM page_link WHERE hash = ?", hash_)
        return person

    def forget(self, person: str) -> None:
        """Ends every session and link of a person."""
        for table in ("page_session", "page_link"):
            self._sql.run(f"DELETE FROM {table} WHERE person = ?", person)  # noqa: S608

    def forget_expired(self, now: datetime) -> None:
        """Deletes the sessions and links that have expired."""
        for table in ("page_session", "page_link"):
            self._sql.run(f"DELETE FROM {table} WHERE expires <= ?", now.isoformat())  # noqa: S608
