"""Leaving a question for later: it is asked again when there is nothing else. A part of asking and browsing."""

from __future__ import annotations

from dataclasses import replace

from dialogs.application import open_steps
from dialogs.application.application import Step
from dialogs.texts import say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def postpone(turn: Turn, step: Step, stack: tuple[Screen, ...]) -> Outcome:
    """The step is left for later, and one goes on with `stack`; not where nothing else is open."""
    left = (*(one for one in turn.postponed if one != step), step)
    following = open_steps.position(turn.application, "", turn.elsewhere, left, turn.busy)
    if following == step:
        return turn.remain(notes=(say("postpone.last"),))
    outcome = turn.to(stack, notes=(say("postpone.again" if following in left else "postpone.left"),))
    kept = {**outcome.conversation.postponed, turn.application.id: left}
    return replace(outcome, conversation=outcome.conversation.model_copy(update={"postponed": kept}))
