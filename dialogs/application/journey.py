"""The steps of an application, derived from the form and the answers: what is open, how far along.

Stores nothing: going back, editing, a restart and a changed form need no bookkeeping here. An application that shows
one unit's part (`Application.scope`) gives that unit's steps: its own rows, and for each table whether it is filled in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from dialogs.application.application import Application, Progress, Step
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Field, Group, Section, Table


def shortfall(group: Group, sizes: Mapping[str, int]) -> int:
    """How many Han characters the long texts of a group lack of its minimum; `sizes` are those of its answers."""
    return max(0, (group.min_han or 0) - sum(sizes.values()))


def missing(group: Group, sizes: Mapping[str, int]) -> int:
    """How many things are missing in a group at one row: unanswered items, and one more for a minimum not reached."""
    return sum(item not in sizes for item in group.item_ids) + (shortfall(group, sizes) > 0)


def total(group: Group) -> int:
    """What `missing` gives for a group in which nothing is answered."""
    return len(group.item_ids) + (group.min_han is not None)


def items(application: Application, section: Section) -> Sequence[Field | Table]:
    """The items of a section that are asked in scope.

    Of a section that is not repeated, a joint unit is asked the tables alone, and members of the lead unit all but the
    list of units.
    """
    scope = application.scope
    if scope is None or section.each:
        return section.items
    if scope == LEAD_UNIT:
        return tuple(item for item in section.items if item.id != application.form.units.table)
    return section.tables


def sections(application: Application) -> Sequence[Section]:
    """The sections of which anything is asked in scope."""
    return [section for section in application.form.sections if items(application, section)]


def whole(application: Application, table: str) -> Step:
    """The step that a table is filled in; each unit says that for itself."""
    return Step(item=table, row=application.scope or LEAD_UNIT)


def unfinished(application: Application, table: str) -> bool:
    """Whether it is still to be said in scope that a table is filled in. Of the list of units only the lead says it."""
    if application.scope is not None and table == application.form.units.table:
        return False
    return application.answer(whole(application, table)) is None


class _Left(NamedTuple):
    """What is not asked for now though it is open: single steps, and everything at some rows."""

    steps: Collection[Step] = ()
    rows: Collection[str] = ()


_NOTHING = _Left()


def position(
    application: Application,
    within: str = "",
    besides: Collection[str] = (),
    postponed: Collection[Step] = (),
    busy: Collection[Step] = (),
) -> Step | None:
    """The first open step in the form's order, that of section `within` first; None when nothing is to be asked.

    What belongs to the units `besides` is for others to answer. At the steps `busy` somebody else is at work: neither
    they are asked, nor anything else at their rows. The steps `postponed` come when there is nothing else.
    """
    rows = [step.row for step in busy if step.row != NO_ROW]
    for later in (postponed, ()) if postponed else ((),):
        left = _Left((*later, *busy), rows)
        for section in sorted(sections(application), key=lambda section: section.id != within):
            if section_missing(application, section) and (step := _open_step(application, section, besides, left)):
                return step
    return None


def open_sections(application: Application, besides: Collection[str] = ()) -> Sequence[Section]:
    """The sections in scope in which something is open, apart from what the units `besides` are to answer."""
    found = [section for section in sections(application) if section_missing(application, section)]
    return [section for section in found if _open_step(application, section, besides, _NOTHING)]


def open_for(part: Application, busy: Collection[Step] = ()) -> Step | None:
    """The first open step of one unit's part that somebody else can fill in for the unit, None for none.

    They can neither say that its tables are filled in, nor agree to anything for it.
    """
    left = _Left(busy, [step.row for step in busy])
    for section in sections(part):
        agreeing = any(field.of_kind.is_agreement for field in section.fields)
        groups: list[Group] = [*section.tables, *([section] if section.each and not agreeing else [])]
        for group in groups:
            if row := _open_row(part, group, (), left):
                return _open_item(part, group, row, left)
    return None


def _open_step(application: Application, section: Section, besides: Collection[str], left: _Left) -> Step | None:
    if section.each:
        row = _open_row(application, section, besides, left)
    else:
        row = NO_ROW if application.progress().get(section.id, Progress()).missing else None
    sizes = application.sizes(section.id, row or NO_ROW)
    for item in items(application, section):
        step = Step(item=item.id, row=row or NO_ROW)
        if isinstance(item, Table):
            if cells := _open_row(application, item, besides, left):
                return _open_item(application, item, cells, left)
            step = whole(application, item.id)
            if unfinished(application, item.id) and step not in left.steps:
                return step
        elif row is not None and item.id not in sizes and step not in left.steps:
            return step
    rest = Step(item=section.id, row=row or NO_ROW)
    written = row is not None and all(item in sizes for item in section.item_ids if item in application.form.fields)
    return rest if written and rest not in left.steps and shortfall(section, sizes) else None


def _open_row(application: Application, group: Group, besides: Collection[str], left: _Left) -> str | None:
    """The first row of a group at which something is to be asked now."""
    passed = list(left.rows)
    while (row := application.first_open(group.id, besides, passed)) is not None:
        if not left.steps or _open_item(application, group, row, left):
            return row
        passed.append(row)
    return None


def _open_item(application: Application, group: Group, row: str, left: _Left) -> Step | None:
    """The first open item of a group at a row, or that it is too short; not what is left."""
    sizes = application.sizes(group.id, row)
    short = (group.id,) if shortfall(group, sizes) and all(item in sizes for item in group.item_ids) else ()
    steps = (Step(item=item, row=row) for item in (*group.item_ids, *short) if item not in sizes)
    return next((step for step in steps if step not in left.steps), None)


def exists(application: Application, step: Step) -> bool:
    """Whether there is such a step, and it is in scope."""
    form = application.form
    group = form.groups.get(form.group_of.get(step.item, step.item))
    owner = application.owner(step.row)
    if group is None or owner is None or application.scope not in (None, owner):
        return False
    if step.row == NO_ROW or step.item in form.tables:
        return True
    table = group.id if isinstance(group, Table) else form.rows_of(group)
    return application.row(table, step.row) is not None


def previous(application: Application, step: Step | None) -> Step | None:
    """The step before this one, answered or not; None at the first. A table counts as one step; None is the end."""
    form = application.form
    if step is None:
        return last(sections(application), application)
    group = form.groups[form.group_of.get(step.item, step.item)]
    asked = group.item_ids if isinstance(group, Table) else [item.id for item in items(application, group)]
    index = asked.index(step.item) if step.item in asked else len(asked)
    if index > 0:
        return Step(item=asked[index - 1], row=step.row)
    if isinstance(group, Table):
        return whole(application, group.id)
    if group.each:
        row = application.neighbour(group.id, step.row, -1)
        if row is not None:
            return Step(item=asked[-1], row=row)
    before = form.sections[: form.sections.index(group)]
    return last([section for section in sections(application) if section in before], application)


def last(among: Sequence[Section], application: Application) -> Step | None:
    """The last step of some sections, None where they have none."""
    for section in reversed(among):
        row = application.neighbour(section.id, None, -1) if section.each else NO_ROW
        if row is not None:
            item = items(application, section)[-1]
            return whole(application, item.id) if isinstance(item, Table) else Step(item=item.id, row=row)
    return None


def percent(application: Application) -> int:
    """How far along it is in scope, 0 to 100; 100 only when nothing is missing.

    Sections count by what they ask for. A table counts as one answer, lest every row added push the bar back.
    """
    shares = [_share(application, section) for section in sections(application)]
    if any(section_missing(application, section) for section in sections(application)):
        return min(99, int(100 * sum(done for _, done in shares) / sum(asked for asked, _ in shares)))
    return 100


def _share(application: Application, section: Section) -> tuple[float, float]:
    """How much a section asks for, and how much of that is done."""
    progress = application.progress().get(section.id, Progress())
    if application.scope and not section.each:
        open_tables = sum(_table_missing(application, table) > 0 for table in section.tables)
        return len(section.tables), len(section.tables) - open_tables
    return total(section), total(section) - progress.missing / progress.rows if progress.rows else 0


def section_missing(application: Application, section: Section) -> int:
    """How many things are missing in a section in scope, its tables included."""
    progress = application.progress()
    own = progress.get(section.id, Progress()).missing
    if application.scope == LEAD_UNIT and application.form.units.table in section.item_ids:
        own -= application.answer(Step(item=application.form.units.table)) is None
    return own + sum(_table_missing(application, table) for table in section.tables)


def _table_missing(application: Application, table: Table) -> int:
    """How many things are missing in a table's rows, and one more if a joint unit has not said that it is filled in."""
    missing = application.progress().get(table.id, Progress()).missing
    return missing + (bool(application.scope) and unfinished(application, table.id))


def completes(application: Application, step: Step, han: int = 0) -> bool:
    """Whether an answer to this step, with `han` Han characters, is the last thing that its section lacks."""
    group = application.form.groups[application.form.group_of[step.item]]
    lacking = section_missing(application, application.form.section_of[group.id])
    before = application.sizes(group.id, step.row)
    return 0 < lacking == missing(group, before) - missing(group, {**before, step.item: han})


def title_of(application: Application, section: Section, row: str) -> str:
    """The name of the row or unit for which an instance of a repeated section is, "" where it has none."""
    form = application.form
    if section.each == UNITS and row == LEAD_UNIT:
        lead = application.answer(Step(item=form.units.lead))
        return lead.value if lead else ""
    found = application.row(form.rows_of(section), row)
    return found.title if found else ""
