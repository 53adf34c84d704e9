"""All answers of an application at once, for documents and checks; a turn reads them only where they are few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from dialogs.application.application import Answers, Step
from dialogs.application.draft_parts import join
from dialogs.application.opened import opened
from dialogs.application.team import can, peopled
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form
from storage.statements import Statements
from storage.stored_team import StoredTeam


def whole_answers(sql: Statements, application: str, form: Form) -> Answers:
    """All answers and rows in open branches, with all that is known of them; takes as long as they are many."""
    bare, owners = _answers(sql, application, form)
    said = dict(sql.all("SELECT unit, kind FROM sign_off WHERE application = ?", application))
    team, units = StoredTeam(sql, application), bare.rows.get(form.units.group, ())
    there, silent = peopled(team), {*team.ever_peopled()} - {*said}
    returned = "SELECT item, row FROM comment WHERE application = ? AND about IS NULL AND state = 'open'"
    times = sql.one("SELECT min(at), max(at) FROM history WHERE application = ?", application)
    begun, changed = (datetime.fromisoformat(at) if at else None for at in times)
    whole = replace(
        bare,
        unsaved=frozenset(_unsaved(sql, application, bare.values, owners)),
        unconfirmed=[unit for unit in units if unit in silent and unit in there],
        deserted=[unit for unit in units if unit in silent and unit not in there],
        waived=[unit for unit in units if said.get(unit) == "waived"],
        commented=[Step(item=item, row=row) for item, row in sql.all(returned, application) if row in owners],
        begun=begun,
        changed=changed,
    )
    return opened(form, whole)


def bare_answers(sql: Statements, application: str, form: Form) -> Answers:
    """All answers and rows in open branches, with the doubts about them, and nothing else."""
    return opened(form, _answers(sql, application, form)[0])


def _answers(sql: Statements, application: str, form: Form) -> tuple[Answers, Mapping[str, str]]:
    """All answers and rows, and the unit of each row."""
    values = sql.all("SELECT field, row, value, doubts FROM answer WHERE application = ?", application)
    instances = "SELECT grp, row, parent, unit FROM instance WHERE application = ? ORDER BY grp, position"
    places = sql.all(instances, application)
    owners = {NO_ROW: LEAD_UNIT, **{row: unit for _, row, _, unit in places if row != NO_ROW}}
    bare = Answers(
        values={(field, row): value for field, row, value, _ in values},
        rows={table: [row for group, row, *_ in places if group == table] for table in form.tables},
        doubts={(field, row): frozenset(codes.split()) for field, row, _, codes in values if codes},
        parents={row: parent for _, row, parent, _ in places if parent},
    )
    return bare, owners


def _unsaved(
    sql: Statements, application: str, answers: Mapping[tuple[str, str], str], owners: Mapping[str, str]
) -> Iterable[Step]:
    """The steps at which somebody who may still answer there has written what is no answer yet."""
    drafts = "SELECT field, row, person, text FROM draft_part WHERE application = ? ORDER BY field, row, person, id"
    members = StoredTeam(sql, application).members()
    for (field, row, person), lines in groupby(sql.all(drafts, application), key=lambda line: line[:3]):
        text = join([text for *_, text in lines])
        writes = any(m.person == person and can(m, "answer", owners.get(row)) for m in members)
        if text not in ("", answers.get((field, row))) and writes:
            yield Step(item=field, row=row)
