"""The parts of the form with what each holds and how far it is, for a channel that can show it all the time.

Knows nothing of how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from dialogs import journey
from dialogs.application import Application, Step, Tally
from dialogs.form import LEAD, UNITS, Section, Table, Value
from dialogs.texts import say

MOST = 60  # rows or units shown of one part
State = Literal["open", "begun", "done", "awaited"]  # awaited: there is nothing to fill in as yet


class Point(Value):
    """One question, table, row or unit of a part."""

    label: str
    state: State
    remark: str = ""
    step: Step


class Part(Value):
    """One section of the form."""

    title: str
    state: State
    missing: int
    step: Step
    points: tuple[Point, ...]


def outline(application: Application) -> list[Part]:
    """Every part, in the form's order."""
    tallies = application.tallies()
    return [_part(application, section, tallies) for section in application.form.sections]


def _part(application: Application, section: Section, tallies: Mapping[str, Tally]) -> Part:
    tally = tallies.get(section.id, Tally())
    missing = journey.section_missing(section, tallies)
    state: State = _state(missing, tally.rows * journey.total(section))
    if section.each and not tally.rows:
        state = "awaited"
    points = _instances(application, section) if section.each else _items(application, section, tallies)
    return Part(title=section.title, state=state, missing=missing, step=Step(item=section.id), points=tuple(points))


def _state(missing: int, total: int) -> State:
    return "done" if not missing else "begun" if missing < total else "open"


def _items(application: Application, section: Section, tallies: Mapping[str, Tally]) -> Iterator[Point]:
    sizes = application.sizes(section.id, LEAD)
    for item in section.items:
        step = Step(item=item.id)
        if isinstance(item, Table):
            yield _table(item, step, tallies.get(item.id, Tally()), finished=item.id in sizes)
        else:
            yield Point(label=item.short or item.label, state="done" if item.id in sizes else "open", step=step)
    if short := journey.shortfall(section, sizes):
        label = say("status.short", missing=short, want=section.min_han)
        yield Point(label=label, state="begun", step=Step(item=section.id))


def _table(table: Table, step: Step, tally: Tally, *, finished: bool) -> Point:
    state: State = "done" if finished and not tally.open_rows else "begun" if tally.rows or finished else "open"
    remark = say("outline.rows", count=tally.rows, noun=table.row_noun)
    return Point(label=table.title, state=state, remark=remark, step=step)


def _instances(application: Application, section: Section) -> Iterator[Point]:
    rows = [row.id for row in application.rows(application.form.rows_of(section), 1, MOST)]
    for row in [LEAD, *rows] if section.each == UNITS else rows:
        missing = journey.missing(section, application.sizes(section.id, row))
        label = journey.title_of(application, section, row) or say("ask.unnamed")
        yield Point(
            label=label, state=_state(missing, journey.total(section)), step=Step(item=section.item_ids[0], row=row)
        )
