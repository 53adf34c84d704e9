"""Deleting a row of a table, and what goes along with it. A part of confirming, and of tables beside the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dialogs.application.application import Row, Step
from dialogs.application.changes import Change, DropAnswer, DropRow
from dialogs.application.team import Member
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form, Group
from dialogs.texts import say
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def repeated_for(form: Form, table: Group) -> str:
    """The titles of the sections that are repeated for a row, and are deleted with it."""
    titles = [form.groups[group].title for group in form.repeated[table.id] if group != table.id]
    return say("list.quoted", words=titles) if titles else ""


def rows_of(turn: Turn, unit: str) -> list[tuple[Group, int]]:
    """How many rows a joint unit has in each table, its own row left out, and tables in which it has none."""
    part = turn.repository.application(turn.application.id, unit)
    progress = part.progress() if part else {}
    tables = [table for table in turn.form.tables.values() if table.id != turn.form.units.group]
    return [(table, progress[table.id].rows) for table in tables if table.id in progress and progress[table.id].rows]


def people_of(turn: Turn, unit: str) -> list[Member]:
    """Who is in for a unit."""
    return [member for member in turn.team.members() if member.unit == unit]


def is_empty(turn: Turn, table: Group, row: str) -> bool:
    """Whether nothing stands in a row, nor in the sections repeated for it, nor is anybody writing there.

    A row that the form has fixed is never empty.
    """
    if table.rows:
        return False
    fields = (field for group in turn.form.repeated[table.id] for field in turn.form.groups[group].fields)
    steps = [Step(item=field.id, row=row) for field in fields]
    below = (within for group in turn.form.repeated[table.id] for within in turn.form.groups[group].tables)
    has_rows = any(turn.application.count(within.id, row) for within in below if not within.rows)
    return not has_rows and not any(turn.application.answer(step) or turn.application.writers(step) for step in steps)


def questions(turn: Turn, table: Group, rows: Sequence[Row]) -> list[str]:
    """What is asked before rows are deleted, and then again for each unit with rows or people of its own."""
    titles = [row.title or say("ask.unnamed") for row in rows]
    also = repeated_for(turn.form, table)
    if len(rows) == 1:
        asked = [say("table.confirm_drop", title=titles[0], number=rows[0].number, also=also)]
    else:
        asked = [say("table.confirm_drop_rows", count=len(rows), titles=titles, also=also)]
    if table.id == turn.form.units.group:
        for row, title in zip(rows, titles, strict=True):
            owned = [(t.title, count, t.row_noun) for t, count in rows_of(turn, row.id)]
            people = [turn.who(member.person) for member in people_of(turn, row.id)]
            asked += [say("table.confirm_unit", title=title, rows=owned, people=people)] if owned or people else []
    return asked


def drop(turn: Turn, table: Group, rows: Sequence[Row], to: tuple[Screen, ...], before: int = 0) -> Outcome:
    """Rows are deleted; a table that has become too short is open again, and the people of units are told.

    `before` is how many were just deleted, with which they are told as one.
    """
    base = {"application": turn.application.id}
    changes: list[Change] = [DropRow(**base, table=table.id, row=row.id) for row in rows]
    going = Counter({table: len(rows)})
    notifications: tuple[Notification, ...] = ()
    if table.id == turn.form.units.group:
        for row in rows:
            going.update(dict(rows_of(turn, row.id)))
            persons = (member.person for member in people_of(turn, row.id))
            notifications += turn.notify(persons, "table.unit_dropped", unit=turn.unit_name(row.id))
    if turn.can("answer", LEAD_UNIT):
        parent = turn.application.parent(rows[0].id) if turn.form.parent_of(table.id) else NO_ROW
        left = {t: turn.application.count(t.id, parent) - count for t, count in going.items()}
        short = [Step(item=t.id, row=parent) for t, count in left.items() if count < t.min_rows]
        changes += [DropAnswer(**base, step=step) for step in short if turn.application.answer(step)]
    note = say("table.dropped", count=before + len(rows), numbers=[row.number for row in rows])
    return turn.to(to, *changes, notes=(note,), notifications=notifications)
