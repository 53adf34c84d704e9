"""(form, answers) -> the plain values a template sees.

Knows no form by name, no document format, and not how an answer was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dialogs.application import Answers
from dialogs.form import LEAD, UNITS, Field, Form, Group, Section, Table
from dialogs.kinds import show

Mode = Literal["blank", "draft", "final"]

Record = dict[str, Any]


class Gap(str):
    """The words that stand for an open answer in a draft, as a type that no answer can pass for."""

    __slots__ = ()


def context(form: Form, answers: Answers, *, mode: Mode) -> dict[str, Any]:
    """The values for a template.

    Args:
        form: the form.
        answers: what has been answered; not looked at for a blank form.
        mode: `blank` for the empty form, `draft` to mark what is missing, `final` for the finished one.

    Returns:
        By their ids: fields as text, long texts as lists of paragraphs, tables as lists of rows (`number` and
        the columns), and sections that are repeated as lists with `number`, their fields, and `row`, or for
        units `unit` and `lead`. Besides these `units`, `blank`, `draft`, and the functions below.
    """
    shown = _Shown(form, Answers() if mode == "blank" else answers, mode)
    values: dict[str, Any] = {"blank": mode == "blank", "draft": mode == "draft"}
    values |= {"box": box, "other_text": other_text, "gap": gap, "units": shown.units()}
    for section in form.sections:
        if section.each:
            values[section.id] = shown.repeated(section)
        else:
            values |= shown.fields(section, LEAD)
        values |= {table.id: shown.rows(table, shown.row_ids(table)) for table in section.tables}
    return values


def box(value: str, choice: str) -> str:
    """A tick box, filled if `choice` is what was chosen."""
    return "■" if value == choice else "□"


def other_text(value: str, other: str) -> str:
    """The text that was given with the `other` choice, "" if something else was chosen."""
    prefix = f"{other}："
    return value[len(prefix) :] if value.startswith(prefix) else ""


def gap(value: str) -> str:
    """The mark of a missing answer, "" where the answer is there."""
    return value if isinstance(value, Gap) else ""


@dataclass(frozen=True)
class _Shown:
    """The answers of one application as they stand in a document."""

    form: Form
    answers: Answers
    mode: Mode

    def row_ids(self, table: Table) -> Sequence[str]:
        """A table's row ids. A draft shows the rows that have to be there, by ids without any answer."""
        ids = self.answers.rows.get(table.id, ())
        least = table.min_rows if self.mode == "draft" else 0
        return (*ids, *(f"missing {number}" for number in range(len(ids), least)))

    def rows(self, table: Table, ids: Sequence[str]) -> list[Record]:
        """The rows of a table."""
        return [self._record(table, row, number) for number, row in enumerate(ids, 1)]

    def units(self) -> list[Record]:
        """All units, the lead unit first."""
        units = self.form.units
        rows = self.row_ids(self.form.tables[units.table])
        names = [(units.lead, LEAD), *((units.name, row) for row in rows)]
        return [
            {"number": number, "name": self._value(self.form.fields[field], row), "lead": row == LEAD}
            for number, (field, row) in enumerate(names, 1)
        ]

    def repeated(self, section: Section) -> list[Record]:
        """The instances of a section that is repeated; a blank form has one, to show how it looks."""
        table = self.form.tables[self.form.rows_of(section)]
        ids = self.row_ids(table)
        if section.each == UNITS:
            return [
                self._record(section, row, unit["number"]) | {"unit": unit["name"], "lead": unit["lead"]}
                for row, unit in zip((LEAD, *ids), self.units(), strict=True)
            ]
        if self.mode == "blank":
            ids = ("blank",)
        return [
            self._record(section, row, number) | {"row": record}
            for number, (row, record) in enumerate(zip(ids, self.rows(table, ids), strict=True), 1)
        ]

    def fields(self, group: Group, row: str) -> Record:
        """The answers of a section or of a table's row, columns without the name of their table."""
        return {field.id.rpartition(".")[2]: self._value(field, row) for field in group.fields}

    def _record(self, group: Group, row: str, number: int) -> Record:
        return {"number": number} | self.fields(group, row)

    def _value(self, field: Field, row: str) -> str | list[str]:
        value = self.answers.get(field.id, row)
        if value is None and self.mode == "draft" and field.required:
            missing = Gap(f"【待填写：{field.short or field.label}】")
            return [missing] if field.kind == "longtext" else missing
        text = show(field, value) if value else ""
        return _paragraphs(text) if field.kind == "longtext" else text


def _paragraphs(text: str) -> list[str]:
    # Never none: a table's cell must hold a paragraph, or Word refuses the document.
    return [line for line in text.split("\n") if line.strip()] or [""]
