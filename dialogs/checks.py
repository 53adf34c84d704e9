"""The formal checks of a whole application: findings, each with the step that mends it.

Looks at everything, so it runs beside the conversation, never in a turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogs import kinds
from dialogs.application import Answers, Step
from dialogs.form import LEAD, UNITS, Field, Form, Section, Table, Value
from dialogs.texts import say
from dialogs.wordcount import han


class Finding(Value):
    """Something that keeps the document from being finished: its code, where to mend it, and in words."""

    code: str
    step: Step
    words: str


def findings(form: Form, answers: Answers, today: date) -> Iterator[Finding]:
    """All that is missing or breaks a rule, in the form's order."""
    check = _Check(form, answers, today)
    for section in form.sections:
        for row in answers.instances(form, section):
            yield from check.section(section, row)


@dataclass(frozen=True)
class _Check:
    form: Form
    answers: Answers
    today: date

    def section(self, section: Section, row: str) -> Iterator[Finding]:
        for item in section.items:
            if isinstance(item, Table):
                yield from self.table(section, item)
            else:
                yield from self.field(item, Step(item=item.id, row=row), self.place(section, row))
        texts = [self.answers.get(f.id, row) or "" for f in section.fields if f.kind == "longtext"]
        missing = max(0, (section.min_han or 0) - sum(map(han, texts)))
        if missing:
            step = Step(item=section.id, row=row)
            yield _finding("short", step, self.place(section, row), missing=missing, want=section.min_han)

    def table(self, section: Section, table: Table) -> Iterator[Finding]:
        rows = self.answers.rows.get(table.id, ())
        for number, row in enumerate(rows, 1):
            place = say("check.row", table=table.title, number=number)
            for column in table.columns:
                yield from self.field(column, Step(item=column.id, row=row), place)
        step = Step(item=table.id)
        place = _at(self.place(section, LEAD), table.title)
        if len(rows) < table.min_rows:
            yield _finding("few_rows", step, place, least=table.min_rows)
        elif self.answers.get(table.id) is None:
            yield _finding("unfinished", step, place)

    def field(self, field: Field, step: Step, place: str) -> Iterator[Finding]:
        value = self.answers.get(step.item, step.row)
        where = _at(place, field.short or field.label)
        if value is None or (field.required and not value):
            yield _finding("missing", step, where)
        elif value:
            verdict = kinds.parse(field, kinds.show(field, value), self.today)
            if isinstance(verdict, kinds.Invalid):
                reason = say(f"invalid.{verdict.code}", field=field, **verdict.params)
                yield _finding("invalid", step, where, reason=reason)

    def place(self, section: Section, row: str) -> str:
        if not section.each:
            return section.title
        if section.each == UNITS:
            units = self.form.units
            name = self.answers.get(units.name, row) if row else self.answers.get(units.lead)
        else:
            name = self.answers.get(self.form.tables[section.each].columns[0].id, row)
        return say("check.instance", section=section.title, instance=name or say("ask.unnamed"))


def _at(place: str, label: str) -> str:
    return say("check.place", place=place, label=label)


def _finding(code: str, step: Step, place: str, **params: object) -> Finding:
    return Finding(code=code, step=step, words=say(f"check.{code}", place=place, **params))
