"""Long texts that are too short together: which one is to be written on. A part of asking."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.minima import Together
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.labels import question
from dialogs.turn.layout import ask
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Turn


def asked(turn: Turn, step: Step, *, is_led: bool) -> Together | None:
    """The texts that are asked for together: at a section, or where one was led to what is written, those of a row."""
    written = is_led and turn.application.answer(step) is not None and review.first(turn) is None
    return journey.together_at(turn.application, step) if written or step.item not in turn.form.fields else None


def stands(turn: Turn, step: Step) -> bool:
    """Whether anything can be answered there: at a section only texts of which something is wanted together."""
    plain = step.item in turn.form.fields or step.item in turn.form.tables
    there = journey.is_asked(turn.application, step)
    return there and (plain or journey.together_at(turn.application, step) is not None)


def view(turn: Turn, short: Together, leaving: tuple[Button, ...]) -> Ask:
    """Each of the texts with its size, to be written on."""
    group = turn.form.group_at(short.texts[0])
    sizes = journey.sizes(turn.application, group, short.step.row)
    asked = question(turn, short.step, listing=say("long.shortfall", have=short.want - short.lack, want=short.want))
    rows = [
        (Button(label=say("long.draft_part_of", label=f.title, han=sizes.get(f.id, 0)), data=f"write:{i}"),)
        for i, f in enumerate(group.fields)
        if f.id in short.texts
    ]
    return ask(asked, [*rows, leaving], short.step)
