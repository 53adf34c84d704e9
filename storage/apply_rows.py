"""Carries out changes of applications and of the rows of their tables, but for their deletion.

Knows nothing of who may make them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dialogs.application import changes, journey
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form
from storage.applier import Applier


class _Place(NamedTuple):
    row: str
    position: int
    unit: str
    parent: str = NO_ROW
    around: str = ""  # the group at the parent in which the row's table stands


def start_application(applier: Applier, change: changes.StartApplication) -> None:
    """Adds an application with its lead, and an instance of each group that is answered without a row."""
    form = applier.forms[change.form]
    now = applier.now.isoformat()
    applier.sql.run(
        "INSERT INTO application (id, form, digest, created, changed) VALUES (?, ?, ?, ?, ?)",
        change.application,
        form.key,
        form.digest,
        now,
        now,
    )
    applier.sql.run(
        "INSERT INTO member (application, person, unit, role, name, joined) VALUES (?, ?, ?, 'lead', '', ?)",
        change.application,
        applier.person,
        LEAD_UNIT,
        now,
    )
    _add_instances(applier, change.application, form, form.groups_alone(), _Place(NO_ROW, 0, LEAD_UNIT))
    for table, rows in form.fixed.items():
        for number, row in enumerate(rows, 1):
            _add_instances(applier, change.application, form, form.repeated[table], _Place(row, number, LEAD_UNIT))
            for group in form.repeated[table]:
                applier.changed(change.application, group, row)
    for group in form.groups_alone() if form.conditional else ():
        applier.changed(change.application, group, NO_ROW)


def _add_instances(applier: Applier, application: str, form: Form, groups: Iterable[str], place: _Place) -> None:
    for group in groups:
        applier.sql.run(
            "INSERT INTO instance (application, grp, row, position, unit, parent, around, missing)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            application,
            group,
            *place,
            journey.total(form.groups[group]),
        )


def drop_application(applier: Applier, change: changes.DropApplication) -> None:
    """Deletes an application. What belongs to it is deleted by foreign keys."""
    applier.sql.run("DELETE FROM application WHERE id = ?", change.application)


def add_row(applier: Applier, change: changes.AddRow) -> None:
    """Adds a row at the end of its table: an instance of the table and of each section repeated for its rows."""
    form = applier.form(change.application)
    (last,) = applier.sql.one(
        "SELECT coalesce(max(position), 0) FROM instance WHERE application = ? AND grp = ? AND parent = ?",
        change.application,
        change.table,
        change.parent,
    )
    unit = change.adds(form)[change.row]
    around = form.section_of[change.table].id if change.parent else ""
    place = _Place(change.row, last + 1, unit, change.parent, around)
    _add_instances(applier, change.application, form, form.repeated[change.table], place)
    for group in form.repeated[change.table] if form.conditional or form.summed else ():
        applier.changed(change.application, group, change.row)


def move_row(applier: Applier, change: changes.MoveRow) -> None:
    """Has two rows change positions, in every group that is answered at them."""
    where = "SELECT position FROM instance WHERE application = ? AND row = ? AND grp = ?"
    rows = (change.row, change.other)
    here, there = (applier.sql.one(where, change.application, row, change.table)[0] for row in rows)
    for row, position in ((change.row, there), (change.other, here)):
        applier.sql.run(
            "UPDATE instance SET position = ? WHERE application = ? AND row = ?", position, change.application, row
        )


def assign_row(applier: Applier, change: changes.AssignRow) -> None:
    """Gives a row, with those that belong to it and their history, to another unit."""
    for table in ("instance", "history"):
        applier.sql.run(
            f"UPDATE {table} SET unit = ?1 WHERE application = ?2 AND row IN"  # noqa: S608
            " (SELECT ?3 UNION SELECT row FROM instance WHERE application = ?2 AND parent = ?3)",
            change.unit,
            change.application,
            change.row,
        )
