"""Choosing one unit, for whoever sees the whole: its part alone is to be had as a workbook and as data."""

from __future__ import annotations

from typing import Literal

from dialogs.application.changes import OF_UNIT
from dialogs.screens.inviting import page_of_units
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Paged
from dialogs.turn.turn import Turn


class UnitFiles(Paged, Menu):
    """Choosing one unit, and with `unit` what to take of its part."""

    kind: Literal["unit_files"] = "unit_files"
    unit: str | None = None

    def stands(self, turn: Turn) -> bool:
        """As long as there are units, the one chosen too, and the person sees the whole."""
        there = not self.unit or turn.application.owner(self.unit) is not None
        return is_offered(turn) and there

    def view(self, turn: Turn) -> Ask:
        """The units; or the files of the one chosen."""
        if self.unit is not None:
            files = (button("sheets", "take:sheets"), button("data", "take:data"))
            return ask(say("downloads.of_unit", unit=turn.unit_name(self.unit)), [files, (button("return", "back"),)])
        found, page = page_of_units(turn, self)
        return ask(say("downloads.which_unit", **page.said), [*found, page.turning, (button("return", "back"),)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A unit is chosen, or a file of it."""
        if action == "unit":
            return turn.swap(self.model_copy(update={"unit": argument}))
        return turn.start("sheets" if argument == "sheets" else "data", f"{OF_UNIT}{self.unit}")

    def back(self, turn: Turn) -> Outcome:
        """From one unit to the list of them, from there to all files."""
        return turn.pop() if self.unit is None else turn.swap(self.model_copy(update={"unit": None}))


def is_offered(turn: Turn) -> bool:
    """Whether there are several units, of which the person sees all."""
    several = turn.form.has_team and turn.application.scope is None and turn.application.count(turn.form.units.group)
    return bool(several) and turn.can("export")
