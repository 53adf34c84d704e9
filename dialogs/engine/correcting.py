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
from dialogs.form.model import NO_ROW, Field
from dialogs.texts import say
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

_READ = (kinds.Accepted, kinds.Doubtful, kinds.Invalid)  # what is meant is rather what fits


def corrected(at_top: Turn, text: str) -> Outcome | None:
    """What a text comes to that sets right an answer given before; None for one that is none such."""
    screen = at_top.stack[-1]
    if not (screen.is_one_question or screen.is_menu or screen.awaited or screen.table_at_hand(at_top)):
        return None
    step = screen.asks(at_top)
    asked = step if step and step.item in at_top.form.fields else None
    for found in corrections.read(text):
        meant = _meant(at_top, asked, found)
        if meant is None or (meant == asked and found.is_label):
            continue
        if meant == asked:
            return screen.said(at_top, found.value)
        is_new = at_top.application.answer(meant) is None
        return give(at_top, meant, found.value) if is_new else change(at_top, meant, found.value)
    is_long = asked is not None and at_top.form.fields[asked.item].of_kind.is_long
    unknown = not is_long and any(one.is_former for one in corrections.read(text))
    return at_top.stay(say("answer.which_correction")) if unknown else None


def _meant(turn: Turn, asked: Step | None, found: Correction) -> Step | None:
    """The step that is to be set right, maybe the one that is asked; None where none can be meant."""
    newest = _newest(turn)
    is_fresh = any(button.data == "undo" for button in turn.shown.receipt)
    is_long = asked is not None and turn.form.fields[asked.item].of_kind.is_long
    if is_long and (found.is_label or not (found.of or (is_fresh and found.is_former))):
        return None  # a sentence of the text
    if found.of:
        step = _labelled(turn, asked, newest, found.of) if found.is_label else _named(turn, asked, newest, found.of)
        return step if step and _can_be_set(turn, step, found) else None
    is_open = asked is None or not (turn.application.answer(asked) or turn.stack[-1].awaited)
    if is_fresh and is_open and newest is None:
        return None  # of several answers that were given at once nobody knows which
    both = (newest, asked) if is_fresh and is_open else (asked, newest if found.is_former else None)
    steps = [step for step in both if step and _can_be_set(turn, step, found)]
    fits = sorted(steps, key=lambda step: _READ.index(type(_read(turn, step, found.value))))
    is_meant = fits and (found.is_former or not isinstance(_read(turn, fits[0], found.value), kinds.Invalid))
    return fits[0] if is_meant else None


def _read(turn: Turn, step: Step, text: str) -> kinds.Verdict:
    return kinds.parse(turn.form.fields[step.item], text, turn.now.date())


def _newest(turn: Turn) -> Step | None:
    """The answer that the person gave last, where it was one alone, or the name of a row that they added."""
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    if found is None or len(found.touched) != 1 or not found.touched[0].stands:
        return None
    (one,) = found.touched
    if one.kind == "added":
        return Step(item=turn.form.name_column(one.step.item), row=one.step.row)
    return one.step if one.kind == "answer" and one.step.item in turn.form.fields else None


def _named(turn: Turn, asked: Step | None, newest: Step | None, name: str) -> Step | None:
    """The step that goes by a name, or a part of it, and was answered or is asked: the last answered first."""
    steps = [step for step in _around(turn, asked, newest) if step == asked or turn.application.answer(step)]
    if newest and _is_part(name, turn.form.fields[newest.item]):
        return newest
    exact = (step for step in steps if fold(name) in turn.form.fields[step.item].called)
    return next(exact, None) or next((step for step in steps if _is_part(name, turn.form.fields[step.item])), None)


def _labelled(turn: Turn, asked: Step | None, newest: Step | None, label: str) -> Step | None:
    """The step with a label, answered or not; the one answered last also by a part of its label."""
    fields = turn.form.fields
    if asked and (fold(label) in fields[asked.item].called or _is_part(label, fields[asked.item])):
        return asked
    for step in _around(turn, asked, newest):
        if fold(label) in (fold(fields[step.item].label), fold(fields[step.item].short)):
            return step
    return newest if newest and _is_part(label, fields[newest.item]) else None


def _around(turn: Turn, asked: Step | None, newest: Step | None) -> Iterator[Step]:
    """The steps of which one speaks: those of the same row as these, and all that are asked once."""
    for near in filter(None, (newest, asked)):
        yield near
        yield from (Step(item=field.id, row=near.row) for field in turn.form.group_at(near.item).fields)
    once = (section for section in turn.form.sections if not section.each)
    yield from (Step(item=field.id, row=NO_ROW) for section in once for field in section.fields)


def _is_part(name: str, field: Field) -> bool:
    return len(name) > 1 and fold(name) in fold(field.label)


def _can_be_set(turn: Turn, step: Step, found: Correction) -> bool:
    """Whether the person can answer a step in one message, and it has the value that they say it had, if any."""
    field = turn.form.fields[step.item]
    answered = turn.application.answer(step)
    value = answered.value if answered else ""
    if found.before and fold(found.before) not in (fold(value), fold(kinds.show(field, value))):
        return False
    may = turn.can("answer", turn.application.owner(step.row))
    return may and field.of_kind.is_typed_at_once and journey.is_asked(turn.application, step)
