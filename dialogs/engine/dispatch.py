"""The conversation: `advance` takes an event to an outcome, `present` shows the question that follows.

Both are functions of what they are given; the state changes only where the caller carries out the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from dialogs.engine import commands, contact_cards, doors, handed_files, job_results, talking
from dialogs.engine.at_hand import current, stands
from dialogs.engine.correcting import corrected
from dialogs.engine.empty_applications import without_empty
from dialogs.engine.gate import guard
from dialogs.engine.late_answers import is_open, late, unseen
from dialogs.engine.message_edits import edited
from dialogs.engine.receipts import buttons_of_receipt, with_receipt
from dialogs.engine.staleness import as_of, as_shown, left_out, not_on_offer, offered, shown_anew, verdict
from dialogs.engine.table_edits import beside
from dialogs.screens import overview
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.beside_chat import Arranged, Filled, Pasted
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.events import Command, Contact, Edited, Event, Handed, JobDone, Pressed, Said, Sent, Unsupported, Went
from dialogs.turn.held import Holding
from dialogs.turn.keys import NO_KEYS, Keys
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.notice import Operator
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


def present(
    repository: Holding, conversation: Conversation, now: datetime, operator: Operator
) -> tuple[Ask, Conversation]:
    """The question that a person now sees, its buttons stamped with the turn for which they hold.

    With it comes the conversation that remembers what was asked: others may answer it before this person does.
    """
    turn = Turn(repository, conversation, now, operator=operator)
    at_top = current(turn)
    screen = at_top.stack[-1]
    shown = screen.view(at_top)
    number, receipt = conversation.shown.number, conversation.shown.receipt
    buttons = with_receipt(shown.buttons, receipt)
    rows = tuple(tuple(map(partial(_stamped, number), row)) for row in buttons)
    question = Shown(
        number=number,
        application=conversation.application,
        unit=conversation.unit,
        screen=screen,
        step=shown.step,
        seen=turn.application.newest() if turn.member else 0,
        returned=review.first(turn) if turn.member else None,
        receipt=receipt,
        offers=tuple(chain.from_iterable(buttons)),
        as_of=as_of(at_top),
    )
    asked = shown.model_copy(update={"buttons": rows, "number": number})
    return asked, conversation.model_copy(update={"shown": question})


def _stamped(number: int, button: Button) -> Button:
    return Button(label=button.label, data=f"{number}.{button.data}", role=button.role)


def advance(  # noqa: PLR0913 - each is something else that comes from outside
    repository: Holding,
    conversation: Conversation,
    event: Event,
    now: datetime,
    *,
    keys: Keys = NO_KEYS,
    shown: Shown | None = None,
) -> Outcome:
    """What an event comes to. An event that is not allowed here changes nothing and says so.

    Args:
        repository: What may be read.
        conversation: The conversation of the event's person.
        event: What happened.
        now: The time, in the applicants' time zone.
        keys: What links and codes are made of.
        shown: The question that the event answers, None for the newest.
    """
    turn = Turn(
        repository,
        conversation,
        now,
        event=event.id,
        ref=getattr(event, "ref", ""),
        keys=keys,
        shown=shown or conversation.shown,
        is_read=isinstance(event, JobDone),
    )
    there, outcome = doors.through(turn, event) or (turn, _outcome(turn, event))
    return _counted(there, _recovered(there, without_empty(turn, guard(there, outcome))))


def _recovered(turn: Turn, outcome: Outcome) -> Outcome:
    """With what the person had written on a screen that is no longer there, shown back to them once."""
    before = turn.conversation
    left = tuple(screen for screen in before.screens if screen.awaited and not stands(turn, screen))
    if not (before.recovered or before.unread or left):
        return outcome
    unknown = (*before.recovered, *(text for id_ in before.unread for text in _written(turn, id_)))
    shown = [Say(text=say("refuse.unknown_screen", text=text)) for text in unknown]
    shown += [Say(text=say("refuse.not_kept", text=text)) for screen in left for text in _written(turn, screen.awaited)]
    screens = tuple(screen for screen in outcome.conversation.screens if screen not in left)
    conversation = outcome.conversation.model_copy(update={"recovered": (), "unread": (), "screens": screens})
    return replace(outcome, conversation=conversation, replies=(*shown, *outcome.replies))


def _written(turn: Turn, awaited: str) -> Iterator[str]:
    """The answers, or the paste, that wait for a yes."""
    held = turn.repository.held(turn.conversation.person, awaited)
    for change in held.changes if held else ():
        yield from filter(None, change.gives().values())
    if held and held.text:
        yield held.text


def _counted(turn: Turn, outcome: Outcome) -> Outcome:
    """With the next question another turn begins."""
    if not outcome.show:
        return outcome
    after = outcome.conversation
    receipt = buttons_of_receipt(turn, outcome.changes)
    shown = after.shown.model_copy(update={"number": after.shown.number + 1, "receipt": receipt})
    counted = after.model_copy(update={"shown": shown, "awaits": ""})
    return replace(outcome, conversation=counted if after.consented else after)


def _outcome(turn: Turn, event: Event) -> Outcome:
    if isinstance(event, Unsupported) and event.what == "group":
        return Outcome(turn.conversation, replies=(Say(text=say("refuse.group")),), show=False)
    if isinstance(event, Command) and event.argument and (opened := commands.opened(turn, event.name, event.argument)):
        return opened
    if turn.conversation.consented or isinstance(event, Pressed):
        return _HANDLERS[type(event)](turn, event)
    return _not_heard(turn, event)


def _not_heard(turn: Turn, event: Event) -> Outcome:
    """What is sent by somebody who has not agreed to anything yet: the screen takes a button's label, and no words."""
    at_top = current(turn)
    if isinstance(event, Said) and (pressed := talking.pressed(at_top, event.text)):
        return _act(at_top, pressed.data)
    if isinstance(event, Sent | Edited | Unsupported):
        return at_top.stack[-1].said(at_top, "")
    return Outcome(turn.conversation, show=not isinstance(event, JobDone))


def _pressed(turn: Turn, event: Pressed) -> Outcome:
    """Only what is on offer now can be pressed."""
    number, _, action = event.data.partition(".")
    if verdict(turn) == "stale":
        return unseen(turn)
    if number != str(turn.conversation.shown.number):
        return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))
    at_top = as_shown(turn)
    if action not in {button.data for button in offered(at_top)}:
        return left_out(turn) or not_on_offer(turn, action)
    if action not in commands.COMMANDS and verdict(turn) == "overtaken":
        return shown_anew(turn, say("refuse.gone"))
    return _act(at_top, action)


def _act(at_top: Turn, data: str) -> Outcome:
    """A press on one of the buttons that the screen on top shows."""
    action, _, argument = data.partition(":")
    if action in commands.COMMANDS:
        return commands.run(at_top, action)
    return at_top.stack[-1].pressed(at_top, action, argument)


def _said(turn: Turn, event: Said) -> Outcome:
    """A typed message. The label of a button on offer counts as a press on it, a command as a command."""
    if (name := event.text.strip().lstrip("/／")) in commands.COMMANDS and name != event.text.strip():
        return _commanded(turn, name)
    worth = verdict(turn)
    if worth == "stale":
        return left_out(turn, event.text) or late(turn, event)
    at_top = as_shown(turn)
    if pressed := talking.pressed(at_top, event.text):
        return _act(at_top, pressed.data)
    if out := left_out(turn, event.text):
        return out
    if worth == "overtaken":
        return shown_anew(turn, say("refuse.moved_on", text=event.text))
    ways = (talking.gone, talking.talked, corrected)
    other = next(filter(None, (way(at_top, event.text) for way in ways)), None)
    return other or at_top.stack[-1].said(at_top, event.text)


def _commanded(turn: Turn, name: str) -> Outcome:
    """A command; one that answers a question holds for the one that was shown where it was given."""
    if name not in commands.ANSWERING:
        return commands.run(turn, name)
    worth = verdict(turn)
    if worth == "stale":
        return unseen(turn)
    return shown_anew(turn, say("refuse.gone")) if worth == "overtaken" else commands.run(as_shown(turn), name)


def _edited(turn: Turn, event: Edited) -> Outcome:
    """A message that has another text now; one that was refused is an answer to its question, while that is open."""
    if event.was_refused and is_open(turn, turn.shown):
        return _said(turn, Said(id=event.id, person=event.person, text=event.text, ref=event.ref))
    return edited(turn, event)


_HANDLERS: dict[type[Event], Callable[[Turn, Any], Outcome]] = {
    Said: _said,
    Pressed: _pressed,
    Edited: _edited,
    JobDone: job_results.done,
    Handed: handed_files.handed,
    Contact: contact_cards.carded,
    Filled: beside,
    Pasted: beside,
    Arranged: beside,
    Command: lambda turn, event: _commanded(turn, event.name),
    Went: overview.went,
    Unsupported: lambda turn, event: commands.told(turn, turn.stay(say(f"refuse.{event.what}"))),
}
