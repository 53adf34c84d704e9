"""The work that runs beside the conversation: documents, pictures and checks of one application.

Reads through a connection of its own; knows neither a channel nor the writer.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import mammoth

from bot.service import durable_files, earlier_application, kept_pictures
from bot.service.data_files import FILES, PDFS
from bot.service.form_registry import RegisteredForm
from bot.service.job_process import not_done
from bot.service.kept_forms import KeptForms
from dialogs.answers import kinds
from dialogs.application.application import Answers, Step
from dialogs.application.changes import OF_UNIT, JobKind
from dialogs.application.checks import findings
from dialogs.application.finding import Finding
from dialogs.application.form_checks import disagreements
from dialogs.application.naming import instance_of
from dialogs.application.on_paper import on_paper, rare
from dialogs.application.rules import advice
from dialogs.application.team import Final
from dialogs.form.model import Form
from dialogs.form.shelf import Shelf
from dialogs.pasting.faulty_rows import TableSheet
from dialogs.texts import fill, say
from dialogs.turn.events import File, JobDone
from render import data_file, preview, sheets, table_sheet
from render.bookmarked import Origin
from render.context import Mode, context
from render.docx import write
from render.filename import filename
from storage.database import connect_reader
from storage.store import Store
from storage.stored_application import StoredApplication
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)


def work(folder: Path, job: Job, now: datetime) -> JobDone:
    """The result of a job. Never raises: a job that failed has the code of a sentence as `failed`."""
    done = not_done(job)
    try:
        if job.kind == "earlier":
            name, content = earlier_application.read(folder, job)
            return done.model_copy(update={"name": name, "content": content})
        opened = _open(folder, job, now)
        return done.model_copy(update={"name": opened.title, **_KINDS[job.kind](opened)})
    except Exception:
        log.exception("job %s failed", job.id)
        return done.model_copy(update={"failed": "failed"})


@dataclass(frozen=True)
class _Work:
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
        return self.registered.form

    @property
    def title(self) -> str:
        """What the applicant calls the application."""
        return self.answers.get(self.form.name_field) or self.form.title

    @cached_property
    def findings(self) -> list[Finding]:
        found = findings(self.form, self.answers, self.now.date())
        return [*found, *disagreements(self.form, self.answers)]

    @property
    def blocked(self) -> bool:
        return any(finding.blocking for finding in self.findings)

    def concerns(self, finding: Finding, part: Step) -> bool:
        """Whether a finding is about a part that is given out alone: its own questions, or the name of its unit."""
        item = finding.step.item
        section = self.form.section_of[self.form.group_of.get(item, item)].id
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


def _open(folder: Path, job: Job, now: datetime) -> _Work:
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
    return _Work(job, kept.registered(found.form), answers, newest, files, pictures, now, final)


def _answers(application: StoredApplication, job: Job) -> Answers:
    """All answers; where the part of one unit is wanted, just those."""
    everything = application.everything()
    if not job.argument.startswith(OF_UNIT):
        return everything
    owners = {row: application.owner(row) or "" for rows in everything.rows.values() for row in rows}
    return everything.part(application.form, job.argument.removeprefix(OF_UNIT), owners)


def _word(work: _Work) -> dict[str, Any]:
    return _whole(work, Origin(work.job.application, work.newest))


def _clean(work: _Work) -> dict[str, Any]:
    return _whole(work, None)


def _whole(work: _Work, origin: Origin | None) -> dict[str, Any]:
    values = work.context()
    final = {} if work.blocked else {"version": work.version, "newest": work.newest}
    if final:
        values["document"] = {**values["document"], "version": str(work.version)}
    path = work.word(work.registered.template, values, origin)
    said = "" if work.blocked else _print_list(work.form, work.answers)
    found = (*work.findings, *rare(work.form, work.answers))
    file = File(path=str(path), name=work.name(".docx") if work.blocked else work.final_name)
    return {"files": (file,), "findings": found, "said": said, **final}


def _print_list(form: Form, answers: Answers) -> str:
    rows = answers.rows.get(form.units.group, ())
    joint = [answers.get(form.units.name, row) or "" for row in rows]
    return fill(form.print_list, lead=answers.get(form.units.lead) or "", joint=joint)


def _check(work: _Work) -> dict[str, Any]:
    return {"findings": (*work.findings, *advice(work.form, work.answers), *on_paper(work.form, work.answers))}


def _part(work: _Work) -> dict[str, Any]:
    number, _, row = work.job.argument.partition(":")
    document = work.form.documents[int(number)]
    section = work.form.section_of[document.group]
    values = work.context(Step(item=section.id, row=row))
    path = work.word(work.registered.folder / document.template, values)
    instance = instance_of(work.form, work.answers, section, row)
    name = filename(say("application.file_part", title=document.title, instance=instance))
    return {"files": (File(path=str(path), name=name),)}


def _sheets(work: _Work) -> dict[str, Any]:
    path = work.file(".xlsx", lambda file: sheets.write(work.form, work.answers, file))
    return {"files": (File(path=str(path), name=work.name(".xlsx")),)}


def _data(work: _Work) -> dict[str, Any]:
    path = work.file(".json", lambda file: data_file.write(work.form, work.answers, file))
    return {"files": (File(path=str(path), name=work.name(".json")),)}


def _table(work: _Work) -> dict[str, Any]:
    asked = TableSheet.model_validate_json(work.job.argument)
    table = work.form.tables[asked.table]
    path = work.file(".xlsx", lambda file: table_sheet.write(table, file, asked.rows))
    code = "faulty" if asked.rows else "template"
    name = filename(say(f"table_sheet.{code}", title=table.title), suffix=".xlsx")
    return {"files": (File(path=str(path), name=name),), "said": say(f"table_sheet.{code}_caption")}


def _pdf(work: _Work) -> dict[str, Any]:
    return _converted(work, lambda pdf: {"files": (File(path=str(_copy(work, pdf)), name=work.name(".pdf")),)})


def _copy(work: _Work, pdf: Path) -> Path:
    """A copy of a PDF for this job alone: it is deleted once delivered, while the PDF is kept for the next pages."""
    copy = work.folder / f"{work.job.id}.pdf"
    copy.write_bytes(pdf.read_bytes())
    return copy


def _html(work: _Work) -> dict[str, Any]:
    word = work.word(work.registered.template, work.context())
    with word.open("rb") as file:
        html = str(mammoth.convert_to_html(file).value)
    word.unlink()
    path = work.file(".html", lambda made: made.writelines([html.encode()]))
    return {"files": (File(path=str(path), name=work.name(".html")),)}


def _pages(work: _Work) -> dict[str, Any]:
    first, last = map(int, work.job.argument.split("-"))
    folder = work.folder / work.job.id
    folder.mkdir(exist_ok=True)

    def made(pdf: Path) -> dict[str, Any]:
        pages = preview.page_count(pdf)
        paths = preview.pictures(pdf, folder, first, min(last, pages))
        return {"files": tuple(File(path=str(p), name=p.name) for p in paths), "page": first, "pages": pages}

    return _converted(work, made)


def _converted(work: _Work, made: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """What `made` makes of the document's PDF. Where no PDF can be had: the Word file, and the reason as `failed`."""
    word = work.word(work.registered.template, work.context())
    try:
        return made(_pdf_of(work, word))
    except preview.PreviewError as error:
        log.warning("job %s: no preview: %s", work.job.id, error.code)
        return {"files": (File(path=str(word), name=work.name(".docx")),), "failed": error.code}


def _pdf_of(work: _Work, word: Path) -> Path:
    """The PDF of a Word file, which is deleted. It is converted once, and kept until the document is another."""
    folder = work.folder / PDFS / work.job.application
    digest = hashlib.blake2b(word.read_bytes(), digest_size=8).hexdigest()
    kept = folder / f"{digest}.pdf"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = preview.pdf(word, folder)
        for old in folder.iterdir():
            if old != made:
                old.unlink()
        made.replace(kept)
    word.unlink()
    return kept


_KINDS: dict[JobKind, Callable[[_Work], dict[str, Any]]] = {
    "word": _word,
    "clean": _clean,
    "pdf": _pdf,
    "html": _html,
    "pages": _pages,
    "sheets": _sheets,
    "table": _table,
    "data": _data,
    "part": _part,
    "check": _check,
}
