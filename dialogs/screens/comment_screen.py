"""Looking at one answer or row and at what was commented on it; a comment, or the reply to one, is typed there."""

from __future__ import annotations

from typing import Literal

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import SettleComment
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.labels import brief, cells, place, read
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask, Say
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn

VALUE = 300  # characters of the answer shown at first
SHOWN = 12  # comments and replies


class CommentScreen(Screen):
    """Looking at one answer or row and the comments on it; a comment or a reply can be typed."""

    kind: Literal["comment_screen"] = "comment_screen"
    step: Step
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The answer or row, what was said of it, and what can be typed."""
        value = _value(turn, self.step)
        said = turn.team.comments(self.step, None)
        closing = review.closing(turn, self.step)
        own = all(comment.person == turn.conversation.person for comment in closing)
        text = say(
            "comment.looking",
            place=place(turn, self.step),
            unit=turn.unit_name(turn.application.owner(self.step.row) or ""),
            value=brief(value, VALUE),
            thread=review.thread(turn, said, SHOWN) if said else "",
            typed=_typed(turn, self.step),
        )
        whole = [button("whole", "whole")] if len(value) > VALUE else []
        close = [button("withdraw" if own else "close", "close")] if closing else []
        return ask(text, [(*whole, *close), (button("return", "back"),)])

    def said(self, turn: Turn, text: str) -> Outcome:
        """A comment or a reply."""
        typed = _typed(turn, self.step)
        if not typed:
            return only_buttons(turn)
        understood = kinds.parse(review.NOTE, text, turn.now.date())
        if not (note := kinds.stored(understood)):
            return turn.stay(refusal(review.NOTE, understood))
        if typed == "reply":
            done = review.replied(turn, self.step, note)
            notes = (say("comment.reply_put"),)
            return turn.to(self._after_reply(turn), *done.changes, notes=notes, notifications=done.notifications)
        done = review.put(turn, self.step, note)
        unit = turn.unit_name(turn.application.owner(self.step.row) or "")
        notes = (say("comment.put", unit=unit),)
        return turn.to(_commented(turn), *done.changes, notes=notes, notifications=done.notifications)

    def _after_reply(self, turn: Turn) -> tuple[Screen, ...]:
        """With a reply the step is dealt with, and its question or row is left."""
        if not turn.beneath:
            return ()
        below = turn.on(turn.beneath)
        return below.stack[-1].dealt_with(below, self.step)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """The whole of a long answer, or the end of one's comments."""
        del argument
        if action == "whole":
            return turn.swap(self, replies=(Say(text=_value(turn, self.step)),))
        base = {"application": turn.application.id}
        closed = [SettleComment(**base, comment=c.id, state="closed") for c in review.closing(turn, self.step)]
        return turn.to(_commented(turn), *closed, notes=(say("comment.closed"),))

    def stands(self, turn: Turn) -> bool:
        """As long as its step is there."""
        return journey.exists(turn.application, self.step)

    def subject(self, turn: Turn) -> Step:
        """The answer or row."""
        del turn
        return self.step


def _value(turn: Turn, step: Step) -> str:
    row = review.row_of(turn, step)
    if row:
        return say("comment.row", cells=cells(turn, turn.form.tables[step.item], row))
    answer = turn.application.answer(step)
    return read(turn, step, answer.value if answer else None)


def _typed(turn: Turn, step: Step) -> str:
    """What a typed message would be: a comment, the reply to one, or ("") nothing."""
    if review.comments_on(turn, step):
        return "comment"
    return "reply" if review.mends(turn, step) and review.live(turn, step) else ""


def _commented(turn: Turn) -> tuple[Screen, ...]:
    """Whoever commented on a question goes back to where they came to it from."""
    from_list = len(turn.beneath) > 1 and turn.beneath[-1].is_one_question
    return turn.beneath[:-1] if from_list else turn.beneath
