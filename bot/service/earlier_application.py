"""Reads what a person may see of another application of theirs, so that a new one can start from it.

Beside the conversation, through a connection of its own. Knows not what becomes of it.
"""

from __future__ import annotations

from pathlib import Path

from bot.service import durable_files, kept_pictures
from bot.service.kept_forms import KeptForms
from dialogs.answers.picture_lines import ids
from dialogs.application.application import Answers
from dialogs.application.team import can, member
from dialogs.form.shelf import Shelf
from dialogs.pasting.earlier import Earlier
from dialogs.pasting.file_content import FileContent, KeptPicture
from render import data_file
from storage.database import connect_reader
from storage.store import Store
from storage.stored_application import StoredApplication
from storage.waiting_jobs import Job


def read(folder: Path, job: Job) -> tuple[str, FileContent | None]:
    """What the application named by a job is called, and what its person may see there; None where that is nothing.

    Pictures are kept for the application of the job as well.
    """
    named, _, unit = job.argument.partition("/")
    db = connect_reader(folder)
    try:
        store = Store(db, Shelf({}, KeptForms(folder)))
        db.execute("BEGIN")  # one view of the data for all that is read
        found = store.application(named)
        seat = member(store.team(named), job.person, unit) if found else None
        if found is None or seat is None:
            return "", None
        answers = found.everything() if can(seat, "read") else _part(found, unit)
    finally:
        db.close()
    earlier = Earlier(form=found.form.key, answers=data_file.data(found.form, answers))
    kept = _kept(folder, named, job.application, answers)
    name = answers.get(found.form.name_field) or found.form.title
    return name, FileContent(earlier=earlier, pictures=tuple(kept))


def _part(application: StoredApplication, unit: str) -> Answers:
    """What a member of one unit alone may see."""
    everything = application.everything()
    owners = {row: application.owner(row) or "" for rows in everything.rows.values() for row in rows}
    return everything.part(application.form, unit, owners)


def _kept(folder: Path, earlier: str, application: str, answers: Answers) -> list[KeptPicture]:
    """The pictures and documents that the answers name, each now kept for both applications."""
    here = kept_pictures.folder_of(folder, application)
    found = []
    for id_ in sorted({id_ for value in answers.values.values() for id_ in ids(value)}):
        path = kept_pictures.folder_of(folder, earlier) / id_
        if not path.exists():
            continue
        if not (here / id_).exists():
            durable_files.keep(here / id_, path.read_bytes())
        found.append(KeptPicture(id=id_, width=0, height=0))
    return found
