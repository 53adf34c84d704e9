"""Looking through every answer, one section (at one row) a page; each can be changed from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Field, Group
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.comment_screen import CommentScreen
from dialogs.texts import say
from dialogs.turn.labels import HEAD, brief, computed, instance_name, read
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn


def first_page(turn: Turn) -> Reviewing:
    """Where a review begins."""
    first = journey.sections(turn.application)[0]
    row = turn.application.neighbour(first.id, None, 1) if first.each else NO_ROW
    return Reviewing(section=first.id, row=row or NO_ROW)


class Reviewing(Menu):
    """Looking through every answer, one section (at one row) a page."""

    kind: Literal["reviewing"] = "reviewing"
    section: str
    row: str = NO_ROW

    def view(self, turn: Turn) -> Ask:
        """The answers of one section, each with the button that leads to it."""
        section = turn.form.section_of[self.section]
        open_ = [comment.step for comment in turn.team.comments(None, turn.application.scope)]
        step_lines = [
            {
                "number": i,
                "label": _label(item),
                "value": _value(turn, item, self.row),
                "commented": _commented(turn, item, self.row, open_),
                "doubtful": _doubtful(turn, item, self.row),
            }
            for i, item in enumerate(journey.items(turn.application, section, self.row), 1)
        ]
        instance = instance_name(turn, section, self.row)
        to_do = "change" if turn.can("answer", turn.application.scope) else "comment" if turn.can("review") else "read"
        come = computed(turn, section, self.row)
        shown = {"title": section.title, "instance": instance, "lines": step_lines, "computed": come}
        text = say("review.text", **shown, to_do=to_do)
        numbers = [Button(label=str(i), data=f"edit:{i - 1}") for i in range(1, len(step_lines) + 1)]
        turning = []
        if self._turned(turn, -1):
            turning.append(button("earlier", "page:-1"))
        if self._turned(turn, 1):
            turning.append(button("later", "page:1"))
        return ask(text, [*in_rows(numbers, 5), tuple(turning), (button("go_on", "leave"),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A press on a number, on a neighbouring page, or on leave."""
        if action == "leave":
            return turn.go_on()
        if action == "page":
            return turn.swap(self._turned(turn, 1 if int(argument) > 0 else -1) or self)
        item = journey.items(turn.application, turn.form.section_of[self.section], self.row)[int(argument)]
        if isinstance(item, Group):
            return turn.push(Browsing(table=item.id, parent=self.row))
        step = Step(item=item.id, row=self.row)
        answers = turn.can("answer", turn.application.owner(step.row))
        return turn.push(Asking(step=step) if answers else CommentScreen(step=step))

    def _turned(self, turn: Turn, by: Literal[-1, 1]) -> Reviewing | None:
        """The page before or after: the next row of the same section, else the next section that has any."""
        sections = journey.sections(turn.application)
        here = turn.form.section_of[self.section]
        if here.each:
            row = turn.application.neighbour(here.id, self.row, by)
            if row is not None:
                return Reviewing(section=here.id, row=row)
        index = sections.index(here)
        for section in sections[index + 1 :] if by > 0 else reversed(sections[:index]):
            first = turn.application.neighbour(section.id, None, by) if section.each else NO_ROW
            if first is not None:
                return Reviewing(section=section.id, row=first)
        return None

    def stands(self, turn: Turn) -> bool:
        """As long as the section, and its row, are there and the person's to see."""
        section = turn.form.section_of.get(self.section)
        seen = section in journey.sections(turn.application)
        at = Step(item=self.section, row=self.row)
        return seen and (not section or not section.each or journey.exists(turn.application, at))

    def is_at(self, row: str) -> bool:
        """At the row of its section."""
        return self.row == row


def _label(item: Field | Group) -> str:
    return item.title if isinstance(item, Group) else item.short or item.label


def _commented(turn: Turn, item: Field | Group, row: str, open_: Sequence[Step]) -> bool:
    """Whether there is an open comment on a question, or on anything in a table."""
    if isinstance(item, Group):
        return any(item.id in (step.item, turn.form.group_of.get(step.item)) for step in open_)
    return Step(item=item.id, row=row) in open_


def _doubtful(turn: Turn, item: Field | Group, row: str) -> bool:
    """Whether something is odd about the answer, whoever took it all the same."""
    answer = turn.application.answer(Step(item=item.id, row=row)) if isinstance(item, Field) else None
    today = turn.now.date()
    return isinstance(item, Field) and answer is not None and bool(kinds.doubts(item, answer.value, today))


def _value(turn: Turn, item: Field | Group, row: str) -> str:
    if isinstance(item, Group):
        count = journey.rows_of(turn.application, item.id, row).rows
        return say("review.rows", count=count, noun=item.row_noun)
    answer = turn.application.answer(Step(item=item.id, row=row))
    shown = read(turn, Step(item=item.id, row=row), answer.value if answer else None)
    return brief(shown.replace("\n", " "), HEAD)
