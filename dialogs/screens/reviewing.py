"""Looking through every answer, one section (at one row) a page; each can be changed from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.answers import kinds
from dialogs.answers.word_count import words
from dialogs.application import journey
from dialogs.application.application import Progress, Step
from dialogs.form.model import LEAD, Field, Table
from dialogs.texts import say
from dialogs.turn.conversation import Asking, Browsing, CommentScreen, Reviewing
from dialogs.turn.labels import instance_name
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Outcome, Turn, ask, button, in_rows, only_buttons

HEAD = 60  # characters shown of a longer answer


def first_page(turn: Turn) -> Reviewing:
    """Where a review begins."""
    first = journey.sections(turn.application)[0]
    row = turn.application.neighbour(first.id, None, 1) if first.each else LEAD
    return Reviewing(section=first.id, row=row or LEAD)


def view(turn: Turn, mode: Reviewing) -> Ask:
    """The answers of one section, each with the button that leads to it."""
    section = turn.form.groups[mode.section]
    open_ = [comment.step for comment in turn.team.comments(None, turn.application.scope)]
    step_lines = [
        {
            "number": i,
            "label": _label(item),
            "value": _value(turn, item, mode.row),
            "commented": _remarked(turn, item, mode.row, open_),
        }
        for i, item in enumerate(journey.items(turn.application, turn.form.section_of[section.id]), 1)
    ]
    instance = instance_name(turn, turn.form.section_of[section.id], mode.row)
    to_do = "change" if turn.can("answer", turn.application.scope) else "comment" if turn.can("review") else "read"
    text = say("review.text", title=section.title, instance=instance, lines=step_lines, to_do=to_do)
    numbers = [Button(label=str(i), data=f"edit:{i - 1}") for i in range(1, len(step_lines) + 1)]
    turning = []
    if _turned(turn, mode, -1):
        turning.append(button("earlier", "page:-1"))
    if _turned(turn, mode, 1):
        turning.append(button("later", "page:1"))
    return ask(text, [*in_rows(numbers, 5), tuple(turning), (button("go_on", "leave"),)])


def _label(item: Field | Table) -> str:
    return item.title if isinstance(item, Table) else item.short or item.label


def _remarked(turn: Turn, item: Field | Table, row: str, open_: Sequence[Step]) -> bool:
    """Whether there is an open comment on a question, or on anything in a table."""
    if isinstance(item, Table):
        return any(item.id in (step.item, turn.form.group_of.get(step.item)) for step in open_)
    return Step(item=item.id, row=row) in open_


def _value(turn: Turn, item: Field | Table, row: str) -> str:
    if isinstance(item, Table):
        count = turn.application.progress().get(item.id, Progress()).rows
        return say("review.rows", count=count, noun=item.row_noun)
    answer = turn.application.answer(Step(item=item.id, row=row))
    shown = read(turn, Step(item=item.id, row=row), answer.value if answer else None)
    return brief(shown.replace("\n", " "), HEAD)


def read(turn: Turn, step: Step, value: str | None) -> str:
    """A value as a person reads it."""
    if value is None:
        return say("review.open")
    field = turn.form.fields.get(step.item)
    return (kinds.show(field, value) if field else value) or say("ask.skipped")


def brief(text: str, most: int) -> str:
    """The beginning of a text, at most so many characters of it, and how long it is."""
    return text if len(text) <= most else say("review.long", head=text[:most], words=words(text))


def _turned(turn: Turn, mode: Reviewing, by: Literal[-1, 1]) -> Reviewing | None:
    """The page before or after: the next row of the same section, else the next section that has any."""
    sections = journey.sections(turn.application)
    here = turn.form.section_of[mode.section]
    if here.each:
        row = turn.application.neighbour(here.id, mode.row, by)
        if row is not None:
            return Reviewing(section=here.id, row=row)
    index = sections.index(here)
    for section in sections[index + 1 :] if by > 0 else reversed(sections[:index]):
        first = turn.application.neighbour(section.id, None, by) if section.each else LEAD
        if first is not None:
            return Reviewing(section=section.id, row=first)
    return None


def pressed(turn: Turn, mode: Reviewing, action: str, argument: str) -> Outcome:
    """A press on a number, on a neighbouring page, or on leave."""
    if action == "leave":
        return turn.to(Asking())
    if action == "page":
        return turn.to(_turned(turn, mode, 1 if int(argument) > 0 else -1) or mode)
    item = journey.items(turn.application, turn.form.section_of[mode.section])[int(argument)]
    if isinstance(item, Table):
        return turn.to(Browsing(table=item.id, after=mode))
    step = Step(item=item.id, row=mode.row)
    if not turn.can("answer", turn.application.owner(step.row)):
        return turn.to(CommentScreen(step=step, before=mode))
    return turn.to(Asking(step=step, after=mode))


said = only_buttons
