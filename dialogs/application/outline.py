"""The parts of the form with what each holds and how far it is, for a channel that can show that all the time.

Knows nothing of how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dialogs.application import journey
from dialogs.application.application import Application, Progress
from dialogs.application.naming import nameless
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Group
from dialogs.texts import say

MOST = 60  # rows or units shown of one part
State = Literal["open", "begun", "done", "awaited"]  # awaited: there is nothing to fill in as yet


class Point(NamedTuple):
    """One question, table, row or unit of a part."""

    label: str
    state: State
    item: str
    row: str = NO_ROW
    remark: str = ""


class Part(NamedTuple):
    """One section of the form."""

    title: str
    state: State
    missing: int
    item: str
    points: tuple[Point, ...]


def outline(application: Application) -> list[Part]:
    """Every part in scope, in the form's order."""
    return [_part(application, section) for section in journey.sections(application)]


def _part(application: Application, section: Group) -> Part:
    missing = journey.section_missing(application, section)
    points = tuple(_instances(application, section) if section.each else _items(application, section))
    begun = any(point.state != "open" for point in points)
    state: State = "done" if not missing else "begun" if begun else "open"
    if section.each and not points:
        state = "awaited" if journey.unfinished(application, application.form.rows_of(section)) else "done"
    return Part(section.title, state, missing, section.id, points)


def _items(application: Application, section: Group) -> Iterator[Point]:
    sizes = journey.sizes(application, section, NO_ROW)
    for item in journey.items(application, section):
        if isinstance(item, Group):
            yield _table(application, item)
        else:
            yield Point(item.title, "done" if item.id in sizes else "open", item.id)
    found = [] if application.scope else journey.together(application, section, NO_ROW)
    for short in (one for one in found if one.lack):
        label = say("status.short", missing=short.lack, want=short.want)
        yield Point(label, "begun" if sizes else "open", section.id)


def _table(application: Application, table: Group) -> Point:
    progress = application.progress().get(table.id, Progress())
    finished = not journey.unfinished(application, table.id)
    state: State = "done" if finished and not progress.open_rows else "begun" if progress.rows or finished else "open"
    remark = say("outline.rows", count=progress.rows, noun=table.row_noun)
    return Point(table.title, state, table.id, remark=remark)


def _instances(application: Application, section: Group) -> Iterator[Point]:
    form = application.form
    table = form.rows_of(section)
    rows = [row.id for row in application.rows(table, 1, MOST)] if journey.rows_of(application, table).rows else []
    lead = section.each == UNITS and application.scope in (None, LEAD_UNIT)
    for row in [LEAD_UNIT, *rows] if lead else rows:
        asked = journey.asked(application, section, row)
        below = any(application.first_open(table, parent=row) for table in asked if table in form.tables)
        missing = journey.missing(application, section, row) or below
        state: State = "done" if not missing else "begun" if journey.sizes(application, section, row) else "open"
        label = journey.title_of(application, section, row) or nameless(row)
        yield Point(label, state, next(iter(asked), section.id), row)
