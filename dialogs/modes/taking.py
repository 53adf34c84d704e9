"""Choosing which file to take: the whole as Word, PDF or pictures, or one part alone."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.changes import JobKind, StartJob
from dialogs.conversation import Asking, Taking
from dialogs.form import LEAD, UNITS, Document
from dialogs.journey import title_of
from dialogs.messages import Ask, Button, Say
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, ask, button

ALBUM = 8  # pictures sent together
MOST = 60  # parts offered alone; a keyboard holds 100 buttons (Bot API)


def view(turn: Turn, mode: Taking) -> Ask:
    """Every file there is to take."""
    more = []
    if mode.page <= mode.pages:
        more = [button("page_one", "pages:1", page=mode.page), button("page_more", f"pages:{ALBUM}", count=ALBUM)]
    whole = [(button("word", "word"), button("pdf", "pdf")), (button("pages", "first"),)]
    parts = [(Button(label=label, data=f"part:{argument}"),) for label, argument in _parts(turn)]
    text = say("take.text", name=turn.name, page=mode.page - 1, pages=mode.pages)
    return ask(text, [tuple(more), *whole, *parts, (button("go_on", "leave"),)])


def _parts(turn: Turn) -> Iterator[tuple[str, str]]:
    """The parts given out alone: their titles, and document and row as a job's argument."""
    for number, document in enumerate(turn.form.documents):
        section = turn.form.section_of[document.section]
        for row in _instances(turn, document):
            title = title_of(turn.application, section, row) if section.each else ""
            label = say("take.part", title=document.title, instance=title or say("ask.unnamed"))
            yield label, f"{number}:{row}"


def _instances(turn: Turn, document: Document) -> list[str]:
    section = turn.form.section_of[document.section]
    if not section.each:
        return [LEAD]
    rows = [row.id for row in turn.application.rows(turn.form.rows_of(section), 1, MOST)]
    return [LEAD, *rows] if section.each == UNITS else rows


def pressed(turn: Turn, mode: Taking, action: str, argument: str) -> Outcome:
    """Starts the work; what it makes comes later."""
    if action == "leave":
        return turn.to(Asking())
    if action == "first":
        return _start(turn, "pages", f"1-{ALBUM}")
    if action == "pages":
        return _start(turn, "pages", f"{mode.page}-{mode.page + int(argument) - 1}")
    kinds: dict[str, JobKind] = {"word": "word", "pdf": "pdf", "part": "part"}
    return _start(turn, kinds[action], argument)


def _start(turn: Turn, kind: JobKind, argument: str) -> Outcome:
    job = StartJob(job=turn.new_id(), application=turn.application.id, kind=kind, argument=argument)
    # Word is there at once; the others take seconds, and silence would look like a fault.
    said = () if kind in ("word", "part") else (Say(text=say("take.wait")),)
    return turn.to(turn.conversation.mode, job, replies=said, show=False)


def said(turn: Turn, mode: Taking, text: str) -> Outcome:
    """A typed message where only buttons help."""
    del mode, text
    return turn.stay(say("refuse.nothing_open"))
