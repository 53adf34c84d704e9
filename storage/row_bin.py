"""Deletes rows of tables, whose lines the change set that is open keeps.

Knows nothing of who may do that, or of how they come back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import groupby

from dialogs.application import changes
from dialogs.form.model import NO_ROW, Form
from storage.applier import Applier
from storage.apply_answers import drop_answers
from storage.apply_rows import WITHIN

_WITHIN = "row IN (SELECT value FROM json_each(?))"


def drop_those(applier: Applier, those: Sequence[changes.DropRow]) -> None:
    """Deletes rows that follow each other in a turn with all that is answered at them."""
    for (application, table), run in groupby(those, lambda change: (change.application, change.table)):
        drop_rows(applier, application, table, [change.row for change in run])


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
    applier.sql.run(f"DELETE FROM draft_part WHERE application = ? AND {_WITHIN}", *within)  # noqa: S608
    going = list(dict.fromkeys(table for table, _ in rows))
    for of in going:  # from sums what they are added up of goes first
        at = (application, json.dumps([row for other, row in rows if other == of]))
        applier.sql.run(f"DELETE FROM instance WHERE application = ? AND {_WITHIN}", *at)  # noqa: S608
    applier.to_number.update((application, group) for table in going for group in form.repeated[table])
    if table == form.units.group:
        _close_units(applier, application, dropped)


def _going(
    applier: Applier, form: Form, application: str, table: str, dropped: Collection[str]
) -> list[tuple[str, str]]:
    """The rows that go, as (table, row), those that belong to others first: these, what is theirs, what a unit owns."""
    these = "SELECT row FROM json_each(?1) CROSS JOIN instance ON application = ?2 AND instance.{} = value"
    within = WITHIN.format(these.format("unit" if table == form.units.group else "row"))
    found = applier.sql.all(
        f"SELECT grp, instance.row FROM ({within}) AS going CROSS JOIN instance"  # noqa: S608
        " ON instance.application = ?2 AND instance.row = going.row",
        json.dumps(sorted(dropped)),
        application,
    )
    rows = [(grp, row) for grp, row in found if grp in form.tables and row != NO_ROW]
    return sorted(rows, key=lambda at: -len(form.path(at[0])))


def _close_units(applier: Applier, application: str, units: Collection[str]) -> None:
    """Has everybody leave units that are deleted, and revokes their invitations."""
    of = (application, json.dumps(sorted(units)))
    within = "application = ? AND unit IN (SELECT value FROM json_each(?))"
    applier.sql.run(f"UPDATE member SET role = 'gone' WHERE {within} AND role != 'gone'", *of)  # noqa: S608
    applier.sql.run(f"UPDATE invitation SET revoked = 1 WHERE {within} AND revoked = 0", *of)  # noqa: S608
    applier.sql.run(f"DELETE FROM sign_off WHERE {within}", *of)  # noqa: S608
