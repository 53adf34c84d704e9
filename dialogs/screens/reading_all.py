"""Looking through every answer on one page, each with the button that leads to it."""

from __future__ import annotations

from typing import Literal

from dialogs.application.application import Step
from dialogs.screens.answer_pages import AnswerPage, numbered, pages
from dialogs.screens.reviewing import Reviewing
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

MOST = 90  # answers with a button; a keyboard holds 100 (Bot API)
PER_LINE = 8  # numbers in one line of buttons


class ReadingAll(Menu):
    """Looking through every answer on one page."""

    kind: Literal["reading_all"] = "reading_all"

    def view(self, turn: Turn) -> Ask:
        """All sections, with their rows, one below the other; the answers are numbered through."""
        shown, left = numbered(turn, MOST)
        places = [(page, place) for page, lines in shown for place in range(len(lines))]
        numbers = [Button(label=str(n), data=f"edit:{_mark(page)}/{at}") for n, (page, at) in enumerate(places, 1)]
        headed = [{**page.heading(turn), "lines": lines} for page, lines in shown]
        text = say("review.all", name=turn.name, pages=headed, left=left)
        return ask(text, [*in_rows(numbers, PER_LINE), (button("review", "review"), way_on(turn))])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """To an answer, or on."""
        if action == "leave":
            return turn.go_on()
        mark, _, place = argument.partition("/")
        page = next(page for page in pages(turn) if _mark(page) == mark)
        return Reviewing(**page._asdict()).pressed(turn, "edit", place)


def _mark(page: AnswerPage) -> str:
    return review.mark(Step(item=page.section, row=page.row))
