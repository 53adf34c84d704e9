"""Choosing to which unit a row of a table belongs."""

from __future__ import annotations

from dialogs.application.changes import AssignRow
from dialogs.screens.inviting import page_of_units
from dialogs.texts import say
from dialogs.turn.conversation import Assigning
from dialogs.turn.messages import Ask
from dialogs.turn.turn import Outcome, Turn, ask, button, only_buttons


def view(turn: Turn, mode: Assigning) -> Ask:
    """The units, the one that has the row named."""
    row = mode.before.row or ""
    owner = turn.unit_name(turn.application.owner(row) or "")
    found, turning = page_of_units(turn, mode.page)
    table = turn.form.tables[mode.before.table]
    at = turn.application.row(table.id, row)
    text = say("table.assign", title=table.title, number=at.number if at else "", owner=owner)
    return ask(text, [*found, turning, (button("return", "back"),)])


def pressed(turn: Turn, mode: Assigning, action: str, argument: str) -> Outcome:
    """A unit, another page, or back."""
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    row = mode.before.row or ""
    if action == "back" or turn.application.owner(row) in (None, argument):
        return turn.to(mode.before)
    change = AssignRow(application=turn.application.id, table=mode.before.table, row=row, unit=argument)
    return turn.to(mode.before, change, notes=(say("table.assigned", unit=turn.unit_name(argument)),))


said = only_buttons
