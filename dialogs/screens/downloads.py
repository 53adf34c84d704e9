"""Choosing which file to take: the whole as Word, PDF, pictures or an Excel workbook, or one part alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from dialogs.application.changes import OF_UNIT, JobKind
from dialogs.application.journey import title_of
from dialogs.application.naming import nameless
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Group
from dialogs.screens import unit_files
from dialogs.screens.unit_files import UnitFiles
from dialogs.texts import say
from dialogs.turn.layout import ask, button
from dialogs.turn.menu import Menu, way_on
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

KINDS: dict[str, JobKind] = {kind: kind for kind in ("word", "clean", "pdf", "sheets", "data", "attached", "part")}
"""What can be taken, by what a button, or an address of the page, calls it."""
ALBUM = 8  # pictures sent together
MOST = 60  # parts offered alone, of all documents together; a keyboard holds 100 buttons (Bot API)


class Downloads(Menu):
    """Choosing which file to take: the whole as Word, PDF or pictures, or one part alone.

    After pictures were sent, `page` is the next page, of `pages`.
    """

    kind: Literal["downloads"] = "downloads"
    page: int = 1
    pages: int = 0

    def view(self, turn: Turn) -> Ask:
        """Every file there is to take."""
        more = []
        if self.page <= self.pages:
            more = [
                button("page_one", "pages:1", page=self.page),
                button("page_more", f"pages:{ALBUM}", count=ALBUM),
            ]
        whole = [
            (button("word", "word"), button("clean", "clean")),
            (button("pdf", "pdf"), button("pages", "first"), button("sheets", "sheets"), button("data", "data")),
        ]
        if any(field.of_kind.is_file for field in turn.form.fields.values()):
            whole.append((button("attached", "attached"),))
        if unit_files.is_offered(turn):
            whole.append((button("one_unit", "one_unit"),))
        if not turn.can("export"):
            own = (button("own_sheets", "own:sheets"), button("own_data", "own:data"))
            whole = [own] if turn.application.scope is not None else []
        alone = [(Button(label=label, data=f"part:{argument}"),) for label, argument in islice(parts(turn), MOST)]
        text = say("downloads.text", name=turn.name, page=self.page - 1, pages=self.pages, percent=turn.progress)
        return ask(text, [tuple(more), *whole, *alone, (way_on(turn),)])

    def pressed(self, turn: Turn, action: str, argument: str) -> Outcome:
        """Starts the work; what it makes comes later."""
        if action == "leave":
            return turn.go_on()
        if action == "one_unit":
            return turn.push(UnitFiles())
        if action == "first":
            return _start(turn, "pages", f"1-{ALBUM}")
        if action == "pages":
            return _start(turn, "pages", f"{self.page}-{self.page + int(argument) - 1}")
        if action == "own":
            return _start(turn, KINDS[argument], f"{OF_UNIT}{turn.application.scope}")
        return _start(turn, KINDS[action], argument)


def parts(turn: Turn) -> Iterator[tuple[str, str]]:
    """The parts given out alone: their titles, and document and row as a job's argument."""
    for number, document in enumerate(turn.form.documents):
        section = turn.form.section_of[document.group]
        for row, title in _instances(turn, section):
            yield say("downloads.part", title=document.title, instance=title), f"{number}:{row}"


def _instances(turn: Turn, section: Group) -> Iterator[tuple[str, str]]:
    """The rows of a section with the names of their rows or units; the name is "" where it is not repeated."""
    if not section.each:
        yield NO_ROW, ""
        return
    if section.each == UNITS and turn.application.scope in (None, LEAD_UNIT):
        yield LEAD_UNIT, title_of(turn.application, section, LEAD_UNIT) or nameless(LEAD_UNIT)
    for row in turn.application.rows(turn.form.rows_of(section), 1, MOST):
        yield row.id, row.title or nameless(row.id)


def _start(turn: Turn, kind: JobKind, argument: str) -> Outcome:
    # What needs no LibreOffice is there at once; the others take seconds, and silence would look like a fault.
    said = () if kind in ("word", "clean", "sheets", "data", "attached", "part") else (Say(text=say("downloads.wait")),)
    return turn.start(kind, argument, said=said)
