"""The work that runs beside the conversation: documents, pictures and checks of one application, a function a kind.

Knows neither a channel nor the writer, and not where an answer is kept.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import mammoth

from bot.service import attached_files, earlier_application, opened_job
from bot.service.data_files import PDFS
from bot.service.job_process import not_done
from bot.service.opened_job import OpenedJob
from dialogs.application.application import Answers, Step
from dialogs.application.changes import JobKind
from dialogs.application.naming import instance_of
from dialogs.application.on_paper import on_paper, rare
from dialogs.application.rules import advice
from dialogs.form.model import Form
from dialogs.pasting.faulty_rows import TableSheet
from dialogs.texts import fill, say
from dialogs.turn.events import File, JobDone
from render import data_file, preview, sheets, table_sheet
from render.bookmarked import Origin
from render.filename import filename
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)


def work(folder: Path, job: Job, now: datetime) -> JobDone:
    """The result of a job. Never raises: a job that failed has the code of a sentence as `failed`."""
    done = not_done(job)
    try:
        if job.kind == "earlier":
            name, content = earlier_application.read(folder, job)
            return done.model_copy(update={"name": name, "content": content})
        opened = opened_job.opened(folder, job, now)
        return done.model_copy(update={"name": opened.title, **_KINDS[job.kind](opened)})
    except Exception:
        log.exception("job %s failed", job.id)
        return done.model_copy(update={"failed": "failed"})


def _word(opened: OpenedJob) -> dict[str, Any]:
    return _whole(opened, Origin(opened.job.application, opened.newest))


def _clean(opened: OpenedJob) -> dict[str, Any]:
    return _whole(opened, None)


def _whole(opened: OpenedJob, origin: Origin | None) -> dict[str, Any]:
    values = opened.context()
    final = {} if opened.blocked else {"version": opened.version, "newest": opened.newest}
    if final:
        values["document"] = {**values["document"], "version": str(opened.version)}
    path = opened.word(opened.registered.template, values, origin)
    said = "" if opened.blocked else _print_list(opened.form, opened.answers)
    found = (*opened.findings, *rare(opened.form, opened.answers))
    file = File(path=str(path), name=opened.name(".docx") if opened.blocked else opened.final_name)
    documents = _attached(opened).get("files", ()) if final else ()  # kept beside the finished document
    return {"files": (file, *documents), "findings": found, "said": said, **final}


def _print_list(form: Form, answers: Answers) -> str:
    rows = answers.rows.get(form.units.group, ())
    joint = [answers.get(form.units.name, row) or "" for row in rows]
    return fill(form.print_list, lead=answers.get(form.units.lead) or "", joint=joint)


def _check(opened: OpenedJob) -> dict[str, Any]:
    of = opened.form, opened.answers
    return {"findings": (*opened.findings, *advice(*of), *on_paper(*of))}


def _part(opened: OpenedJob) -> dict[str, Any]:
    number, _, row = opened.job.argument.partition(":")
    document = opened.form.documents[int(number)]
    section = opened.form.section_of[document.group]
    values = opened.context(Step(item=section.id, row=row))
    path = opened.word(opened.registered.folder / document.template, values)
    instance = instance_of(opened.form, opened.answers, section, row)
    name = filename(say("application.file_part", title=document.title, instance=instance))
    return {"files": (File(path=str(path), name=name),)}


def _sheets(opened: OpenedJob) -> dict[str, Any]:
    path = opened.file(".xlsx", lambda file: sheets.write(opened.form, opened.answers, file))
    return {"files": (File(path=str(path), name=opened.name(".xlsx")),)}


def _data(opened: OpenedJob) -> dict[str, Any]:
    path = opened.file(".json", lambda file: data_file.write(opened.form, opened.answers, file))
    return {"files": (File(path=str(path), name=opened.name(".json")),)}


def _attached(opened: OpenedJob) -> dict[str, Any]:
    """The files that are answers, in one archive, each under its question's label; none where there are none."""
    made = list(attached_files.named(opened.form, opened.answers, opened.pictures))
    if not made:
        return {"failed": "nothing_attached"}
    path = opened.file(".zip", lambda file: attached_files.write(made, file))
    name = filename(say("application.file_attached", name=opened.title), suffix=".zip")
    return {"files": (File(path=str(path), name=name),)}


def _table(opened: OpenedJob) -> dict[str, Any]:
    asked = TableSheet.model_validate_json(opened.job.argument)
    table = opened.form.tables[asked.table]
    path = opened.file(".xlsx", lambda file: table_sheet.write(table, file, asked.rows))
    code = "faulty" if asked.rows else "template"
    name = filename(say(f"table_sheet.{code}", title=table.title), suffix=".xlsx")
    return {"files": (File(path=str(path), name=name),), "said": say(f"table_sheet.{code}_caption")}


def _pdf(opened: OpenedJob) -> dict[str, Any]:
    return _converted(opened, lambda pdf: {"files": (File(path=str(_copy(opened, pdf)), name=opened.name(".pdf")),)})


def _copy(opened: OpenedJob, pdf: Path) -> Path:
    """A copy of a PDF for this job alone: it is deleted once delivered, while the PDF is kept for the next pages."""
    copy = opened.folder / f"{opened.job.id}.pdf"
    copy.write_bytes(pdf.read_bytes())
    return copy


def _html(opened: OpenedJob) -> dict[str, Any]:
    word = opened.word(opened.registered.template, opened.context())
    with word.open("rb") as file:
        html = str(mammoth.convert_to_html(file).value)
    word.unlink()
    path = opened.file(".html", lambda made: made.writelines([html.encode()]))
    return {"files": (File(path=str(path), name=opened.name(".html")),)}


def _pages(opened: OpenedJob) -> dict[str, Any]:
    first, last = map(int, opened.job.argument.split("-"))
    folder = opened.folder / opened.job.id
    folder.mkdir(exist_ok=True)

    def made(pdf: Path) -> dict[str, Any]:
        pages = preview.page_count(pdf)
        paths = preview.pictures(pdf, folder, first, min(last, pages))
        return {"files": tuple(File(path=str(p), name=p.name) for p in paths), "page": first, "pages": pages}

    return _converted(opened, made)


def _converted(opened: OpenedJob, made: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """What `made` makes of the document's PDF. Where no PDF can be had: the Word file, and the reason as `failed`."""
    word = opened.word(opened.registered.template, opened.context())
    try:
        return made(_pdf_of(opened, word))
    except preview.PreviewError as error:
        log.warning("job %s: no preview: %s", opened.job.id, error.code)
        return {"files": (File(path=str(word), name=opened.name(".docx")),), "failed": error.code}


def _pdf_of(opened: OpenedJob, word: Path) -> Path:
    """The PDF of a Word file, which is deleted. It is converted once, and kept until the document is another."""
    folder = opened.folder / PDFS / opened.job.application
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


_KINDS: dict[JobKind, Callable[[OpenedJob], dict[str, Any]]] = {
    "word": _word,
    "clean": _clean,
    "pdf": _pdf,
    "html": _html,
    "pages": _pages,
    "sheets": _sheets,
    "table": _table,
    "data": _data,
    "attached": _attached,
    "part": _part,
    "check": _check,
}
