"""The step before another, answered or not: the way back through an application. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application import journey
from dialogs.application.application import Application, Step
from dialogs.form.model import NO_ROW, Group


def previous(application: Application, step: Step | None) -> Step | None:
    """The step before this one, answered or not; None at the first. A table counts as one step; None is the end."""
    form = application.form
    if step is None:
        return last(journey.sections(application), application)
    group = form.group_at(step.item)
    before_it = _items_at(application, group, step.row)
    index = before_it.index(step.item) if step.item in before_it else len(before_it)
    if index > 0:
        return Step(item=before_it[index - 1], row=step.row)
    if group.has_rows:
        return journey.whole(application, group.id, journey.parent_at(application, step))
    if group.each:
        row = application.neighbour(group.id, step.row, -1)
        if row is not None:
            return Step(item=_items_at(application, group, row)[-1], row=row)
    before = form.sections[: form.sections.index(group)]
    return last([section for section in journey.sections(application) if section in before], application)


def _items_at(application: Application, group: Group, row: str) -> Sequence[str]:
    if group.has_rows:
        return journey.asked(application, group, row)
    return [item.id for item in journey.items(application, group, row)]


def last(among: Sequence[Group], application: Application) -> Step | None:
    """The last step of some sections, None where they have none."""
    for section in reversed(among):
        row = application.neighbour(section.id, None, -1) if section.each else NO_ROW
        if row is not None:
            item = journey.items(application, section, row)[-1]
            parent = row if section.each else NO_ROW
            whole = journey.whole(application, item.id, parent)
            return whole if isinstance(item, Group) else Step(item=item.id, row=row)
    return None
