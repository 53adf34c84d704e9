"""Looking through every answer, one section (at one row) a page; each can be changed from there."""

from __future__ import annotations

from typing import Literal

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Group
from dialogs.screens.answer_pages import AnswerPage, first_page
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.comment_screen import CommentScreen
from dialogs.texts import say
from dialogs.turn.layout import ask, in_rows
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import turning
from dialogs.turn.turn import Turn


def begin(turn: Turn) -> Reviewing:
    """Where a review begins."""
    return Reviewing(**first_page(turn)._asdict())


class Reviewing(Menu):
    """Looking through every answer, one section (at one row) a page."""

    kind: Literal["reviewing"] = "reviewing"
    section: str
    row: str = NO_ROW

    def view(self, turn: Turn) -> Ask:
        """The answers of one section, each with the button that leads to it."""
        lines = self._page.lines(turn)
        to_do = "change" if turn.can("answer", turn.application.scope) else "comment" if turn.can("review") else "read"
        text = say("review.text", **self._page.heading(turn), lines=lines, to_do=to_do)
        numbers = [Button(label=str(i), data=f"edit:{i - 1}") for i in range(1, len(lines) + 1)]
        turned = turning(*(f"page:{by}" if self._page.turned(turn, by) else "" for by in (-1, 1)))
        return ask(text, [*in_rows(numbers, 5), turned, (way_on(turn),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press on a number, on a neighbouring page, or on leave."""
        if action == "leave":
            return turn.go_on()
        if action == "page":
            page = self._page.turned(turn, 1 if int(argument) > 0 else -1)
            return turn.swap(Reviewing(**page._asdict()) if page else self)
        item = journey.items(turn.application, turn.form.section_of[self.section], self.row)[int(argument)]
        if isinstance(item, Group):
            return turn.push(Browsing(table=item.id, parent=self.row))
        step = Step(item=item.id, row=self.row)
        answers = turn.can("answer", turn.application.owner(step.row))
        return turn.push(Asking(step=step) if answers else CommentScreen(step=step))

    @property
    def _page(self) -> AnswerPage:
        return AnswerPage(self.section, self.row)

    def stands(self, turn: Turn) -> bool:
        """As long as the section, and its row, are there and the person's to see."""
        return self._page.stands(turn)

    def is_at(self, row: str) -> bool:
        """At the row of its section."""
        return self.row == row
