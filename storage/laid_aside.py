"""What one person sent faster than it is handled, as their channel brought it. Knows no channel.

Works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from storage.statements import Statements


class Aside(NamedTuple):
    """One thing that waits: its id with the channel, and what the channel brought."""

    id: str
    content: str


class LaidAside:
    """The table `laid_aside`."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def put(self, name: str, those: Sequence[Aside]) -> None:
        """Adds them behind what waits under a name; what waits already does so once."""
        adding = "INSERT OR IGNORE INTO laid_aside (id, name, content) VALUES (?, ?, ?)"
        for one in those:
            self._sql.run(adding, one.id, name, one.content)

    def names(self, channel: str) -> list[str]:
        """The names on a channel under which something waits."""
        within = "name >= ? AND name < ?"
        found = self._sql.all(f"SELECT DISTINCT name FROM laid_aside WHERE {within}", f"{channel}:", f"{channel};")  # noqa: S608
        return [name for (name,) in found]

    def first(self, name: str) -> Aside | None:
        """The oldest that waits under a name."""
        oldest = "SELECT id, content FROM laid_aside WHERE name = ? ORDER BY rowid LIMIT 1"
        return next((Aside(*line) for line in self._sql.all(oldest, name)), None)

    def done(self, one: Aside) -> None:
        """Deletes what was handled."""
        self._sql.run("DELETE FROM laid_aside WHERE id = ?", one.id)
