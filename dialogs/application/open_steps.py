"""Where somebody goes on: the first step that is open, as the form's order and what others see to have it.

Stores nothing, and knows no person: what is not to be asked now comes in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dialogs.application.application import Application, Progress, Step
from dialogs.application.journey import items, section_missing, sections, sizes, tables, together, unfinished, whole
from dialogs.form.model import NO_ROW, Field, Group


class _Left(NamedTuple):
    """What is not asked for now though it is open: single steps, everything at some rows, that tables are filled in."""

    steps: Collection[Step] = ()
    rows: Collection[str] = ()
    whole: bool = False  # of tables that stand in no row


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


def open_sections(application: Application, besides: Collection[str] = ()) -> Sequence[Group]:
    """The sections in scope in which something is open, apart from what the units `besides` are to answer."""
    found = [section for section in sections(application) if section_missing(application, section)]
    return [section for section in found if _open_step(application, section, besides, _NOTHING)]


def open_for(part: Application, busy: Collection[Step] = ()) -> Step | None:
    """The first open step of one unit's part that somebody else can fill in for the unit, None for none.

    They cannot agree to anything for it; of its tables as a whole see `not_finished`.
    """
    left = _Left(busy, [step.row for step in busy], whole=True)
    for section in sections(part):
        agreeing = any(field.of_kind.is_agreement for field in section.fields)
        for group in [section] if section.each and not agreeing else section.tables:
            if row := _open_row(part, group, (), left):
                return _open_at(part, group, row, (), left)
    return None


def not_finished(part: Application) -> Sequence[Group]:
    """The tables of one unit's part, but those in rows, of which it is still to be said that they are filled in."""
    once = [section for section in sections(part) if not section.each]
    return [table for section in once for table in tables(part, section) if unfinished(part, table.id)]


def _open_step(application: Application, section: Group, besides: Collection[str], left: _Left) -> Step | None:
    """The first open step of a section, at the first of its rows that has one, with the tables that stand in it."""
    if not section.each:
        return _open_at(application, section, NO_ROW, besides, left)
    row = _open_row(application, section, besides, left)
    return None if row is None else _open_at(application, section, row, besides, left)


def _open_at(application: Application, group: Group, row: str, besides: Collection[str], left: _Left) -> Step | None:
    """The first open step of a group at a row, the tables that stand in it included; not what is left."""
    at_rows = bool(group.each) or group.has_rows
    lacks = at_rows or application.progress().get(group.id, Progress()).missing
    at_row, found = sizes(application, group, row), items(application, group, row)
    for item in found:
        step = Step(item=item.id, row=row)
        if isinstance(item, Group):
            parent = row if at_rows else NO_ROW
            if cells := _open_row(application, item, besides, left, parent):
                return _open_at(application, item, cells, besides, left)
            step = whole(application, item.id, parent)
            said_at_once = left.whole and not parent
            if unfinished(application, item.id, parent) and not said_at_once and step not in left.steps:
                return step
        elif lacks and item.id not in at_row and step not in left.steps:
            return step
    written = lacks and all(field.id in at_row for field in found if isinstance(field, Field))
    short = (one.step for one in together(application, group, row) if one.lack) if written else ()
    return next((step for step in short if step not in left.steps), None)


def _open_row(
    application: Application, group: Group, besides: Collection[str], left: _Left, parent: str = NO_ROW
) -> str | None:
    """The first row of a group, of those of one parent, at which or below which something is to be asked now."""
    passed = list(left.rows)
    while (row := application.first_open(group.id, besides, passed, parent)) is not None:
        if not (left.steps or left.whole) or _open_at(application, group, row, besides, left):
            return row
        passed.append(row)
    return None
