"""Deletes rows of tables and brings them back.

A deleted row is kept whole for a while, with all that went with it. Knows nothing of who may do that.
"""

from __future__ import annotations

import json
from typing import Any

from dialogs.application import changes
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form
from storage.applier import Applier
from storage.apply_answers import drop_answers
from storage.apply_rows import add_row

_ANSWER = "row, field, han, person, ref, at, value"
_DRAFT_PART = "row, field, person, ref, text, at"
_WITHIN = "application = ? AND row IN (SELECT value FROM json_each(?))"


def drop_row(applier: Applier, change: changes.DropRow) -> None:
    """Deletes a row with all that is answered at it, in every group, and keeps it in the bin. No id is used again.

    The rows after it move up: a position is a row's number, so that only a deletion walks through rows.
    """
    form = applier.form(change.application)
    rows = _going(applier, form, change)
    if not rows:
        return
    within = (change.application, json.dumps([row for _, row, _ in rows]))
    _keep(applier, form, change, rows, within)
    for table, row, _ in rows if form.conditional else ():
        applier.changed(change.application, table, row)
    drop_answers(applier, _WITHIN, *within)
    for table in ("instance", "draft_part"):
        applier.sql.run(f"DELETE FROM {table} WHERE {_WITHIN}", *within)  # noqa: S608
    going = {table for table, *_ in rows}
    applier.to_number.update((change.application, group) for table in going for group in form.repeated[table])
    if change.table == form.units.table:
        _close_unit(applier, change.application, change.row)


def _going(applier: Applier, form: Form, change: changes.DropRow) -> list[tuple[str, str, str]]:
    """The rows that go, as (table, row, parent): the row itself with those that belong to it, and all that a unit owns.

    A row stands before those that belong to it.
    """
    unit = change.table == form.units.table
    found = applier.sql.all(
        "SELECT grp, row, parent FROM instance WHERE application = ?1"  # noqa: S608
        f" AND ({'unit = ?2' if unit else 'row = ?2 OR parent = ?2'}) ORDER BY parent != '', grp, parent, position",
        change.application,
        change.row,
    )
    return [(grp, row, parent) for grp, row, parent in found if grp in form.tables and row != NO_ROW]


def _keep(
    applier: Applier, form: Form, change: changes.DropRow, rows: list[tuple[str, str, str]], within: tuple[str, str]
) -> None:
    """Puts the row with all that goes along into the bin, unless nothing stands in it."""
    kept: dict[str, Any] = {
        "answers": applier.sql.all(f"SELECT {_ANSWER} FROM answer WHERE {_WITHIN}", *within),  # noqa: S608
        "pieces": applier.sql.all(f"SELECT {_DRAFT_PART} FROM draft_part WHERE {_WITHIN} ORDER BY id", *within),  # noqa: S608
    }
    people = []
    if change.table == form.units.table:
        kept |= _said_of(applier, change)
        people = applier.sql.all(
            "SELECT person, role FROM member WHERE application = ? AND unit = ? AND role != 'gone' ORDER BY joined",
            change.application,
            change.row,
        )
    if not (people or any(kept.values())):
        return
    application = applier.application(change.application)
    found = application.row(change.table, change.row)
    applier.sql.run(
        "INSERT INTO bin (application, tbl, row, unit, title, people, person, at, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        change.application,
        change.table,
        change.row,
        application.owner(change.row),
        found.title if found else "",
        json.dumps(people),
        applier.person,
        applier.now.isoformat(),
        json.dumps({"rows": rows, **kept}, ensure_ascii=False),
    )


def _said_of(applier: Applier, change: changes.DropRow) -> dict[str, Any]:
    """What was said of a unit's part, and the ids of its open invitations."""
    unit = (change.application, change.row)
    invitations = applier.sql.all("SELECT id FROM invitation WHERE application = ? AND unit = ? AND revoked = 0", *unit)
    return {
        "sign_off": applier.sql.one("SELECT kind, person, at FROM sign_off WHERE application = ? AND unit = ?", *unit),
        "invitations": [invitation for (invitation,) in invitations],
    }


def _close_unit(applier: Applier, application: str, unit: str) -> None:
    """Has everybody leave a unit that is deleted, and revokes its invitations."""
    at = (application, unit)
    applier.sql.run("UPDATE member SET role = 'gone' WHERE application = ? AND unit = ?", *at)
    applier.sql.run("UPDATE invitation SET revoked = 1 WHERE application = ? AND unit = ?", *at)
    applier.sql.run("DELETE FROM sign_off WHERE application = ? AND unit = ?", *at)


def restore_row(applier: Applier, change: changes.RestoreRow) -> None:
    """Puts a row from the bin back at the end of its table, with all that stood in it, and with a unit its people.

    Answers to questions that the form no longer has are put back too. A row whose unit is gone becomes the lead's.
    """
    found = applier.sql.one(
        "SELECT tbl, row, unit, people, content ->> '$.rows' FROM bin WHERE id = ? AND application = ?",
        change.binned,
        change.application,
    )
    if found is None:
        return  # it is back already
    table, row, unit, people, rows = found
    form = applier.form(change.application)
    owner = unit if unit == row or applier.application(change.application).owner(unit) is not None else LEAD_UNIT
    back = [(tbl, id_, *parent) for tbl, id_, *parent in json.loads(rows) if tbl in form.tables]  # older ones had none
    for tbl, id_, *parent in back:
        place = {"table": tbl, "row": id_, "unit": owner, "parent": "".join(parent)}
        add_row(applier, changes.AddRow(application=change.application, **place))
    if owner != unit:
        applier.sql.run("UPDATE history SET unit = ? WHERE application = ? AND row = ?", owner, change.application, row)
    _put_back(applier, change, owner)
    for tbl, id_, *_ in back:
        for group in form.repeated[tbl]:
            applier.changed(change.application, group, id_)
    if table == form.units.table:
        _open_unit(applier, change, row, json.loads(people))
    applier.sql.run("DELETE FROM bin WHERE id = ?", change.binned)


def _put_back(applier: Applier, change: changes.RestoreRow, owner: str) -> None:
    """Writes the draft parts and the answers as they were, with a line of history each by whoever brings them back."""
    found = "FROM bin, json_each(content, ?) WHERE bin.id = ?"
    answers = ("$.answers", change.binned)
    applier.sql.run(
        f"INSERT INTO answer (application, {_ANSWER}) SELECT application, {_values(_ANSWER)} {found}",
        *answers,
    )
    applier.sql.run(
        "INSERT INTO history (application, unit, person, at, row, field, value) SELECT application, ?, ?, ?,"
        f" json_each.value ->> 0, json_each.value ->> 1, json_each.value ->> 6 {found}",
        owner,
        applier.person,
        applier.now.isoformat(),
        *answers,
    )
    applier.sql.run(
        f"INSERT INTO draft_part (application, {_DRAFT_PART}) SELECT application, {_values(_DRAFT_PART)} {found}",
        "$.pieces",
        change.binned,
    )


def _values(columns: str) -> str:
    return ", ".join(f"json_each.value ->> {index}" for index in range(columns.count(",") + 1))


def _open_unit(applier: Applier, change: changes.RestoreRow, unit: str, people: list[tuple[str, str]]) -> None:
    """Makes members of those who were in a unit, opens its invitations, and writes what was said of its part."""
    for person, role in people:
        applier.sql.run(
            "UPDATE member SET role = ? WHERE application = ? AND person = ? AND unit = ?",
            role,
            change.application,
            person,
            unit,
        )
    applier.sql.run(
        "UPDATE invitation SET revoked = 0 WHERE id IN (SELECT value FROM bin, json_each(content, '$.invitations')"
        " WHERE bin.id = ?)",
        change.binned,
    )
    applier.sql.run(
        "INSERT INTO sign_off (application, unit, kind, person, at) SELECT application, row,"
        " content ->> '$.sign_off[0]', content ->> '$.sign_off[1]', content ->> '$.sign_off[2]'"
        " FROM bin WHERE id = ? AND content ->> '$.sign_off' IS NOT NULL",
        change.binned,
    )
