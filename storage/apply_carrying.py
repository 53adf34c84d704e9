"""Carries an application over to another version of its form. Knows nothing of who may."""

from __future__ import annotations

from dialogs.application import changes
from dialogs.form.carrying import moved
from storage.applier import Applier
from storage.recount import count_anew
from storage.stored_application import StoredApplication

_NAMED = (("answer", "field"), ("history", "field"), ("draft_part", "field"), ("comment", "item"))


def carry_over(applier: Applier, change: changes.CarryOver) -> None:
    """Gives what was answered the ids of the new version, and counts it; what has no place there is kept as it is."""
    old, new = applier.form(change.application), applier.forms[change.form]
    for before, after in moved(new, old).items():
        for table, column in _NAMED:
            applier.sql.run(
                f"UPDATE OR IGNORE {table} SET {column} = ? WHERE application = ? AND {column} = ?",  # noqa: S608
                after,
                change.application,
                before,
            )
        if before in old.groups:
            _move_rows(applier, change.application, before, after)
    earlier = "UPDATE change_set SET undone = 1 WHERE application = ? AND open = 0"  # they know only the old ids
    applier.sql.run(earlier, change.application)
    applier.known[change.application] = new
    count_anew(applier.sql, StoredApplication(applier.sql, change.application, new))


def _move_rows(applier: Applier, application: str, before: str, after: str) -> None:
    applier.sql.run(
        "INSERT OR IGNORE INTO instance (application, grp, row, position, unit, missing)"
        " SELECT application, ?, row, position, unit, missing FROM instance WHERE application = ? AND grp = ?",
        after,
        application,
        before,
    )
    applier.sql.run("DELETE FROM instance WHERE application = ? AND grp = ?", application, before)
