"""Taking back what one changed last, and taking that back again: what is said of it, and where one goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, Self

from dialogs.answers.value import Value
from dialogs.application import journey
from dialogs.application.change_set import GIVEN_BACK_AT_A_TIME, SOON, ChangeSet, Touched, UnderWay
from dialogs.application.changes import Change, StartJob, StopJob, TakeBack
from dialogs.application.team import leads, of_unit
from dialogs.screens import text_pieces, unfinished_texts
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.labels import brief, place, read
from dialogs.turn.outcome import Notification, Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

NAMED = 4  # things that are named one by one
PASSING = ("added", "dropped")  # rows, which are counted
How = Literal["undo", "redo"]


class GivenBack(Value):
    """What was given back, and what was not.

    Attributes:
        rows: How many rows, by what became of them and by their tables: `added shelves`.
        others: The first few other things.
        count: How many of those there are.
        left: The first few things that stay as they are.
        left_count: How many of those there are.
    """

    rows: Mapping[str, int] = {}
    others: tuple[Touched, ...] = ()
    count: int = 0
    left: tuple[Touched, ...] = ()
    left_count: int = 0

    def and_(self, found: ChangeSet) -> Self:
        """With what more of a set is."""
        rows = Counter(f"{one.kind} {one.step.item}" for one in found.standing if one.kind in PASSING)
        others, left = _once(one for one in found.standing if one.kind not in PASSING), _once(found.left)
        return self.model_copy(
            update={
                "rows": Counter(self.rows) + rows,
                "others": (*self.others, *others)[:NAMED],
                "count": self.count + len(others),
                "left": (*self.left, *left)[:NAMED],
                "left_count": self.left_count + len(left),
            }
        )


class BackLeft(Value):
    """What of a large set is still to be given back.

    Attributes:
        change_set: Its id.
        how: Whether it is taken back, or done again.
        rows: The rows, see ChangeSet.later.
        lasting: What of it cannot be taken back.
        given: What was given back so far.
    """

    change_set: int
    how: How
    rows: tuple[str, ...]
    lasting: tuple[str, ...]
    given: GivenBack

    @property
    def bulk(self) -> str:
        """Under which all of it is one change set."""
        return f"back {self.change_set}"


def undo(turn: Turn) -> Outcome:
    """What the person changed last is as it was, as far as nobody has changed it since.

    Of a text that is being written the last message is what was changed last.
    """
    step = turn.stack[-1].asks(turn) if turn.stack[-1].is_one_question else None
    field = turn.form.fields.get(step.item) if step else None
    if step and field and field.of_kind.is_long and (shorter := text_pieces.undo(turn, step)):
        return shorter
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    if found is None:
        return turn.stay(say("undo.nothing"))
    under_way = _under_way(turn)
    if busy := next((one for one in under_way if one.takes_back), None):
        return turn.stay(say("undo.busy", count=busy.left))
    adding = [one for one in under_way if one.change_set == found.id]
    outcome = _taken_back(turn, found, "undo")
    stops = [StopJob(application=turn.application.id, job=one.job) for one in adding]
    said = [say("undo.stopped", count=one.left) for one in adding]
    return replace(outcome, changes=(*stops, *outcome.changes), notes=(*said, *outcome.notes))


def _under_way(turn: Turn) -> Sequence[UnderWay]:
    return turn.repository.under_way(turn.application.id, turn.conversation.person)


def redo(turn: Turn) -> Outcome:
    """What was taken back last holds again, where one has changed nothing since."""
    if busy := next((one for one in _under_way(turn) if one.takes_back), None):
        return turn.stay(say("undo.busy", count=busy.left))
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=False)
    return turn.stay(say("undo.nothing_again")) if found is None else _taken_back(turn, found, "redo")


def _taken_back(turn: Turn, found: ChangeSet, how: How) -> Outcome:
    change = TakeBack(application=turn.application.id, change_set=found.id, later=found.later, ends=not found.later)
    left = BackLeft(
        change_set=found.id, how=how, rows=found.later, lasting=found.lasting, given=GivenBack().and_(found)
    )
    changes, told = _with_job(turn, change, left), _notifications(turn, how, found.standing)
    notes = (say("undo.begun", how=how, count=len(found.later)),) if found.later else tuple(_told(turn, left))
    outcome = turn.to(_after(turn, found.standing), *changes, notes=notes, notifications=told)
    return replace(outcome, bulk=left.bulk, show=not 0 < len(found.later) <= SOON)


def go_on(turn: Turn, left: BackLeft) -> Outcome:
    """Some more rows of a large set are given back, and with the last of them that is said; one stays where one is."""
    now, later = left.rows[:GIVEN_BACK_AT_A_TIME], left.rows[GIVEN_BACK_AT_A_TIME:]
    found = turn.repository.change_set(turn.application.id, left.change_set, now)
    if found is None:
        return turn.stay(say("undo.not_all", how=left.how, count=len(left.rows)))
    change = TakeBack(application=turn.application.id, change_set=found.id, rows=now, ends=not later)
    after = left.model_copy(update={"rows": later, "given": left.given.and_(found)})
    changes, notes = _with_job(turn, change, after), () if later else tuple(_told(turn, after))
    outcome = turn.remain(*changes, notes=notes, notifications=_notifications(turn, left.how, found.standing))
    return replace(outcome, bulk=left.bulk, show=not later)


def _with_job(turn: Turn, change: TakeBack, left: BackLeft) -> Sequence[Change]:
    """Some is given back, and the rest later."""
    job = {"job": turn.new_id(1), "application": turn.application.id}
    return (change, StartJob(**job, kind="back", argument=left.model_dump_json())) if left.rows else (change,)


def _after(turn: Turn, given_back: list[Touched]) -> tuple[Screen, ...]:
    """Where one is; from another question back to the one whose answer is taken back, and on from it with that."""
    top, answers = turn.stack[-1], [one for one in given_back if one.kind == "answer"]
    if len(answers) == 1 and top.is_one_question and journey.exists(turn.application, answers[0].step):
        step = answers[0].step
        if answers[0].before is None:
            return (*turn.beneath, top.model_copy(update={"step": step, "other": False}))
        if top.asks(turn) == step and turn.application.answer(step) is None:
            return top.after(turn, step)
    return turn.remain().conversation.screens


def _told(turn: Turn, done: BackLeft) -> Iterator[str]:
    """What is as it was, what is not, and what cannot be, each as a sentence."""
    if what := list(_what(turn, done.given)):
        yield say("undo.done", how=done.how, what=what)
    if done.given.left:
        yield say("undo.left", how=done.how, what=list(_left(turn, done.given)))
    if done.lasting:
        yield say("undo.lasting", kinds=done.lasting)


def _what(turn: Turn, given: GivenBack) -> Iterator[str]:
    """What is as it was, in words: rows by their number in each table, the first few other things one by one."""
    for of, count in given.rows.items():
        kind, table = of.split()
        yield say(f"undo.{kind}", title=turn.form.tables[table].title, count=count)
    for one in given.others:
        yield _words(turn, one)
    if given.count > NAMED:
        yield say("undo.more", count=given.count - NAMED)


def _once(things: Iterable[Touched]) -> list[Touched]:
    """Each place once: a long text has many messages, and a row that is moved changes places with another."""
    return list({(one.kind, one.step if one.kind != "moved" else one.step.item): one for one in things}.values())


def _words(turn: Turn, one: Touched) -> str:
    value = brief(read(turn, one.step, one.before)) if one.kind == "answer" else one.before
    unit = turn.unit_name(one.unit) if one.kind in ("sign_off", "assigned") else ""
    writer = turn.who(one.writer) if one.writer else ""
    return say(f"undo.{one.kind}", place=place(turn, one.step), value=value, unit=unit, writer=writer)


def _left(turn: Turn, given: GivenBack) -> Iterator[str]:
    """What stays, and by whom it was changed since."""
    for one in given.left:
        where = turn.unit_name(one.unit) if one.kind == "sign_off" else place(turn, one.step)
        yield say("undo.stays", kind=one.kind, place=where, who=turn.who(one.by) if one.by else "")
    if given.left_count > NAMED:
        yield say("undo.more", count=given.left_count - NAMED)


def _notifications(turn: Turn, how: How, things: Iterable[Touched]) -> tuple[Notification, ...]:
    """Who counts on a confirmation is told that it is another; whom a comment or a text concerns, what it is now."""
    told: list[Notification] = []
    for one in _once(things):
        if one.kind == "sign_off":
            persons = (*of_unit(turn.team, one.unit), *leads(turn.team))
            params = {"unit": turn.unit_name(one.unit), "kind": one.before}
            told += turn.notify(persons, "undo.sign_off_told", turn.door("open", "on"), **params)
        elif one.kind == "taken":
            told += unfinished_texts.handed(turn, one.step, one.writer, back=one.before is not None)
        elif one.kind == "comment" and one.before is not None:
            told += review.given_back(turn, one.step, one.before, how)
        elif one.kind == "comment" and review.comments_on(turn, one.step):
            own = [said for said in review.live(turn, one.step) if said.person == turn.conversation.person]
            told += review.withdrawn(turn, one.step, own[-1:])
    return tuple(told)
