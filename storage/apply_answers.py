"""Carries out changes of answers and of the messages that long texts are made of, with their history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.application import changes
from dialogs.application.application import Answer, Step
from storage.applier import Applier
from storage.stored_application import StoredApplication

AT_STEP = "row = ? AND field = ?"
AT_STEPS = "(row, field) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
_AT = f"application = ? AND {AT_STEP}"


def put_answers(applier: Applier, those: Sequence[changes.PutAnswer]) -> None:
    """Writes answers, counts again what is missing there, and adds to the history where a value is another."""
    for run in _apart(those):
        _put(applier, run)


def _apart(those: Sequence[changes.PutAnswer]) -> Iterator[Sequence[changes.PutAnswer]]:
    """The answers in their order, each step at most once in a run."""
    run: dict[tuple[str, Step], changes.PutAnswer] = {}
    for change in those:
        at = (change.application, change.step)
        if at in run:
            yield [*run.values()]
            run.clear()
        run[at] = change
    yield [*run.values()]


def _put(applier: Applier, those: Sequence[changes.PutAnswer]) -> None:
    """Writes answers of which no two are of one step, so that all can be read before any is written."""
    now, lines, entries, finished = applier.now.isoformat(), [], [], []
    for change in those:
        application, step = applier.application(change.application), change.step
        at, before = (change.application, step.row, step.item), application.answer(step)
        if before is None or before.value != change.value:
            open_ = applier.open.get(change.application)
            entries.append((*at, application.owner(step.row) or "", applier.person, now, change.value, open_))
            finished.append((application, step, before))
        lines.append((*at, change.han, applier.person, change.ref, now, change.value, " ".join(change.doubts)))
    for application, step, before in finished:
        _drop_finished(applier, application, step, before)
    _write(applier, entries, lines)
    _recount(applier, those)


def put_new(applier: Applier, rows: Sequence[changes.AddRow]) -> None:
    """Writes what stands in rows that are just added, where nothing can stand yet."""
    now, lines, entries = applier.now.isoformat(), [], []
    for row in rows:
        open_ = applier.open.get(row.application)
        unit = row.adds(applier.form(row.application))[row.row]
        for column, value, han, doubts in row.cells:
            at = (row.application, row.row, column)
            entries.append((*at, unit, applier.person, now, value, open_))
            lines.append((*at, han, applier.person, "", now, value, " ".join(doubts)))
        if row.cells:
            applier.changed(row.application, row.table, row.row)
    _write(applier, entries, lines)


def _write(applier: Applier, entries: Sequence[tuple[object, ...]], lines: Sequence[tuple[object, ...]]) -> None:
    applier.sql.run_all(
        "INSERT INTO history (application, row, field, unit, person, at, value, change_set)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entries,
    )
    applier.sql.run_all(
        "INSERT INTO answer (application, row, field, han, person, ref, at, value, doubts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET han = excluded.han, person = excluded.person, ref = excluded.ref,"
        " at = excluded.at, value = excluded.value, doubts = excluded.doubts",
        lines,
    )


def _drop_finished(applier: Applier, application: StoredApplication, step: Step, before: Answer | None) -> None:
    """Deletes the draft parts of others that make up `before`, replaced or gone: they go on from what is there."""
    if before is None or not before.value:  # nobody can have finished it
        return
    at = (application.id, step.row, step.item)
    for person, parts in application.drafts(step).items():
        if person != applier.person and parts.text == before.value:
            applier.sql.run(f"DELETE FROM draft_part WHERE {_AT} AND person = ?", *at, person)  # noqa: S608


def drop_answer(applier: Applier, change: changes.DropAnswer) -> None:
    """Deletes an answer, so that its step is open again, with the draft parts of others that make it up."""
    application = applier.application(change.application)
    _drop_finished(applier, application, change.step, application.answer(change.step))
    drop_answers(applier, AT_STEP, change.application, change.step.row, change.step.item)
    _recount(applier, [change])


def drop_answers(applier: Applier, where: str, application: str, *params: str) -> None:
    """Deletes the answers of an application for which `where` holds, with `params`. The history keeps them."""
    applier.sql.run(
        "INSERT INTO history (application, row, field, unit, person, at, change_set)"  # noqa: S608
        " SELECT application, row, field, coalesce((SELECT unit FROM instance WHERE instance.application ="
        " answer.application AND instance.row = answer.row LIMIT 1), ''), ?, ?, ?"
        f" FROM answer WHERE application = ? AND {where}",
        applier.person,
        applier.now.isoformat(),
        applier.open.get(application),
        application,
        *params,
    )
    applier.sql.run(f"DELETE FROM answer WHERE application = ? AND {where}", application, *params)  # noqa: S608


def _recount(applier: Applier, those: Sequence[changes.PutAnswer | changes.DropAnswer]) -> None:
    groups = {(c.application, applier.form(c.application).group_of[c.step.item], c.step.row) for c in those}
    for application, group, row in groups:
        applier.changed(application, group, row)


def add_draft_part(applier: Applier, change: changes.AddDraftPart) -> None:
    """Adds a draft part."""
    applier.sql.run(
        "INSERT INTO draft_part (application, row, field, person, ref, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *_of_draft(applier, change),
        change.ref,
        change.text,
        applier.now.isoformat(),
    )


def _of_draft(
    applier: Applier, change: changes.AddDraftPart | changes.EditDraftPart | changes.DropDraftParts
) -> tuple[str, ...]:
    return (change.application, change.step.row, change.step.item, applier.person)


def edit_draft_part(applier: Applier, change: changes.EditDraftPart) -> None:
    """Replaces the text of a draft part, by the ref of its message."""
    applier.sql.run(
        f"UPDATE draft_part SET text = ? WHERE {_AT} AND person = ? AND ref = ?",  # noqa: S608
        change.text,
        *_of_draft(applier, change),
        change.ref,
    )


def take_over(applier: Applier, change: changes.TakeOver) -> None:
    """Gives somebody's draft parts at a step to the person, behind their own. The other's messages edit nothing now."""
    of_other = (change.application, change.step.row, change.step.item, change.person)
    applier.sql.run(
        "INSERT INTO draft_part (application, row, field, person, ref, text, at)"  # noqa: S608
        f" SELECT application, row, field, ?, '', text, ? FROM draft_part WHERE {_AT} AND person = ? ORDER BY id",
        applier.person,
        applier.now.isoformat(),
        *of_other,
    )
    applier.sql.run(f"DELETE FROM draft_part WHERE {_AT} AND person = ?", *of_other)  # noqa: S608


def drop_draft_parts(applier: Applier, change: changes.DropDraftParts) -> None:
    """Deletes the person's last draft part at a step, or all of them."""
    where = f"{_AT} AND person = ?"
    last = f" AND id = (SELECT max(id) FROM draft_part WHERE {where})" if change.last else ""  # noqa: S608
    params = _of_draft(applier, change) * (2 if change.last else 1)
    applier.sql.run(f"DELETE FROM draft_part WHERE {where}{last}", *params)  # noqa: S608
