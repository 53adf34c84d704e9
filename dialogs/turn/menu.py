"""Screens at which only buttons help."""

from __future__ import annotations

from dialogs.texts import say
from dialogs.turn.layout import button
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


class Menu(Screen):
    """A screen at which only buttons help."""

    is_menu = True

    def takes(self, turn: Turn, text: str) -> bool:
        """Nothing that is typed."""
        return False

    def said(self, turn: Turn, text: str) -> Outcome:
        """Nothing, and it says so; unless it is the rest of a message that was cut."""
        return self.continued(turn, text) or only_buttons(turn)


def way_on(turn: Turn) -> Button:
    """The button that leaves such a screen: to fill in what is next, or to the outline for whoever only reads."""
    return button("go_on" if turn.can("answer", turn.application.scope) else "status", "leave")


def only_buttons(turn: Turn) -> Outcome:
    """What a typed message comes to where only buttons help: nothing, and it says so."""
    return turn.stay(say("refuse.nothing_open"))
