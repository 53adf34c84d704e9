"""Taking back what one changed last, and taking that back again: what is said of it, and where one goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dialogs.application import journey
from dialogs.application.change_set import ChangeSet, Touched
from dialogs.application.changes import TakeBack
from dialogs.application.team import leads, of_unit
from dialogs.screens import long_text
from dialogs.texts import say
from dialogs.turn.labels import HEAD, brief, place, read
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Notification, Outcome, Turn

NAMED = 4  # things that are named one by one


def undo(turn: Turn) -> Outcome:
    """What the person changed last is as it was, as far as nobody has changed it since.

    Of a text that is being written the last message is what was changed last.
    """
    step = turn.stack[-1].asks(turn) if turn.stack[-1].is_one_question else None
    field = turn.form.fields.get(step.item) if step else None
    if step and field and field.of_kind.is_long and (shorter := long_text.undo(turn, step)):
        return shorter
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=True)
    if found is None:
        return turn.stay(say("undo.nothing"))
    return _taken_back(turn, found, "undo")


def redo(turn: Turn) -> Outcome:
    """What was taken back last holds again, where one has changed nothing since."""
    found = turn.repository.last_changes(turn.application.id, turn.conversation.person, undo=False)
    return turn.stay(say("undo.nothing_again")) if found is None else _taken_back(turn, found, "redo")


def _taken_back(turn: Turn, found: ChangeSet, how: str) -> Outcome:
    change = TakeBack(application=turn.application.id, change_set=found.id)
    notes = [say("undo.done", how=how, what=list(_told(turn, found.standing)))] if found.standing else []
    if found.left:
        notes.append(say("undo.left", what=list(_left(turn, found.left))))
    if found.lasting:
        notes.append(say("undo.lasting", kinds=found.lasting))
    told = _notifications(turn, found.standing)
    return turn.to(_after(turn, found.standing), change, notes=tuple(notes), notifications=told)


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


def _told(turn: Turn, things: Iterable[Touched]) -> Iterator[str]:
    """What is as it was, in words: rows by their number in each table, the first few other things one by one."""
    things = list(things)
    rows = Counter((one.kind, one.step.item) for one in things if one.kind in ("added", "dropped"))
    for (kind, table), count in rows.items():
        yield say(f"undo.{kind}", title=turn.form.tables[table].title, count=count)
    others = _once(one for one in things if one.kind not in ("added", "dropped"))
    for one in others[:NAMED]:
        yield _words(turn, one)
    if len(others) > NAMED:
        yield say("undo.more", count=len(others) - NAMED)


def _once(things: Iterable[Touched]) -> list[Touched]:
    """Each place once: a long text has many messages, and a row that is moved changes places with another."""
    return list({(one.kind, one.step if one.kind != "moved" else one.step.item): one for one in things}.values())


def _words(turn: Turn, one: Touched) -> str:
    value = brief(read(turn, one.step, one.before).replace("\n", " "), HEAD) if one.kind == "answer" else one.before
    unit = turn.unit_name(one.unit) if one.kind in ("sign_off", "assigned") else ""
    return say(f"undo.{one.kind}", place=place(turn, one.step), value=value, unit=unit)


def _left(turn: Turn, things: list[Touched]) -> Iterator[str]:
    """What stays, and by whom it was changed since."""
    for one in _once(things)[:NAMED]:
        where = turn.unit_name(one.unit) if one.kind == "sign_off" else place(turn, one.step)
        yield say("undo.stays", kind=one.kind, place=where, who=turn.who(one.by) if one.by else "")
    if len(things) > NAMED:
        yield say("undo.more", count=len(things) - NAMED)


def _notifications(turn: Turn, things: Iterable[Touched]) -> tuple[Notification, ...]:
    """Who counts on a confirmation is told that it is another."""
    name = turn.team.name(turn.conversation.person) or say("team.somebody")
    told: list[Notification] = []
    for one in things:
        if one.kind == "sign_off":
            persons = (*of_unit(turn.team, one.unit), *leads(turn.team))
            params = {"unit": turn.unit_name(one.unit), "who": name, "name": turn.name, "kind": one.before}
            told += turn.notify(persons, "undo.sign_off_told", **params)
    return tuple(told)
