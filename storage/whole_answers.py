"""All answers of an application at once, for documents and checks; a turn never reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

from dialogs.application.application import Answers, DraftPart, Step
from dialogs.application.draft_parts import join
from dialogs.application.opened import opened
from dialogs.application.team import can, peopled
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form
from storage.statements import Statements
from storage.stored_team import StoredTeam


def whole_answers(sql: Statements, application: str, form: Form) -> Answers:
    """All answers and rows in open branches. Takes as long as the application is large."""
    values = sql.all("SELECT field, row, value, doubts FROM answer WHERE application = ?", application)
    instances = "SELECT grp, row, parent, unit FROM instance WHERE application = ? ORDER BY grp, position"
    places = sql.all(instances, application)
    answers = {(field, row): value for field, row, value, _ in values}
    rows = {table: [row for group, row, *_ in places if group == table] for table in form.tables}
    owners = {NO_ROW: LEAD_UNIT, **{row: unit for _, row, _, unit in places if row != NO_ROW}}
    said = dict(sql.all("SELECT unit, kind FROM sign_off WHERE application = ?", application))
    team, units = StoredTeam(sql, application), rows.get(form.units.group, ())
    there, silent = peopled(team), {*team.ever_peopled()} - {*said}
    returned = "SELECT item, row FROM comment WHERE application = ? AND about IS NULL AND state = 'open'"
    times = sql.one("SELECT min(at), max(at) FROM history WHERE application = ?", application)
    begun, changed = (datetime.fromisoformat(at) if at else None for at in times)
    whole = Answers(
        values=answers,
        rows=rows,
        unsaved=frozenset(_unsaved(sql, application, answers, owners)),
        unconfirmed=[unit for unit in units if unit in silent and unit in there],
        deserted=[unit for unit in units if unit in silent and unit not in there],
        waived=[unit for unit in units if said.get(unit) == "waived"],
        commented=[Step(item=item, row=row) for item, row in sql.all(returned, application) if row in owners],
        doubts={(field, row): frozenset(codes.split()) for field, row, _, codes in values if codes},
        begun=begun,
        changed=changed,
        parents={row: parent for _, row, parent, _ in places if parent},
    )
    return opened(form, whole)


def _unsaved(
    sql: Statements, application: str, answers: Mapping[tuple[str, str], str], owners: Mapping[str, str]
) -> Iterable[Step]:
    """The steps at which somebody who may still answer there has written what is no answer yet."""
    drafts = "SELECT field, row, person, text FROM draft_part WHERE application = ? ORDER BY field, row, person, id"
    members = StoredTeam(sql, application).members()
    for (field, row, person), lines in groupby(sql.all(drafts, application), key=lambda line: line[:3]):
        text = join([DraftPart(text=text, ref="") for *_, text in lines])
        writes = any(m.person == person and can(m, "answer", owners.get(row)) for m in members)
        if text not in ("", answers.get((field, row))) and writes:
            yield Step(item=field, row=row)
