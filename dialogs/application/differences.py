"""What somebody has changed in a document of ours that comes back: answers, and rows added, removed and moved.

Changes nothing, and knows no document: what is right about a text that was changed is judged as if it had been typed.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from dialogs.answers import kinds
from dialogs.answers.value import Value
from dialogs.application import branches, journey
from dialogs.application.application import Application, Step
from dialogs.application.bookmarks import bookmark, canonical
from dialogs.application.broken_out import rejoined
from dialogs.application.sent_document import Edit, NewRow, SentDocument
from dialogs.application.sent_order import order
from dialogs.application.sent_rows import SentRows
from dialogs.form.model import NO_ROW, Form
from dialogs.pasting.sent_back import SentBack
from dialogs.texts import say


class Differences(Value):
    """What somebody has changed.

    Attributes:
        edits: The answers.
        added: The rows that are new.
        removed: The rows that are gone, each as the step that it is as a whole.
        order: By a table in which rows were moved: all its rows as they stand now, a new one as its number.
        idle: What questions are called at which something was changed though they are not asked any more: their row was
            deleted, or their part closed, meanwhile.
        repeated: Answers that stand there several times over, as an old LibreOffice writes what it has read as one.
        unread: Answers that stand there but cannot be read back, so that nobody knows whether they were changed.
        computed: What was written over though it is computed.
        doubled: By tables how many rows stand there once more just as they are.
        unplaced: What was written where nothing is asked.
    """

    edits: tuple[Edit, ...] = ()
    added: tuple[NewRow, ...] = ()
    removed: tuple[Step, ...] = ()
    order: Mapping[str, tuple[str | int, ...]] = {}
    idle: tuple[str, ...] = ()
    repeated: tuple[Step, ...] = ()
    unread: tuple[Step, ...] = ()
    computed: tuple[Step, ...] = ()
    doubled: Mapping[str, int] = {}
    unplaced: tuple[str, ...] = ()


def found(application: Application, sent: SentBack, today: date) -> Differences:
    """What was changed in a document of an application, as far as it is in its scope; see `differences`."""
    form = application.form
    rows: dict[str, list[str]] = {}
    for table in sorted(form.tables, key=lambda table: len(form.path(table))):
        parents = rows[form.parent_of(table)] if form.parent_of(table) else [NO_ROW]
        found = (application.rows(table, 1, application.count(table, parent), parent) for parent in parents)
        rows[table] = [row.id for of_parent in found for row in of_parent]
    made = differences(form, rows, sent, partial(printed, application, sent), partial(_now, application), today)
    return _asked(application, sent, made)


def _asked(application: Application, sent: SentBack, made: Differences) -> Differences:
    """Those of what is asked still; of what is not, only what was written there is told."""
    form, is_open = application.form, branches.of(application).is_open
    edits = [e for e in made.edits if journey.exists(application, e.step) and is_open(e.step.item, e.step.row)]
    closed = {table for table in form.tables if not form.parent_of(table) and not is_open(table, NO_ROW)}
    unread = [step for step in made.unread if is_open(step.item, step.row)]
    blurred = [one for one in made.unread if one not in unread and bookmark(one.item, one.row) in sent.hashes]
    closed_edits = [edit.step for edit in made.edits if edit not in edits and not edit.is_gone]
    fields = (form.fields[step.item] for step in (*closed_edits, *blurred))
    tables = sorted({new.table for new in made.added} & closed)
    return made.model_copy(
        update={
            "edits": tuple(edits),
            "added": tuple(new for new in made.added if new.table not in closed),
            "removed": tuple(step for step in made.removed if step.item not in closed),
            "unread": tuple(unread),
            "order": {table: order for table, order in made.order.items() if table not in closed},
            "idle": (*made.idle, *(f.title for f in fields), *(form.tables[t].title for t in tables)),
        }
    )


def printed(application: Application, sent: SentBack, step: Step) -> str:
    """The value of an answer when a document was printed, "" where there was none."""
    before = application.history(step, sent.change + 1, 1)
    return before[0].after or "" if before else ""


def _now(application: Application, step: Step) -> str:
    answer = application.answer(step)
    return answer.value if answer else ""


def differences(  # noqa: PLR0913, PLR0917 - the document, and what it is read against
    form: Form,
    rows: Mapping[str, Sequence[str]],
    sent: SentBack,
    before: Callable[[Step], str],
    now: Callable[[Step], str],
    today: date,
) -> Differences:
    """What was changed in a document.

    Args:
        form: The form.
        rows: The rows of each table as they are now.
        sent: The document.
        before: The value of an answer when the document was printed, "" where there was none.
        now: The value of an answer now, "" where there is none: what was written there and is so already is no change.
        today: The day that 今天 stands for.
    """

    def value(step: Step, text: str) -> str:
        return kinds.stored(kinds.parse(form.fields[step.item], text, today)) if text else ""

    def is_same(edit: Edit, answer: str) -> bool:
        """Whether a text, though printed otherwise, is this answer: a box, an amount without its commas."""
        return bool(edit.text) == bool(answer) and value(edit.step, edit.text) == answer

    def shown(step: Step) -> Sequence[str]:
        field = form.fields.get(step.item)
        value = before(step) if field else ""
        if field and value:
            return (kinds.show(field, value),)
        return ("", say("ask.gap", label=field.title)) if field else ("",)

    if any(segment.breaks_out for segment in sent.segments):
        steps = SentRows(form, rows, sent).steps
        sent = rejoined(sent, lambda mark: shown(steps[mark])[0] if mark in steps else "")
    read = SentDocument(form, rows, sent, lambda step, text: value(step, text) == now(step), shown)
    edited = {
        edit.step: edit
        for edit in read.edits()
        if not is_same(edit, before(edit.step)) and not is_same(edit, now(edit.step))
    }
    repeated = [step for step, edit in edited.items() if _is_repeated(form, edit, before(step))]
    return Differences(
        edits=tuple(edit for step, edit in edited.items() if step not in repeated),
        added=tuple(read.added()),
        removed=tuple(read.removed()),
        order={table: found for table in form.tables if (found := order(read, table))},
        idle=tuple(read.idle()),
        repeated=tuple(repeated),
        unread=tuple(read.unread()),
        computed=tuple(read.computed()),
        doubled=Counter(table.id for table in read.columns.doubled.values()),
        unplaced=tuple(read.unplaced()),
    )


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest rows that have to go elsewhere to bring rows from one order into another.

    All but the longest run of rows that follow each other alike in both. `after` has no other rows than `before`.
    """
    places = {row: at for at, row in enumerate(before)}
    ends: list[int] = []  # of the runs of each length, where the one ends that ends soonest
    runs: list[tuple[str, ...]] = []
    for row in after:
        at = bisect(ends, places[row])
        ends[at : at + 1] = [places[row]]
        runs[at : at + 1] = [(*(runs[at - 1] if at else ()), row)]
    return {*after} - {*(runs[-1] if runs else ())}


def _is_repeated(form: Form, edit: Edit, before: str) -> bool:
    shown = canonical(kinds.show(form.fields[edit.step.item], before)) if before else ""
    text = canonical(edit.text)
    times = len(text) // len(shown) if shown else 0
    return times > 1 and text.replace("\n", "") == shown.replace("\n", "") * times
