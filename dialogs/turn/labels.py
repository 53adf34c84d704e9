"""What stands over a question: where one is in the form, and what there is to know about its section."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import LEAD, UNITS, Group, Section, Table
from dialogs.texts import say
from dialogs.turn.turn import Turn


def header(turn: Turn, step: Step) -> str:
    """Where one is: the part, the number of the question, the progress."""
    group = turn.form.groups[turn.form.group_of.get(step.item, step.item)]
    items = group.item_ids
    place = {"number": items.index(step.item) + 1 if step.item in items else len(items), "count": len(items)}
    if isinstance(group, Table):
        row = turn.application.row(group.id, step.row)
        number = row.number if row else ""
        return say("ask.row_header", section=group.title, row=number, **place, **turn.progress_bar())
    instance = instance_name(turn, group, step.row)
    return say("ask.header", section=group.title, instance=instance, **place, **turn.progress_bar())


def place(turn: Turn, step: Step) -> str:
    """Which question or row a step is, in one line: its part, its row, its name."""
    item = turn.form.fields.get(step.item) or turn.form.tables.get(step.item)
    if item is None:
        return say("history.no_item")
    row = turn.application.row(item.id, step.row) if isinstance(item, Table) else None
    if isinstance(item, Table) and row:
        return say("check.row", table=item.title, number=row.number)
    group = turn.form.groups[turn.form.group_of[step.item]]
    label = item.title if isinstance(item, Table) else item.short or item.label
    return say("check.place", place=_part(turn, group, step), label=label)


def _part(turn: Turn, group: Group, step: Step) -> str:
    if not journey.exists(turn.application, step):
        return say("history.no_row", title=group.title)
    if isinstance(group, Table):
        row = turn.application.row(group.id, step.row)
        return say("check.row", table=group.title, number=row.number if row else "")
    if not group.each:
        return group.title
    title = journey.title_of(turn.application, group, step.row) or _nameless(turn, group, step.row)
    return say("check.instance", section=group.title, instance=title)


def intro(turn: Turn, step: Step) -> str:
    """What there is to know about a section, said with its first question."""
    section = turn.form.groups[turn.form.group_of[step.item]]
    first = isinstance(section, Section) and step.item == section.item_ids[0]
    return section.intro.strip() if isinstance(section, Section) and first else ""


def completed(turn: Turn, step: Step, han: int = 0) -> str:
    """That a section is filled in, where this answer is the last that it lacked; else ""."""
    if not journey.completes(turn.application, step, han):
        return ""
    return say("answer.section_done", section=turn.form.section_of[turn.form.group_of[step.item]].title)


def instance_name(turn: Turn, section: Section, row: str) -> str:
    """For which row or unit a repeated section is asked, with its place among them; "" for others."""
    if not section.each:
        return ""
    title = journey.title_of(turn.application, section, row) or _nameless(turn, section, row)
    table = turn.form.rows_of(section)
    count = turn.application.count(table) + (section.each == UNITS)
    found = turn.application.row(table, row)
    if section.each == UNITS:
        return say("ask.instance_unit", title=title, number=found.number + 1 if found else 1, count=count)
    return say("ask.instance_row", title=title, number=found.number if found else 1, count=count)


def _nameless(turn: Turn, section: Section, row: str) -> str:
    lead = section.each == UNITS and row == LEAD
    return turn.form.fields[turn.form.units.lead].label if lead else say("ask.unnamed")
