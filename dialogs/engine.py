"""The conversation: `advance` takes an event to an outcome, `present` shows the question that follows.

Both are functions of what they are given; the state changes only where the caller carries out the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import Any

from dialogs import commands, direct, jobs, journey, kinds, returning
from dialogs.application import Step
from dialogs.changes import PutAnswer
from dialogs.conversation import (
    Asking,
    Assigning,
    Browsing,
    Choosing,
    Confirming,
    Conflict,
    Conversation,
    History,
    Inviting,
    Joining,
    Looking,
    Mode,
    Overview,
    Restoring,
    Reviewing,
)
from dialogs.desk import Desk
from dialogs.form import LEAD, Field, Value
from dialogs.guard import guard
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
    assigning,
    browsing,
    checking,
    choosing,
    confirming,
    conflict,
    deadline,
    history,
    inviting,
    joining,
    looking,
    members,
    overview,
    pasting,
    remarks,
    restoring,
    reviewing,
    taking,
    writing,
)
from dialogs.texts import say
from dialogs.turn import NO_KEYS, Keys, Outcome, Turn, refusal

MODES: dict[str, ModuleType] = {
    "asking": asking,
    "browsing": browsing,
    "reviewing": reviewing,
    "checking": checking,
    "overview": overview,
    "taking": taking,
    "choosing": choosing,
    "members": members,
    "remarks": remarks,
    "history": history,
    "confirming": confirming,
    "inviting": inviting,
    "joining": joining,
    "assigning": assigning,
    "restoring": restoring,
    "deadline": deadline,
    "looking": looking,
    "conflict": conflict,
}
TOKEN = re.compile(r"[0-9A-Za-z_-]{16,64}")
LABEL = 40  # a typed message up to this length may be the label of a button


class Operator(Value):
    """Who runs the assistant, as the first notice says it; `notice` replaces the whole notice."""

    name: str = say("notice.operator")
    contact: str = say("notice.contact")
    notice: str = ""


def present(desk: Desk, conversation: Conversation, now: datetime, operator: Operator) -> tuple[Ask, Conversation]:
    """The question that a person now sees, its buttons stamped with the turn for which they hold.

    With it comes the conversation that remembers what was asked: others may answer it before this person does.
    """
    turn = Turn(desk, conversation, now)
    if conversation.consented:
        shown = _view(turn)
    else:
        shown = _notice(operator, _view(turn) if isinstance(conversation.mode, Joining) else None)
    rows = tuple(
        tuple(Button(label=b.label, data=f"{conversation.turn}.{b.data}") for b in row) for row in shown.buttons
    )
    latest = turn.application.history(None, None, 1) if turn.member else ()
    returned = returning.first(turn) if turn.member else None
    seen = {"asked": shown.step, "seen": latest[0].id if latest else 0, "returned": returned}
    return shown.model_copy(update={"buttons": rows}), conversation.model_copy(update=seen)


def _notice(operator: Operator, invited: Ask | None) -> Ask:
    text = operator.notice or say("notice.text", operator=operator.name, contact=operator.contact)
    if invited:
        return invited.model_copy(update={"text": f"{invited.text}\n\n{text}"})
    return Ask(text=text, buttons=((Button(label=say("notice.agree"), data="agree"),),))


def _view(turn: Turn) -> Ask:
    mode = current(turn)
    shown: Ask = MODES[mode.kind].view(turn, mode)
    return shown


def current(turn: Turn) -> Mode:
    """The mode at hand; where the first open step is a table, that is the table's."""
    mode = turn.conversation.mode
    if turn.member is None:
        return mode if isinstance(mode, Choosing | Joining) else Choosing(what="application")
    if not _stands(turn, mode):
        mode = Asking()
    if isinstance(mode, Asking):
        if not turn.can("answer", turn.application.scope):
            return Overview()
        step = asking.step_of(turn, mode)
        if step and step.item in turn.form.tables:
            return Browsing(table=step.item, row=step.row if returning.row_of(turn, step) else None)
    return mode


def _stands(turn: Turn, mode: Mode) -> bool:
    """Whether what a mode is about is still there, and the person's to see: others may have changed that."""
    if isinstance(mode, Asking | Looking | Conflict):
        return mode.step is None or journey.exists(turn.application, mode.step)
    if isinstance(mode, History):
        return mode.entry is None or history.lookup(turn, mode.entry) is not None
    if isinstance(mode, Browsing):
        return any(mode.table == table.id for s in journey.sections(turn.application) for table in s.tables)
    if isinstance(mode, Reviewing):
        section = turn.form.section_of.get(mode.section)
        seen = section in journey.sections(turn.application)
        return seen and (not section or not section.each or journey.exists(turn.application, _at(mode)))
    if isinstance(mode, Restoring):
        return _stands(turn, mode.before)
    return turn.application.owner(_row_of(mode) or LEAD) is not None


def _row_of(mode: Mode) -> str | None:
    """The row, or unit, that a question on the way is about."""
    if isinstance(mode, Confirming):
        return mode.row
    if isinstance(mode, Inviting):
        return mode.unit
    if isinstance(mode, Assigning):
        return mode.before.row
    return None


def _at(mode: Reviewing) -> Step:
    return Step(item=mode.section, row=mode.row)


def advance(desk: Desk, conversation: Conversation, event: Event, now: datetime, keys: Keys = NO_KEYS) -> Outcome:
    """What an event comes to. An event that is not allowed here changes nothing and says so."""
    turn = Turn(desk, conversation, now, event=event.id, ref=getattr(event, "ref", ""), keys=keys)
    outcome = guard(turn, _outcome(turn, event))
    if not outcome.show:
        return outcome
    after = outcome.conversation
    counted = after.model_copy(update={"turn": after.turn + 1, "awaits": ""})
    return replace(outcome, conversation=counted if after.consented else after)


def _outcome(turn: Turn, event: Event) -> Outcome:
    if isinstance(event, Unsupported) and event.what == "group":
        return Outcome(turn.conversation, replies=(Say(text=say("refuse.group")),), show=False)
    if isinstance(event, Command) and _invited(event):
        return joining.opened(turn, event.argument)
    if not turn.conversation.consented:
        return _consent(turn, event)
    asked = _as_asked(turn) if isinstance(event, Said | Pressed) else turn
    outcome = _HANDLERS[type(event)](asked, event)
    if outcome.conversation.mode != asked.conversation.mode or _overtaken(turn):
        return outcome
    return replace(outcome, conversation=outcome.conversation.model_copy(update={"mode": turn.conversation.mode}))


def _overtaken(turn: Turn) -> bool:
    """Whether the question is no longer the first open one: then one stays at it with what is not finished yet."""
    mode = turn.conversation.mode
    return bool(turn.member and isinstance(mode, Asking) and asking.step_of(turn, mode) != turn.conversation.asked)


def _invited(event: Command) -> bool:
    """Whether somebody comes with an invitation; a link of Telegram has its token behind /start."""
    by_link = event.name == "start" and TOKEN.fullmatch(event.argument) is not None
    return by_link or (event.name == "join" and event.argument != "")


def _as_asked(turn: Turn) -> Turn:
    """Answers hold for what the person was asked, not for what has become the first open step since."""
    mode, asked = turn.conversation.mode, turn.conversation.asked
    if not isinstance(mode, Asking) or mode.step or not asked:
        return turn
    pinned = mode.model_copy(update={"step": asked})
    return replace(turn, conversation=turn.conversation.model_copy(update={"mode": pinned}))


def _consent(turn: Turn, event: Event) -> Outcome:
    """Before consent only one press has an effect; anything else shows the notice again."""
    mode = turn.conversation.mode
    invited = mode if isinstance(mode, Joining) else None
    agree = "yes" if invited else "agree"
    agreed = isinstance(event, Pressed) and event.data == f"{turn.conversation.turn}.{agree}"
    typed = isinstance(event, Said) and event.text.strip() == say("button.join" if invited else "notice.agree")
    if not (agreed or typed):
        heard = isinstance(event, Said | Edited | Unsupported)
        notes = (say("notice.first"),) if heard else ()
        declined = isinstance(event, Pressed) and event.data == f"{turn.conversation.turn}.no"
        conversation = Conversation(person=turn.conversation.person) if declined else turn.conversation
        return Outcome(conversation, notes=notes, show=not isinstance(event, JobDone))
    # Counts on from the time, so that no button from before a person was forgotten can fit again.
    consented = turn.conversation.model_copy(update={"consented": True, "turn": int(turn.now.timestamp() * 1000)})
    agreeing = Turn(turn.desk, consented, turn.now, turn.event)
    return joining.pressed(agreeing, invited, "yes", "") if invited else choosing.new(agreeing)


def _pressed(turn: Turn, event: Pressed) -> Outcome:
    """Only what is on offer now can be pressed."""
    stamp, _, action = event.data.partition(".")
    if stamp != str(turn.conversation.turn):
        return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))
    if action not in {b.data for row in _view(turn).buttons for b in row}:
        return choosing.left_out(turn) or _not_on_offer(turn)
    if action not in commands.COMMANDS and _moved_on(turn, current(turn)):
        return _shown_anew(turn, say("refuse.gone"))
    return _act(turn, action)


def _not_on_offer(turn: Turn) -> Outcome:
    """Nothing, unless it may have been on offer before others changed something."""
    returned = returning.first(turn) if turn.member else None
    if returned != turn.conversation.returned:
        note = say("remark.came" if returned else "refuse.gone")
        asking_ = isinstance(turn.conversation.mode, Asking)
        return _shown_anew(turn, note) if asking_ else turn.to(current(turn), notes=(note,), refused=True)
    latest = turn.application.history(None, None, 1) if turn.member else ()
    if latest and 0 <= turn.conversation.seen < latest[0].id:
        return turn.to(current(turn), notes=(say("refuse.gone"),), refused=True)
    return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))


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
    if out := choosing.left_out(turn, event.text):
        return out
    if _moved_on(turn, mode):
        return _shown_anew(turn, say("refuse.moved_on", text=event.text))
    if isinstance(mode, Asking) and (pasted := pasting.into_new_row(turn, mode, event.text)):
        return pasted
    outcome: Outcome = MODES[mode.kind].said(turn, mode, event.text)
    return outcome


def _moved_on(turn: Turn, mode: Mode) -> bool:
    """Whether the question that the person was shown is no longer the one at hand, through what others have done."""
    asked = turn.conversation.mode
    if not isinstance(mode, Asking | Browsing):
        return False
    if not isinstance(asked, Asking):
        return mode != asked  # what was shown is no longer there, and this never was
    if asked.step is None:
        return turn.conversation.seen >= 0 and asking.step_of(turn, asked) is not None
    return isinstance(mode, Asking) and mode.step != asked.step


def _shown_anew(turn: Turn, note: str) -> Outcome:
    mode = turn.conversation.mode
    within = mode.within if isinstance(mode, Asking) else ""
    return turn.to(Asking(within=within), notes=(note,), refused=True)


def _edited(turn: Turn, event: Edited) -> Outcome:
    """The message that gave an answer has another text now, and so has the answer."""
    step = turn.desk.given(turn.conversation.application or "", turn.conversation.person, event.ref)
    if step is None or turn.member is None:
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


def _beside(turn: Turn, event: Filled | Arranged) -> Outcome:
    """In a table beside the chat; whoever is no longer in gets back what they wrote there."""
    if turn.member is None:
        return turn.stay(say("refuse.left_out", text=event.text if isinstance(event, Filled) else ""))
    return direct.filled(turn, event) if isinstance(event, Filled) else direct.arranged(turn, event)


_HANDLERS: dict[type[Event], Callable[[Turn, Any], Outcome]] = {
    Said: _said,
    Pressed: _pressed,
    Edited: _edited,
    JobDone: jobs.done,
    Filled: _beside,
    Arranged: _beside,
    Command: lambda turn, event: commands.run(turn, event.name),
    Went: overview.went,
    Unsupported: lambda turn, event: turn.stay(say(f"refuse.{event.what}")),
}
