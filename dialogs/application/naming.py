"""What the parts of an application are called where all of it is looked at: by row or unit."""

from __future__ import annotations

from dialogs.application.application import Answers
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form, Group
from dialogs.texts import say


def instance_of(form: Form, answers: Answers, section: Group, row: str) -> str:
    """The name of the row or unit for which an instance of a repeated section is, "" for a section asked once."""
    if not section.each:
        return ""
    name = (
        answers.get(form.units.lead) if row == LEAD_UNIT else answers.get(form.name_column(form.rows_of(section)), row)
    )
    return name or nameless(row)


def nameless(row: str) -> str:
    """What stands in place of the name of a row or unit that has none yet."""
    return say("ask.lead_unnamed" if row == LEAD_UNIT else "ask.unnamed")


def place_of(form: Form, answers: Answers, section: Group, row: str) -> str:
    """The title of a section, with the name of its row or unit if it is repeated."""
    instance = instance_of(form, answers, section, row)
    return say("check.instance", section=section.title, instance=instance) if instance else section.title


def row_place(form: Form, answers: Answers, table: Group, row: str, number: int) -> str:
    """Which row of a table it is, by its number, and of what row it is a part."""
    parent, called = answers.parents.get(row, NO_ROW), row_called(table, number)
    if not parent:
        return called
    around = form.groups[form.around[table.id]]
    if around.has_rows:
        place = row_place(form, answers, around, parent, answers.numbers.get(parent, 0))
    else:
        place = place_of(form, answers, around, parent)
    return say("check.place", place=place, label=called)


def row_called(table: Group, number: int) -> str:
    """A row of a table by what the form calls it, or by its number."""
    if table.rows:
        return say("check.fixed_row", table=table.title, row=table.rows[number - 1])
    return say("check.row", table=table.title, number=number)
