"""Whom the whole waits for: what they lack, asking them to make haste, and filling in for them."""

from __future__ import annotations

from typing import Literal

from dialogs.form.model import LEAD_UNIT
from dialogs.screens import late_units
from dialogs.screens.asking import Asking
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


class Awaiting(Menu):
    """The units for which the whole waits, or one of them; for the lead."""

    kind: Literal["awaiting"] = "awaiting"
    unit: str = LEAD_UNIT  # "" for all of them

    def _units(self, turn: Turn) -> list[str]:
        return [self.unit] if self.unit else late_units.late(turn)

    def view(self, turn: Turn) -> Ask:
        """How far they are, and what can be done about it."""
        units = self._units(turn)
        text = say("late.list", name=turn.name, units=[late_units.line(turn, unit) for unit in units])
        waived = [unit for unit in late_units.waived(turn) if unit in units]
        leaving = (button("members", "members"), button("return", "back"))
        waiting = (late_units.nudging(turn, units), *late_units.filling_in(turn, units))
        return ask(text, [*waiting, late_units.awaiting_again(turn, waived), leaving])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Asks them to make haste, fills in for one of them, or has it awaited after all."""
        if action == "instead":
            return turn.go(Asking(instead=argument))
        return late_units.pressed(turn, self._units(turn), action, argument)

    def back(self, turn: Turn) -> Outcome:
        """To where one came from."""
        return turn.pop()

    def stands(self, turn: Turn) -> bool:
        """As long as the person leads and the unit is there."""
        return turn.can("manage") and turn.application.owner(self.unit) is not None
