"""Deletes rows of tables, whose lines the change set that is open keeps.

Knows nothing of who may do that, or of how they come back.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from dialogs.application import changes
from dialogs.form.model import NO_ROW, Form
from storage.applier import Applier
from storage.apply_answers import drop_answers

_WITHIN = "row IN (SELECT value FROM json_each(?))"


def drop_row(applier: Applier, change: changes.DropRow) -> None:
    """Deletes a row with all that is answered at it."""
    drop_rows(applier, change.application, change.table, [change.row])


def drop_rows(applier: Applier, application: str, table: str, dropped: Collection[str]) -> None:
    """Deletes rows of a table with all that is answered at them, in every group. No id is used again.

    The rows after them move up: a position is a row's number, so that only a deletion walks through rows.
    """
    form = applier.form(application)
    rows = _going(applier, form, application, table, dropped)
    within = (application, json.dumps([row for _, row in rows]))
    for of, row in rows if form.conditional else ():
        applier.changed(application, of, row)
    drop_answers(applier, _WITHIN, *within)
    for lines in ("instance", "draft_part"):
        applier.sql.run(f"DELETE FROM {lines} WHERE application = ? AND {_WITHIN}", *within)  # noqa: S608
    going = {table for table, _ in rows}
    applier.to_number.update((application, group) for table in going for group in form.repeated[table])
    if table == form.units.group:
        _close_units(applier, application, dropped)


def _going(
    applier: Applier, form: Form, application: str, table: str, dropped: Collection[str]
) -> list[tuple[str, str]]:
    """The rows that go, as (table, row): these with those that belong to them, and all that a unit owns."""
    these = "FROM json_each(?2) CROSS JOIN instance ON application = ?1 AND instance.{} = value"
    of = ("unit",) if table == form.units.group else ("row", "parent")
    found = applier.sql.all(
        " UNION ".join(f"SELECT grp, row {these.format(column)}" for column in of),
        application,
        json.dumps(sorted(dropped)),
    )
    return [(grp, row) for grp, row in found if grp in form.tables and row != NO_ROW]


def _close_units(applier: Applier, application: str, units: Collection[str]) -> None:
    """Has everybody leave units that are deleted, and revokes their invitations."""
    of = (application, json.dumps(sorted(units)))
    within = "application = ? AND unit IN (SELECT value FROM json_each(?))"
    applier.sql.run(f"UPDATE member SET role = 'gone' WHERE {within} AND role != 'gone'", *of)  # noqa: S608
    applier.sql.run(f"UPDATE invitation SET revoked = 1 WHERE {within} AND revoked = 0", *of)  # noqa: S608
    applier.sql.run(f"DELETE FROM sign_off WHERE {within}", *of)  # noqa: S608
