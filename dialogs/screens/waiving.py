"""Asked whether to go without the confirmation of some units; and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.application.changes import DropSignOff, PutSignOff
from dialogs.application.team import of_unit, unconfirmed
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.turn import Turn


class Waiving(Menu):
    """Asked whether to go without the confirmation of these units, which are named."""

    kind: Literal["waiving"] = "waiving"
    units: tuple[str, ...]
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """Whose confirmation will be missing, who is told, and where that will stand."""
        names = [turn.unit_name(unit) for unit in self._left(turn)]
        text = say("waive.ask", name=turn.name, units=names)
        return ask(text, [(button("yes_waive", "yes"), button("no_waive", "no"))])

    def _left(self, turn: Turn) -> list[str]:
        """Those that have not confirmed since the question was asked."""
        return [unit for unit in unconfirmed(turn.application, turn.team) if unit in self.units]

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Yes or no."""
        if action == "no":
            return turn.pop(notes=(say("waive.no"),))
        base = {"application": turn.application.id}
        units = self._left(turn)
        told = tuple(one for unit in units for one in _told(turn, unit, "waive.told"))
        waived = (PutSignOff(**base, unit=unit, kind="waived") for unit in units)
        return turn.pop(*waived, notes=(say("waive.done", told=len(told)),), notifications=told)

    def stands(self, turn: Turn) -> bool:
        """As long as the person leads, and one of the units is not confirmed."""
        return turn.can("manage") and bool(self._left(turn))


def taken_back(turn: Turn, units: Sequence[str]) -> Outcome:
    """The units are awaited after all."""
    changes = (DropSignOff(application=turn.application.id, unit=unit) for unit in units)
    note = say("waive.taken_back", units=[*map(turn.unit_name, units)])
    told = tuple(one for unit in units for one in _told(turn, unit, "waive.told_back"))
    return turn.remain(*changes, notes=(note,), notifications=told)


def _told(turn: Turn, unit: str, code: str) -> tuple[Notification, ...]:
    door = turn.door("to_confirm", "on", unit)
    return turn.notify(of_unit(turn.team, unit), code, door, unit=turn.unit_name(unit))
