"""Plays a file of answers as a person would: reads each question, types or presses what answers it.

Knows the questions only as a channel shows them, never the database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.terminal import given_answers
from bot.terminal.given_answers import Unknown
from bot.terminal.given_rows import GivenRows
from dialogs.answers import kinds
from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.form.model import UNITS, Form, Group
from dialogs.form.spelling import near
from dialogs.texts import say
from dialogs.turn.messages import Ask


class Action(Value):
    """What the person does next: types `text`, presses the button with that label, or hands in the file there."""

    text: str
    press: bool = False
    file: bool = False


class Remark(NamedTuple):
    """What is told of an answer, and its place: the group, the row and the question."""

    place: str
    words: str

    @property
    def text(self) -> str:
        """All of it as a person is told."""
        return say("answer_file.about", place=self.place, words=self.words)


class StuckError(Exception):
    """A question that the file does not answer, or an answer that was refused; the message says which, in Chinese."""


class AnswerFile:
    """Answers every question of one application from a file, in whatever order they are asked.

    `answers` is the file as plain data: fields by id, tables as lists of rows, and in each row the sections repeated
    for it. The lead unit's part of a section for each unit stands at the top; files by their paths below `folder`.
    Raises StuckError where that is not so.
    """

    def __init__(self, form: Form, answers: Mapping[str, Any], folder: Path = Path()) -> None:
        self._form = form
        self._folder = folder
        self._answers = answers
        tables = given_answers.tables(form, answers)
        if wrong := [table for table, rows in tables if not _is_rows(rows)]:
            raise StuckError(
                "\n".join(
                    say("answer_file.not_rows", table=one.title, id=one.id, header=given_answers.header(form, one.id))
                    for one in wrong
                )
            )
        self._given = GivenRows(form, answers)
        self._unsent: dict[Step, list[str]] = {}
        self._failed: dict[Step, bool] = {}  # what was refused, and whether it was left already
        self.answered = 0
        self.doubts: list[Remark] = []
        self.faults: list[Remark] = []
        unknown = {(one.key, one.within): one for one in reversed([*given_answers.unknown(form, answers)])}
        if unknown:  # of those alike the first
            raise StuckError("\n".join(_misplaced(form, one) for one in reversed(unknown.values())))

    @property
    def day(self) -> date:
        """The day on which the file says that one applies; today where it does not say."""
        field = self._form.fields.get(self._form.date_field)
        if field is None:
            return date.today()  # noqa: DTZ011
        value = kinds.stored(kinds.parse(field, str(self._answers.get(field.id, "")), date.today()))  # noqa: DTZ011
        return date.fromisoformat(value) if len(value) == len("2023-12-20") else date.today()  # noqa: DTZ011

    @property
    def total(self) -> int:
        """How many answers there are in the file."""
        return sum(given_answers.count(value) for value in self._answers.values())

    @property
    def refused(self) -> Collection[Step]:
        """The questions that are among the `faults`."""
        return self._failed

    @property
    def unasked(self) -> list[str]:
        """What the file answers that was never asked, each with its group and row."""
        given = (
            (id(place), key, item, number)
            for place, key, item, number in given_answers.given(self._form, self._answers)
        )
        return [self._named(item, number) for place, key, item, number in given if (place, key) not in self._given.read]

    def act(self, ask: Ask) -> Action | None:
        """What to do about a question, None when everything is answered that can be. Raises StuckError.

        What is doubtful is taken, and what is refused is left for later: `doubts` and `faults` have each, with the
        question and its row.
        """
        labels = [button.label for row in ask.buttons for button in row]
        if ask.step is None:
            agreed = (say("notice.agree"), say("button.waive"), say("button.one_cell"))
            return next((Action(text=label, press=True) for label in agreed if label in labels), None)
        if say("button.refill") in labels:
            return self._doubted(ask, ask.step, labels)
        if ask.refusal:
            self._fail(ask.step, say("answer_file.refused", remarks=ask.remarks))
        if ask.step in self._failed:
            return self._left(ask.step, labels)
        if ask.step.item in self._form.tables:
            return self._table(self._form.tables[ask.step.item], ask.step, labels)
        if ask.step.item not in self._form.fields:  # the long texts of a section are too short together
            return self._failing(ask.step, ask.text, labels)
        return self._field(ask.step, labels)

    def _doubted(self, ask: Ask, step: Step, labels: Collection[str]) -> Action:
        """Takes what is doubtful; what cannot stand as it is has failed."""
        if say("button.as_it_is") in labels:
            self.doubts.append(self._about(step, ask.text))
            return Action(text=say("button.as_it_is"), press=True)
        self._fail(step, ask.text)
        return Action(text=say("button.refill"), press=True)

    def _fail(self, step: Step, why: str) -> None:
        if step not in self._failed:
            self.faults.append(self._about(step, why))
        self._failed.setdefault(step, False)

    def _failing(self, step: Step, why: str, labels: Collection[str]) -> Action | None:
        """Leaves a question to which there is no answer, so that all that is wrong is told at once."""
        self._fail(step, why)
        return self._left(step, labels)

    def _left(self, step: Step, labels: Collection[str]) -> Action | None:
        """Leaves a question that has failed, once; when it comes again there is nothing else to answer."""
        leaving = (say("button.postpone"), say("button.skip"))
        if self._failed[step] or not any(label in labels for label in leaving):
            return None
        self._failed[step] = True
        return Action(text=next(label for label in leaving if label in labels), press=True)

    def _table(self, table: Group, step: Step, labels: Collection[str]) -> Action:
        more = self._given.has_more(table, step)
        if more and say("button.add") not in labels:
            self.faults.append(self._about(step, say("answer_file.too_many", most=table.most_rows)))
        can = more and say("button.add") in labels
        return Action(text=say("button.add" if can else "button.finish"), press=True)

    def _field(self, step: Step, labels: Collection[str]) -> Action | None:
        given = self._given.answer(step)
        if given is None and say("button.skip") not in labels:
            return self._failing(step, say("answer_file.unanswered"), labels)
        if isinstance(given, dict | list):
            return self._failing(step, say("answer_file.not_text"), labels)
        answer = "" if given is None else str(given)
        if not answer.strip():
            self.answered += given is not None
            return self._empty(step, labels)
        if self._form.fields[step.item].of_kind.is_file:
            return self._file(step, answer, labels)
        return self._typed(step, answer, labels)

    def _typed(self, step: Step, answer: str, labels: Collection[str]) -> Action | None:
        """Gives an answer in its messages; where it is asked for again, it was taken for talk or a command."""
        is_long = self._form.fields[step.item].of_kind.is_long
        if step not in self._unsent:
            self._unsent[step] = list(given_answers.messages(answer)) if is_long else [answer]
            self.answered += 1
        if self._unsent[step]:
            text = self._unsent[step].pop(0)
            return Action(text=text, press=text in labels)
        if say("button.done") in labels:
            return Action(text=say("button.done"), press=True)
        return self._failing(step, say("answer_file.no_answer", answer=answer), labels)

    def _file(self, step: Step, answer: str, labels: Collection[str]) -> Action | None:
        path = self._folder / answer
        if not path.is_file():
            return self._failing(step, say("answer_file.no_file", path=path), labels)
        self.answered += 1
        return Action(text=str(path), file=True)

    def _empty(self, step: Step, labels: Collection[str]) -> Action | None:
        """Skips what is left empty, where that can be."""
        if say("button.skip") in labels:
            return Action(text=say("button.skip"), press=True)
        return self._failing(step, say("answer_file.empty"), labels)

    def _about(self, step: Step, words: str) -> Remark:
        return Remark(self._label(step), words)

    def _label(self, step: Step) -> str:
        """What a question is called, with the row or part in which it stands."""
        return self._named(step.item, self._given.number(step))

    def _named(self, item: str, number: int) -> str:
        field = self._form.fields.get(item)
        group = self._form.group_at(item)
        table = self._form.tables.get(item)
        label = field.title if field else table.title if table else ""
        return say("answer_file.place", group=group.title, number=number, label=label)


def _misplaced(form: Form, found: Unknown) -> str:
    """What is said of a key that nothing is asked for at its place: where it belongs, or what it may be."""
    key = found.key
    at = say(
        "answer_file.at", header=given_answers.header(form, found.within) if found.within else "", number=found.number
    )
    bare = {id_: id_.rpartition(".")[2] for id_ in (*form.fields, *form.computed)}
    own = [id_ for id_, name in bare.items() if key in (id_, name)]
    own.sort(key=lambda id_: form.home[id_] != found.within)  # first of those of the same name the one there
    section = form.groups.get(key)
    if section and section.each:
        return say("answer_file.each", key=key, table=form.rows_of(section), units=section.each == UNITS)
    if section and not section.has_rows:
        return say("answer_file.section", key=key)
    if own and own[0] in form.computed:
        return say("answer_file.computed", at=at, key=key)
    if section or own:
        return say(
            "answer_file.elsewhere",
            at=at,
            key=key,
            header=given_answers.header(form, key if section else form.home[own[0]]),
        )
    there = form.groups[found.within].item_ids if found.within else bare.values()
    return say("answer_file.unknown_key", at=at, key=key, near=near(key, [id_.rpartition(".")[2] for id_ in there]))


def _is_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
