"""All answers of an application at once, as its document and its check see them: without those in closed parts.

Knows not what opens a part, see `dialogs.application.branches`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dialogs.application.application import Answers, Step, lineage
from dialogs.application.branches import ROWS, Branches, summand
from dialogs.form.model import NO_ROW, Form


class _Whole:
    """All answers at once."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self._form = form
        self._answers = answers
        self._totals: dict[tuple[str, str], Decimal | None] = {}
        self._short: dict[str, set[str]] = {}
        self.branches = Branches(form, self)

    def answered(self, field: str, row: str) -> str | None:
        return self._answers.get(field, row)

    def parent(self, row: str) -> str:
        return self._answers.parents.get(row, NO_ROW)

    def count(self, table: str) -> int:
        return len(self._answers.rows.get(table, ()))

    def lacks_rows(self, table: str, at: str) -> bool:
        if table not in self._short:
            self._short[table] = set(self._lacking(table))
        return at in self._short[table]

    def _lacking(self, table: str) -> Iterator[str]:
        """The rows below which a table has too few rows somewhere, NO_ROW for the whole."""
        least, above = self._form.groups[table].min_rows, self._form.parent_of(table)
        for parent in self._answers.rows.get(above, ()) if above else (NO_ROW,):
            if len(self._answers.rows_at(table, parent)) < least and self.branches.is_open(table, parent):
                yield from (NO_ROW, *lineage(self.parent, parent))

    def total(self, column: str, parent: str = NO_ROW) -> Decimal | None:
        if (column, NO_ROW) not in self._totals:
            self._add(column)
        return self._totals.get((column, parent), Decimal(0))

    def _add(self, column: str) -> None:
        """Adds up a column, for the whole and for each row to which rows of its table belong."""
        table = column.removesuffix(ROWS) if column.endswith(ROWS) else self._form.home[column]
        self._totals[column, NO_ROW] = Decimal(0)
        for row in self._answers.rows.get(table, ()):
            amount = summand(self.branches, column, row)
            for above in (NO_ROW, *lineage(self.parent, row)[:-1]):
                before = self._totals.get((column, above), Decimal(0))
                self._totals[column, above] = None if before is None or amount is None else before + amount


def whole(form: Form, answers: Answers) -> Branches:
    """The branches of all answers at once."""
    return _Whole(form, answers).branches


def opened(form: Form, answers: Answers) -> Answers:
    """The answers without those in closed parts, which are `closed`, and with what the computed fields come to."""
    if not (form.conditional or form.computed):
        return answers
    branches = whole(form, answers)
    values, closed = dict(answers.values), set[Step]()
    for group in form.groups.values():
        table = form.answered_at(group.id)
        alone = (NO_ROW,) if not group.has_rows and table in ("", form.units.group) else ()
        for row in (*alone, *answers.rows.get(table, ())):
            for item in (group.id, *group.item_ids, *(field.id for field in group.computed)):
                own = item == group.id and item in form.tables
                at = answers.parents.get(row, NO_ROW) if own else row
                if not branches.is_open(item, at):
                    closed.add(Step(item=item, row=at))
                    values.pop((item, at), None)
                elif item in form.computed and (value := branches.value(item, row)) is not None:
                    values[item, row] = value
    shut = {step for step in closed if step.item in form.tables}
    rows = {
        table: [row for row in of if Step(item=table, row=answers.parents.get(row, NO_ROW)) not in shut]
        for table, of in answers.rows.items()
    }
    return replace(answers, values=values, rows=rows, closed=frozenset(closed))
