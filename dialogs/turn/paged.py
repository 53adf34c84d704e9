"""Screens that show a list page by page."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from dialogs.turn.layout import button
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

_Entry = TypeVar("_Entry")


class Page(NamedTuple):
    """One page of a list: its number, which is counted from 0 as that of the `last` one, and its `size`."""

    number: int
    last: int
    size: int

    @property
    def first(self) -> int:
        """The place of its first entry in the list, counted from 0."""
        return self.number * self.size

    def of(self, listed: Sequence[_Entry]) -> list[tuple[int, _Entry]]:
        """What of a list stands on it, numbered from 1 through all pages."""
        return list(enumerate(listed, 1))[self.first : self.first + self.size]

    @property
    def said(self) -> dict[str, int]:
        """Its number and how many there are, as sentences have them."""
        return {"page": self.number + 1, "pages": self.last + 1}

    @property
    def turning(self) -> tuple[Button, ...]:
        """The buttons that lead to the neighbouring ones."""
        before = f"page:{self.number - 1}" if self.number else ""
        return turning(before, f"page:{self.number + 1}" if self.number < self.last else "")


class Paged(Screen):
    """A list of which one page is shown, counted from 0."""

    page: int = 0

    def at_page(self, count: int, size: int) -> Page:
        """The page shown of a list, which may have become shorter since."""
        last = last_page(count, size)
        return Page(min(self.page, last), last, size)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """To another page; or what is picked on this one."""
        if action == "page":
            return turn.swap(self.model_copy(update={"page": int(argument)}))
        return self.picked(turn, action, argument)

    @abstractmethod
    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """What a press on any other button comes to."""


def turning(before: str, behind: str) -> tuple[Button, ...]:
    """The buttons that lead to the neighbouring pages, by what they are to send; "" where there is none."""
    ways = {"earlier": before, "later": behind}
    return tuple(button(code, data) for code, data in ways.items() if data)


def last_page(count: int, size: int) -> int:
    """The number of the last page of a list, counted from 0."""
    return max(0, count - 1) // size
