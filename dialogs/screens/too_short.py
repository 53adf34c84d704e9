"""A part whose long texts are too short together: which one is to be written on. A part of asking."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.texts import say
from dialogs.turn.labels import question
from dialogs.turn.layout import ask
from dialogs.turn.messages import Ask, Button
from dialogs.turn.turn import Turn


def view(turn: Turn, step: Step, leaving: tuple[Button, ...]) -> Ask:
    """A section whose long texts are too short together: each with its size, to be written on."""
    section = turn.form.groups[step.item]
    sizes, open_ = (
        journey.sizes(turn.application, section, step.row),
        journey.asked(turn.application, section, step.row),
    )
    asked = question(turn, step, listing=say("long.shortfall", have=sum(sizes.values()), want=section.min_han))
    rows = [
        (Button(label=say("long.draft_part_of", label=f.title, han=sizes.get(f.id, 0)), data=f"write:{i}"),)
        for i, f in enumerate(section.fields)
        if f.of_kind.is_long and f.id in open_
    ]
    return ask(asked, [*rows, leaving], step)
