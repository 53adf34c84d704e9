"""Texts that others have not finished at the question of a long text: seen, and taken over. A part of long texts."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.answers.word_count import words
from dialogs.application.application import Step, Unfinished
from dialogs.application.changes import TakeOver, is_left
from dialogs.form.model import LEAD_UNIT
from dialogs.texts import say
from dialogs.turn.labels import place
from dialogs.turn.layout import button
from dialogs.turn.messages import Button, Say
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.turn import Turn

MOST = 3  # texts of others that are shown


def of_others(turn: Turn, step: Step) -> tuple[list[Unfinished], list[Unfinished]]:
    """The texts that others are writing, and those that were left and can be taken over."""
    found = [one for one in turn.application.unfinished(step) if one.person != turn.conversation.person]
    answers = turn.can("answer", turn.application.owner(step.row))
    left = [one for one in found if answers and is_left(one, turn.team, turn.now)]
    return [one for one in found if one.is_in and one not in left], left[:MOST]


def told(turn: Turn, others: Sequence[Unfinished], left: Sequence[Unfinished]) -> str:
    """Who is writing, since when; and what was left by whom."""
    writing = [(turn.who(one.person), turn.moment(one.since)) for one in others]
    lines = [(turn.who(one.person), one.is_in, turn.moment(one.until), words(one.text)) for one in left]
    return say("long.others", writing=writing, left=lines)


def buttons(turn: Turn, left: Sequence[Unfinished]) -> list[tuple[Button, ...]]:
    """To look at each text that was left, and to go on with it."""
    named = [(one.person, turn.who(one.person)) for one in left]
    return [
        (button("left", f"left:{person}", who=who), button("take_over", f"take:{person}", who=who))
        for person, who in named
    ]


def pressed(turn: Turn, step: Step, action: str, person: str) -> Outcome:
    """The text is shown, or is one's own from now on."""
    _, left = of_others(turn, step)
    one = next((one for one in left if one.person == person), None)
    if one is None:
        return turn.stay(say("long.not_left"))
    if action == "left":
        return turn.remain(replies=(Say(text=one.text),))
    change = TakeOver(application=turn.application.id, step=step, person=person)
    mine = bool(turn.application.draft_parts(step, turn.conversation.person))
    note = say("long.taken", who=turn.who(person), mine=mine)
    return turn.remain(change, notes=(note,), notifications=handed(turn, step, person, back=False))


def handed(turn: Turn, step: Step, writer: str, *, back: bool) -> tuple[Notification, ...]:
    """Whoever wrote a text is told that it is another's now, or theirs again, where they are still in."""
    door = turn.door("open", "on", turn.application.owner(step.row) or LEAD_UNIT)
    told = [writer] if any(one.person == writer for one in turn.team.members()) else []
    return turn.notify(told, "long.told_back" if back else "long.told_taken", door, place=place(turn, step))
