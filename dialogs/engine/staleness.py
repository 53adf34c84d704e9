"""What others do while a question is open: an answer holds for what the person was shown, or for nothing."""

from __future__ import annotations

from dataclasses import replace

from dialogs.screens import asking
from dialogs.screens.registry import current
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Browsing, Mode
from dialogs.turn.messages import Command, Event, Pressed, Said
from dialogs.turn.turn import Outcome, Turn


def as_asked(turn: Turn) -> Turn:
    """Answers hold for what the person was asked, not for what has become the first open step since."""
    mode, asked = turn.conversation.mode, turn.conversation.asked
    if not isinstance(mode, Asking) or mode.step or not asked:
        return turn
    pinned = mode.model_copy(update={"step": asked})
    return replace(turn, conversation=turn.conversation.model_copy(update={"mode": pinned}))


def overtaken(turn: Turn) -> bool:
    """Whether the question is no longer the first open one: then one stays at it with what is not finished yet."""
    mode = turn.conversation.mode
    return bool(turn.member and isinstance(mode, Asking) and asking.step_of(turn, mode) != turn.conversation.asked)


def moved_on(turn: Turn, mode: Mode) -> bool:
    """Whether the question that the person was shown is no longer the one at hand, through what others have done."""
    asked = turn.conversation.mode
    if not isinstance(mode, Asking | Browsing):
        return False
    if not isinstance(asked, Asking):
        return mode != asked  # what was shown is no longer there, and this never was
    if asked.step is None:
        return turn.conversation.seen >= 0 and asking.step_of(turn, asked) is not None
    return isinstance(mode, Asking) and mode.step != asked.step


def shown_anew(turn: Turn, note: str) -> Outcome:
    """The question that is open now, with the reason why nothing was taken."""
    mode = turn.conversation.mode
    within = mode.within if isinstance(mode, Asking) else ""
    return turn.to(Asking(within=within), notes=(note,), refused=True)


def asked_elsewhere(turn: Turn, event: Event) -> Outcome | None:
    """For whoever answers what is no longer the question, as they went on elsewhere: the question as it is now."""
    answers = isinstance(event, Said | Pressed) or (isinstance(event, Command) and event.name in {"skip", "back"})
    if not answers:
        return None
    return turn.stay(say("refuse.asked_elsewhere", text=event.text if isinstance(event, Said) else ""))


def not_on_offer(turn: Turn) -> Outcome:
    """Nothing, unless it may have been on offer before others changed something."""
    returned = review.first(turn) if turn.member else None
    if returned != turn.conversation.returned:
        note = say("comment.came" if returned else "refuse.gone")
        asking_ = isinstance(turn.conversation.mode, Asking)
        return shown_anew(turn, note) if asking_ else turn.to(current(turn), notes=(note,), refused=True)
    latest = turn.application.history(None, None, 1) if turn.member else ()
    if latest and 0 <= turn.conversation.seen < latest[0].id:
        return turn.to(current(turn), notes=(say("refuse.gone"),), refused=True)
    return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))
