"""Looking at one answer or row and at what was commented on it; a comment, or the reply to one, is typed there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.team import Comment
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.answering import answer
from dialogs.turn.labels import beginning, cells, open_mark, place, read, taken
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

VALUE = 300  # characters of the answer shown at first
SHOWN = 12  # comments and replies


class CommentScreen(Screen):
    """Looking at one answer or row and the comments on it; a comment or a reply can be typed."""

    kind: Literal["comment_screen"] = "comment_screen"
    step: Step
    text: str = ""  # what was typed, where it may be the other answer itself
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """The answer or row, what was said of it, and what can be typed; or what it was that was typed."""
        if self.text:
            text = say("comment.or_answer", place=place(turn, self.step), text=self.text)
            return ask(text, [(button("as_comment", "comment"), button("as_answer", "answer")), (button("no", "no"),)])
        value = _value(turn, self.step)
        said = turn.team.comments(self.step, None)
        closing = review.closing(turn, self.step)
        text = say(
            "comment.looking",
            place=place(turn, self.step),
            unit=turn.unit_name(turn.application.owner(self.step.row) or ""),
            value=beginning(value, VALUE),
            thread=review.thread(turn, said, SHOWN) if said else "",
            typed=_typed(turn, self.step),
        )
        whole = [button("whole", "whole")] if len(value) > VALUE else []
        close = [button("withdraw" if _withdraws(turn, closing) else "close", "close")] if closing else []
        return ask(text, [(*whole, *close), (button("return", "back"),)])

    def said(self, turn: Turn, text: str) -> Outcome:
        """A comment, or a reply as long as there is something to reply to. A lead may mean the answer itself."""
        typed = _typed(turn, self.step)
        if not typed and review.mends(turn, self.step):
            return turn.pop(refusal=say("comment.withdrawn", text=text))
        if not typed:
            return turn.stay(say("refuse.may_not_review", lead=turn.lead))
        if self.text:
            return only_buttons(turn)
        if typed == "reply":
            return self._replied(turn, text)
        if _may_be_answer(turn, self.step, text):
            return turn.swap(self.model_copy(update={"text": text}))
        return commented(turn, self.step, text, _commented(turn))

    def _replied(self, turn: Turn, text: str) -> Outcome:
        understood = kinds.parse(review.NOTE, text, turn.now.date())
        if not (note := kinds.stored(understood)):
            return turn.stay(refusal(review.NOTE, understood))
        done = review.replied(turn, self.step, note)
        notes = (say("comment.reply_put"),)
        return turn.to(self._after_reply(turn), *done.changes, notes=notes, notifications=done.notifications)

    def _after_reply(self, turn: Turn) -> tuple[Screen, ...]:
        """With a reply the step is dealt with, and its question or row is left."""
        if not turn.beneath:
            return ()
        below = turn.on(turn.beneath)
        return below.stack[-1].dealt_with(below, self.step)

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """The whole of a long answer, or the end of one's comments; or what was typed."""
        if self.text:
            return self._meant(turn, action)
        if action == "whole":
            return turn.swap(self, replies=(Say(text=_value(turn, self.step)),))
        done = review.closed(turn, self.step)
        notes = (say("comment.closed", withdrawn=_withdraws(turn, review.closing(turn, self.step))),)
        return turn.to(_commented(turn), *done.changes, notes=notes, notifications=done.notifications)

    def _meant(self, turn: Turn, action: str) -> Outcome:
        """It was a comment, the answer itself, or nothing after all."""
        asked = self.model_copy(update={"text": ""})
        if action == "no":
            return turn.swap(asked)
        if action == "comment":
            return commented(turn, self.step, self.text, _commented(turn))
        found = answer(turn, self.step, self.text)
        if isinstance(found, kinds.Invalid | kinds.Doubtful):
            return turn.swap(asked, refusal=refusal(turn.form.fields[self.step.item], found))
        return turn.to(_commented(turn), found.change, notes=(taken(found.field, found.value), found.note))

    def stands(self, turn: Turn) -> bool:
        """As long as its step is there; what may be the answer itself was typed at a question."""
        asks = not self.text or self.step.item in turn.form.fields
        return asks and journey.exists(turn.application, self.step)

    def subject(self, turn: Turn) -> Step:
        """The answer or row."""
        return self.step


def commented(turn: Turn, step: Step, text: str, stack: tuple[Screen, ...]) -> Outcome:
    """What was typed as a comment on a step; one goes on at these screens."""
    understood = kinds.parse(review.NOTE, text, turn.now.date())
    if not (note := kinds.stored(understood)):
        return turn.stay(refusal(review.NOTE, understood))
    done = review.put(turn, step, note)
    notes = (say("comment.put", unit=turn.unit_name(turn.application.owner(step.row) or "")),)
    return turn.to(stack, *done.changes, notes=notes, notifications=done.notifications)


def _may_be_answer(turn: Turn, step: Step, text: str) -> bool:
    """Whether somebody who may answer there has typed what the question takes.

    Where it takes any words, only from whoever does not come from the question itself, where they would answer it.
    """
    field = turn.form.fields.get(step.item)
    if field is None or field.of_kind.is_long or not turn.can("answer", turn.application.owner(step.row)):
        return False
    from_question = bool(turn.beneath) and turn.beneath[-1].is_one_question
    takes = isinstance(kinds.parse(field, text, turn.now.date()), kinds.Accepted)
    return takes and not (field.of_kind.takes_words and not field.of_kind.is_closed and from_question)


def _value(turn: Turn, step: Step) -> str:
    row = review.row_of(turn, step)
    if row:
        return say("comment.row", cells=cells(turn, turn.form.tables[step.item], row))
    answer = turn.application.answer(step)
    return read(turn, step, answer.value) if answer else open_mark(turn, step)


def _typed(turn: Turn, step: Step) -> str:
    """What a typed message would be: a comment, the reply to one, or ("") nothing."""
    if review.comments_on(turn, step):
        return "comment"
    return "reply" if review.mends(turn, step) and review.live(turn, step) else ""


def _withdraws(turn: Turn, closing: Sequence[Comment]) -> bool:
    """Whether what would be closed is one's own, and nobody has replied to it."""
    return all(one.person == turn.conversation.person and one.state == "open" for one in closing)


def _commented(turn: Turn) -> tuple[Screen, ...]:
    """Whoever commented on a question goes back to where they came to it from."""
    from_list = len(turn.beneath) > 1 and turn.beneath[-1].is_one_question
    return turn.beneath[:-1] if from_list else turn.beneath
