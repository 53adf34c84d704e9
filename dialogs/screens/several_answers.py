"""Several answers in one message, each behind its label: lists what was read, and asks whether to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from dialogs.answers import kinds
from dialogs.answers.cleaning import fold
from dialogs.application.application import Step
from dialogs.application.changes import PutAnswer
from dialogs.form.model import Field
from dialogs.texts import say
from dialogs.turn.answering import put, typed
from dialogs.turn.holding import HoldingScreen
from dialogs.turn.labels import HEAD, brief, read, read_back
from dialogs.turn.layout import ask, button, fault
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask
from dialogs.turn.turn import Outcome, Turn

_STRAY = re.compile(
    r"\n[^\S\n]*[\u4e00-\u9fff][\u4e00-\u9fff（）()/]{1,19}\s*[:：]"
)  # a line behind a label that none is called
_AROUND = " \t\n\u3000,，;；|"
_WORD = r"[^\s:：,，;；。|]"
# Looked for where a word begins, no longer than labels are: else a text would be gone through from each sign.
_LABEL = re.compile(rf"(?<!{_WORD})(?P<label>{_WORD}{{1,40}}+(?:[ \u3000]+{_WORD}){{0,9}})\s*[:：]")


def begin(turn: Turn, step: Step, text: str) -> Outcome | None:
    """Asks about the answers that a text has for the questions beside a step; None where it has not several."""
    found, strays = labelled(turn, step, text)
    if len(found) < 2:
        return None
    held = turn.hold(tuple(typed(turn, at, value) for at, value in found.items()), turn.shown.seen)
    told = (say("several.strays", strays=strays),) if strays else ()
    return turn.to((*turn.stack, SeveralAnswers(held=held.id)), held=held, notes=told)


def labelled(turn: Turn, step: Step, text: str) -> tuple[Mapping[Step, str], Sequence[str]]:
    """What stands in a text behind the labels of the questions that are asked together with a step.

    Besides it the lines behind other labels, which are no part of the answer above them.
    """
    group = turn.form.group_at(step.item)
    own = [field for field in group.fields if field.id == step.item]
    among = [field for field in (*own, *group.fields) if field.of_kind.is_typed_at_once]
    found: dict[Step, str] = {}
    strays: list[str] = []
    heads = [(match, field) for match in _LABEL.finditer(text) if (field := _called(among, match["label"]))]
    if len(heads) < 2:
        return {}, strays
    ends = [match.start() for match, _ in heads[1:]] + [len(text)]
    for (match, field), end in zip(heads, ends, strict=True):
        behind = text[match.end() : end]
        stray = _STRAY.search(behind)
        value = (behind[: stray.start()] if stray else behind).strip(_AROUND)
        strays += behind[stray.start() :].strip(_AROUND).split("\n") if stray else []
        if value:
            found.setdefault(Step(item=field.id, row=step.row), value)
    return found, strays


def _called(among: list[Field], label: str) -> Field | None:
    return next((field for field in among if fold(label) in field.called), None)


class SeveralAnswers(HoldingScreen, Menu):
    """Several answers were read in one message: are they to be filled in? They are held as they were typed."""

    kind: Literal["several_answers"] = "several_answers"

    def view(self, turn: Turn) -> Ask:
        """Each with its label, how it is read, and what stands there now."""
        lines = [self._line(turn, *read) for read in self._read(turn)]
        count = sum(not isinstance(verdict, kinds.Invalid) for _, verdict in self._read(turn))
        text = say("several.text", count=count, lines=lines)
        buttons = [button("fill", "yes")] if count else []
        return ask(text, [(*buttons, button("no_fill", "no"))])

    def _read(self, turn: Turn) -> Iterator[tuple[PutAnswer, kinds.Verdict]]:
        for change in self.waiting(turn).changes:
            if isinstance(change, PutAnswer) and (field := turn.form.fields.get(change.step.item)):
                yield change, kinds.parse(field, change.value, turn.now.date())

    def _line(self, turn: Turn, change: PutAnswer, verdict: kinds.Verdict) -> str:
        field = turn.form.fields[change.step.item]
        answered = turn.application.answer(change.step)
        value = kinds.stored(verdict)
        return say(
            "several.line",
            label=field.title,
            value=brief(read_back(field, value) if value else change.value, HEAD),
            fault=fault(field, verdict),
            now=brief(read(turn, change.step, answered.value), HEAD) if answered and answered.value != value else "",
        )

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """They are filled in as far as they are beyond doubt, or not at all."""
        if action != "yes":
            return turn.pop(notes=(say("several.dropped"),))
        sure = [(change, verdict) for change, verdict in self._read(turn) if isinstance(verdict, kinds.Accepted)]
        changes = [put(turn, change.step, verdict.value, change.ref) for change, verdict in sure]
        return turn.to(turn.beneath[:-1], *changes, notes=(say("several.filled", count=len(changes)),))
