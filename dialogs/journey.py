"""The steps of an application, derived from the form and the answers: what is open, how far along.

Stores nothing: going back, editing, a restart and a changed form need no bookkeeping here.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.application import Application, Step, Tally
from dialogs.form import LEAD, UNITS, Form, Group, Section, Table


def shortfall(group: Group, sizes: Mapping[str, int]) -> int:
    """How many Han characters the long texts of a group still lack together."""
    return max(0, (group.min_han or 0) - sum(sizes.values()))


def missing(group: Group, sizes: Mapping[str, int]) -> int:
    """How many things are open in one row of a group: its unanswered items, and a minimum not yet reached."""
    return sum(item not in sizes for item in group.item_ids) + (shortfall(group, sizes) > 0)


def total(group: Group) -> int:
    """How many things one row of a group asks for; `missing` counts down from here."""
    return len(group.item_ids) + (group.min_han is not None)


def position(application: Application, within: str = "") -> Step | None:
    """The first open step in the form's order, that of section `within` first; None when nothing is missing."""
    tallies = application.tallies()
    for section in sorted(application.form.sections, key=lambda section: section.id != within):
        if section_missing(section, tallies):
            return _open_step(application, section)
    return None


def _open_step(application: Application, section: Section) -> Step | None:
    row = application.first_open(section.id)
    sizes = application.sizes(section.id, row or LEAD)
    for item in section.items:
        if isinstance(item, Table):
            open_row = application.first_open(item.id)
            if open_row is not None:
                filled = application.sizes(item.id, open_row)
                return Step(item=next(c for c in item.item_ids if c not in filled), row=open_row)
        if item.id not in sizes:
            return Step(item=item.id, row=row or LEAD)
    return Step(item=section.id, row=row or LEAD)


def exists(application: Application, step: Step) -> bool:
    """Whether the row of a step is still there."""
    form = application.form
    group = form.groups[form.group_of.get(step.item, step.item)]
    table = group.id if isinstance(group, Table) else form.rows_of(group)
    return step.row == LEAD or application.row(table, step.row) is not None


def previous(application: Application, step: Step) -> Step | None:
    """The step before this one, answered or not; None at the first. A table counts as one step."""
    form = application.form
    group = form.groups[form.group_of.get(step.item, step.item)]
    items = group.item_ids
    index = items.index(step.item) if step.item in items else len(items)
    if index > 0:
        return Step(item=items[index - 1], row=step.row)
    if isinstance(group, Table):
        return Step(item=group.id)
    if group.each:
        row = application.neighbour(group.id, step.row, -1)
        if row is not None:
            return Step(item=items[-1], row=row)
    return _last_before(application, group)


def _last_before(application: Application, section: Section) -> Step | None:
    sections = application.form.sections
    for earlier in reversed(sections[: sections.index(section)]):
        row = application.neighbour(earlier.id, None, -1) if earlier.each else LEAD
        if row is not None:
            return Step(item=earlier.item_ids[-1], row=row)
    return None


def percent(form: Form, tallies: Mapping[str, Tally]) -> int:
    """How far along the form is, 0 to 100; 100 only when nothing is missing.

    Sections count by what they ask for. A table counts as one answer, lest every row added push the bar back.
    """
    asked = done = 0.0
    for section in form.sections:
        tally = tallies.get(section.id, Tally())
        asked += total(section)
        done += total(section) - tally.missing / tally.rows if tally.rows else 0
    if any(section_missing(section, tallies) for section in form.sections):
        return min(99, int(100 * done / asked))
    return 100


def section_missing(section: Section, tallies: Mapping[str, Tally]) -> int:
    """How many things are open in a section, its tables included."""
    return sum(tallies.get(group.id, Tally()).missing for group in section.groups)


def completes(application: Application, step: Step, han: int = 0) -> bool:
    """Whether an answer to this step, with so many Han characters, is the last thing its section lacks."""
    group = application.form.groups[application.form.group_of[step.item]]
    lacking = section_missing(application.form.section_of[group.id], application.tallies())
    before = application.sizes(group.id, step.row)
    return 0 < lacking == missing(group, before) - missing(group, {**before, step.item: han})


def title_of(application: Application, section: Section, row: str) -> str:
    """For which row or unit an instance of a repeated section is: the row's name, or the unit's."""
    form = application.form
    if section.each == UNITS and row == LEAD:
        lead = application.answer(Step(item=form.units.lead))
        return lead.value if lead else ""
    found = application.row(form.rows_of(section), row)
    return found.title if found else ""
