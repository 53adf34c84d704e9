"""The history of an application as it is read, the newest first.

Knows no form: what to look for comes in as columns and their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dialogs.application.application import Entry, Step
from storage.about import NEWEST
from storage.statements import Statements


def entries(
    sql: Statements, application: str, where: Sequence[tuple[str, str]], below: int | None, count: int
) -> list[Entry]:
    """At most `count` entries with these values in these columns (row, field, unit); older than an id, if given."""
    found = sql.all(
        "SELECT id, row, field, person, at, value,"  # noqa: S608 - columns are ours
        " (SELECT value FROM history WHERE application = now.application AND row = now.row AND field = now.field"
        " AND id < now.id ORDER BY id DESC LIMIT 1),"
        " (SELECT undoes FROM change_set WHERE change_set.id = now.change_set)"
        f" FROM history AS now WHERE application = ?{''.join(f' AND {column} = ?' for column, _ in where)}"
        " AND id < ? ORDER BY id DESC LIMIT ?",
        application,
        *(value for _, value in where),
        NEWEST if below is None else below,
        count,
    )
    return [_entry(line) for line in found]


def _entry(line: Sequence[Any]) -> Entry:
    id_, row, field, person, at, after, before, undoes = line
    return Entry(
        id=id_,
        step=Step(item=field, row=row),
        person=person,
        at=datetime.fromisoformat(at),
        before=before,
        after=after,
        taken_back=undoes is not None,
    )
