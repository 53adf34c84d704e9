"""Carries out changes of applications and of the rows of their tables, but for their deletion.

Knows nothing of who may make them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from dialogs.application import changes, journey
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form, Group
from storage import apply_answers
from storage.applier import Applier

# The rows that a SELECT gives, and all that belong to them; ?2 is the application.
WITHIN = (
    "WITH RECURSIVE one(row) AS ({} UNION SELECT instance.row FROM one CROSS JOIN instance"
    " ON instance.application = ?2 AND instance.parent = one.row AND instance.parent != '') SELECT row FROM one"
)


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
    _add_instances(applier, change.application, form, form.groups_alone(), [_Place(NO_ROW, 0, LEAD_UNIT)])
    for section in (section for section in form.sections if not section.each):
        _add_fixed(applier, change.application, form, section.tables, _Place(NO_ROW, 0, LEAD_UNIT))
    for group in form.groups_alone() if form.conditional else ():
        applier.changed(change.application, group, NO_ROW)


def _add_fixed(applier: Applier, application: str, form: Form, tables: Iterable[Group], above: _Place) -> None:
    """Adds the rows that the form has fixed for these tables, at a row to which they belong."""
    for table in tables:
        around = form.around[table.id] if above.row else ""
        fixed = enumerate(form.fixed_at(table.id, above.row) if table.rows else (), 1)
        if places := [_Place(row, number, above.unit, above.row, around) for number, row in fixed]:
            _add_at(applier, application, form, table.id, places)


def _add_at(applier: Applier, application: str, form: Form, table: str, places: Sequence[_Place]) -> None:
    groups = form.repeated[table]
    _add_instances(applier, application, form, groups, places)
    for group in groups:
        for place in places:
            if form.conditional or form.summed or form.counted:
                applier.changed(application, group, place.row)
            _add_fixed(applier, application, form, form.groups[group].tables, place)


def _add_instances(
    applier: Applier, application: str, form: Form, groups: Iterable[str], places: Sequence[_Place]
) -> None:
    for group in groups:
        applier.sql.run(
            "INSERT INTO instance (application, grp, row, position, unit, parent, around, missing)"
            " SELECT ?1, ?2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ?3"
            " FROM json_each(?4) ORDER BY key",
            application,
            group,
            journey.total(form.groups[group]),
            json.dumps(places),
        )


def drop_application(applier: Applier, change: changes.DropApplication) -> None:
    """Deletes an application. What belongs to it is deleted by foreign keys; or nobody is in it until it is back."""
    if change.erased:
        applier.sql.run("DELETE FROM application WHERE id = ?", change.application)
        return
    now = applier.now.isoformat()
    applier.sql.run(
        "UPDATE application SET deleted = ?, deleted_by = ? WHERE id = ?", now, applier.person, change.application
    )
    applier.sql.run(
        "UPDATE member SET asleep = role, role = 'gone' WHERE application = ? AND role != 'gone'", change.application
    )
    applier.sql.run("DELETE FROM job WHERE application = ?", change.application)


def restore_application(applier: Applier, change: changes.RestoreApplication) -> None:
    """Everybody is in it again as they were."""
    applier.sql.run("UPDATE application SET deleted = NULL, deleted_by = '' WHERE id = ?", change.application)
    again = "UPDATE member SET role = asleep, asleep = '' WHERE application = ? AND asleep != ''"
    applier.sql.run(again, change.application)


def add_those(applier: Applier, those: Sequence[changes.AddRow]) -> None:
    """Adds each row at the end of its table: an instance of the table and of each section repeated for its rows."""
    for at, run in groupby(those, lambda change: (change.application, change.table, change.parent)):
        form = applier.form(at[0])
        add_rows(applier, *at, [(change.row, change.adds(form)[change.row]) for change in run])
    apply_answers.put_new(applier, those)


def add_rows(applier: Applier, application: str, table: str, parent: str, rows: Sequence[tuple[str, str]]) -> None:
    """Adds rows, each with its unit, at the end of a table, below one row of another or none."""
    form = applier.form(application)
    (last,) = applier.sql.one(
        "SELECT coalesce(max(position), 0) FROM instance WHERE application = ? AND grp = ? AND parent = ?",
        application,
        table,
        parent,
    )
    around = form.around[table] if parent else ""
    places = [_Place(row, number, unit, parent, around) for number, (row, unit) in enumerate(rows, last + 1)]
    _add_at(applier, application, form, table, places)


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
            f" ({WITHIN.format('SELECT ?3')})",
            change.unit,
            change.application,
            change.row,
        )
