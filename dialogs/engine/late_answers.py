"""Answers to a question that is no longer the newest: sent during an outage, from another place, or as a reply to it.

The first answer to a question counts, and so does a reply; more pieces of a long text count; the rest is shown back.
"""

from __future__ import annotations

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.engine.at_hand import asks, at_hand, current
from dialogs.engine.table_cells import after
from dialogs.screens import doubting, text_pieces
from dialogs.screens.asking import Asking
from dialogs.texts import say
from dialogs.turn.answering import answer, with_other
from dialogs.turn.conversation import Shown
from dialogs.turn.events import Said
from dialogs.turn.labels import place
from dialogs.turn.layout import refusal
from dialogs.turn.outcome import Outcome
from dialogs.turn.perspective import Perspective
from dialogs.turn.screen import without_asides
from dialogs.turn.turn import Turn


def late(turn: Turn, event: Said) -> Outcome:
    """What a typed message comes to that answers the older question `turn.shown`; one stays where one is."""
    at_top = current(turn)
    rest = None if event.is_reply else at_top.stack[-1].continued(at_top, event.text)
    if rest:
        return rest
    step = _step(turn, turn.shown)
    if step is None:
        return unseen(turn, event.text)
    field = turn.form.fields[step.item]
    if field.of_kind.is_long:
        return text_pieces.piece(turn, field, step, event.text)
    if event.is_reply or is_open(turn, turn.shown):
        return give(turn, step, event.text, turn.ref)
    return unseen(turn, event.text)


def give(turn: Turn, step: Step, text: str, ref: str = "") -> Outcome:
    """A text as the answer to a step that is not the question in the chat; which question it is, is said."""
    found = answer(turn, step, with_other(turn, step, text), ref=ref)
    if isinstance(found, kinds.Invalid):
        reason = refusal(turn.form.fields[step.item], found)
        return turn.stay(reason, say("table_edit.refused", place=place(turn, step)))
    if isinstance(found, kinds.Doubtful):
        return doubt(turn, step, with_other(turn, step, text), ref)
    return doubting.beside(turn, after(turn, {step: found.change.value}), found)


def doubt(turn: Turn, step: Step, text: str, ref: str) -> Outcome:
    """Asks about a doubtful answer; one comes to its question where another text is wanted, and to nothing else."""
    stack = without_asides(turn.conversation.screens)
    if asks(turn, step):
        return doubting.begin(turn, stack or (at_hand(turn),), step, text, ref)
    return doubting.begin(turn, (*stack, Asking(step=step)), step, text, ref, beside=True)


def unseen(turn: Turn, text: str = "") -> Outcome:
    """For whoever answers what is no longer the question: the question as it is now, and what they typed."""
    return turn.stay(say("refuse.asked_elsewhere", text=text))


def _step(seen: Perspective, shown: Shown) -> Step | None:
    """The step that a question asked, where it can still be answered; None for every other question."""
    now = seen.seat
    step = shown.step if (shown.application, shown.unit) == (now.application, now.unit) else None
    if step is None or seen.member is None or step.item not in seen.form.fields:
        return None
    mine = journey.is_asked(seen.application, step) and seen.can("answer", seen.application.owner(step.row))
    return step if mine else None


def is_open(seen: Perspective, shown: Shown) -> bool:
    """Whether a question asks for an answer that the person has not given since."""
    step = _step(seen, shown)
    if step is None:
        return False
    latest = seen.application.history(step, None, 1)
    return not (latest and latest[0].person == seen.seat.person and latest[0].id > shown.seen)
