"""A job as it is done: the form and the answers that it is about, and where its files go.

Reads through a connection of its own; knows not what any kind of job makes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from bot.service import durable_files, kept_pictures
from bot.service.data_files import FILES
from bot.service.form_registry import RegisteredForm
from bot.service.kept_forms import KeptForms
from dialogs.answers import kinds
from dialogs.application.application import Answers, Step
from dialogs.application.changes import OF_UNIT
from dialogs.application.checks import findings
from dialogs.application.finding import Finding
from dialogs.application.form_checks import disagreements
from dialogs.application.team import Final
from dialogs.form.model import Form
from dialogs.form.shelf import Shelf
from dialogs.texts import say
from render.bookmarked import Origin
from render.context import Mode, context
from render.docx import write
from render.filename import filename
from storage.database import connect_reader
from storage.store import Store
from storage.stored_application import StoredApplication
from storage.waiting_jobs import Job


@dataclass(frozen=True)
class OpenedJob:
    """One job with all that it needs: the form, the answers, the folder for its files, the time."""

    job: Job
    registered: RegisteredForm
    answers: Answers
    newest: int  # the id of the newest change that is in them
    folder: Path
    pictures: Path
    now: datetime
    final: Final | None  # the last finished document

    @property
    def version(self) -> int:
        """The version of the document as it is now: that of the last finished one where nothing has changed since."""
        if self.final is None:
            return 1
        return self.final.version + (self.newest > self.final.newest)

    @property
    def form(self) -> Form:
        """The form, as the application has it."""
        return self.registered.form

    @property
    def title(self) -> str:
        """What the applicant calls the application."""
        return self.answers.get(self.form.name_field) or self.form.title

    @cached_property
    def findings(self) -> list[Finding]:
        """What the check finds."""
        found = findings(self.form, self.answers, self.now.date())
        return [*found, *disagreements(self.form, self.answers)]

    @property
    def blocked(self) -> bool:
        """Whether something keeps the document from being finished."""
        return any(finding.blocking for finding in self.findings)

    def concerns(self, finding: Finding, part: Step) -> bool:
        """Whether a finding is about a part that is given out alone: its own questions, or the name of its unit."""
        item = finding.step.item
        section = self.form.section_at(item).id
        own = section == part.item or item in (self.form.units.lead, self.form.units.name)
        return own and finding.step.row == part.row

    def context(self, only: Step | None = None) -> dict[str, Any]:
        """The values for the template of the whole, or with `only` of one part, which may be final before the whole."""
        found = [finding for finding in self.findings if only is None or self.concerns(finding, only)]
        mode: Mode = "draft" if any(finding.blocking for finding in found) else "final"
        return context(self.form, self.answers, mode=mode, findings=found, only=only)

    def word(self, template: Path, values: dict[str, Any], origin: Origin | None = None) -> Path:
        """Writes a Word file; returns its path. With an `origin` it can be read once it comes back."""
        return self.file(".docx", lambda file: write(template, values, file, origin, self.pictures))

    def file(self, suffix: str, writes: Callable[[BinaryIO], None]) -> Path:
        """Has `writes` write a file; returns its path. The job's id is its name: a job done again leaves one file."""
        return durable_files.write(self.folder / f"{self.job.id}{suffix}", writes)

    @property
    def final_name(self) -> str:
        """The name of a finished document, with its version and the time."""
        about = {"version": self.version, "at": f"{self.now:%Y%m%d-%H%M}"}
        return filename(say("application.file_final", name=self.title, day=self._day, **about))

    def name(self, suffix: str) -> str:
        """The file name under which a person gets it: the application's name and date, and whether it is a draft."""
        code = "application.file_draft" if self.blocked else "application.file"
        return filename(say(code, name=self.title, day=self._day), suffix=suffix)

    @property
    def _day(self) -> str:
        dated = self.answers.get(self.form.date_field)
        return kinds.show(self.form.fields[self.form.date_field], dated) if dated else f"{self.now:%Y-%m-%d}"


def opened(folder: Path, job: Job, now: datetime) -> OpenedJob:
    """A job with the answers as they are now.

    Raises:
        LookupError: The application is no longer there.
    """
    kept = KeptForms(folder)
    db = connect_reader(folder)
    try:
        store = Store(db, Shelf({}, kept))
        found = store.application(job.application)
        if found is None:
            raise LookupError(job.application)
        db.execute("BEGIN")  # one view of the data for all that is read
        answers, newest, final = _answers(found, job), found.newest(), store.team(job.application).final()
    finally:
        db.close()
    files = folder / FILES
    files.mkdir(exist_ok=True)
    pictures = kept_pictures.folder_of(folder, job.application)
    return OpenedJob(job, kept.registered(found.form), answers, newest, files, pictures, now, final)


def _answers(application: StoredApplication, job: Job) -> Answers:
    """All answers; where the part of one unit is wanted, just those."""
    everything = application.everything()
    if not job.argument.startswith(OF_UNIT):
        return everything
    owners = {row: application.owner(row) or "" for rows in everything.rows.values() for row in rows}
    return everything.part(application.form, job.argument.removeprefix(OF_UNIT), owners)
