"""Carries out changes of applications and of the rows of their tables.

A deleted row is kept whole for a while, with all that went with it, so that it can be brought back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from dialogs import changes, journey
from dialogs.application import Step
from dialogs.form import LEAD, Form
from storage.answers import drop_answers, put_answer
from storage.writer import Writer


class _Place(NamedTuple):
    row: str
    position: int
    unit: str


def start_application(writer: Writer, change: changes.StartApplication) -> None:
    """The application, its lead, and a record for each group that is answered without a row."""
    form = writer.forms[change.form]
    now = writer.now.isoformat()
    writer.run(
        "INSERT INTO application (id, form, digest, created, changed) VALUES (?, ?, ?, ?, ?)",
        change.application,
        form.key,
        form.digest,
        now,
        now,
    )
    writer.run(
        "INSERT INTO member (application, person, unit, role, name, joined) VALUES (?, ?, ?, 'lead', '', ?)",
        change.application,
        writer.person,
        LEAD,
        now,
    )
    _add_records(writer, change.application, form, form.groups_alone(), _Place(LEAD, 0, LEAD))


def _add_records(writer: Writer, application: str, form: Form, groups: Iterable[str], place: _Place) -> None:
    for group in groups:
        writer.run(
            "INSERT INTO record (application, grp, row, position, unit, missing) VALUES (?, ?, ?, ?, ?, ?)",
            application,
            group,
            *place,
            journey.total(form.groups[group]),
        )


def drop_application(writer: Writer, change: changes.DropApplication) -> None:
    """All that belongs to it goes along by foreign key."""
    writer.run("DELETE FROM application WHERE id = ?", change.application)


def add_row(writer: Writer, change: changes.AddRow) -> None:
    """A record for the table and for each section that is repeated for its rows."""
    form = writer.form(change.application)
    last = writer.run(
        "SELECT coalesce(max(position), 0) FROM record WHERE application = ? AND grp = ?",
        change.application,
        change.table,
    ).fetchone()[0]
    unit = change.row if change.table == form.units.table else change.unit
    _add_records(writer, change.application, form, form.repeated[change.table], _Place(change.row, last + 1, unit))


def move_row(writer: Writer, change: changes.MoveRow) -> None:
    """The two rows change positions, in every group they have."""
    where = "SELECT position FROM record WHERE application = ? AND row = ? AND grp = ?"
    rows = (change.row, change.other)
    here, there = (writer.run(where, change.application, row, change.table).fetchone()[0] for row in rows)
    for row, position in ((change.row, there), (change.other, here)):
        writer.run(
            "UPDATE record SET position = ? WHERE application = ? AND row = ?", position, change.application, row
        )


def assign_row(writer: Writer, change: changes.AssignRow) -> None:
    """The row and its history are another unit's."""
    for table in ("record", "history"):
        writer.run(
            f"UPDATE {table} SET unit = ? WHERE application = ? AND row = ?",  # noqa: S608
            change.unit,
            change.application,
            change.row,
        )


def drop_row(writer: Writer, change: changes.DropRow) -> None:
    """The row's records, answers and unfinished texts, in every group; row ids are never used twice.

    The rows after it move up: a position is a row's number, so that only a deletion walks through rows.
    """
    form = writer.form(change.application)
    rows = _going(writer, form, change)
    if not rows:
        return
    _keep(writer, change, rows)
    for _, row, _ in rows:
        drop_answers(writer, "application = ? AND row = ?", change.application, row)
        for table in ("record", "piece"):
            writer.run(f"DELETE FROM {table} WHERE application = ? AND row = ?", change.application, row)  # noqa: S608
    for table in {table for table, _, _ in rows}:
        for group in form.repeated[table]:
            _renumber(writer, change.application, group)
    if change.table == form.units.table:
        _close_unit(writer, change.application, change.row)


def _going(writer: Writer, form: Form, change: changes.DropRow) -> list[tuple[str, str, str]]:
    """The rows that go, each with its table and unit: the row itself, and with a unit all that it owns."""
    unit = change.table == form.units.table
    found = writer.run(
        "SELECT grp, row, unit FROM record WHERE application = ?"  # noqa: S608
        f" AND {'unit' if unit else 'row'} = ? ORDER BY grp, position",
        change.application,
        change.row,
    )
    return [(grp, row, owner) for grp, row, owner in found.fetchall() if grp in form.tables and row != LEAD]


def _keep(writer: Writer, change: changes.DropRow, rows: list[tuple[str, str, str]]) -> None:
    application = writer.application(change.application)
    found = application.row(change.table, change.row)
    answers = [
        (row, *line)
        for _, row, _ in rows
        for line in writer.run(
            "SELECT field, han, value FROM answer WHERE application = ? AND row = ?", change.application, row
        ).fetchall()
    ]
    members = writer.run(
        "SELECT person, role FROM member WHERE application = ? AND unit = ? AND role != 'gone'",
        change.application,
        change.row,
    ).fetchall()
    writer.run(
        "INSERT INTO deleted (application, tbl, row, unit, title, person, at, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        change.application,
        change.table,
        change.row,
        application.owner(change.row),
        found.title if found else "",
        writer.person,
        writer.now.isoformat(),
        json.dumps({"rows": rows, "answers": answers, "members": members}, ensure_ascii=False),
    )


def _renumber(writer: Writer, application: str, group: str) -> None:
    writer.run(
        "UPDATE record SET position = number FROM (SELECT row AS r, row_number() OVER (ORDER BY position) AS number"
        " FROM record WHERE application = ?1 AND grp = ?2)"
        " WHERE application = ?1 AND grp = ?2 AND row = r AND position != number",
        application,
        group,
    )


def _close_unit(writer: Writer, application: str, unit: str) -> None:
    """A unit that is taken out: nobody is in for it any more, and nobody comes in."""
    at = (application, unit)
    writer.run("UPDATE member SET role = 'gone' WHERE application = ? AND unit = ?", *at)
    writer.run("UPDATE invitation SET revoked = 1 WHERE application = ? AND unit = ?", *at)
    writer.run("DELETE FROM sign_off WHERE application = ? AND unit = ?", *at)


def restore_row(writer: Writer, change: changes.RestoreRow) -> None:
    """The rows at the end of their tables, their answers, and with a unit its people."""
    table, row, content = writer.run(
        "SELECT tbl, row, content FROM deleted WHERE id = ? AND application = ?", change.deleted, change.application
    ).fetchone()
    kept: dict[str, Any] = json.loads(content)
    base = {"application": change.application}
    form = writer.form(change.application)
    # The unit's own row first: the others belong to it.
    for tbl, id_, unit in sorted(kept["rows"], key=lambda line: line[1] != row):
        if tbl in form.tables:
            owner = unit if writer.application(change.application).owner(unit) is not None else LEAD
            add_row(writer, changes.AddRow(**base, table=tbl, row=id_, unit=owner))
    for id_, field, han, value in kept["answers"]:
        if field in form.group_of:
            put_answer(writer, changes.PutAnswer(**base, step=Step(item=field, row=id_), value=value, han=han))
    for person, role in kept["members"] if table == form.units.table else ():
        writer.run(
            "UPDATE member SET role = ? WHERE application = ? AND person = ? AND unit = ?",
            role,
            change.application,
            person,
            row,
        )
    writer.run("DELETE FROM deleted WHERE id = ?", change.deleted)
