"""Giving an answer: the one place where a text becomes the answer to a step.

Knows no screen. Whether the answer may be given, and whom it overtakes, is for the gate to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dialogs.answers import choices, kinds
from dialogs.answers.kinds import Doubt
from dialogs.application import journey
from dialogs.application.application import OLD, Step
from dialogs.application.branches import of
from dialogs.application.changes import Change, PutAnswer
from dialogs.form.model import Field, Group
from dialogs.texts import say
from dialogs.turn.labels import completed
from dialogs.turn.layout import refusal
from dialogs.turn.perspective import Perspective
from dialogs.turn.turn import Turn

FINISHED = "完成"  # the answer to a table as a whole


class Given(NamedTuple):
    """An answer that was understood.

    Attributes:
        field: The question.
        change: What carries it out.
        note: The remark that goes with it, "" for none.
        row_filled: That it is the last that its row lacked, else "".
        section_done: That it is the last that its section lacked, else "".
    """

    field: Field
    change: PutAnswer
    note: str
    row_filled: str
    section_done: str

    @property
    def value(self) -> str:
        """The answer as it is stored."""
        return self.change.value


def put(  # noqa: PLR0913 - the parts of an answer
    turn: Perspective, step: Step, value: str, ref: str = "", doubts: Sequence[Doubt] = (), *, old: bool = False
) -> PutAnswer:
    """The change that gives a value to a step.

    Args:
        turn: The turn.
        step: The step.
        value: The value, as it is stored.
        ref: The channel's id of the message that gave it.
        doubts: What the person takes it with.
        old: Whether it comes from an earlier application, and is still to be confirmed.
    """
    field = turn.form.fields.get(step.item)
    size = field.size(value) if field else 0
    codes = (*(doubt.code for doubt in doubts), *([OLD] if old and value else []))
    return PutAnswer(application=turn.application.id, step=step, value=value, han=size, ref=ref, doubts=codes)


def confirmed(turn: Turn, steps: Iterable[Step]) -> tuple[Change, ...]:
    """The changes by which what comes from an earlier application stands here, of these steps where it is still old."""
    answers = [(step, answer) for step in steps if (answer := turn.application.answer(step)) and answer.is_old]
    today = turn.now.date()
    return tuple(
        put(turn, step, answer.value, answer.ref, tuple(kinds.doubts(turn.form.fields[step.item], answer.value, today)))
        for step, answer in answers
    )


def typed(turn: Turn, step: Step, text: str, ref: str = "") -> PutAnswer:
    """A text for a step that waits for a yes as it was typed; it is read, and put, with the yes."""
    return PutAnswer(application=turn.application.id, step=step, value=text, ref=ref or turn.ref)


def answer(turn: Turn, step: Step, text: str, *, ref: str = "") -> Given | kinds.Doubtful | kinds.Invalid:
    """A text as the answer to a field."""
    understood = kinds.parse(turn.form.fields[step.item], text, turn.now.date())
    return given(turn, step, understood, ref) if isinstance(understood, kinds.Accepted) else understood


def again(turn: Turn, changes: Sequence[Change]) -> tuple[Change, ...] | str:
    """Changes that were held, their answers read once more; or the sentence about one that is no answer any more."""
    read: list[Change] = []
    for change in changes:
        field = turn.form.fields.get(change.step.item) if isinstance(change, PutAnswer) and change.value else None
        if not isinstance(change, PutAnswer) or field is None:
            read.append(change)
            continue
        understood = kinds.parse(field, kinds.show(field, change.value), turn.now.date())
        if isinstance(understood, kinds.Invalid):
            return refusal(field, understood)
        read.append(change.model_copy(update={"value": understood.value or change.value}))
    return tuple(read)


def given(turn: Turn, step: Step, understood: kinds.Accepted | kinds.Doubtful, ref: str = "") -> Given:
    """What was understood, as the answer to a field; what is doubtful, as one that the person takes all the same."""
    field = turn.form.fields[step.item]
    doubts = understood.doubts if isinstance(understood, kinds.Doubtful) else ()
    change = put(turn, step, understood.value, ref, doubts)
    noted = understood.note if isinstance(understood, kinds.Accepted) else ""
    note = say(f"note.{noted}", field=field) if noted else ""
    return Given(field, change, note, _row_filled(turn, step, change.value), completed(turn, step, change.han))


def with_other(turn: Turn, step: Step, text: str) -> str:
    """A text as an answer to a step whose answer is the `other` choice: what stands behind that, alone, is another."""
    field = turn.form.fields[step.item]
    answered = turn.application.answer(step)
    has_other = answered is not None and choices.is_other(field, answered.value)
    return choices.with_other(field, text) if has_other else text


def open_after(turn: Perspective, table: Group, step: Step, value: str | None = None) -> list[str]:
    """What is still open in a row once one of its columns is answered; where it is not known how, may be."""
    filled, steered = turn.application.sizes(table.id, step.row), turn.form.conditional.get(table.id, frozenset())
    wanted = (item for item in table.item_ids if item not in turn.form.fixed)
    left = [item for item in wanted if item not in filled and item != step.item]
    if value is None or not steered:
        return left
    branches = of(turn.application, {(step.item, step.row): value})
    return [item for item in left if branches.is_open(item, step.row)]


def _row_filled(turn: Perspective, step: Step, value: str) -> str:
    group = turn.form.group_at(step.item)
    changed = turn.application.answer(step) is not None
    is_own = step.row == turn.application.scope  # to the people of a unit it is no row among others
    if changed or is_own or not group.has_rows or open_after(turn, group, step, value):
        return ""
    if any(one.lack for one in journey.together(turn.application, group, step.row)):
        return ""
    row = turn.application.row(group.id, step.row)
    return say("table.filled", number=row.number, fixed=group.rows and row.title) if row else ""
