"""The command that prints what a file would bring, as JSON lines: nothing is asked, and nothing is stored."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import clock
from bot.form_commands import StopError, registered
from bot.service import form_registry
from bot.settings import Settings
from dialogs.answers import kinds
from dialogs.answers.picture_lines import line_of, named
from dialogs.application import differences
from dialogs.application.application import Application, Step
from dialogs.application.unplaced import beside
from dialogs.form.model import Form, Group
from dialogs.pasting import earlier_answers, form_finder, grid, plain_form, reading, sheet_choice, sheet_pieces
from dialogs.pasting.file_content import FileContent
from dialogs.pasting.found import Found
from dialogs.pasting.grid import Sheet
from dialogs.pasting.sent_back import SentBack
from dialogs.texts import say
from render.reading import bounded, converting
from render.reading.own_words import with_own_words
from storage.database import NAME, connect
from storage.store import Store

Line = Mapping[str, Any]


def read(settings: Settings, options: argparse.Namespace) -> None:
    """Prints what a file would bring: of a document of ours with its data each difference, else each answer found."""
    content = _content(options.file)
    if content.unfit:
        raise StopError(say(f"file.{content.unfit}", name=options.file.name))
    sent = content.sent_back
    if sent and sent.texts() and (options.data or not content.pieces):
        lines = list(_differences(settings, options, sent))
    else:
        chosen = registered(settings, options.form)
        lines = [*_answers(chosen.form, content)] or [*_for_a_question(content, options.file.name)]
        if not lines:
            raise StopError(say("reading.nothing", name=options.file.name))
        _tell(beside(with_own_words(sent, chosen.template)) if sent else ())
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    _tell(say(f"file.left_{code}", count=count) for code, count in content.left_out.items())


def _content(path: Path) -> FileContent:
    """What a file brings, in whatever format it is that LibreOffice knows."""
    given = path.read_bytes()
    found = bounded.read(given, path.name)
    if found.unfit in converting.TARGETS:
        with TemporaryDirectory() as work:
            newer = asyncio.run(converting.converted(given, found.unfit, Path(work)))
        found = bounded.read(newer, path.name) if newer else found
    return found


def _tell(lines: Iterable[str]) -> None:
    """What is no answer, beside those."""
    for line in lines:
        print(line, file=sys.stderr)


def _answers(form: Form, content: FileContent) -> Iterator[Line]:
    """One for each answer found by the labels of a form, and for each cell of a table found by its heads."""
    today = clock.now().date()
    tables = list(form.tables.values())
    earlier = content.earlier
    found = [
        *(earlier_answers.read(form, form, earlier.answers, ()).found if earlier else ()),
        *form_finder.find(form, content.pieces or tuple(plain_form.pieces(content.text))),
        *(one for sheet in content.sheets for one in _sheet(tables, sheet)),
        *(one for one in form_finder.find(form, [*sheet_pieces.pieces(content.sheets)]) if one.item in form.fields),
    ]
    for one in found:
        if not one.item:
            yield _without_place(one.text, one.source)
        elif table := form.tables.get(one.item):
            for row in reading.read(table, one.text, today).rows:
                for column, cell in row.cells.items():
                    yield _line(table.id, row.line, column, cell.text, cell.verdict, one.source)
        else:
            field = form.fields[one.item]
            verdict = kinds.parse(field, one.text, today)
            yield _line(form.group_of[field.id], one.row or None, field.id, one.text, verdict, one.source)


def _for_a_question(content: FileContent, name: str) -> Iterator[Line]:
    """What is for whichever question it is handed in at: a text, contact cards, a picture."""
    cards = (" ".join(filter(None, (card.name, card.phone, card.mail, card.unit))) for card in content.cards)
    pictures = (line_of(one.id, name) for one in content.pictures if content.is_picture)
    yield from (_without_place(text, name) for text in (content.text, *cards, *pictures) if text)


def _without_place(text: str, source: str) -> Line:
    return {"group": None, "row": None, "field": None, "value": text, "verdict": "no place", "source": source}


def _sheet(tables: Sequence[Group], sheet: Sheet) -> Iterator[Found]:
    found = sheet_choice.best(tables, sheet.rows)
    if found:
        yield Found(item=found.table.id, text=grid.join(sheet.rows), source=sheet.title)


def _line(group: str, row: int | str | None, field: str, text: str, verdict: kinds.Verdict, source: str) -> Line:  # noqa: PLR0913, PLR0917 - the parts of a line
    if isinstance(verdict, kinds.Doubtful):
        said = f"doubtful: {verdict.doubts[0].code}"
    else:
        said = f"invalid: {verdict.code}" if isinstance(verdict, kinds.Invalid) else "accepted"
    value = kinds.stored(verdict) or text
    return {"group": group, "row": row, "field": field, "value": value, "verdict": said, "source": source}


def _differences(settings: Settings, options: argparse.Namespace, sent: SentBack) -> Iterator[Line]:
    if options.data is None or not (options.data / NAME).is_file():
        raise StopError(say("reading.no_data", path=options.data or ""))
    registry = form_registry.read(settings.forms, options.form)
    forms = {key: one.form for key, one in registry.items()}
    with TemporaryDirectory() as copy:  # which may have to be brought up to date, and is in nobody's way
        for part in options.data.glob(f"{NAME}*"):
            shutil.copy(part, copy)
        db = connect(Path(copy))
        try:
            application = Store(db, forms).application(sent.application)
            if application is None:
                raise StopError(say("reading.no_application", path=options.data))
            sent = with_own_words(sent, registry[application.form.key].template)
            found = differences.found(application, sent, clock.now().date())
            lines = list(_lines(application, sent, found))
        finally:
            db.close()
    yield from lines
    fields, computed = application.form.fields, application.form.computed
    _tell(say("reading.repeated", label=fields[step.item].label) for step in found.repeated)
    _tell(say("reading.unread", label=fields[item].label) for item in _items(found.unread))
    _tell(say("reading.computed", label=computed[item].label) for item in _items(found.computed))
    tables = application.form.tables
    _tell(say("document.doubled", title=tables[t].title, count=count) for t, count in found.doubled.items())
    _tell(say("reading.idle", label=label) for label in found.idle)
    _tell(say("reading.unplaced", text=named(text)) for text in found.unplaced)
    _tell(beside(sent))


def _items(steps: Iterable[Step]) -> Iterable[str]:
    return dict.fromkeys(step.item for step in steps)


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
        now = [row.id for row in application.rows(table, 1, application.count(table))]
        moved = differences.moved(now, [row for row in order if isinstance(row, str)])
        for number, row in enumerate(order, 1):
            if isinstance(row, str) and row in moved:
                yield {"table": table, "row": _number(application, Step(item=table, row=row)), "moved": number}


def _number(application: Application, step: Step) -> int | None:
    """The number of a row, None for what has none."""
    form = application.form
    group = step.item if step.item in form.tables else form.group_of[step.item]
    table = group if group in form.tables else form.rows_of(form.section_of[group])
    row = application.row(table, step.row) if table and step.row else None
    return row.number if row else None
