"""A form's own checks, which are expressions in its form.toml: what does not agree, with the sentence that says so.

Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers import kinds
from dialogs.application.application import Answers, Step
from dialogs.application.branches import Branches, stored
from dialogs.application.finding import Finding, finding
from dialogs.application.naming import place_of, row_place
from dialogs.application.opened import whole
from dialogs.form.expression import Name, Total
from dialogs.form.expression_text import Expression
from dialogs.form.model import NO_ROW, Form, Group
from dialogs.form.rules import Check
from dialogs.texts import say


def disagreements(form: Form, answers: Answers) -> Iterator[Finding]:
    """The findings, group by group; what is not known yet is none."""
    branches = whole(form, answers)
    for group in form.groups.values():
        table = form.answered_at(group.id)
        for check in group.checks:
            for row, place in _instances(form, answers, group):
                if branches.evaluate(check.that, row, table) is False:
                    says = "".join(_shown(branches, part, row, table) for part in check.sentence)
                    step = _step(form, check.at, row)
                    found = finding("disagrees", step, place, blocking=not check.advice, says=says)
                    yield found.beside(_twin(form, check, row))


def _step(form: Form, item: str, row: str) -> Step:
    return Step(item=item, row=row if form.asked_at[item] else NO_ROW)


def _twin(form: Form, check: Check, row: str) -> Step | None:
    """The other place that a check is about, None where there are several, or none that is found from this row."""
    read = check.that
    tables = {form.home[column] for column in read.columns} | read.tables
    others = [item for item in {*read.names, *tables} - {check.at} if item in form.asked_at]
    if len(others) != 1 or form.asked_at[others[0]] not in ("", form.asked_at[check.at]):
        return None
    return _step(form, others[0], row)


def _instances(form: Form, answers: Answers, group: Group) -> Iterator[tuple[str, str]]:
    """The rows at which a group is answered, each with its place."""
    if group.has_rows:
        for parent in dict.fromkeys(answers.parents.get(row, NO_ROW) for row in answers.rows.get(group.id, ())):
            rows = enumerate(answers.rows_at(group.id, parent), 1)
            yield from ((row, row_place(form, answers, group, row, number)) for number, row in rows)
        return
    for row in answers.instances(form, group):
        yield row, place_of(form, answers, group, row)


def _shown(branches: Branches, part: str | Expression, row: str, table: str) -> str:
    """A text as it is; what an expression comes to as the field shows it that it is of."""
    if isinstance(part, str):
        return part
    known, root = branches.evaluate(part, row, table), part.root
    if known is None:
        return say("review.open")
    of = root.id if isinstance(root, Name) else root.column if isinstance(root, Total) else ""
    field = branches.form.fields.get(of) or branches.form.computed.get(of)
    return kinds.show(field, stored(known)) if field else stored(known)
