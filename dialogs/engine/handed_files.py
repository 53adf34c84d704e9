"""A file that somebody hands in: read beside the conversation, and then the same as if its content had been typed.

Knows nothing of files: what one brings comes as a `FileContent`. What becomes of rows and of texts is for the screens
to know; there is no second way for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.answers import attached
from dialogs.answers.picture_lines import document_line, line_of
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.changes import Change
from dialogs.application.unplaced import beside
from dialogs.engine import contact_cards, earlier_application, handed_sheets
from dialogs.engine.at_hand import at_hand, current
from dialogs.engine.late_answers import give
from dialogs.engine.staleness import as_shown, verdict
from dialogs.pasting import form_finder, plain_form
from dialogs.pasting.file_content import FileContent, KeptFile, KeptPicture
from dialogs.screens import captioning, changed_document, found_answers, text_pieces
from dialogs.texts import say
from dialogs.turn.events import FileToRead, Handed, JobDone
from dialogs.turn.labels import brief
from dialogs.turn.layout import refusal
from dialogs.turn.messages import Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

MOST = 20 * 1024 * 1024  # bytes of a file (Bot API, getFile)
ASIDES, ASIDE = 6, 50  # lines beside the text of a document that are told, and characters of each
SLOW = 1024 * 1024  # bytes from which it takes so long that one is told


def handed(turn: Turn, event: Handed) -> Outcome:
    """Has a file read. In a long text its place is kept, so that what is typed meanwhile stands behind it."""
    if turn.member is None:
        return turn.stay(say("file.no_application"))
    if event.size > MOST:
        return turn.stay(say("file.too_large", name=event.name))
    item, row = _place(turn)
    about = {"name": event.name, "caption": event.caption, "ref": event.ref}
    job = FileToRead(source=event.source, form=turn.form.key, item=item, row=row, **about)
    told = (Say(text=say("file.reading", name=event.name)),) if event.size > SLOW else ()
    outcome = turn.start("read", job.model_dump_json(), said=told)
    return replace(outcome, changes=(*outcome.changes, *_kept_place(turn, Step(item=item, row=row))))


def _place(turn: Turn) -> tuple[str, str]:
    """The field, or the table, that was asked where the file was handed in, and its row."""
    if verdict(turn) == "stale":
        step = turn.shown.step
        return (step.item, step.row) if step and journey.exists(turn.application, step) else ("", "")
    at_top = as_shown(turn)
    screen = at_top.stack[-1]
    if table := screen.table_at_hand(at_top):
        return table.id, ""
    step = _asked(at_top, screen)
    return (step.item, step.row) if step else ("", "")


def _asked(turn: Turn, screen: Screen) -> Step | None:
    """The one question that a screen asks, or the text in which it asks about a picture."""
    return screen.asks(turn) if screen.is_one_question or screen.is_within_text else None


def _kept_place(turn: Turn, step: Step) -> tuple[Change, ...]:
    field = turn.form.fields.get(step.item)
    if field is None or not field.of_kind.is_long or not turn.can("answer", turn.application.owner(step.row)):
        return ()
    return text_pieces.added(turn, step, "")


def read(turn: Turn, event: JobDone) -> Outcome:
    """What a file that was read comes to: a piece of a long text, an answer, or rows."""
    job = FileToRead.model_validate_json(event.argument)
    content = event.content or FileContent(unfit="not_read")
    if event.application != turn.conversation.application:
        return turn.stay(say("file.elsewhere", name=job.name))
    turn = replace(turn, ref=job.ref)
    if content.attached:
        return _attached(turn, job, content.attached)
    if why := _broken(turn, job, content) or (content.unfit and say(f"file.{content.unfit}", name=job.name)):
        return _refused(turn, job, why)
    if content.cards or content.earlier:
        return _recorded(turn, content, job.name)
    if content.is_picture:
        return _picture(turn, job, content.pictures[0])
    at = Step(item=job.item, row=job.row)
    if content.sheets:
        outcome = handed_sheets.handed(turn, at, job.name, content.sheets, _names(turn))
    else:
        outcome = _lines(turn, job, content)
    return replace(outcome, notes=(*_told(job, content), *outcome.notes))


def _broken(turn: Turn, job: FileToRead, content: FileContent) -> str:
    """Why a file is none that a question takes though its name says so; "" where it may be something else."""
    field = turn.form.fields.get(job.item)
    if field is None or not field.of_kind.is_file or content.is_picture or content.unfit not in ("", "unknown"):
        return ""
    fault = attached.broken(field, job.name)
    return refusal(field, fault) if fault else ""


def _recorded(turn: Turn, content: FileContent, name: str) -> Outcome:
    """What some other program has kept: contact cards, or an application."""
    if content.earlier:
        return earlier_application.shown(turn, content, name)
    return contact_cards.handed(turn, content.cards) if turn.member else turn.stay(say("refuse.card"))


def _refused(turn: Turn, job: FileToRead, why: str) -> Outcome:
    """A file that is not taken; what was typed below a picture is an answer all the same."""
    field = turn.form.fields.get(job.item)
    if not job.caption or (field and field.of_kind.is_file):
        return turn.stay(why)
    outcome = _text(turn, Step(item=job.item, row=job.row), job.caption)
    return replace(outcome, notes=(why, *outcome.notes))


def _attached(turn: Turn, job: FileToRead, file: KeptFile) -> Outcome:
    """A document as the answer at which it was handed in."""
    step = Step(item=job.item, row=job.row)
    field = turn.form.fields.get(step.item)
    if field is None or not journey.exists(turn.application, step):
        return turn.stay(say("file.no_question"))
    if fault := attached.unfit(field, file.type, file.size):
        return turn.stay(refusal(field, fault))
    return _answered(turn, job, step, document_line(file.id, attached.name_of(job.name, file.size)))


def _answered(turn: Turn, job: FileToRead, step: Step, line: str) -> Outcome:
    """The file is the answer, at the question at hand or at the one that was asked then."""
    if _asked(turn, at_hand(turn)) != step:
        return give(turn, step, line, job.ref)
    at_top = current(turn)
    return at_top.stack[-1].said(at_top, line)


def _picture(turn: Turn, job: FileToRead, picture: KeptPicture) -> Outcome:
    """A picture in the long text, or as the answer, at which it was handed in."""
    step = Step(item=job.item, row=job.row)
    field = turn.form.fields.get(step.item)
    is_here = _asked(turn, at_hand(turn)) == step
    if field is None or not journey.exists(turn.application, step):
        return _refused(turn, job, say("file.picture"))
    if field.of_kind.is_file:
        if fault := attached.unfit(field, picture.type, picture.size):
            return turn.stay(refusal(field, fault))
        return _answered(turn, job, step, line_of(picture.id, job.caption or job.name))
    if not field.of_kind.is_long:
        return _refused(turn, job, say("file.picture"))
    return captioning.placed(turn, step, picture.id, job.caption, is_here=is_here)


def _told(job: FileToRead, content: FileContent) -> Sequence[str]:
    """What of a file could not be kept, or is told of it."""
    left = [say(f"file.left_{code}", count=count) for code, count in content.left_out.items() if count]
    aside = [brief(line, ASIDE) for line in beside(content.sent_back)] if content.sent_back else []
    return [
        *([say("file.left", name=job.name, left=left)] if left else []),
        *([say("file.aside", lines=aside[:ASIDES], more=len(aside) - ASIDES)] if aside else []),
    ]


def _lines(turn: Turn, job: FileToRead, content: FileContent) -> Outcome:
    """A piece of the text at hand; of a document of ours what was changed; of the form's labels what stands at each."""
    step = Step(item=job.item, row=job.row)
    field = turn.form.fields.get(step.item)
    is_piece = field is not None and field.of_kind.is_long
    sent = content.sent_back
    if sent and sent.application == turn.application.id and sent.texts():
        return changed_document.begin(turn, sent)
    at_table = step.item in turn.form.tables
    pieces = content.pieces or (() if at_table else tuple(plain_form.pieces(content.text)))
    found = form_finder.find(turn.form, pieces, _names(turn)) if pieces else []
    if sum(bool(one.item) for one in found) >= (1 if content.pieces and not is_piece else handed_sheets.WHOLE):
        return found_answers.begin(turn, found, job.name, is_old=bool(sent and sent.application))
    if content.pieces and not is_piece and "\n" in content.text and not at_table:
        return turn.stay(say("file.no_answers", name=job.name))
    return _text(turn, step, content.text)


def _names(turn: Turn) -> Sequence[str]:
    """What the rows are called for which sections are repeated."""
    tables = {table for section in turn.form.sections if (table := turn.form.rows_of(section))}
    counts = turn.application.progress()
    rows = (turn.application.rows(table, 1, counts[table].rows) for table in tables if table in counts)
    return [row.title for of in rows for row in of if row.title]


def _text(turn: Turn, step: Step, text: str) -> Outcome:
    if step.item in turn.form.tables:
        return handed_sheets.pasted(turn, turn.form.tables[step.item], text)
    field = turn.form.fields.get(step.item)
    if field is None or not journey.exists(turn.application, step):
        return turn.stay(say("file.no_question"))
    if not field.of_kind.is_long:
        return give(turn, step, text, turn.ref)
    return text_pieces.handed(turn, field, step, text)
