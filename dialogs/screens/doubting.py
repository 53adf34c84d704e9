"""Something is odd about an answer: says what, and asks whether it is to stand."""

from __future__ import annotations

from typing import Literal

from dialogs.answers import kinds, talk, wishes
from dialogs.answers.cleaning import fold
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import Change, DropDraftParts, PutAnswer
from dialogs.texts import say
from dialogs.turn.answering import Given, answer, given, typed
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import brief, help_on, place, read_back
from dialogs.turn.layout import ask, button, refusal
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

SHOWN = 30  # characters of an answer on a button


def begin(  # noqa: PLR0913 - a doubt is about a text that came for a step, wherever the person was
    turn: Turn, stack: tuple[Screen, ...], step: Step, text: str, ref: str = "", *, beside: bool = False
) -> Outcome:
    """Asks about a doubtful text, above these screens.

    Args:
        turn: The turn.
        stack: The screens below, the topmost at the question that the text answers.
        step: What it was to answer.
        text: The text as it was typed; it is read anew with the yes.
        ref: The channel's id of its message.
        beside: Whether the topmost is there for the doubt alone: with the yes one goes on below it.
    """
    held = turn.hold((typed(turn, step, text, ref),), turn.shown.seen)
    return turn.to((*stack, Doubting(step=step, held=held.id, beside=beside)), held=held)


class Doubting(HoldingScreen):
    """Something is odd about an answer: is it to stand? It is held as it was typed."""

    kind: Literal["doubting"] = "doubting"
    step: Step
    beside: bool = False

    def stands(self, turn: Turn) -> bool:
        """As long as its step is there."""
        return super().stands(turn) and journey.is_asked(turn.application, self.step)

    def view(self, turn: Turn) -> Ask:
        """What is odd, and what was probably meant."""
        field = turn.form.fields[self.step.item]
        doubtful = self._read(turn)
        if not isinstance(doubtful, kinds.Doubtful):  # on another day, or with another version of the form
            return ask(say("doubt.past"), [(button("refill", "no"),)], self.step)
        if _asks_how(doubtful):
            helped = say("doubt.help", **doubtful.doubts[0].params, help=help_on(field))
            return ask(helped, self._buttons(turn, doubtful), self.step)
        meant = doubtful.meant if len(doubtful.meant) == 1 and not field.of_kind.is_long else ("",)
        text = say("doubt.text", doubts=refusal(field, doubtful), meant=meant[0])
        return ask(text, self._buttons(turn, doubtful), self.step)

    def _buttons(self, turn: Turn, doubtful: kinds.Doubtful) -> list[tuple[Button, ...]]:
        field = turn.form.fields[self.step.item]
        doubt = doubtful.doubts[0]
        if field.of_kind.is_long:
            meant = [button(doubt.code, "meant:0")] if doubtful.meant else []
        else:
            shown = [brief(text, SHOWN) for text in doubtful.meant]
            meant = [Button(label=label, data=f"meant:{i}") for i, label in enumerate(shown)]
        action = talk.meaning(str(doubt.params.get("which", ""))) if doubt.code == "talk" else None
        doing = (button(action, action),) if action in wishes.COMMANDS else ()
        answered = turn.application.answer(self.step) is not None
        wait = "keep" if answered else "postpone" if field.required else "skip"
        waiting = (button(wait, wait),) if doubt.code in ("placeholder", "talk") else ()
        as_it_is = (button("as_it_is", "yes"),) if doubtful.value else ()
        return [*((one,) for one in meant), (*doing, *waiting), (*as_it_is, button("refill", "no"))]

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """It is to stand; what was meant instead; or another answer."""
        below = turn.beneath_it
        doubtful = self._read(turn)
        if action in ("postpone", "keep") and below.stack:
            return below.stack[-1].pressed(below, action, "")
        if action == "no" or not isinstance(doubtful, kinds.Doubtful):
            return turn.pop()
        ref = self._typed(turn).ref
        if action == "yes":
            return self._took(below, given(turn, self.step, doubtful, ref))
        return self._meant(turn, below, doubtful.meant[int(argument)], ref)

    def _meant(self, turn: Turn, below: Turn, text: str, ref: str) -> Outcome:
        found = answer(turn, self.step, text, ref=ref)
        if isinstance(found, kinds.Doubtful):
            return begin(below, below.stack, self.step, text, ref, beside=self.beside)
        if isinstance(found, kinds.Invalid):
            return turn.stay(refusal(turn.form.fields[self.step.item], found))
        return self._took(below, found)

    def said(self, turn: Turn, text: str) -> Outcome:
        """Another answer; the label of a choice of the question itself is a press on it."""
        below = turn.beneath_it
        if not below.stack:
            return turn.pop()
        labels = [fold(label) for label in turn.form.fields[self.step.item].offers]
        if fold(text) in labels:
            return below.stack[-1].pressed(below, "choose", str(labels.index(fold(text))))
        return below.stack[-1].said(below, text)

    def takes(self, turn: Turn, text: str) -> bool:
        """As the question does."""
        below = turn.beneath_it
        return bool(below.stack) and below.stack[-1].takes(below, text)

    def help(self, turn: Turn) -> str:
        """What the question itself asks for, unless that is what is shown."""
        doubtful, below = self._read(turn), turn.beneath_it
        if isinstance(doubtful, kinds.Doubtful) and _asks_how(doubtful):
            return ""
        return below.stack[-1].help(below) if below.stack else super().help(turn)

    def back(self, turn: Turn) -> Outcome:
        """Back from the question itself."""
        below = turn.beneath_it
        return below.stack[-1].back(below) if below.stack else turn.pop()

    def skip(self, turn: Turn) -> Outcome:
        """The question itself is left without an answer."""
        below = turn.beneath_it
        return below.stack[-1].skip(below) if below.stack else turn.pop()

    def postpone(self, turn: Turn) -> Outcome:
        """The question itself is left for later."""
        below = turn.beneath_it
        return below.stack[-1].postpone(below) if below.stack else turn.pop()

    def _typed(self, turn: Turn) -> PutAnswer:
        return next(change for change in self.waiting(turn).changes if isinstance(change, PutAnswer))

    def _read(self, turn: Turn) -> kinds.Verdict:
        return kinds.parse(turn.form.fields[self.step.item], self._typed(turn).value, turn.now.date())

    def _took(self, below: Turn, found: Given) -> Outcome:
        """The answer is given: on from the question below that asks it, or beside whatever else is asked there."""
        if self.beside:
            below = below.beneath_it
        taken = below.stack[-1].took(below, found) if below.stack else None
        return taken or beside(below, below.stack, found)


def _asks_how(doubtful: kinds.Doubtful) -> bool:
    """Whether somebody asks how to answer, or does not know it."""
    doubt = doubtful.doubts[0]
    which = str(doubt.params.get("which", ""))
    meaning = talk.meaning(which) or ("how" if talk.asks(which) else None)
    return doubt.code == "talk" and meaning in ("how", "unknown")


def beside(turn: Turn, stack: tuple[Screen, ...], found: Given) -> Outcome:
    """An answer to a step that is not the question in the chat; which one it is, is said. One goes on with `stack`."""
    step = found.change.step
    changes: list[Change] = [found.change]
    if found.field.of_kind.is_long:  # lest a text that is being written in the chat go on from another one
        changes.append(DropDraftParts(application=turn.application.id, step=step, last=False))
    where = place(turn, step)
    shown = brief(read_back(found.field, found.value))
    note = say("table_edit.filled", place=where, value=shown) if found.value else say("table_edit.cleared", place=where)
    return turn.to(stack, *changes, notes=(note, found.note, found.section_done))
