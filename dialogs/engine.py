"""The conversation: `advance` takes an event to an outcome, `present` shows the question that follows.

Both are functions of what they are given; the state changes only where the caller carries out the outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import Any

from dialogs import commands, direct, jobs, kinds
from dialogs.application import Desk
from dialogs.changes import PutAnswer
from dialogs.conversation import Asking, Browsing, Choosing, Conversation, Mode
from dialogs.form import Field, Value
from dialogs.messages import (
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
from dialogs.modes import (
    asking,
    browsing,
    checking,
    choosing,
    confirming,
    history,
    overview,
    pasting,
    reviewing,
    taking,
    writing,
)
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, refusal

MODES: dict[str, ModuleType] = {
    "asking": asking,
    "browsing": browsing,
    "reviewing": reviewing,
    "checking": checking,
    "overview": overview,
    "taking": taking,
    "choosing": choosing,
    "history": history,
    "confirming": confirming,
}
LABEL = 40  # a typed message up to this length may be the label of a button


class Operator(Value):
    """Who runs the assistant, as the first notice says it; `notice` replaces the whole notice."""

    name: str = say("notice.operator")
    contact: str = say("notice.contact")
    notice: str = ""


def present(desk: Desk, conversation: Conversation, now: datetime, operator: Operator) -> Ask:
    """The question that a person now sees, its buttons stamped with the turn for which they hold."""
    turn = Turn(desk, conversation, now)
    shown = _view(turn) if conversation.consented else _notice(operator)
    rows = tuple(
        tuple(Button(label=b.label, data=f"{conversation.turn}.{b.data}") for b in row) for row in shown.buttons
    )
    return shown.model_copy(update={"buttons": rows})


def _notice(operator: Operator) -> Ask:
    text = operator.notice or say("notice.text", operator=operator.name, contact=operator.contact)
    return Ask(text=text, buttons=((Button(label=say("notice.agree"), data="agree"),),))


def _view(turn: Turn) -> Ask:
    mode = current(turn)
    shown: Ask = MODES[mode.kind].view(turn, mode)
    return shown


def current(turn: Turn) -> Mode:
    """The mode at hand; where the first open step is a table, that is the table's."""
    mode = turn.conversation.mode
    if turn.conversation.application is None and not isinstance(mode, Choosing):
        return Choosing(what="application")
    if isinstance(mode, Asking):
        step = asking.step_of(turn, mode)
        if step and step.item in turn.form.tables:
            return Browsing(table=step.item)
    return mode


def advance(desk: Desk, conversation: Conversation, event: Event, now: datetime) -> Outcome:
    """What an event comes to. An event that is not allowed here changes nothing and says so."""
    turn = Turn(desk, conversation, now, event=event.id, ref=getattr(event, "ref", ""))
    outcome = _outcome(turn, event)
    if not outcome.show:
        return outcome
    after = outcome.conversation
    counted = after.model_copy(update={"turn": after.turn + 1, "awaits": ""})
    return replace(outcome, conversation=counted if after.consented else after)


def _outcome(turn: Turn, event: Event) -> Outcome:
    if isinstance(event, Unsupported) and event.what == "group":
        return Outcome(turn.conversation, replies=(Say(text=say("refuse.group")),), show=False)
    if not turn.conversation.consented:
        return _consent(turn, event)
    return _HANDLERS[type(event)](turn, event)


def _consent(turn: Turn, event: Event) -> Outcome:
    """Before consent only one press has an effect; anything else shows the notice again."""
    agreed = isinstance(event, Pressed) and event.data == f"{turn.conversation.turn}.agree"
    typed = isinstance(event, Said) and event.text.strip() == say("notice.agree")
    if not (agreed or typed):
        heard = isinstance(event, Said | Edited | Unsupported)
        notes = (say("notice.first"),) if heard else ()
        return Outcome(turn.conversation, notes=notes, show=not isinstance(event, JobDone))
    # Counts on from the time, so that no button from before a person was forgotten can fit again.
    consented = turn.conversation.model_copy(update={"consented": True, "turn": int(turn.now.timestamp() * 1000)})
    return choosing.new(Turn(turn.desk, consented, turn.now, turn.event))


def _pressed(turn: Turn, event: Pressed) -> Outcome:
    """Only what is on offer now can be pressed."""
    stamp, _, action = event.data.partition(".")
    offered = {b.data for row in _view(turn).buttons for b in row} if stamp == str(turn.conversation.turn) else ()
    if action not in offered:
        return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))
    return _act(turn, action)


def _act(turn: Turn, data: str) -> Outcome:
    action, _, argument = data.partition(":")
    if action in commands.COMMANDS:
        return commands.run(turn, action)
    mode = current(turn)
    outcome: Outcome = MODES[mode.kind].pressed(turn, mode, action, argument)
    return outcome


def _said(turn: Turn, event: Said) -> Outcome:
    """A typed message. The label of a button on offer counts as a press on it, a command as a command."""
    if (name := event.text.strip().removeprefix("／")) in commands.COMMANDS and name != event.text.strip():
        return commands.run(turn, name)
    if len(event.text) <= LABEL:
        for row in _view(turn).buttons:
            for offered in row:
                if offered.label == event.text.strip():
                    return _act(turn, offered.data)
    mode = current(turn)
    if isinstance(mode, Asking) and (pasted := pasting.into_new_row(turn, mode, event.text)):
        return pasted
    outcome: Outcome = MODES[mode.kind].said(turn, mode, event.text)
    return outcome


def _edited(turn: Turn, event: Edited) -> Outcome:
    """The message that gave an answer has another text now, and so has the answer."""
    step = turn.desk.given(turn.conversation.application or "", turn.conversation.person, event.ref)
    if step is None:
        return turn.stay(say("answer.edited_unknown"))
    field = turn.form.fields[step.item]
    if field.kind == "longtext":
        edited = writing.edited(turn, field, step, event.text)
        return edited if isinstance(edited, Outcome) else _edit_refused(turn, field, edited)
    before = turn.application.answer(step)
    text = asking.with_other(field, event.text) if before and kinds.is_other(field, before.value) else event.text
    understood = kinds.parse(field, text, turn.now.date())
    if isinstance(understood, kinds.Invalid):
        return _edit_refused(turn, field, understood)
    value = kinds.show(field, understood.value)
    note = say("answer.edited", label=field.short or field.label, value=value)
    change = PutAnswer(application=turn.application.id, step=step, value=understood.value, ref=event.ref)
    return turn.to(turn.conversation.mode, change, notes=(note,))


def _edit_refused(turn: Turn, field: Field, invalid: kinds.Invalid) -> Outcome:
    """Says for which question: the one that is open now may be another."""
    reason = refusal(field, invalid)
    return turn.stay(say("answer.edited_refused", label=field.short or field.label, reason=reason))


_HANDLERS: dict[type[Event], Callable[[Turn, Any], Outcome]] = {
    Said: _said,
    Pressed: _pressed,
    Edited: _edited,
    JobDone: jobs.done,
    Filled: direct.filled,
    Arranged: direct.arranged,
    Command: lambda turn, event: commands.run(turn, event.name),
    Went: overview.went,
    Unsupported: lambda turn, event: turn.stay(say(f"refuse.{event.what}")),
}
