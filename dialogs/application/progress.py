"""How far an application is, as one number for whoever fills it in."""

from __future__ import annotations

from dialogs.application import journey
from dialogs.application.application import Application, Progress
from dialogs.form.model import NO_ROW, Section


def percent(application: Application) -> int:
    """How far along it is in scope, 0 to 100; 100 only when nothing is missing.

    Sections count by what they ask for. A table counts as one answer, lest every row added push the bar back.
    """
    shares = [_share(application, section) for section in journey.sections(application)]
    if any(journey.section_missing(application, section) for section in journey.sections(application)):
        return min(99, int(100 * sum(done for _, done in shares) / sum(asked for asked, _ in shares)))
    return 100


def _share(application: Application, section: Section) -> tuple[float, float]:
    """How much a section asks for, and how much of that is done."""
    progress = application.progress().get(section.id, Progress())
    if application.scope and not section.each:
        tables = journey.tables(application, section)
        return len(tables), sum(not journey.table_missing(application, table) for table in tables)
    whole = journey.total(section) - len(section.item_ids) + len(journey.asked(application, section, NO_ROW))
    return whole, whole - progress.missing / progress.rows if progress.rows else 0
