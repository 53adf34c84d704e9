"""Several answers in one message, each behind its label: lists what was read, and asks whether to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dialogs.answers import kinds
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import PutAnswer
from dialogs.screens import answers_in_text, doubting
from dialogs.texts import say
from dialogs.turn.answering import answer, put, typed
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import brief, read, read_back
from dialogs.turn.layout import ask, button, fault, refusal
from dialogs.turn.menu import only_buttons
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


def begin(turn: Turn, step: Step, text: str) -> Outcome | None:
    """Asks about the answers that a text has for the questions beside a step; None where it has not several."""
    found = answers_in_text.read(turn, step, text)
    if not found.answers:
        return None
    held = turn.hold(tuple(typed(turn, at, value) for at, value in found.answers.items()), turn.shown.seen, text)
    told = (say("several.strays", strays=found.strays),) if found.strays else ()
    return turn.to((*turn.stack, SeveralAnswers(held=held.id, step=step)), held=held, notes=told)


class SeveralAnswers(HoldingScreen):
    """Several answers were read in one message: are they to be filled in? They are held as they were typed."""

    kind: Literal["several_answers"] = "several_answers"
    step: Step | None = None  # what was asked, and may be answered by the message as a whole

    def view(self, turn: Turn) -> Ask:
        """Each with its label, how it is read, and what stands there now."""
        text = say("several.text", lines=[self._line(turn, *read) for read in self._read(turn)])
        buttons = [button("fill", "yes")] if self._sure(turn) else []
        whole = (
            [(button("one_answer", "whole"),)] if self.step and journey.is_asked(turn.application, self.step) else []
        )
        return ask(text, [(*buttons, button("no_fill", "no")), *whole])

    def _read(self, turn: Turn) -> Iterator[tuple[PutAnswer, kinds.Verdict]]:
        for change in self.waiting(turn).changes:
            if isinstance(change, PutAnswer) and (field := turn.form.fields.get(change.step.item)):
                yield change, kinds.parse(field, change.value, turn.now.date())

    def _sure(self, turn: Turn) -> list[tuple[PutAnswer, str]]:
        """Those that are beyond doubt, each with its value."""
        return [(change, read.value) for change, read in self._read(turn) if isinstance(read, kinds.Accepted)]

    def _line(self, turn: Turn, change: PutAnswer, verdict: kinds.Verdict) -> str:
        field = turn.form.fields[change.step.item]
        answered = turn.application.answer(change.step)
        value = kinds.stored(verdict)
        return say(
            "several.line",
            label=field.title,
            value=brief(read_back(field, value) if value else change.value),
            fault=fault(field, verdict),
            now=brief(read(turn, change.step, answered.value)) if answered and answered.value != value else "",
        )

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """They are filled in as far as they are beyond doubt, or not at all."""
        if action == "whole" and self.step:
            return self._whole(turn.beneath_it, self.step, self.waiting(turn).text)
        if action != "yes":
            return turn.pop(notes=(say("several.dropped"),))
        changes = [put(turn, change.step, value, change.ref) for change, value in self._sure(turn)]
        return turn.to(turn.beneath[:-1], *changes, notes=(say("several.filled", count=len(changes)),))

    def said(self, turn: Turn, text: str) -> Outcome:
        """Another answer to what was asked."""
        below = turn.beneath_it
        return below.stack[-1].said(below, text) if self.step and below.stack else only_buttons(turn)

    def takes(self, turn: Turn, text: str) -> bool:
        """As what was asked does."""
        below = turn.beneath_it
        return bool(self.step and below.stack) and below.stack[-1].takes(below, text)

    def _whole(self, below: Turn, step: Step, text: str) -> Outcome:
        found = answer(below, step, text)
        if isinstance(found, kinds.Invalid):
            return below.stay(refusal(below.form.fields[step.item], found))
        if isinstance(found, kinds.Doubtful):
            return doubting.begin(below, below.stack, step, text)
        taken = below.stack[-1].took(below, found) if below.stack else None
        return taken or doubting.beside(below, below.stack, found)
