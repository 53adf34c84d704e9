"""What things are called: where one is in the form, what stands in an answer or a row, when something ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dialogs.answers import dates, kinds
from dialogs.answers.word_count import words
from dialogs.application import journey
from dialogs.application.application import SIGN_OFF, Answer, Row, Step
from dialogs.application.branches import of
from dialogs.application.naming import nameless, row_called
from dialogs.application.team import Team
from dialogs.form.model import UNITS, Field, Group
from dialogs.texts import say
from dialogs.turn.perspective import Perspective
from dialogs.turn.question import Question
from dialogs.turn.turn import Turn

HEAD = 60  # characters shown of a longer answer


def question(turn: Perspective, step: Step, **parts: Any) -> Question:
    """The question of a step: where one is, with these other parts of it."""
    group = turn.form.group_at(step.item)
    items = journey.asked(turn.application, group, step.row)
    where: dict[str, Any] = {
        "section": group.title,
        "number": items.index(step.item) + 1 if step.item in items else len(items),
        "count": len(items),
        "progress": turn.progress,
    }
    if group.has_rows:
        row = turn.application.row(group.id, step.row)
        where |= {"instance": row.title} if row and group.rows else {"row": row.number if row else 0}
        parent = journey.parent_at(turn.application, Step(item=group.id, row=step.row))
        where |= (
            {"instance": instance_name(turn, turn.form.groups[turn.form.around[group.id]], parent)} if parent else {}
        )
    else:
        where["instance"] = instance_name(turn, group, step.row)
    return Question(**where, **parts)


def place(turn: Perspective, step: Step) -> str:
    """Which question or row a step is, in one line: its part, its row, its name."""
    if step.item == SIGN_OFF:
        return say("history.sign_off", unit=turn.unit_name(step.row))
    item = turn.form.fields.get(step.item) or turn.form.tables.get(step.item)
    if item is None:
        return say("history.no_item")
    row = turn.application.row(item.id, step.row) if isinstance(item, Group) else None
    if isinstance(item, Group) and row:
        return _of_parent(turn, item, row)
    group = turn.form.group_at(step.item)
    return say("check.place", place=_part(turn, group, step), label=item.title)


def _part(turn: Perspective, group: Group, step: Step) -> str:
    if not journey.exists(turn.application, step):
        return say("history.no_row", title=group.title)
    if group.has_rows:
        row = turn.application.row(group.id, step.row)
        return _of_parent(turn, group, row) if row else group.title
    if not group.each:
        return group.title
    title = journey.title_of(turn.application, group, step.row) or nameless(step.row)
    return say("check.instance", section=group.title, instance=title)


def _of_parent(turn: Perspective, table: Group, row: Row) -> str:
    """Which row of a table it is, and of what row it is a part."""
    called, parent = row_called(table, row.number), turn.application.parent(row.id)
    if not parent:
        return called
    around = turn.form.groups[turn.form.around[table.id]]
    return say("check.place", place=_part(turn, around, Step(item=around.id, row=parent)), label=called)


def intro(turn: Turn, step: Step) -> str:
    """What there is to know about a section, said once: before its first question, to somebody who comes there.

    Of a group within the rows of a table: before its first question, at each row.
    """
    section, shown = turn.form.group_at(step.item), turn.conversation.shown
    asked = journey.asked(turn.application, section, step.row)
    if section.has_rows:
        firsts = ((next((item for item in asked if item in part.items), ""), part.guidance) for part in section.parts)
        return "\n\n".join(guidance.strip() for first, guidance in firsts if first == step.item and guidance)
    if step.item not in asked[:1]:
        return ""
    before = shown.step.item if shown.step and shown.application == turn.application.id else ""
    there = turn.form.section_of.get(turn.form.group_of.get(before, before)) is section
    return "" if there or turn.application.answer(step) is not None else section.guidance.strip()


def asked_for(field: Field) -> dict[str, str]:
    """What a question says it asks for: its label, or a short name with the official words as its statement."""
    official = (field.label if field.short else "", field.statement.strip())
    return {"label": field.title, "statement": "\n\n".join(filter(None, official))}


def completed(turn: Perspective, step: Step, han: int = 0) -> str:
    """That a section is filled in, where this answer is the last that it lacked; else ""."""
    if not journey.completes(turn.application, step, han):
        return ""
    return say("answer.section_done", section=turn.form.section_at(step.item).title)


def instance_name(turn: Perspective, group: Group, row: str) -> str:
    """For which row or unit a group is asked, with its place among them; "" for one that is asked once."""
    table = turn.form.answered_at(group.id)
    if not table:
        return ""
    title = journey.title_of(turn.application, group, row) or nameless(row)
    parent = turn.application.parent(row)
    if parent:
        title = say(
            "ask.instance_within",
            outer=journey.title_of(turn.application, turn.form.groups[turn.form.parent_of(table)], parent)
            or say("ask.unnamed"),
            title=title,
        )
    count = turn.application.count(table, parent) + (group.each == UNITS)
    found = turn.application.row(table, row)
    if group.each == UNITS:
        return say("ask.instance_unit", title=title, number=found.number + 1 if found else 1, count=count)
    return say("ask.instance_row", title=title, number=found.number if found else 1, count=count)


def read(turn: Perspective, step: Step, value: str | None) -> str:
    """A value as a person reads it."""
    if step.item == SIGN_OFF:
        return say(f"history.{value or 'unsigned'}")
    if value is None:
        return say("review.open")
    field = turn.form.fields.get(step.item)
    return kinds.show(field, value) or say("ask.skipped") if field else say("history.finished")


def open_mark(turn: Perspective, step: Step) -> str:
    """What stands where there is no answer yet: that there is none, or who has begun to write one."""
    if writers := turn.application.begun().get(step):
        return say("review.begun", who=[turn.who(person) for person in writers])
    return say("review.open")


def brief(text: str, most: int = HEAD) -> str:
    """The beginning of a text, see `beginning`, on one line."""
    return beginning(text.replace("\n", " "), most)


def beginning(text: str, most: int) -> str:
    """The beginning of a text, at most so many characters of it, and how long it is."""
    return text if len(text) <= most else say("review.long", head=text[:most], words=words(text))


def read_back(field: Field, value: str) -> str:
    """An answer as it was understood; an amount with its unit, which the form prints beside it."""
    return field.of_kind.with_unit(field, kinds.show(field, value))


def help_on(field: Field) -> str:
    """How an answer to a question can be written."""
    return field.of_kind.help or say(f"help_kind.{field.kind}", field=field)


def taken(field: Field, value: str) -> str:
    """That an answer was taken, as it was understood."""
    return say("answer.confirmed") if field.of_kind.is_agreement else say("answer.taken", value=read_back(field, value))


def cells(turn: Perspective, table: Group, row: Row) -> list[tuple[str, str, bool]]:
    """What stands in a row: the label of each column, its value, and whether there is an open comment on it."""
    open_ = {comment.step for comment in turn.team.comments(None, turn.application.scope)}
    asked = journey.asked(turn.application, table, row.id)
    steps = [Step(item=item, row=row.id) for item in asked if item in turn.form.fields]
    answers = [(turn.form.fields[step.item], turn.application.answer(step)) for step in steps]
    values = [(field.label, _cell(field, answer) if answer else "") for field, answer in answers]
    return [
        *((label, value, step in open_) for (label, value), step in zip(values, steps, strict=True)),
        *((label, value, False) for label, value in computed(turn, table, row.id)),
    ]


def _cell(field: Field, answer: Answer) -> str:
    return kinds.show(field, answer.value) + (say("old.mark") if answer.is_old else "")


def computed(turn: Perspective, group: Group, row: str) -> list[tuple[str, str]]:
    """What the computed fields of a group come to at a row, as far as they are known: the label of each, its value."""
    if not group.computed:
        return []
    branches = of(turn.application)
    values = [(field, branches.value(field.id, row)) for field in group.computed]
    return [(field.label, kinds.show(field, value)) for field, value in values if value]


def until(team: Team, now: datetime) -> str:
    """The deadline as people are told it, "" where there is none."""
    day = team.deadline()
    return ends(day, now) if day else ""


def ends(day: date, now: datetime) -> str:
    """A deadline with how many days are left until then."""
    return say("deadline.day", day=dates.moment(day, now), left=(day - now.date()).days)


def agreed_by(turn: Perspective, step: Step) -> str:
    """Who alone may agree to a statement, as a sentence; "" where the person may, and for every other question."""
    owner = turn.application.owner(step.row)
    theirs = turn.form.fields[step.item].of_kind.is_agreement and owner in turn.elsewhere
    return say("ask.hint_theirs", unit=turn.unit_name(owner)) if owner and theirs else ""
