"""A job's work: the document of one application, written beside the conversation.

Reads through a connection of its own and knows neither a channel nor the writer.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.library import Shelved
from dialogs import kinds
from dialogs.application import Answers
from dialogs.checks import findings
from dialogs.form import Form
from dialogs.messages import JobDone
from dialogs.texts import say
from render.context import context
from render.docx import write
from render.filename import filename
from storage.database import connect_reader
from storage.store import Job, Store

log = logging.getLogger(__name__)
FILES = "files"  # below the data folder


def export(folder: Path, shelf: Mapping[str, Shelved], job: Job, now: datetime) -> JobDone:
    """The finished document, or a draft with the list of what is missing. Never raises: a fault is a result too."""
    done = JobDone(id=f"job:{job.id}", person=job.person, job=job.id, application=job.application)
    try:
        return done.model_copy(update=_export(folder, shelf, job, now))
    except Exception:
        log.exception("job %s failed", job.id)
        return done.model_copy(update={"failed": True})


def _export(folder: Path, shelf: Mapping[str, Shelved], job: Job, now: datetime) -> dict[str, object]:
    form, answers = _read(folder, shelf, job.application)
    gaps = tuple(finding.words for finding in findings(form, answers, now.date()))
    path = folder / FILES / f"{job.id}.docx"
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        write(shelf[form.key].template, context(form, answers, mode="draft" if gaps else "final"), file)
    unfinished.replace(path)
    name = file_name(form, answers, now, draft=bool(gaps))
    return {"path": str(path), "name": name, "final": not gaps, "gaps": gaps}


def _read(folder: Path, shelf: Mapping[str, Shelved], application: str) -> tuple[Form, Answers]:
    db = connect_reader(folder)
    try:
        found = Store(db, {key: shelved.form for key, shelved in shelf.items()}).application(application)
        if found is None:
            raise LookupError(application)
        db.execute("BEGIN")  # one view of the data for all that is read
        return found.form, found.everything()
    finally:
        db.close()


def file_name(form: Form, answers: Answers, now: datetime, *, draft: bool) -> str:
    """The application's name and date, and whether it is a draft."""
    name = answers.get(form.name_field) or form.title
    dated = answers.get(form.date_field)
    day = kinds.show(form.fields[form.date_field], dated) if dated else f"{now:%Y-%m-%d}"
    return filename(say("office.file_draft" if draft else "office.file", name=name, day=day))
