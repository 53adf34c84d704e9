"""The steps of an application, derived from the form and the answers: what is asked, and what of it is missing.

Stores nothing: going back, editing, a restart and a changed form need no bookkeeping here. An application that shows
one unit's part (`Application.scope`) gives that unit's steps: its own rows, and for each table whether it is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.application import branches, minima
from dialogs.application.application import Application, Progress, Step, lineage
from dialogs.application.minima import Together
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Field, Group


def asked(application: Application, group: Group, row: str) -> Sequence[str]:
    """The ids of what is asked in a group at a row, as its branches are."""
    if group.id not in application.form.conditional:
        return group.item_ids
    return branches.in_row(application).asked(group, row)


def sizes(application: Application, group: Group, row: str) -> Mapping[str, int]:
    """What is answered of what is asked in a group at one row: the item's id -> its number of Han characters."""
    kept = application.sizes(group.id, row)
    if group.id not in application.form.conditional:
        return kept
    open_ = asked(application, group, row)
    return {item: han for item, han in kept.items() if item in open_}


def together(application: Application, group: Group, row: str) -> Sequence[Together]:
    """The long texts of a group at one row that have a minimum together; none of those of which none is asked."""
    if not group.minima:
        return []
    return minima.together(group, row, asked(application, group, row), sizes(application, group, row))


def together_at(application: Application, step: Step) -> Together | None:
    """Those that are asked for at this step, if there are any; of several those that lack most."""
    group = application.form.group_at(step.item)
    found = (one for one in together(application, group, step.row) if one.step == step)
    return max(found, key=lambda one: one.lack, default=None)


def is_short(application: Application, step: Step) -> bool:
    """Whether there are such, and they are too short."""
    found = together_at(application, step)
    return found is not None and found.lack > 0


def missing(application: Application, group: Group, row: str) -> int:
    """How many things are missing in a group at one row: unanswered items, and each minimum not reached."""
    return _missing(group, _wanted(application, group, row), sizes(application, group, row))


def _wanted(application: Application, group: Group, row: str) -> Sequence[str]:
    """The ids of what an answer is wanted to: of a table with fixed rows there is none as a whole."""
    return [item for item in asked(application, group, row) if item not in application.form.fixed]


def _missing(group: Group, wanted: Sequence[str], sizes: Mapping[str, int]) -> int:
    lacking = sum(one.lack > 0 for one in minima.together(group, NO_ROW, wanted, sizes)) if group.minima else 0
    return sum(item not in sizes for item in wanted) + lacking


def closed(application: Application, group: Group, row: str) -> int:
    """How many things are not asked in a group at one row, of those in its `total`, as its branches are."""
    wanted = _wanted(application, group, row)
    return total(group) - len(wanted) - len(minima.minima(group, wanted))


def total(group: Group) -> int:
    """How many things are missing in a group in which nothing is answered, and all is asked."""
    return len(group.item_ids) - sum(bool(table.rows) for table in group.tables) + len(group.minima)


def items(application: Application, group: Group, row: str = NO_ROW) -> Sequence[Field | Group]:
    """The items of a group that are asked in scope, at a row where it is asked.

    Of a section that is not repeated, a joint unit is asked the tables alone, and members of the lead unit all but the
    list of units.
    """
    scope, found = application.scope, group.items
    if group.id in application.form.conditional:
        open_ = asked(application, group, row)
        found = tuple(item for item in found if item.id in open_)
    if scope is None or group.each or group.has_rows:
        return found
    if scope == LEAD_UNIT:
        return tuple(item for item in found if item.id != application.form.units.group)
    return tuple(item for item in found if isinstance(item, Group) and not item.rows)


def sections(application: Application) -> Sequence[Group]:
    """The sections of which anything is asked in scope."""
    form = application.form
    open_, closing = form.sections, form.conditional.get("", frozenset())
    if closing:
        now = branches.of(application)
        open_ = tuple(section for section in open_ if section.id not in closing or now.is_open(section.id, NO_ROW))
    return [section for section in open_ if items(application, section)]


def is_asked(application: Application, step: Step) -> bool:
    """Whether there is such a step in scope, and it stands in no closed branch."""
    if not exists(application, step):
        return False
    row = parent_at(application, step) if step.item in application.form.tables else step.row
    return branches.of(application).is_open(step.item, row)


def parent_at(application: Application, step: Step) -> str:
    """To which row the rows of a table belong, by the step of one of them or of the table as a whole."""
    path = application.form.path(step.item)
    if len(path) <= 1:
        return NO_ROW
    rows = lineage(application.parent, step.row)
    return rows[-2] if len(rows) == len(path) else step.row


def whole(application: Application, table: str, parent: str = NO_ROW) -> Step:
    """The step that a table is filled in: each unit says that for itself, and each parent has its own."""
    return Step(item=table, row=parent or application.scope or LEAD_UNIT)


def unfinished(application: Application, table: str, parent: str = NO_ROW) -> bool:
    """Whether it is still to be said in scope that a table is filled in.

    Of the list of units only the lead says it; of one whose rows the form has fixed nobody does.
    """
    if table in application.form.fixed:
        return False
    if application.scope is not None and table == application.form.units.group:
        return False
    return application.answer(whole(application, table, parent)) is None


def exists(application: Application, step: Step) -> bool:
    """Whether there is such a step, and it is in scope."""
    form = application.form
    group = form.groups.get(form.group_of.get(step.item, step.item))
    owner = application.owner(step.row)
    if group is None or owner is None or application.scope not in (None, owner):
        return False
    if step.row == NO_ROW or step.item in form.tables:
        return True
    table = group.id if group.has_rows else form.rows_of(group)
    return application.row(table, step.row) is not None


def is_complete(application: Application) -> bool:
    """Whether nothing is missing in scope."""
    return not any(section_missing(application, section) for section in sections(application))


def left_open(application: Application) -> int:
    """How many things are missing in scope."""
    return sum(section_missing(application, section) for section in sections(application))


def section_missing(application: Application, section: Group) -> int:
    """How many things are missing in a section in scope, its tables included."""
    progress = application.progress()
    own = progress.get(section.id, Progress()).missing
    if application.scope == LEAD_UNIT and application.form.units.group in section.item_ids:
        own -= application.answer(Step(item=application.form.units.group)) is None
    return own + sum(table_missing(application, t) for top in tables(application, section) for t in top.groups)


def rows_of(application: Application, table: str, parent: str = NO_ROW) -> Progress:
    """How many rows a table has in scope, or at one parent, and in how many something is missing: there 1 for any."""
    if not parent or not application.form.parent_of(table):
        return application.progress().get(table, Progress())
    open_ = application.first_open(table, parent=parent) is not None
    return Progress(application.count(table, parent), int(open_))


def tables(application: Application, section: Group) -> Sequence[Group]:
    """The tables of a section that are asked; of one that is repeated, at any of its rows."""
    if section.each or section.id not in application.form.conditional:
        return section.tables
    open_ = asked(application, section, NO_ROW)
    return [table for table in section.tables if table.id in open_]


def table_missing(application: Application, table: Group) -> int:
    """How many things are missing in a table's rows, and one more if a joint unit has not said that it is filled in."""
    missing = application.progress().get(table.id, Progress()).missing
    of_unit = bool(application.scope) and not application.form.parent_of(table.id)
    return missing + (of_unit and unfinished(application, table.id))


def completes(application: Application, step: Step, han: int = 0) -> bool:
    """Whether an answer to this step, with `han` Han characters, is the last thing that its section lacks."""
    group = application.form.group_at(step.item)
    lacking = section_missing(application, application.form.section_at(step.item))
    if group.id in application.form.steered.get(group.id, ()):
        return False  # what is asked may be another with this answer
    wanted, before = _wanted(application, group, step.row), sizes(application, group, step.row)
    return 0 < lacking == _missing(group, wanted, before) - _missing(group, wanted, {**before, step.item: han})


def title_of(application: Application, section: Group, row: str) -> str:
    """The name of the row or unit at which a group is asked, "" where it has none."""
    form = application.form
    if section.each == UNITS and row == LEAD_UNIT:
        lead = application.answer(Step(item=form.units.lead))
        return lead.value if lead else ""
    found = application.row(form.answered_at(section.id), row)
    return found.title if found else ""
