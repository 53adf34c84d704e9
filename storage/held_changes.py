"""What waits for a yes, in the table `held`: changes may be many, and stand apart from the conversation.

Works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import get_args

from dialogs.application.changes import AnyChange, Change
from dialogs.turn.held import Held
from storage.statements import Statements

_KINDS: dict[str, type[Change]] = {kind.__name__: kind for kind in get_args(AnyChange)}


class HeldChanges:
    """The table `held`."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql

    def put(self, person: str, held: Held, now: datetime) -> None:
        """Keeps what waits for a person's yes."""
        changes = [{"kind": type(change).__name__, **change.model_dump(mode="json")} for change in held.changes]
        self._sql.run(
            "INSERT OR REPLACE INTO held (person, id, application, at, seen, changes, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            person,
            held.id,
            held.application,
            now.isoformat(),
            held.seen,
            json.dumps(changes, ensure_ascii=False),
            held.text,
        )

    def get(self, person: str, held: str) -> Held | None:
        """What waits for a person's yes, by its id; None where it does no longer."""
        waits = "SELECT application, seen, text, changes FROM held WHERE person = ? AND id = ?"
        found = self._sql.one(waits, person, held)
        if found is None:
            return None
        application, seen, text, changes = found
        read = [_KINDS[change.pop("kind")].model_validate(change) for change in json.loads(changes)]
        return Held(id=held, application=application, changes=tuple(read), seen=seen, text=text)

    def drop(self, person: str, held: Collection[str]) -> None:
        """Deletes what was answered, by its ids."""
        for one in held:
            self._sql.run("DELETE FROM held WHERE person = ? AND id = ?", person, one)
