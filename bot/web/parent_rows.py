"""Which tables the page shows as grids, and for one whose rows belong to rows of another, which these are.

A table that each unit has for itself is not among them: whose it is says the unit, not a row.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.application import branches, journey
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Group
from dialogs.texts import say
from dialogs.turn.turn import Turn


def tables(turn: Turn) -> Mapping[str, Group]:
    """The tables that are asked, by their ids; those below rows of another only once there is such a row."""
    application, form = turn.application, turn.form
    tops = (table for section in journey.sections(application) for table in journey.tables(application, section))
    found = {group.id: group for top in tops for group in top.groups if group.id in form.tables}
    return {id_: table for id_, table in found.items() if _has_place(turn, id_)}


def parents(turn: Turn, table: str) -> Mapping[str, str]:
    """The rows to which the rows of a table may belong, each with what it is called; none for one by itself."""
    above = turn.form.parent_of(table)
    if not above:
        return {}
    is_open = branches.of(turn.application).is_open
    found: dict[str, str] = {}
    for grandparent, name in (parents(turn, above) or {NO_ROW: ""}).items():
        count = journey.rows_of(turn.application, above, grandparent).rows
        for row in turn.application.rows(above, 1, count, grandparent):
            if is_open(table, row.id):
                called = f"{row.number} {row.title or say('ask.unnamed')}"
                found[row.id] = f"{name} / {called}" if name else called
    return found


def parent(turn: Turn, table: str, among: Mapping[str, str], named: str, step: Step | None) -> str:
    """The row whose rows of a table are shown: that which is named, or that of the step asked for, or the first."""
    is_asked = step is not None and table in (step.item, turn.form.group_of.get(step.item))
    asked = _parent_at(turn, step) if step and is_asked else NO_ROW
    return next((row for row in (named, asked, *among) if row in among), NO_ROW)


def _parent_at(turn: Turn, step: Step) -> str:
    is_table = step.item in turn.form.tables
    return journey.parent_at(turn.application, step) if is_table else turn.application.parent(step.row)


def _has_place(turn: Turn, table: str) -> bool:
    path = turn.form.path(table)
    above = path[-2] if len(path) > 1 else ""
    return not above or (turn.form.units.group not in path[:-1] and turn.application.count(above) > 0)
