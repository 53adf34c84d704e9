"""The check (自查) of a whole application: findings, each with the step that mends it.

Looks at everything, so it runs beside the conversation, never in a turn. What only one form asks for is in its
`rules`, which `dialogs.application.rules` applies; here is what holds for every form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.answers import kinds, reasons
from dialogs.answers.word_count import han
from dialogs.application import minima
from dialogs.application.application import OLD, Answers, Step
from dialogs.application.finding import Finding, finding, told
from dialogs.application.marks import LOOKED_FOR
from dialogs.application.naming import place_of, row_place
from dialogs.form.model import LEAD_UNIT, NO_ROW, Field, Form, Group
from dialogs.pattern import Pattern
from dialogs.texts import say

_PUNCTUATION = Pattern(r"[\W_]+")


def findings(form: Form, answers: Answers, today: date) -> Iterator[Finding]:
    """All that is missing or not right: by section in the form's order, then units, confirmations and comments."""
    check = _Check(form, answers, today)
    for section in form.sections:
        for row in answers.instances(form, section):
            yield from check.section(section, row)
    yield from alike(form, answers)
    yield from check.unconfirmed()
    yield from check.commented()


def findings_at(form: Form, answers: Answers, today: date, step: Step, place: str) -> Iterator[Finding]:
    """The findings of one field, and with its rows of a column, told with this place."""
    check, group = _Check(form, answers, today), form.group_at(step.item)
    yield from check.field(form.fields[step.item], step, place)
    if group.has_rows:
        yield from check.doubles(group, answers.rows_at(group.id, answers.parents.get(step.row, NO_ROW)))


@dataclass(frozen=True)
class _Check:
    form: Form
    answers: Answers
    today: date

    def section(self, section: Group, row: str) -> Iterator[Finding]:
        place = place_of(self.form, self.answers, section, row)
        for item in section.items:
            if Step(item=item.id, row=row) in self.answers.closed:
                continue
            if isinstance(item, Group):
                yield from self.table(item, place, row if section.each else NO_ROW)
            else:
                yield from self.field(item, Step(item=item.id, row=row), place)
        yield from self.together(section, row, place)

    def together(self, group: Group, row: str, place: str) -> Iterator[Finding]:
        """What long texts of a group lack together, told of a row at the first of them that is asked."""
        asked = [item for item in group.item_ids if Step(item=item, row=row) not in self.answers.closed]
        sizes = {text: han(self.answers.get(text, row) or "") for minimum in group.minima for text in minimum.texts}
        for one in minima.together(group, row, asked, sizes):
            if one.lack:
                yield finding("short", one.step, place, missing=one.lack, want=one.want)

    def table(self, table: Group, place: str, parent: str) -> Iterator[Finding]:
        rows = self.answers.rows_at(table.id, parent)
        for number, row in enumerate(rows, 1):
            at = row_place(self.form, self.answers, table, row, number)
            for column in table.fields:
                if Step(item=column.id, row=row) not in self.answers.closed:
                    yield from self.field(column, Step(item=column.id, row=row), at)
            yield from self.together(table, row, at)
            for within in table.tables:
                if Step(item=within.id, row=row) not in self.answers.closed:
                    yield from self.table(within, at, row)
        yield from self.doubles(table, rows)
        if old := sum(any(self._is_old(column.id, row) for column in table.fields) for row in rows):
            yield finding("old_rows", Step(item=table.id, row=parent), place, label=table.title, count=old)
        step = Step(item=table.id, row=parent)
        if len(rows) < table.min_rows:
            yield finding("few_rows", step, place, label=table.title, least=table.min_rows)
        elif self.answers.get(table.id, parent) is None and not table.rows:
            yield finding("unfinished", step, place, label=table.title)

    def doubles(self, table: Group, rows: Sequence[str]) -> Iterator[Finding]:
        """Advice: rows with the same name, code, number or address. Joint units are seen to by `units`."""
        if table.id == self.form.units.group or table.rows:
            return
        named = self.form.name_column(table.id)
        for column in (column for column in table.fields if column.id == named or column.of_kind.is_of_one):
            first: dict[str, int] = {}
            for number, row in enumerate(rows, 1):
                value = self.answers.get(column.id, row) or ""
                other = first.setdefault(_bare(value), number)
                if _bare(value) and other != number:
                    at = row_place(self.form, self.answers, table, row, number)
                    code = "double" if column.id == named else "same_value"
                    label = "" if column.id == named else column.title
                    step, twin = Step(item=column.id, row=row), Step(item=column.id, row=rows[other - 1])
                    yield finding(code, step, at, label=label, blocking=False, name=value, other=other).beside(twin)

    def field(self, field: Field, step: Step, place: str) -> Iterator[Finding]:
        value = self.answers.get(step.item, step.row)
        label = field.title
        if step in self.answers.unsaved:
            yield finding("unsaved", step, place, label=label)
        elif value is None or (field.required and not value):
            code = "optional" if not field.required else "unagreed" if field.of_kind.is_agreement else "missing"
            yield finding(code, step, place, label=label)
        if self._is_old(step.item, step.row) and not self.form.group_at(field.id).has_rows:
            yield finding("old", step, place, label=label)
        if value:
            yield from self.value(field, step, place, label, kinds.show(field, value))

    def value(self, field: Field, step: Step, place: str, label: str, shown: str) -> Iterator[Finding]:
        verdict = kinds.parse(field, shown, self.today)
        # Only of a value as `parse` gives it: where the form has changed since, it may be of another kind.
        odd = [] if isinstance(verdict, kinds.Invalid) else list(self.doubtful(field, step, place, label))
        yield from odd
        if isinstance(verdict, kinds.Invalid):
            yield told(reasons.refused(field, verdict), step, place, label)
        elif isinstance(verdict, kinds.Accepted) and verdict.note == "landline":
            yield finding("landline", step, place, label=label, blocking=False, value=shown)
        if field.of_kind.is_prose:
            for code, pattern in LOOKED_FOR.items():
                if not odd and (found := pattern.search(shown)):
                    yield finding(code, step, place, label=label, blocking=False, found=found.group())

    def _is_old(self, item: str, row: str) -> bool:
        """Whether an answer comes from an earlier application, and nobody has confirmed it."""
        is_old = OLD in self.answers.doubts.get((item, row), ())
        return is_old and Step(item=item, row=row) not in self.answers.closed

    def doubtful(self, field: Field, step: Step, place: str, label: str) -> Iterator[Finding]:
        """Advice: what is odd about a value, also where somebody has taken it all the same."""
        taken = self.answers.doubts.get((step.item, step.row), frozenset())
        for doubt in kinds.doubts(field, self.answers.get(step.item, step.row) or "", self.today):
            found = told(reasons.odd(field, doubt), step, place, label)
            yield found.model_copy(update={"is_taken": doubt.code in taken})

    def unconfirmed(self) -> Iterator[Finding]:
        """The joint units that have not confirmed their part; as advice, those that are not awaited."""
        answers = self.answers
        units = {"unconfirmed": answers.unconfirmed, "waived": answers.waived, "deserted": answers.deserted}
        for code, row in ((code, row) for code, rows in units.items() for row in rows):
            table = self.form.tables[self.form.units.group]
            number = self.answers.rows[table.id].index(row) + 1
            name = self.answers.get(self.form.units.name, row) or say("ask.unnamed")
            at = say("check.row", table=table.title, number=number)
            yield finding(code, Step(item=table.id, row=row), at, blocking=code == "unconfirmed", name=name)

    def commented(self) -> Iterator[Finding]:
        """Advice: answers and rows with a comment that nobody has dealt with."""
        for step in dict.fromkeys(step for step in self.answers.commented if step not in self.answers.closed):
            group = self.form.tables.get(step.item) or self.form.groups.get(self.form.group_of.get(step.item, ""))
            if group is None:
                continue  # the form has changed meanwhile
            if group.has_rows and step.row in self.answers.rows.get(group.id, ()):
                rows = self.answers.rows_at(group.id, self.answers.parents.get(step.row, NO_ROW))
                place = row_place(self.form, self.answers, group, step.row, rows.index(step.row) + 1)
            elif not group.has_rows:
                place = place_of(self.form, self.answers, group, step.row)
            else:
                continue
            field = self.form.fields.get(step.item)
            label = field.title if field else ""
            yield finding("commented", step, place, label=label, blocking=False)


def alike(form: Form, answers: Answers) -> Iterator[Finding]:
    """A unit that stands twice, or is spelt in two ways, or two units with one code."""
    units = form.units
    table = form.tables.get(units.group)
    if table is None:  # one person's form
        return
    names = {LEAD_UNIT: answers.get(units.lead) or ""}
    codes = {LEAD_UNIT: answers.get(units.lead_code) or ""}
    places = {LEAD_UNIT: say("check.lead_place")}
    steps = {LEAD_UNIT: Step(item=units.lead)}
    for number, row in enumerate(answers.rows.get(table.id, ()), 1):
        names[row] = answers.get(units.name, row) or ""
        codes[row] = answers.get(units.code, row) or ""
        places[row] = say("check.row", table=table.title, number=number)
        steps[row] = Step(item=units.name, row=row)
    by_name: dict[str, str] = {}
    by_code: dict[str, str] = {}
    for row, name in names.items():
        first = by_name.setdefault(_bare(name), row) if name else row
        same = by_code.setdefault(codes[row], row) if codes[row] else row
        step, at = steps[row], places[row]
        if first != row:
            code = "unit_twice" if names[first] == name else "unit_differs"
            found = finding(code, step, at, name=name, other=places[first], also=names[first])
            yield found.beside(steps[first])
        elif same != row:
            other = places[same]
            found = finding("same_code", step, at, blocking=False, unit_code=codes[row], other=other)
            yield found.beside(steps[same])


def _bare(name: str) -> str:
    """A name without what may be typed in different ways: width, spaces, punctuation, case."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name)).casefold()
