"""How far an application is, as one number for whoever fills it in: weighed by what is to be written and filled in.

A short answer or a cell weighs 1; what must be written weighs by its characters. Reads only what is kept counted, so it
costs the same however many rows there are. What is closed weighs nothing, so that only an answer that opens further
questions takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application import journey
from dialogs.application.application import Application, Progress
from dialogs.form.model import NO_ROW, Field, Group

LONG = 3  # what a long text weighs by itself
CHARACTERS = 50  # so many that must be written weigh 1


def percent(application: Application) -> int:
    """How far along it is in scope, 0 to 100; 100 only when nothing is missing."""
    sections = journey.sections(application)
    if not any(journey.section_missing(application, section) for section in sections):
        return 100
    shares = [share for section in sections for share in _shares(application, section)]
    return min(99, int(100 * sum(done for _, done in shares) / max(1, sum(whole for whole, _ in shares))))


def _shares(application: Application, section: Group) -> Sequence[tuple[float, float]]:
    """What a section and its tables weigh, each with how much of that is done."""
    tables = [_of_table(application, table) for top in journey.tables(application, section) for table in top.groups]
    if section.each:
        return [_repeated(application, section), *tables]
    return [*([] if application.scope else [_once(application, section)]), *tables]


def _weight(fields: Sequence[Field]) -> float:
    return sum(LONG if field.of_kind.is_long else 1 for field in fields)


def _once(application: Application, section: Group) -> tuple[float, float]:
    sizes, asked = journey.sizes(application, section, NO_ROW), journey.asked(application, section, NO_ROW)
    fields = [field for field in section.fields if field.id in asked]
    together = journey.together(application, section, NO_ROW)
    wanted = sum(one.want for one in together) / CHARACTERS
    written = wanted - sum(one.lack for one in together) / CHARACTERS
    return _weight(fields) + wanted, _weight([field for field in fields if field.id in sizes]) + written


def _of_table(application: Application, table: Group) -> tuple[float, float]:
    """The cells of a table, of rows that it must have too; and that it is filled in, where that is said but once."""
    progress = application.progress().get(table.id, Progress())
    cells = progress.rows * journey.total(table) - progress.closed
    nested = application.form.parent_of(table.id)
    least = table.min_rows * (application.progress().get(nested, Progress()).rows if nested else 1)
    is_wanted = not application.scope and not (nested and table.when)  # of a branch nobody has counted where it is open
    expected = max(0, least - progress.rows) * journey.total(table) if is_wanted else 0
    of_lead = application.scope is not None and table.id == application.form.units.group
    said = 0 if nested or table.rows or of_lead else 1
    finished = said and not journey.unfinished(application, table.id)
    return cells + expected + said, cells - progress.missing + finished


def _repeated(application: Application, section: Group) -> tuple[float, float]:
    """Every instance, those of rows that there must be too; each thing asked in one is a like part of it."""
    progress = application.progress().get(section.id, Progress())
    table = application.form.tables.get(application.form.rows_of(section))
    is_sure = table and not application.scope and not application.form.is_by_row(section)
    expected = max(0, table.min_rows - progress.rows) if table and is_sure else 0
    one = _weight(section.fields) + len(section.tables) + (section.min_han or 0) / CHARACTERS
    things = max(1, journey.total(section))
    asked = progress.rows - progress.closed / things
    return one * (asked + expected), one * (asked - progress.missing / things)
