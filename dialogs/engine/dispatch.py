"""The conversation: `advance` takes an event to an outcome, `present` shows the question that follows.

Both are functions of what they are given; the state changes only where the caller carries out the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.application.repository import Repository
from dialogs.engine import commands, job_results
from dialogs.engine.at_hand import at_hand, current, view
from dialogs.engine.consent import Operator, agreed, notice
from dialogs.engine.gate import guard
from dialogs.engine.message_edits import edited
from dialogs.engine.staleness import (
    as_asked,
    asked_elsewhere,
    left_out,
    moved_on,
    not_on_offer,
    overtaken,
    shown_anew,
)
from dialogs.engine.table_edits import beside
from dialogs.screens import joining, linking, overview
from dialogs.screens.joining import Joining
from dialogs.screens.linking import Linking
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.keys import NO_KEYS, Keys
from dialogs.turn.messages import (
    Arranged,
    Ask,
    Button,
    Command,
    Edited,
    Event,
    Filled,
    JobDone,
    Pressed,
    Said,
    Say,
    Unsupported,
    Went,
)
from dialogs.turn.turn import Conversation, Outcome, Turn

TOKEN = re.compile(r"[0-9A-Za-z_-]{16,64}")
LABEL = 40  # a typed message up to this length may be the label of a button


def present(
    repository: Repository, conversation: Conversation, now: datetime, operator: Operator
) -> tuple[Ask, Conversation]:
    """The question that a person now sees, its buttons stamped with the turn for which they hold.

    With it comes the conversation that remembers what was asked: others may answer it before this person does.
    """
    turn = Turn(repository, conversation, now)
    if conversation.consented or isinstance(at_hand(turn), Linking):  # whose consent, is asked behind it
        shown = view(turn)
    else:
        shown = notice(operator, view(turn) if isinstance(at_hand(turn), Joining) else None)
    rows = tuple(
        tuple(Button(label=b.label, data=f"{conversation.turn}.{b.data}") for b in row) for row in shown.buttons
    )
    latest = turn.application.history(None, None, 1) if turn.member else ()
    returned = review.first(turn) if turn.member else None
    seen = {"asked": shown.step, "seen": latest[0].id if latest else 0, "returned": returned}
    return shown.model_copy(update={"buttons": rows}), conversation.model_copy(update=seen)


def advance(
    repository: Repository, conversation: Conversation, event: Event, now: datetime, keys: Keys = NO_KEYS
) -> Outcome:
    """What an event comes to. An event that is not allowed here changes nothing and says so."""
    turn = Turn(repository, conversation, now, event=event.id, ref=getattr(event, "ref", ""), keys=keys)
    return _counted(_recovered(turn, guard(turn, _outcome(turn, event))))


def catch_up(repository: Repository, conversation: Conversation, event: Event, now: datetime) -> Outcome | None:
    """As `advance`, for an event from where the last question was not shown; None where it answers none."""
    unseen = asked_elsewhere(Turn(repository, conversation, now), event)
    return unseen and _counted(unseen)


def _recovered(turn: Turn, outcome: Outcome) -> Outcome:
    """With what the person had written on a screen that this version does not know, shown back to them once."""
    if not turn.conversation.recovered:
        return outcome
    shown = tuple(Say(text=say("refuse.unknown_screen", text=text)) for text in turn.conversation.recovered)
    conversation = outcome.conversation.model_copy(update={"recovered": ()})
    return replace(outcome, conversation=conversation, replies=(*shown, *outcome.replies))


def _counted(outcome: Outcome) -> Outcome:
    """With the next question another turn begins."""
    if not outcome.show:
        return outcome
    after = outcome.conversation
    counted = after.model_copy(update={"turn": after.turn + 1, "awaits": ""})
    return replace(outcome, conversation=counted if after.consented else after)


def _outcome(turn: Turn, event: Event) -> Outcome:
    if isinstance(event, Unsupported) and event.what == "group":
        return Outcome(turn.conversation, replies=(Say(text=say("refuse.group")),), show=False)
    if isinstance(event, Command) and event.name == "start" and event.argument.startswith(linking.MARK):
        return linking.opened(turn, event.argument.removeprefix(linking.MARK))
    if isinstance(event, Command) and _invited(event):
        return joining.opened(turn, event.argument)
    if not turn.conversation.consented:
        return agreed(turn, event)
    asked = as_asked(turn) if isinstance(event, Said | Pressed) else turn
    outcome = _HANDLERS[type(event)](asked, event)
    if outcome.conversation.screens != asked.conversation.screens or overtaken(turn):
        return outcome
    kept = {"screens": turn.conversation.screens}
    return replace(outcome, conversation=outcome.conversation.model_copy(update=kept))


def _invited(event: Command) -> bool:
    """Whether somebody comes with an invitation; a link of Telegram has its token behind /start."""
    by_link = event.name == "start" and TOKEN.fullmatch(event.argument) is not None
    return by_link or (event.name == "join" and event.argument != "")


def _pressed(turn: Turn, event: Pressed) -> Outcome:
    """Only what is on offer now can be pressed."""
    stamp, _, action = event.data.partition(".")
    if stamp != str(turn.conversation.turn):
        return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))
    shown = current(turn)
    if action not in {b.data for row in shown.stack[-1].view(shown).buttons for b in row}:
        return left_out(turn) or not_on_offer(turn)
    if action not in commands.COMMANDS and moved_on(turn, shown.stack[-1]):
        return shown_anew(turn, say("refuse.gone"))
    return _act(shown, action)


def _act(shown: Turn, data: str) -> Outcome:
    """A press on one of the buttons that the screen on top shows."""
    action, _, argument = data.partition(":")
    if action in commands.COMMANDS:
        return commands.run(shown, action)
    return shown.stack[-1].pressed(shown, action, argument)


def _said(turn: Turn, event: Said) -> Outcome:
    """A typed message. The label of a button on offer counts as a press on it, a command as a command."""
    if (name := event.text.strip().removeprefix("／")) in commands.COMMANDS and name != event.text.strip():
        return commands.run(turn, name)
    shown = current(turn)
    if len(event.text) <= LABEL:
        for row in shown.stack[-1].view(shown).buttons:
            for offered in row:
                if offered.label == event.text.strip():
                    return _act(shown, offered.data)
    if out := left_out(turn, event.text):
        return out
    if moved_on(turn, shown.stack[-1]):
        return shown_anew(turn, say("refuse.moved_on", text=event.text))
    return shown.stack[-1].said(shown, event.text)


_HANDLERS: dict[type[Event], Callable[[Turn, Any], Outcome]] = {
    Said: _said,
    Pressed: _pressed,
    Edited: edited,
    JobDone: job_results.done,
    Filled: beside,
    Arranged: beside,
    Command: lambda turn, event: commands.run(turn, event.name),
    Went: overview.went,
    Unsupported: lambda turn, event: turn.stay(say(f"refuse.{event.what}")),
}
