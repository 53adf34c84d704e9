"""Screens that show a list page by page."""

from __future__ import annotations

from abc import abstractmethod

from dialogs.turn.layout import button
from dialogs.turn.messages import Button
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn


class Paged(Screen):
    """A list of which one page is shown, counted from 0."""

    page: int = 0

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """To another page; or what is picked on this one."""
        if action == "page":
            return turn.swap(self.model_copy(update={"page": int(argument)}))
        return self.picked(turn, action, argument)

    @abstractmethod
    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """What a press on any other button comes to."""


def last_page(count: int, size: int) -> int:
    """The number of the last page of a list, counted from 0."""
    return max(0, count - 1) // size


def turning(page: int, *, more: bool) -> tuple[Button, ...]:
    """The buttons that lead from a page to the neighbouring ones; `more` tells whether there is one after it."""
    before = [button("earlier", f"page:{page - 1}")] if page else []
    return (*before, *([button("later", f"page:{page + 1}")] if more else []))
