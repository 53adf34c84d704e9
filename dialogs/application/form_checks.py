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
                    step = Step(item=check.at, row=row if form.asked_at[check.at] else NO_ROW)
                    yield finding("disagrees", step, place, blocking=not check.advice, says=says)


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
