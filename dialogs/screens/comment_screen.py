"""Looking at one answer or row and at what was remarked on it; a comment, or the reply to one, is typed there."""

from __future__ import annotations

from dialogs.answers import kinds
from dialogs.application.application import Step
from dialogs.application.changes import SettleComment
from dialogs.screens import asking, browsing
from dialogs.screens.reviewing import brief, read
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.conversation import Asking, Browsing, CommentScreen, Mode
from dialogs.turn.labels import place
from dialogs.turn.messages import Ask, Say
from dialogs.turn.turn import Outcome, Turn, ask, button, only_buttons, refusal

VALUE = 300  # characters of the answer shown at first
SHOWN = 12  # remarks and replies


def view(turn: Turn, mode: CommentScreen) -> Ask:
    """The answer or row, what was said of it, and what can be typed."""
    value = _value(turn, mode.step)
    said = turn.team.comments(mode.step, None)
    closing = review.closing(turn, mode.step)
    own = all(comment.person == turn.conversation.person for comment in closing)
    text = say(
        "comment.looking",
        place=place(turn, mode.step),
        unit=turn.unit_name(turn.application.owner(mode.step.row) or ""),
        value=brief(value, VALUE),
        thread=review.thread(turn, said, SHOWN) if said else "",
        typed=_typed(turn, mode.step),
    )
    whole = [button("whole", "whole")] if len(value) > VALUE else []
    close = [button("withdraw" if own else "close", "close")] if closing else []
    return ask(text, [(*whole, *close), (button("return", "back"),)])


def _value(turn: Turn, step: Step) -> str:
    row = review.row_of(turn, step)
    if row:
        return say("comment.row", cells=browsing.cells(turn, turn.form.tables[step.item], row))
    answer = turn.application.answer(step)
    return read(turn, step, answer.value if answer else None)


def _typed(turn: Turn, step: Step) -> str:
    """What a typed message would be: a comment, the reply to one, or ("") nothing."""
    if review.comments_on(turn, step):
        return "comment"
    return "reply" if review.mends(turn, step) and review.live(turn, step) else ""


def said(turn: Turn, mode: CommentScreen, text: str) -> Outcome:
    """A comment or a reply."""
    typed = _typed(turn, mode.step)
    if not typed:
        return only_buttons(turn, mode, text)
    understood = kinds.parse(review.NOTE, text, turn.now.date())
    if isinstance(understood, kinds.Invalid):
        return turn.stay(refusal(review.NOTE, understood))
    if typed == "reply":
        done = review.replied(turn, mode.step, understood.value)
        return turn.to(
            _on(turn, mode), *done.changes, notes=(say("comment.reply_put"),), notifications=done.notifications
        )
    done = review.put(turn, mode.step, understood.value)
    unit = turn.unit_name(turn.application.owner(mode.step.row) or "")
    return turn.to(_back(mode), *done.changes, notes=(say("comment.put", unit=unit),), notifications=done.notifications)


def _on(turn: Turn, mode: CommentScreen) -> Mode:
    """With a reply the step is dealt with, and its question or row is left."""
    before = mode.before
    if isinstance(before, Asking):
        return asking.after_step(turn, before, mode.step)
    return before.after or Asking() if isinstance(before, Browsing) else before


def _back(mode: CommentScreen) -> Mode:
    """Whoever remarked on a question goes back to where they came to it from."""
    return mode.before.after or mode.before if isinstance(mode.before, Asking) else mode.before


def pressed(turn: Turn, mode: CommentScreen, action: str, argument: str) -> Outcome:
    """The whole of a long answer, or the end of one's remarks."""
    del argument
    if action == "whole":
        return turn.to(mode, replies=(Say(text=_value(turn, mode.step)),))
    base = {"application": turn.application.id}
    closed = [SettleComment(**base, comment=r.id, state="closed") for r in review.closing(turn, mode.step)]
    return turn.to(_back(mode), *closed, notes=(say("comment.closed"),))
