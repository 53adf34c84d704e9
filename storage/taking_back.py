"""Gives lines back that a change set made others: all of a set, or what went with one deleted row.

What is written here belongs to the set that is open, so that it can be taken back itself. Knows nothing of who may.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from dialogs.application import changes
from dialogs.form.model import LEAD_UNIT, Form
from storage.applier import Applier
from storage.apply_answers import AT_STEPS, drop_answers
from storage.apply_members import note_sign_off
from storage.apply_rows import add_rows
from storage.row_bin import drop_rows
from storage.touched_lines import IMAGE, NO_KEY, OF_UNIT, Line, TouchedLines

_PEOPLE = ("member", "invitation")  # who is in is not taken back, but for those of a unit that was deleted
_THESE = "FROM touched WHERE id IN (SELECT value FROM json_each(?))"


def take_back(applier: Applier, change: changes.TakeBack) -> None:
    """Gives back what of a set is still as it made it. One that took back another has undone that no longer."""
    touched = TouchedLines(applier.sql, change.application)
    lines = [line for line in touched.of(change.change_set, applier.person, change.rows, change.later) if line.stands]
    coming = {line.row for line in lines if line.what == "instance" and line.gone}
    _give_back(applier, change.application, [line for line in lines if line.what not in _PEOPLE or line.row in coming])
    if not change.ends:
        return
    applier.sql.run("UPDATE change_set SET undone = 1 WHERE id = ?", change.change_set)
    applier.sql.run(
        "UPDATE change_set SET undone = 0 WHERE id = (SELECT undoes FROM change_set WHERE id = ?)", change.change_set
    )


def restore_row(applier: Applier, change: changes.RestoreRow) -> None:
    """Puts a row from the bin back in its place, with all that stood in it, and with a unit its rows and people.

    Answers to questions that the form no longer has are put back too. A row whose unit is gone becomes the lead's.
    """
    found = applier.sql.one(
        "SELECT change_set, row FROM bin WHERE id = ? AND application = ?", change.binned, change.application
    )
    if found is None:
        return  # it is back already
    id_, row = found
    lines = TouchedLines(applier.sql, change.application).of(id_, applier.person)
    gone = [line for line in lines if line.what == "instance" and line.gone and line.before]
    along, more = set[str](), {row}
    while more:
        along |= more
        more = {one.row for one in gone if along & {(one.before or {})[of] for of in ("unit", "parent")}} - along
    _give_back(applier, change.application, [line for line in lines if line.row in along and line.stands])


def _give_back(applier: Applier, application: str, lines: Sequence[Line]) -> None:
    """Makes lines again what they were."""
    form = applier.form(application)
    rows = [line for line in lines if line.what == "instance" and line.key in form.tables]
    _add_rows(applier, application, [line for line in rows if line.gone and line.before])
    added = {line.row for line in rows if line.before is None and not line.gone}
    units = {line.row for line in rows}  # what was said of them comes and goes with them
    for line in lines:
        if line.what == "sign_off" and line.row not in units:
            note_sign_off(applier, application, line.row, (line.before or {}).get("kind"))
    _rearrange(applier, application, [line for line in rows if line.is_rearranged])
    _readmit(applier, application, [line for line in lines if line.what in _PEOPLE])
    for what in ("answer", "draft_part", "sign_off", "comment"):
        written = [line for line in lines if line.what == what and line.row not in added and not line.is_passing]
        if written:
            _write(applier, application, what, written)
    for table in {line.key for line in rows if line.row in added}:
        drop_rows(applier, application, table, {line.row for line in rows if line.row in added and line.key == table})


def _add_rows(applier: Applier, application: str, lines: Iterable[Line]) -> None:
    """Rows that were deleted, each where it stood; those of a unit that is gone become the lead's."""
    form = applier.form(application)
    # Units first, and rows before those that belong to them; those that the form has fixed come with these.
    free = (line for line in lines if not (line.key in form.fixed and (line.before or {})["parent"]))
    for (_, _, table, parent), added in groupby(sorted(free, key=partial(_order, form)), partial(_level, form)):
        these = list(added)
        places = {line.row: (line.before or {})["position"] for line in these}
        add_rows(applier, application, table, parent, list(_owners(applier, application, these).items()))
        applier.to_place.setdefault((application, table, parent), {}).update(places)
        for group in form.repeated[table]:
            for row in places:
                applier.changed(application, group, row)


def _level(form: Form, line: Line) -> tuple[bool, int, str, str]:
    """What rows that are added together have in common, in the order in which they are."""
    return line.key != form.units.group, len(form.path(line.key)), line.key, (line.before or {})["parent"]


def _order(form: Form, line: Line) -> tuple[tuple[bool, int, str, str], float]:
    """Rows of one place in their own order, so that hardly any is moved afterwards; None is the end."""
    position = (line.before or {})["position"]
    return _level(form, line), math.inf if position is None else position


def _rearrange(applier: Applier, application: str, rows: Sequence[Line]) -> None:
    """Rows that were moved or given to another unit; those moved change the places that they have now."""
    owners = _owners(applier, application, rows)
    for table in {row.key for row in rows}:
        moved = sorted((row for row in rows if row.key == table), key=lambda row: (row.before or {})["position"])
        place = "SELECT position FROM instance WHERE application = ? AND row = ? AND grp = ?"
        places = sorted(applier.sql.one(place, application, row.row, table)[0] for row in moved)
        for row, position in zip(moved, places, strict=True):
            applier.sql.run(
                "UPDATE instance SET position = ?, unit = ? WHERE application = ? AND row = ?",
                position,
                owners[row.row],
                application,
                row.row,
            )


def _owners(applier: Applier, application: str, lines: Iterable[Line]) -> dict[str, str]:
    """The unit to which each row belongs again, with its history; the lead unit where its own is gone."""
    owners: dict[str, str] = {}
    of: dict[str, list[str]] = {}
    for line in lines:
        unit = str((line.before or {})["unit"])
        there = unit == line.row or applier.application(application).owner(unit) is not None
        owners[line.row] = unit if there else LEAD_UNIT
        of.setdefault(owners[line.row], []).append(line.row)
    for owner, rows in of.items():
        applier.sql.run(
            "UPDATE history SET unit = ?1 WHERE application = ?2 AND row IN (SELECT value FROM json_each(?3))"
            " AND unit != ?1",
            owner,
            application,
            json.dumps(rows),
        )
    return owners


def _write(applier: Applier, application: str, what: str, lines: Sequence[Line]) -> None:
    """Lines of one table: those that stood there stand there again, the others are deleted."""
    back = json.dumps([line.id for line in lines if line.before])
    if what == "answer":
        _note(applier, application, back)
        _recount(applier, application, lines)
    of, (key, columns) = "unit" if what in OF_UNIT else "row", IMAGE[what]
    came = [(line.row, line.key) for line in lines if line.before is None]
    if came and what == "answer":
        drop_answers(applier, AT_STEPS, application, json.dumps(came))
    for at in came if what != "answer" else ():
        applier.sql.run(f"DELETE FROM {what} WHERE application = ? AND {of} = ? AND {key} = ?", application, *at)  # noqa: S608
    place = f"application, {of}{'' if key == NO_KEY else f', {key}'}"
    kept = f"application, row{'' if key == NO_KEY else ', key'}"
    values = ", ".join(f"before ->> '$.{column}'" for column in columns)
    applier.sql.run(
        f"INSERT INTO {what} ({place}, {', '.join(columns)}) SELECT {kept}, {values} {_THESE} ORDER BY id"
        f" ON CONFLICT DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in columns)}",
        back,
    )


def _readmit(applier: Applier, application: str, lines: Iterable[Line]) -> None:
    """Who was in for a unit is in again, and its invitations hold again."""
    for line in lines:
        key, (column,) = IMAGE[line.what]
        applier.sql.run(
            f"UPDATE {line.what} SET {column} = ? WHERE application = ? AND unit = ? AND {key} = ?",  # noqa: S608
            (line.before or {})[column],
            application,
            line.row,
            line.key,
        )


def _note(applier: Applier, application: str, back: str) -> None:
    """A line of history for each answer that is another with that, by whoever gives it back."""
    applier.sql.run(
        "INSERT INTO history (application, row, field, unit, person, at, value, change_set)"
        " SELECT application, row, key, coalesce((SELECT unit FROM instance WHERE instance.application ="
        " touched.application AND instance.row = touched.row LIMIT 1), ''), ?2, ?3, before ->> '$.value', ?4"
        " FROM touched WHERE id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM answer WHERE"
        " answer.application = touched.application AND answer.row = touched.row AND field = key"
        " AND value = before ->> '$.value') ORDER BY id",
        back,
        applier.person,
        applier.now.isoformat(),
        applier.open.get(application),
    )


def _recount(applier: Applier, application: str, lines: Iterable[Line]) -> None:
    form = applier.form(application)
    for line in lines:
        if line.key in form.group_of:
            applier.changed(application, form.group_of[line.key], line.row)
