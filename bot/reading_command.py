"""The command that prints what a file would bring, as JSON lines: nothing is asked, and nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bot import clock
from bot.form_commands import StopError
from bot.service import form_registry
from bot.settings import Settings
from dialogs.answers import kinds
from dialogs.application import differences
from dialogs.application.application import Application, Step
from dialogs.pasting.sent_back import SentBack
from dialogs.texts import say
from render.reading import bounded
from storage.database import NAME, connect_reader
from storage.store import Store

Line = Mapping[str, Any]


def read(settings: Settings, options: argparse.Namespace) -> None:
    """Prints what a file would bring: of a document of ours that was edited, each difference."""
    content = bounded.read(options.file.read_bytes(), options.file.name)
    if content.unfit:
        raise StopError(say(f"file.{content.unfit}", name=options.file.name))
    if content.sent_back is None:
        raise StopError(say("reading.not_ours", name=options.file.name))
    for line in _differences(settings, options, content.sent_back):
        print(json.dumps(line, ensure_ascii=False))


def _differences(settings: Settings, options: argparse.Namespace, sent: SentBack) -> Iterator[Line]:
    if options.data is None or not (options.data / NAME).is_file():
        raise StopError(say("reading.no_data", path=options.data or ""))
    forms = {key: one.form for key, one in form_registry.read(settings.forms, options.form).items()}
    db = connect_reader(options.data)
    try:
        application = Store(db, forms).application(sent.application)
        if application is None:
            raise StopError(say("reading.no_application", path=options.data))
        found = differences.found(application, sent, clock.now().date())
        yield from _lines(application, sent, found)
    finally:
        db.close()
    for step in found.repeated:
        print(say("reading.repeated", label=application.form.fields[step.item].label), file=sys.stderr)


def _lines(application: Application, sent: SentBack, found: differences.Differences) -> Iterator[Line]:
    """One for each answer, then for each row that was removed, added, moved. A row is named by its number."""
    for edit in found.edits:
        field = application.form.fields[edit.step.item]
        value = differences.printed(application, sent, edit.step)
        old = kinds.show(field, value) if value else ""
        yield {"field": edit.step.item, "row": _number(application, edit.step), "old": old, "new": edit.text}
    for step in found.removed:
        yield {"table": step.item, "row": _number(application, step), "removed": True}
    for new in found.added:
        yield {"table": new.table, "row": new.number, "added": new.texts}
    for table, order in found.order.items():
        for number, row in enumerate(order, 1):
            if isinstance(row, str) and (before := _number(application, Step(item=table, row=row))) != number:
                yield {"table": table, "row": before, "moved": number}


def _number(application: Application, step: Step) -> int | None:
    """The number of a row, None for what has none."""
    form = application.form
    group = step.item if step.item in form.tables else form.group_of[step.item]
    table = group if group in form.tables else form.rows_of(form.section_of[group])
    row = application.row(table, step.row) if table and step.row else None
    return row.number if row else None
