"""What others do while a question is open: an answer holds for what the person was shown, or for nothing."""

from __future__ import annotations

from dataclasses import replace

from dialogs.engine.at_hand import at_hand, current
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.messages import Command, Event, Pressed, Said
from dialogs.turn.turn import Outcome, Screen, Turn


def as_asked(turn: Turn) -> Turn:
    """Answers hold for what the person was asked, not for what has become the first open step since."""
    screen, asked = at_hand(turn), turn.conversation.asked
    if not isinstance(screen, Asking) or screen.step or not asked:
        return turn
    pinned = (*turn.conversation.screens[:-1], screen.model_copy(update={"step": asked}))
    return replace(turn, seat=turn.conversation.model_copy(update={"screens": pinned}))


def overtaken(turn: Turn) -> bool:
    """Whether the question is no longer the first open one: then one stays at it with what is not finished yet."""
    screen = at_hand(turn)
    return bool(turn.member and isinstance(screen, Asking) and screen.step_of(turn) != turn.conversation.asked)


def moved_on(turn: Turn, screen: Screen) -> bool:
    """Whether the question that the person was shown is no longer the one at hand, through what others have done."""
    asked = at_hand(turn)
    if not isinstance(screen, Asking | Browsing):
        return False
    if not isinstance(asked, Asking):
        return screen != asked  # what was shown is no longer there, and this never was
    if asked.step is None:
        return turn.conversation.seen >= 0 and asked.step_of(turn) is not None
    return isinstance(screen, Asking) and screen.step != asked.step


def shown_anew(turn: Turn, note: str) -> Outcome:
    """The question that is open now, with the reason why nothing was taken."""
    screen = at_hand(turn)
    within = screen.within if isinstance(screen, Asking) else ""
    return turn.go(Asking(within=within), notes=(note,), refused=True)


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
        if isinstance(at_hand(turn), Asking):
            return shown_anew(turn, note)
        return turn.to(current(turn).stack, notes=(note,), refused=True)
    latest = turn.application.history(None, None, 1) if turn.member else ()
    if latest and 0 <= turn.conversation.seen < latest[0].id:
        return turn.to(current(turn).stack, notes=(say("refuse.gone"),), refused=True)
    return Outcome(turn.conversation, show=False, toast=say("refuse.stale"))


def left_out(turn: Turn, text: str = "") -> Outcome | None:
    """For whoever is no longer in what they were filling in: the list, and what they typed is shown back."""
    if turn.member is not None or not at_hand(turn).needs_application:
        return None
    return turn.to(current(turn).stack, notes=(say("refuse.left_out", text=text),), refused=True)
