"""A message of a long text that begins with the heading of a question, as one pastes it: it goes to that question.

A part of asking. What is written at the question that was asked is complete with it.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.application.application import Step
from dialogs.pasting.part_texts import headed
from dialogs.screens import long_text
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def place(turn: Turn, step: Step, text: str) -> tuple[Step, str]:
    """Where a message goes, and what it says there: to the question of its heading, as long as that is untouched."""
    group = turn.form.group_at(step.item)
    item, rest = headed(group, text)
    there = Step(item=item or step.item, row=step.row)
    person = turn.conversation.person
    touched = turn.application.answer(there) is not None or turn.application.draft_parts(there, person)
    return (there, rest) if item and not touched else (step, text)


def said(turn: Turn, step: Step, there: Step, text: str, after: tuple[Screen, ...]) -> Outcome:
    """The message is one of another question, at whose screen the turn is; what was written at `step` is complete."""
    begun = long_text.said(turn, turn.form.fields[there.item], there, text, after)
    if begun.refusal or not turn.application.draft_parts(step, turn.conversation.person).text:
        return begun
    closed = long_text.pressed(turn, turn.form.fields[step.item], step, "done", ())
    if closed.held:  # a doubt about it is asked when one comes back
        return begun
    return replace(
        begun, changes=(*closed.changes, *begun.changes), notes=(*closed.notes, closed.refusal, *begun.notes)
    )
