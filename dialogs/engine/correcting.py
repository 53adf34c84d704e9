"""An answer that somebody sets right while another question is asked: 刚才写错了，应该是…, 把名称改成…, 电话：…."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers import corrections, kinds
from dialogs.answers.cleaning import fold
from dialogs.answers.corrections import Correction
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.engine.late_answers import give
from dialogs.engine.message_edits import change
from dialogs.form.model import NO_ROW
from dialogs.texts import say
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

_READ = (kinds.Accepted, kinds.Doubtful, kinds.Invalid)  # what is meant is rather what fits


def corrected(at_top: Turn, text: str) -> Outcome | None:
    """What a text comes to that sets right an answer given before; None for one that is none such."""
    screen = at_top.stack[-1]
    found = corrections.read(text)
    if not found or not (screen.is_one_question or screen.is_menu or screen.awaited or screen.table_at_hand(at_top)):
        return None
    heard = _Heard(at_top, screen.asks(at_top))
    for one in found:
        step = heard.step(one)
        if step is None:
            continue
        if step == heard.asked:
            return screen.said(at_top, one.value)
        is_new = at_top.application.answer(step) is None
        return give(at_top, step, one.value) if is_new else change(at_top, step, one.value)
    unknown = not heard.is_long and any(one.is_former for one in found)
    return at_top.stay(say("answer.which_correction")) if unknown else None


class _Heard:
    """Where something is set right: what is asked there, and what was answered last."""

    def __init__(self, turn: Turn, asked: Step | None) -> None:
        self._turn = turn
        self._fields = turn.form.fields
        self.asked = asked if asked and asked.item in self._fields else None
        self.is_long = self.asked is not None and self._fields[self.asked.item].of_kind.is_long
        self._newest = _newest(turn)

    def step(self, found: Correction) -> Step | None:
        """The step that is to be set right, maybe the one that is asked; None where none can be meant."""
        is_fresh = any(button.data == "undo" for button in self._turn.shown.receipt)
        if self.is_long and (found.is_label or not (found.of or (is_fresh and found.is_former))):
            return None  # a sentence of the text
        if not found.of:
            return self._unnamed(found, is_fresh=is_fresh)
        step = self._labelled(found.of) if found.is_label else self._named(found.of)
        return step if step and self._can_be_set(step, found) else None

    def _unnamed(self, found: Correction, *, is_fresh: bool) -> Step | None:
        """What was answered just now, or what is asked and was refused: whichever the value fits better."""
        is_open = not self.asked or not (self._turn.application.answer(self.asked) or self._turn.stack[-1].awaited)
        if is_fresh and is_open and self._newest is None:
            return None  # of several answers that were given at once nobody knows which
        before = self._newest if found.is_former else None
        both = (self._newest, self.asked) if is_fresh and is_open else (self.asked, before)
        steps = [step for step in both if step and self._can_be_set(step, found)]
        steps = [step for step in steps if not (found.is_above and step == self.asked)]
        fits = sorted(steps, key=lambda step: _READ.index(self._read(step, found.value)))
        is_meant = fits and (found.is_former or self._read(fits[0], found.value) is not kinds.Invalid)
        return fits[0] if is_meant else None

    def _read(self, step: Step, text: str) -> type[kinds.Verdict]:
        return type(kinds.parse(self._fields[step.item], text, self._turn.now.date()))

    def _named(self, name: str) -> Step | None:
        """The step that goes by a name, or a part of it, and was answered or is asked: the last answered first."""
        if self._newest and self._is_part(name, self._newest):
            return self._newest
        steps = [step for step in self._around() if step == self.asked or self._turn.application.answer(step)]
        exact = (step for step in steps if fold(name) in self._fields[step.item].called)
        return next(exact, None) or next((step for step in steps if self._is_part(name, step)), None)

    def _labelled(self, label: str) -> Step | None:
        """The step with a label, answered or not; the one answered last also by a part of its label."""
        name, asked = fold(label), self.asked
        if asked and (name in self._fields[asked.item].called or self._is_part(label, asked)):
            return asked
        for step in self._around():
            if name in (fold(self._fields[step.item].label), fold(self._fields[step.item].short)):
                return step
        return self._newest if self._newest and self._is_part(label, self._newest) else None

    def _around(self) -> Iterator[Step]:
        """The steps of which one speaks: those of the same row as these, and all that are asked once."""
        form = self._turn.form
        for near in filter(None, (self._newest, self.asked)):
            yield near
            yield from (Step(item=field.id, row=near.row) for field in form.group_at(near.item).fields)
        once = (form.groups[group] for group in form.groups_alone())
        yield from (Step(item=field.id, row=NO_ROW) for group in once for field in group.fields)

    def _is_part(self, name: str, step: Step) -> bool:
        return len(name) > 1 and fold(name) in fold(self._fields[step.item].label)

    def _can_be_set(self, step: Step, found: Correction) -> bool:
        """Whether the person can answer a step in one message, and it has the value that they say it had, if any."""
        field, answered = self._fields[step.item], self._turn.application.answer(step)
        value = answered.value if answered else ""
        if found.before and fold(found.before) not in (fold(value), fold(kinds.show(field, value))):
            return False
        may = self._turn.can("answer", self._turn.application.owner(step.row))
        return may and field.of_kind.is_typed_at_once and journey.is_asked(self._turn.application, step)


def _newest(turn: Turn) -> Step | None:
    """The answer that the person gave last, where it was one alone, or the name of a row that they added."""
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    if found is None or len(found.touched) != 1 or not found.touched[0].stands:
        return None
    (one,) = found.touched
    if one.kind == "added":
        return Step(item=turn.form.name_column(one.step.item), row=one.step.row)
    return one.step if one.kind == "answer" and one.step.item in turn.form.fields else None
