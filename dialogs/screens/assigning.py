"""Choosing to which unit a row of a table belongs."""

from __future__ import annotations

from typing import Literal

from dialogs.application.changes import AssignRow
from dialogs.screens.inviting import page_of_units
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn


class Assigning(Paged, Menu):
    """Choosing to which unit a row belongs."""

    kind: Literal["assigning"] = "assigning"
    table: str
    row: str
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The units, the one that has the row named."""
        owner = turn.unit_name(turn.application.owner(self.row) or "")
        found, page = page_of_units(turn, self)
        table = turn.form.tables[self.table]
        at = turn.application.row(table.id, self.row)
        text = say("table.assign", title=table.title, number=at.number if at else "", owner=owner)
        return ask(text, [*found, page.turning, (button("return", "back"),)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A unit, another page, or back."""
        if action == "back" or turn.application.owner(self.row) in (None, argument):
            return turn.pop()
        change = AssignRow(application=turn.application.id, table=self.table, row=self.row, unit=argument)
        return turn.pop(change, notes=(say("table.assigned", unit=turn.unit_name(argument)),))

    def stands(self, turn: Turn) -> bool:
        """As long as the row is there."""
        return turn.application.owner(self.row) is not None
