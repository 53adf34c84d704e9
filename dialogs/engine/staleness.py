"""Whether an answer still holds for the question that was shown where it was given: the one place that decides it.

One's own changes never overtake a question; those of others do, where what it showed is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Literal

from dialogs.engine.at_hand import at_hand, current, stands
from dialogs.form.model import NO_ROW
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.messages import Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

Verdict = Literal[
    "holds",  # it answers what is at hand
    "overtaken",  # others have taken away what was shown
    "stale",  # one has gone on since
]


def verdict(turn: Turn) -> Verdict:
    """What an answer to the question `turn.shown` is worth now."""
    shown, seat = turn.shown, turn.conversation
    # Whoever has been made the lead meanwhile was asked for another unit; a row is the same for both.
    no_row = shown.step is not None and shown.step.row == NO_ROW
    asked_for_another = no_row and shown.application == seat.application and shown.unit != seat.unit
    if asked_for_another or not shown.asks_the_same(seat.shown):
        return "stale"
    return "holds" if turn.member is None or _pinned(turn)[-1].holds(turn) else "overtaken"


def as_shown(turn: Turn) -> Turn:
    """The turn at the newest question as it was shown, not at what has become the first open step since.

    Where others have moved that on, one stays at the question with what is not finished yet.
    """
    pinned = _pinned(turn)
    moved = turn.member is not None and at_hand(turn).asks(turn) != turn.shown.step
    return current(turn.on(pinned)).kept_at(pinned if moved else None)


def _pinned(turn: Turn) -> tuple[Screen, ...]:
    """The screens as they were kept, the topmost at the step that was shown.

    What lay above the one that was shown was not there any more then, and is nothing that was overtaken since.
    """
    kept, shown = turn.conversation.screens, turn.shown.screen
    if kept and shown and shown.is_position and not stands(turn, kept[-1]):
        return (shown.pinned(turn.shown.step),)
    return (*turn.conversation.screens[:-1], at_hand(turn).pinned(turn.shown.step))


def offered(at_top: Turn) -> Iterable[Button]:
    """What can be pressed now: what was shown, where nothing at all has changed since; else what would be shown."""
    shown = at_top.shown
    if shown.offers is not None and shown.as_of and shown.as_of == as_of(at_top):
        return shown.offers
    return chain(chain.from_iterable(at_top.stack[-1].view(at_top).buttons), shown.receipt)


def as_of(turn: Turn) -> str:
    """What the buttons of a screen about the application hang on, see `Shown.as_of`."""
    if turn.member is None or not turn.stack[-1].needs_application:
        return ""
    return f"{turn.now.date()} {turn.repository.version(turn.application.id)}"


def shown_anew(turn: Turn, note: str) -> Outcome:
    """The question that is open now, with the reason why nothing was taken."""
    return turn.to(at_hand(turn).without(turn), refusal=note)


def not_on_offer(turn: Turn, action: str) -> Outcome:
    """Nothing, unless it may have been on offer before others changed something."""
    returned = review.first(turn) if turn.member else None
    if returned != turn.shown.returned:
        stack = at_hand(turn).without(turn) if at_hand(turn).is_one_question else current(turn).stack
        return turn.to(stack, refusal=say("comment.came" if returned else "refuse.gone"))
    if turn.member and 0 <= turn.shown.seen < turn.application.newest():
        return turn.to(current(turn).stack, refusal=say("refuse.gone"))
    was_on_offer = any(button.data == action for button in turn.shown.offers or ())  # then this is the newest message
    return Outcome(turn.conversation, show=was_on_offer, toast=say("refuse.stale"))


def left_out(turn: Turn, text: str = "") -> Outcome | None:
    """For whoever is no longer in what they were filling in: the list, and what they typed is shown back."""
    if turn.member is not None or not all(screen.needs_application for screen in turn.conversation.screens[-1:]):
        return None
    return turn.to(current(turn).stack, refusal=say("refuse.left_out", text=text))
