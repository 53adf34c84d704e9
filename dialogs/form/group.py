"""What a group of a form is: fields, and other groups, asked once or at rows; and what a field is.

Knows no particular form, no files and no answers.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from dialogs.answers.kinds import Parameters
from dialogs.answers.value import Value
from dialogs.form.expression_text import Written
from dialogs.form.rules import Check

NO_ROW = ""
"""The row id of what is answered without a row."""

LEAD_UNIT = ""
"""The id of the lead unit, and of its part of what is asked for every unit; a joint unit has the id of its row."""

ONCE = ""
"""`Group.each` for a group that is not asked for the rows of another."""

UNITS = "units"
"""`Group.each` for a section that is asked for every unit, the lead unit first."""


class Field(Parameters):
    """One question. One of a group with rows of its own is a column, and its id `group.column`."""

    id: str
    label: str
    remark: str = ""  # something to know beforehand, said once where the field is asked for several units
    required: bool = True
    when: Written | None = None  # whether it is asked at all; else its answer is kept, but stands nowhere
    value: Written | None = None  # what it comes to: it is never asked then

    def __hash__(self) -> int:
        """Of its id alone: as a key it is asked for with each cell of a paste, and of all its parts that takes long."""
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        """By its id before all its parts, for the same reason."""
        return self is other or (isinstance(other, Field) and self.id == other.id and super().__eq__(other))


class Repeat(Value):
    """How many rows a group may have that has as many as are wanted; without `max` as many as any table may have."""

    min: int = 0
    max: int | None = None


class Units(Value):
    """The mark of the table whose rows are the units that apply together with the lead unit."""

    lead: str  # the field that holds the lead unit's name
    name: str = ""  # the column that holds a joint unit's name, "" for the first
    lead_code: str = ""  # the field with the lead unit's code
    code: str = ""  # the column with a joint unit's code


class Part(Value):
    """What a group says that stands in each row of a table without rows of its own: its items are the table's."""

    id: str
    items: tuple[str, ...]  # the ids of its fields and tables, however deep
    guidance: str = ""
    min_han: int | None = None  # over its long texts together


class Minimum(NamedTuple):
    """What long texts of a group must have together."""

    han: int  # characters
    texts: tuple[str, ...]  # the ids of these


class Group(Value):
    """Fields and groups: asked once, or at every row of its own, or for every row of another group, or every unit.

    One that has rows of its own is called a table, one that has none a section. A section stands in no other group,
    a table in a section or in a table: then its rows belong to the rows there.
    """

    id: str
    title: str
    items: tuple[Field | Group, ...] = ()  # fields, and the tables in it; what comes of others is in `computed`
    guidance: str = ""  # of a section what is said before its first question, of a table what is said of its rows
    repeat: Repeat | None = None  # it has rows of its own, as many as are wanted
    rows: tuple[str, ...] = ()  # or just these, as the form calls them: 2025年, 2026年
    each: str = (
        ONCE  # the id of a table that stands in no other, or UNITS: the lead unit and every row of the units table
    )
    units: Units | None = None  # its rows are units, each with people and a part of its own
    row_noun: str = "行"  # what is counted, in the applicant's words: 15 家企业, 3 个方案
    min_han: int | None = None  # over its long texts together
    when: Written | None = None  # of a section that is asked for rows it may be about its row
    computed: tuple[Field, ...] = ()  # fields that are not asked, but come of others
    checks: tuple[Check, ...] = ()  # at every row
    parts: tuple[Part, ...] = ()  # of one at rows: what is said of some of its fields together

    @cached_property
    def has_rows(self) -> bool:
        """Whether it is a table: has rows of its own, that is."""
        return self.repeat is not None or bool(self.rows)

    @property
    def min_rows(self) -> int:
        """How many rows there must be; of fixed ones nobody is asked."""
        return self.repeat.min if self.repeat else 0

    @property
    def most_rows(self) -> int | None:
        """How many rows there may be, None where the form does not say."""
        return self.repeat.max if self.repeat else None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The questions of the group itself, without those of the tables in it."""
        return tuple(item for item in self.items if isinstance(item, Field))

    @cached_property
    def tables(self) -> tuple[Group, ...]:
        """The tables that stand in it, without those that stand in these."""
        return tuple(item for item in self.items if isinstance(item, Group))

    @cached_property
    def minima(self) -> tuple[Minimum, ...]:
        """What is wanted of long texts together: in a section of all, in a table of those of a part."""
        said = ((self.min_han, self.item_ids), *((part.min_han, part.items) for part in self.parts))
        texts = [field.id for field in self.fields if field.of_kind.is_long]
        return tuple(Minimum(han, tuple(text for text in texts if text in of)) for han, of in said if han)

    def minimum_of(self, text: str) -> Minimum | None:
        """What is wanted of a long text together with others."""
        return next((minimum for minimum in self.minima if text in minimum.texts), None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The group itself and all tables in it, however deep, in the order in which they are asked."""
        return (self, *(group for table in self.tables for group in table.groups))

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of what is to be answered in one instance: each field, and that each table is filled in."""
        return tuple(item.id for item in self.items)
