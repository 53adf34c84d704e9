"""One application: its answers, keyed (field, row), and its rows, whose ids never change.

Knows nothing of how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from dialogs.answers.value import Value
from dialogs.application.draft_parts import DraftParts
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Form, Group

OLD = "#old"  # among the doubts of an answer: it comes from an earlier application, and was not confirmed since
SIGN_OFF = "#sign_off"  # in the history, the item that stands for what was said of a unit's part as a whole


class Step(Value):
    """One thing to ask: a field, a table as a whole, or (by a section's id) long texts that are too short together."""

    item: str
    row: str = NO_ROW


class Answer(Value):
    """The answer to a step: `value` as `dialogs.answers.kinds.parse` gave it, "" where the step was skipped."""

    value: str
    ref: str  # the channel's id of the message that gave it, "" where none did
    is_old: bool = False  # whether it comes from an earlier application, and was not confirmed since


class Row(NamedTuple):  # thousands are made at a time
    """A table's row as a list shows it: its id, its number from 1, and the answer in its `Form.name_column`."""

    id: str
    number: int
    title: str
    missing: int  # how many of its columns are open


class Unfinished(NamedTuple):
    """A long text that a person has not finished: since when and until when they wrote it."""

    person: str
    text: str
    since: datetime
    until: datetime
    is_in: bool  # whether the person may still answer there


class Entry(Value):
    """One change of an answer: its value before and after, None while the step was open."""

    id: int  # later changes have higher ones
    step: Step
    person: str
    at: datetime
    before: str | None
    after: str | None
    taken_back: bool = False  # whether a change before it was taken back with it


class Progress(NamedTuple):
    """How many rows a group has, in how many something is missing, how many things in all, and how many are closed."""

    rows: int = 0
    open_rows: int = 0
    missing: int = 0
    closed: int = 0


class Application(Protocol):
    """One application as the conversation reads it. Every call costs the same, however many rows there are.

    With a `scope` it shows the part of one unit: its rows, its progress, its history; without one, the whole.
    """

    id: str
    form: Form
    scope: str | None

    def owner(self, row: str) -> str | None:
        """The unit to which a row belongs, in or out of scope; for NO_ROW the lead unit. None where there is no row."""

    def answer(self, step: Step) -> Answer | None:
        """The answer to a step, None while it is open."""

    def sizes(self, group: str, row: str) -> Mapping[str, int]:
        """What is answered in a group at one row: the item's id -> its number of Han characters."""

    def progress(self) -> Mapping[str, Progress]:
        """How far each group is, by the group's id; a group without rows may be left out."""

    def parent(self, row: str) -> str:
        """The row to which a row belongs, NO_ROW where it stands by itself."""

    def first_open(
        self, group: str, besides: Collection[str] = (), passed: Collection[str] = (), parent: str = NO_ROW
    ) -> str | None:
        """The first row of a group, of those of one parent, in which or below which something is missing; or None.

        Neither one of the units `besides` nor one of the rows `passed`.
        """

    def rows(self, table: str, start: int, count: int, parent: str = NO_ROW) -> Sequence[Row]:
        """At most `count` rows of a table, of those of one parent, from the `start`th in scope on, counted from 1."""

    def count(self, table: str, parent: str = NO_ROW) -> int:
        """How many rows a table has in and out of scope, or with a parent how many there."""

    def total(self, column: str, parent: str = NO_ROW) -> Decimal | None:
        """The sum of a column that an expression sums, in and out of scope; None while one of its cells is open.

        With a parent just of the rows there.
        """

    def row(self, table: str, row: str) -> Row | None:
        """One row of a table, None where there is no such row."""

    def neighbour(self, group: str, row: str | None, by: Literal[-1, 1]) -> str | None:
        """The row before (-1) or after (1) this one in a group and of its parent, None where there is none.

        With None for `row`, the last or the first.
        """

    def draft_parts(self, step: Step, person: str) -> DraftParts:
        """What a person has sent of a long text."""

    def writers(self, step: Step) -> Sequence[str]:
        """The persons who have draft parts at a step that are not its answer, and who may still answer there."""

    def begun(self) -> Mapping[Step, Sequence[str]]:
        """The persons who have written something of a long text, in and out of scope, whoever began first first."""

    def unfinished(self, step: Step) -> Sequence[Unfinished]:
        """The texts at a step that are not its answer, also of persons who are no longer in, who began first first."""

    def old(self) -> Sequence[Step]:
        """The steps in scope whose answers come from an earlier application, and were not confirmed since."""

    def newest(self) -> int:
        """The id of the newest change, 0 where there is none."""

    def at_once(self, most: int) -> Answers | None:
        """All answers and rows in open branches, in and out of scope; None where these are more than `most`."""

    def history(self, step: Step | None, below: int | None, count: int) -> Sequence[Entry]:
        """At most `count` changes, the newest first: of a step, or of everything; only those with ids under `below`.

        A table's id with the id of one of its rows stands for the row as a whole; in the list of units, for all that
        the unit owns.
        """


def lineage(parent: Callable[[str], str], row: str) -> tuple[str, ...]:
    """A row and those to which it belongs, the outermost first; of NO_ROW none."""
    return (*lineage(parent, parent(row)), row) if row else ()


@dataclass(frozen=True)
class Answers:
    """Everything that one application holds, for work that must see the whole: documents and checks.

    `values` maps (field id, row id) to the answer as `dialogs.answers.kinds.parse` gave it; a skipped field is "".
    `rows` maps a table's id to its row ids in their order.
    """

    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsaved: frozenset[Step] = frozenset()  # long texts with messages that are not part of the answer
    unconfirmed: Sequence[str] = ()  # joint units that are to confirm their part, and of which nothing was said yet
    deserted: Sequence[str] = ()  # joint units of which everybody has gone before anything was said
    waived: Sequence[str] = ()  # joint units without whose confirmation the lead goes
    commented: Sequence[Step] = ()  # answers and rows with a comment that is still open
    doubts: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)  # with which an answer was taken
    begun: datetime | None = None  # when the first thing was answered, and when the last
    changed: datetime | None = None
    parents: Mapping[str, str] = field(default_factory=dict)  # the row to which a row belongs, of those that have one
    closed: frozenset[Step] = frozenset()  # fields, tables and repeated sections that are not asked as things are

    def get(self, field_id: str, row: str = NO_ROW) -> str | None:
        """The answer to a field, "" where it was skipped, None where it is open."""
        return self.values.get((field_id, row))

    @cached_property
    def _below(self) -> Mapping[tuple[str, str], Sequence[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for table, rows in self.rows.items():
            for row in rows:
                found.setdefault((table, self.parents.get(row, NO_ROW)), []).append(row)
        return found

    def rows_at(self, table: str, parent: str = NO_ROW) -> Sequence[str]:
        """The row ids of a table in their order, of those of one parent."""
        return self._below.get((table, parent), ())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each row among those of its table and parent."""
        return {row: number for rows in self._below.values() for number, row in enumerate(rows, 1)}

    def part(self, form: Form, unit: str, owners: Mapping[str, str]) -> Answers:
        """The part of one unit alone; `owners` has the unit of each row. What it has no part in is closed."""
        rows = {table: [row for row in ids if owners.get(row) == unit] for table, ids in self.rows.items()}
        is_own = {NO_ROW: unit == LEAD_UNIT} | {row: owner == unit for row, owner in owners.items() if row}
        values = {(field, row): value for (field, row), value in self.values.items() if is_own.get(row)}
        closed = self.closed if unit == LEAD_UNIT else self.closed | {Step(item=s.id) for s in form.sections}
        return replace(
            self,
            values=values,
            rows=rows,
            closed=closed,
            unsaved=frozenset(step for step in self.unsaved if is_own.get(step.row)),
            unconfirmed=[one for one in self.unconfirmed if one == unit],
            deserted=[one for one in self.deserted if one == unit],
            waived=[one for one in self.waived if one == unit],
            commented=[step for step in self.commented if is_own.get(step.row)],
        )

    def instances(self, form: Form, section: Group) -> Sequence[str]:
        """The row ids at which a section is answered: NO_ROW, or one for each row or unit."""
        if not section.each:
            return () if Step(item=section.id) in self.closed else (NO_ROW,)
        rows = self.rows.get(form.rows_of(section), ())
        found = (LEAD_UNIT, *rows) if section.each == UNITS else rows
        return [row for row in found if Step(item=section.id, row=row) not in self.closed]
