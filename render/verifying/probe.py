"""An application in which every answer is another mark, so that it is seen where each comes out.

Knows no template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from typing import Any

from dialogs.application.application import Answers, Step
from dialogs.application.finding import Finding
from dialogs.form.model import LEAD_UNIT, NO_ROW, Document, Field, Form
from render.context import Mode, context
from render.runs import Gap

ROWS = ("a", "b")  # of every table whose rows the form leaves open
_BEFORE, _AFTER = "\u27e8", "\u27e9"  # around the number of a mark: nobody writes these in a form


class Probe:
    """What a template of a form is given to be looked through.

    With a `document`, what the template of that part alone is given.
    """

    def __init__(self, form: Form, document: Document | None = None) -> None:
        self.form = form
        self.fields: dict[str, Field] = {}  # mark -> field
        self.titles: dict[str, str] = {}  # mark -> how the form calls its row, where the form has fixed that
        self._only = Step(item=document.group, row=self._row(document.group)) if document else None
        values = {}
        for group in form.groups.values():
            for row in self._rows(group.id):
                for field in group.fields:
                    mark = f"{_BEFORE}{len(self.fields)}{_AFTER}"
                    self.fields[mark] = field
                    if row in form.fixed.get(group.id, ()):
                        self.titles[mark] = group.rows[form.fixed[group.id].index(row)]
                    values[field.id, row] = mark
        self._answers = self._with(values)

    @cached_property
    def sample(self) -> Mapping[str, Any]:
        """Everything that a template can name, with a mark for each answer."""
        first = next(iter(self.form.fields))
        finding = Finding(code="missing", step=Step(item=first), place="", label="", params=())
        return context(self.form, self._answers, mode="draft", findings=[finding], only=self._only)

    def full(self) -> Mapping[str, Any]:
        """Of the finished document: everything is answered."""
        return self._context("final", self._answers)

    def empty(self, mode: Mode) -> Mapping[str, Any]:
        """Nothing is answered, and no row is there."""
        return self._context(mode, Answers(rows={self._table: ROWS} if self._only and self._only.row else {}))

    def draft(self) -> Mapping[str, Any]:
        """Of a draft in which nothing is answered but all rows are there: each gap as the mark of its answer."""
        made = context(self.form, self._with({}), mode="draft", only=self._only)
        return {name: _marked(value, self.sample.get(name)) for name, value in made.items()}

    def choosing(self) -> Iterator[Mapping[str, Any]]:
        """Of finished documents in which each choice of every question is chosen once."""
        closed = [field for field in self.form.fields.values() if field.offers and field.of_kind.is_closed]
        for at in range(max((len(field.offers) for field in closed), default=0)):
            values = dict(self._answers.values)
            for field in closed:
                label = field.offers[min(at, len(field.offers) - 1)]
                chosen = f"{label}：{field.id}" if label == field.other else label
                values |= {key: chosen for key in values if key[0] == field.id}
            yield self._context("final", self._with(values))

    def closed(self) -> Mapping[str, Any]:
        """Of the finished document in which nothing is asked that hangs on a condition."""
        form, found = self.form, self._answers
        conditional = {item for items in form.conditional.values() for item in items}
        closed = {Step(item=item, row=row) for item in conditional for row in self._at(item)}
        values = {at: value for at, value in found.values.items() if Step(item=at[0], row=at[1]) not in closed}
        rows = {
            table: [row for row in of if Step(item=table, row=self._parents.get(row, NO_ROW)) not in closed]
            for table, of in self._all_rows.items()
        }
        return self._context("final", replace(found, values=values, rows=rows, closed=frozenset(closed)))

    def without_rows(self) -> Iterator[tuple[str, Mapping[str, Any], AbstractSet[str]]]:
        """For each table that may be empty the document in which it is: its id, the values, the marks of the rest."""
        for table in self.form.tables.values():
            if table.rows or table.min_rows:
                continue
            rows = {one: () if table.id in self._above(one) else of for one, of in self._all_rows.items()}
            answers = self._answers.values.items()
            left = {mark for (item, row), mark in answers if not row or row in rows[self.form.asked_at[item]]}
            yield table.id, self._context("final", replace(self._answers, rows=rows)), left

    def _above(self, table: str) -> Iterator[str]:
        """The ids of a table and of those in whose rows it stands."""
        while table:
            yield table
            table = self.form.parent_of(table)

    def _at(self, item: str) -> Sequence[str]:
        """The rows at which a field, table or section is asked."""
        if item in self.form.groups and item not in self.form.tables:
            return self._rows(item)
        return self._all_rows.get(self.form.asked_at[item], (NO_ROW,))

    def _context(self, mode: Mode, answers: Answers) -> Mapping[str, Any]:
        return context(self.form, answers, mode=mode, only=self._only)

    @property
    def _table(self) -> str:
        return self.form.rows_of(self.form.section_of[self._only.item]) if self._only else ""

    def _rows(self, group: str) -> Sequence[str]:
        if group in self.form.tables:
            return self._all_rows[group]
        return self._with({}).instances(self.form, self.form.section_of[group])

    def _with(self, values: Mapping[tuple[str, str], str]) -> Answers:
        """Answers with all rows."""
        return Answers(values, self._all_rows, parents=self._parents)

    @cached_property
    def _all_rows(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, Sequence[str]] = {}
        for table in self.form.tables:
            above = self.form.parent_of(table)
            found[table] = [row for parent in found.get(above, [NO_ROW]) for row in self._rows_at(table, parent)]
        return found

    def _rows_at(self, table: str, parent: str) -> Sequence[str]:
        if table in self.form.fixed:
            return self.form.fixed_at(table, parent)
        return [f"{parent}.{row}" for row in ROWS] if parent else ROWS

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        nested = ((table, self.form.parent_of(table)) for table in self.form.tables)
        parents = ((table, parent) for table, above in nested if above for parent in self._all_rows[above])
        return {row: parent for table, parent in parents for row in self._rows_at(table, parent)}

    def _row(self, section: str) -> str:
        return LEAD_UNIT if LEAD_UNIT in self._rows(section) else self._rows(section)[0]


def marks(text: str) -> Iterator[str]:
    """The marks in a text."""
    for piece in text.split(_BEFORE)[1:]:
        number, closed, _ = piece.partition(_AFTER)
        if closed:
            yield f"{_BEFORE}{number}{_AFTER}"


def _marked(value: Any, sample: Any) -> Any:
    """A value in which each gap is the mark that its answer has in the sample."""
    if isinstance(value, Gap):
        return Gap(str(sample))
    if isinstance(value, dict) and isinstance(sample, dict):
        return {name: _marked(one, sample.get(name)) for name, one in value.items()}
    if isinstance(value, list) and isinstance(sample, list):
        return [_marked(one, other) for one, other in zip(value, sample, strict=False)]
    return value
