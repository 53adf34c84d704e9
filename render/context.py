"""(form, answers) -> the plain values a template sees.

Knows no form by name, no document format, and not how an answer was asked for or what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Literal, Self

from dialogs.answers.blocks import blocks
from dialogs.answers.choices import parts_of
from dialogs.answers.kinds import show
from dialogs.answers.picture_lines import document, line_of, pictures
from dialogs.application.application import Answers, Step
from dialogs.application.bookmarks import LISTED, STOP, also, bookmark, missing
from dialogs.application.finding import Finding
from dialogs.application.gaps import Part, gaps
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Field, Form, Group
from dialogs.texts import say
from render.bookmarked import Answered, Long, Number
from render.rows import Function, Record, Rows
from render.runs import Gap

Mode = Literal["blank", "draft", "final"]

MOST_LINES = 30
"""The most findings that a draft's first page lists of one part: more would be pages nobody reads."""


def context(
    form: Form, answers: Answers, *, mode: Mode, findings: Iterable[Finding] = (), only: Step | None = None
) -> dict[str, Any]:
    """The values for a template.

    Args:
        form: The form.
        answers: What has been answered; not looked at for a blank form.
        mode: `blank` for the empty form, `draft` to mark what is missing, `final` for the finished one.
        findings: What a draft lists on its first page; not looked at in the other modes.
        only: For a template of one part alone: the id of a repeated section, and the row or unit it is for.

    Returns:
        By their ids: fields as text, long texts as lists of blocks, tables as lists of rows (`number`, `asked` and
        the columns), and repeated sections as lists of instances: these, their fields, and `row`, or for units
        `unit` and `lead`. Besides these `units`, `blank`, `draft`, `missing` (the findings by part), `document` (its
        `title`, and when it was `created` and `modified`), the functions below, and with `only` that one instance as
        `only`.

    What is in a closed branch is "", no rows, or no instance.

    Raises:
        ValueError: `only` names a row that is not there.
    """
    shown = _Shown(form, Answers() if mode == "blank" else answers, mode)
    values: dict[str, Any] = {"blank": mode == "blank", "draft": mode == "draft"}
    values["missing"] = _missing(gaps(form, answers, findings)) if mode == "draft" else Rows()
    values |= {"box": box, "other_text": other_text, "gap": gap, "mark": mark, "stop": stop}
    values |= {"asked": shown.asked, "units": shown.units()}
    values["document"] = shown.properties()
    for section in form.sections:
        if section.each:
            values[section.id] = shown.repeated(section)
        else:
            values |= shown.fields(section, NO_ROW)
        tables = () if section.each else section.tables
        values |= {table.id: shown.rows(table, shown.row_ids(table)) for table in tables}
    if only:
        section = form.section_of[only.item]
        at = list(answers.instances(form, section)).index(only.row)
        values["only"] = values[section.id][at] if section.each else shown.fields(section, NO_ROW)
    return values


def _missing(parts: Iterable[Part]) -> Rows:
    """For each part its `title`, the first MOST_LINES of its `lines`, and how many `more` there are."""
    return Rows(
        Record(
            title=Answered(title, LISTED),
            lines=[Answered(line, LISTED) for line in lines[:MOST_LINES]],
            more=max(0, len(lines) - MOST_LINES),
        )
        for title, lines in parts
    )


def box(value: str, choice: str) -> Answered:
    """A tick box: ■ if `value` is this choice, or has it among others, be it the one with a text behind it; else □.

    It has the bookmark of the answer: that of several boxes stands at the first.
    """
    is_ticked = any(part == choice or part.startswith(f"{choice}：") for part in _parts(value))
    return Answered("■" if is_ticked else "□", getattr(value, "mark", ""), choice)


def other_text(value: str, other: str) -> str:
    """The text behind the `other` choice in a value, "" if something else was chosen."""
    prefix = f"{other}："
    return next((part[len(prefix) :] for part in _parts(value) if part.startswith(prefix)), "")


class Chosen(Answered):
    """Several choices in one value, as `parts`."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, text: str, parts: tuple[str, ...], mark: str = "") -> Self:
        """`text` with the choices that it is made of."""
        chosen = super().__new__(cls, text, mark)
        chosen.parts = parts
        return chosen


def _parts(value: str) -> tuple[str, ...]:
    return value.parts if isinstance(value, Chosen) else (value,)


def gap(value: str) -> str:
    """The value if it is the mark of a missing answer, else ""."""
    return value if isinstance(value, Gap) else ""


def mark(shown: object) -> Answered:
    """Nothing but the bookmark of an answer, as far as it has one: for the heading of a long text, and beside boxes."""
    return Answered("", getattr(shown, "mark", ""), None)


def stop() -> Answered:
    """A bookmark for what follows a long text and has none of its own, so that it is not read as part of it."""
    return Answered("", STOP)


@dataclass(frozen=True)
class _Shown:
    """The answers of one application as they stand in a document."""

    form: Form
    answers: Answers
    mode: Mode

    def asked(self, item: str, row: str = NO_ROW) -> bool:
        """Whether a section, table or field is in an open branch at a row; in a blank form all is."""
        return Step(item=item, row=row) not in self.answers.closed

    def asked_within(self, group: Group, row: str, item: str) -> bool:
        """The same of a field, by its name in a template, or table of a group that is answered at a row."""
        return self.asked(item if item in self.form.groups or not group.has_rows else f"{group.id}.{item}", row)

    def row_ids(self, table: Group, parent: str = NO_ROW) -> Sequence[str]:
        """The ids of a table's rows. A draft has made-up ones too, without answers, for rows that have to be there."""
        if table.rows:
            return self.form.fixed_at(table.id, parent) if self.asked(table.id, parent) else ()
        ids = self.answers.rows_at(table.id, parent)
        least = table.min_rows if self.mode == "draft" and self.asked(table.id, parent) else 0
        return (*ids, *(f"{parent}{missing(number)}" for number in range(len(ids), least)))

    def rows(self, table: Group, ids: Sequence[str]) -> Rows:
        """The rows of a table with these ids, each with its number and its columns."""
        titles = [{"title": title} for title in table.rows] or [{}] * len(ids)
        rows = enumerate(zip(ids, titles, strict=bool(ids)), 1)
        return Rows(
            self._record(table, row, number, **self._number(table, row, number), **title)
            for number, (row, title) in rows
        )

    def _number(self, table: Group, row: str, number: int) -> dict[str, Number]:
        """The number of a row, with a bookmark where rows may come and go."""
        return {} if table.rows or self.mode == "blank" else {"number": Number(number, bookmark(table.id, row))}

    def units(self) -> Rows:
        """All units with number and name, the lead unit first; none in a form that one person fills in."""
        units = self.form.units
        if not self.form.has_team:
            return Rows()
        rows = self.row_ids(self.form.tables[units.group])
        names = [(units.lead, LEAD_UNIT), *((units.name, row) for row in rows)]
        return Rows(
            Record(number=number, name=self._unit_name(field, row), lead=row == LEAD_UNIT)
            for number, (field, row) in enumerate(names, 1)
        )

    def _unit_name(self, field: str, row: str) -> Answered | Long:
        """What a unit is called; a mark that it is missing reads as no name, and is read back nowhere."""
        name = self._value(self.form.fields[field], row)
        return Gap(say("ask.gap", label=say("ask.unit_name"))) if isinstance(name, Gap) else name

    def repeated(self, section: Group) -> Rows:
        """The instances of a repeated section; a blank form has one, to show how it looks."""
        table = self.form.tables[self.form.rows_of(section)]
        ids = self.row_ids(table)
        if section.each == UNITS:
            return Rows(
                self._record(section, row, unit["number"], unit=unit["name"], lead=unit["lead"])
                for row, unit in zip((LEAD_UNIT, *ids), self.units(), strict=True)
            )
        if self.mode == "blank" and not table.rows:
            ids = ("blank",)
        return Rows(
            self._record(section, row, number, row=record)
            for number, (row, record) in enumerate(zip(ids, self.rows(table, ids), strict=True), 1)
        )

    def properties(self) -> Record:
        """What the file says of itself: its title, and in UTC when the answers were begun and last changed, or ""."""
        title = self.answers.get(self.form.name_field) or self.form.title
        begun, changed = (
            f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""
            for at in (self.answers.begun, self.answers.changed)
        )
        return Record(title=title, created=begun, modified=changed)

    def fields(self, group: Group, row: str) -> Record:
        """The answers of a section or row by the fields' ids; of a column without the name of its table."""
        fields = (*group.fields, *group.computed)
        return Record({field.id.rpartition(".")[2]: self._value(field, row) for field in fields})

    def _record(self, group: Group, row: str, number: int, /, **others: Any) -> Record:
        tables = group.tables if group.has_rows or group.each else ()
        nested = {table.id: self.rows(table, self.row_ids(table, row)) for table in tables}
        own = {"number": number, "asked": Function(self.asked_within, group, row)}
        return Record(own | self.fields(group, row) | nested | others)

    def _value(self, field: Field, row: str) -> Answered | Long:
        value = self.answers.get(field.id, row)
        step = Step(item=field.id, row=row)
        is_open = step not in self.answers.closed
        is_asked = field.value is None and is_open
        # What is closed cannot come back changed, and to have agreed is nothing that is printed.
        # Nor can a file be read back from where it is printed.
        is_marked = is_open and self.mode != "blank" and not (field.of_kind.is_agreement or field.of_kind.is_file)
        at = bookmark(field.id, row) if is_marked else ""
        at = at if is_asked or not at else also(at, 0)
        is_set_alone = field.of_kind.is_long or field.of_kind.is_file  # in paragraphs of its own
        if value is None and self.mode == "draft" and field.required and is_asked:
            gap = Gap(say("ask.gap", label=field.title), at)
            return Long([gap], at) if is_set_alone else gap
        text = show(field, value) if value else ""
        if field.of_kind.is_file:  # of a picture not what it is called, of a document nothing else
            named = document(text)
            text = named.caption if named else "\n".join(line_of(id_, "") for id_, _ in pictures(text)) or text
        if field.many:
            return Chosen(text, parts_of(text, field.other), at)
        return Long(blocks(text), at) if is_set_alone else Answered(text, at)
