"""What a form is: frozen models of its groups, fields and rules.

Knows no particular form, no files (see `dialogs.form.load`) and no answers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator
from pydantic import Field as Setting

from dialogs.answers.choices import pairs
from dialogs.answers.kinds import Parameters
from dialogs.answers.value import Value
from dialogs.form import steering
from dialogs.form.expression_text import Written
from dialogs.form.rules import Check, Rule

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
    guidance: str = ""  # what the official form says about the answer
    example: str = ""
    remark: str = ""  # something to know beforehand, said once where the field is asked for several units
    required: bool = True
    when: Written | None = None  # whether it is asked at all; else its answer is kept, but stands nowhere
    value: Written | None = None  # what it comes to: it is never asked then


class Repeat(Value):
    """How many rows a group may have that has as many as are wanted; without `max` as many as any table may have."""

    min: int = 0
    max: int | None = None


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
    row_noun: str = "行"  # what is counted, in the applicant's words: 15 家企业, 3 个方案
    min_han: int | None = None  # over its long texts together
    when: Written | None = None  # of a section that is asked for rows it may be about its row
    computed: tuple[Field, ...] = ()  # fields that are not asked, but come of others
    checks: tuple[Check, ...] = ()  # at every row

    @property
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

    @property
    def groups(self) -> tuple[Group, ...]:
        """The group itself and all tables in it, however deep, in the order in which they are asked."""
        return (self, *(group for table in self.tables for group in table.groups))

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of what is to be answered in one instance: each field, and that each table is filled in."""
        return tuple(item.id for item in self.items)


class Units(Value):
    """Where the form has the names of the units that apply together; all "" in a form that one person fills in."""

    lead: str  # the field that holds the lead unit's name
    group: str  # the table with a row for every joint unit
    name: str  # its column that holds the name
    lead_code: str = ""  # the field with the lead unit's code
    code: str = ""  # the column with a joint unit's code


NO_UNITS = Units(lead="", group="", name="")


class Document(Value):
    """A part of the form that is also given out alone, once for each row or unit for which its group is asked."""

    id: str
    title: str
    template: str  # a file beside form.toml
    group: str


class Form(Value):
    """One official form in one version."""

    id: str
    version: str
    title: str
    issuer: str
    name_field: str  # the field that names an application in lists and file names
    date_field: str = ""  # the field whose date goes into file names, "" for the day on which a file is made
    units: Units = NO_UNITS
    example: bool = False  # written by us to show what a form can be: nobody is offered it unless a setting says so
    print_list: str = ""  # what to do with the finished document: a Jinja text over `lead` and `joint` unit names
    rules: tuple[Annotated[Rule, Setting(discriminator="kind")], ...] = ()
    documents: tuple[Document, ...] = ()
    # Ids of earlier versions and those that they have in this one: what was answered there is carried over.
    moved: Annotated[tuple[tuple[str, str], ...], BeforeValidator(pairs)] = ()
    sections: tuple[Group, ...]

    @property
    def key(self) -> str:
        """`id/version`, by which an application remembers its form."""
        return f"{self.id}/{self.version}"

    @property
    def order(self) -> tuple[str, list[tuple[int, str]]]:
        """By which forms are sorted: versions as numbers, 2023 < 2024.2 < 2024.10."""
        parts = re.findall(r"[0-9]+|[^0-9]+", self.version)
        return self.id, [(int(part), "") if part.isdigit() else (-1, part) for part in parts]

    @property
    def has_team(self) -> bool:
        """Whether several units may apply with it; else it is one person's, and nothing is said of others."""
        return bool(self.units.group)

    _files: str = ""  # a hash of the Word files beside it

    def with_files(self, digest: str) -> Form:
        """The form together with the Word files beside it, of which this is a hash."""
        form = self.model_copy()
        form.__dict__.pop("digest", None)
        form._files = digest  # noqa: SLF001 - its own
        return form

    def known_as(self, digest: str) -> Form:
        """The form under the digest that it had when an application was begun on it."""
        form = self.model_copy()
        form.__dict__["digest"] = digest
        return form

    @cached_property
    def digest(self) -> str:
        """A hash of all that the form says and of its Word files, another with every change of them.

        What is not said is left out: a version of this program that knows more keys finds the same.
        """
        said = self.model_dump_json(exclude_defaults=True)
        return hashlib.blake2b(f"{said}{self._files}".encode(), digest_size=8).hexdigest()

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Every section and table by its id, in the form's order."""
        return {group.id: group for section in self.sections for group in section.groups}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field and column by its id, in the form's order."""
        return {field.id: field for group in self.groups.values() for field in group.fields}

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The id of the group in which a field is answered, or a table as a whole, by the item's id."""
        return {item: group.id for group in self.groups.values() for item in group.item_ids}

    @cached_property
    def section_of(self) -> Mapping[str, Group]:
        """The section to which a group belongs, by the group's id."""
        return {group.id: section for section in self.sections for group in section.groups}

    @cached_property
    def computed(self) -> Mapping[str, Field]:
        """Every field and column that is not asked, but comes of others, by its id."""
        return {field.id: field for group in self.groups.values() for field in group.computed}

    @cached_property
    def home(self) -> Mapping[str, str]:
        """The id of the group to which a field belongs, asked or computed, by the field's id."""
        return {f.id: group.id for group in self.groups.values() for f in (*group.fields, *group.computed)}

    @cached_property
    def conditional(self) -> Mapping[str, frozenset[str]]:
        """By a group's id, what of it is asked only on a condition; "" for sections."""
        return steering.conditional(self)

    @cached_property
    def summed(self) -> frozenset[str]:
        """The ids of the columns that are summed where a turn reads it."""
        return frozenset(column for found in steering.expressions(self) for column in found.columns)

    @cached_property
    def fixed(self) -> Mapping[str, Sequence[str]]:
        """The ids of the rows of each table whose rows the form has fixed, by the table's id."""
        tables = [table for table in self.tables.values() if table.rows]
        return {table.id: [f"{table.id}.{number}" for number, _ in enumerate(table.rows, 1)] for table in tables}

    def is_by_row(self, section: Group) -> bool:
        """Whether it depends on its own row if a repeated section is asked."""
        names = section.when.names if section.when else ()
        return any(self.answered_at(self.home[name]) for name in names)

    @cached_property
    def steered(self) -> Mapping[str, frozenset[str]]:
        """By a group's id, the groups in which it may depend on its answers and rows what is asked, itself included."""
        return steering.steered(self)

    @cached_property
    def tables(self) -> Mapping[str, Group]:
        """Every table by its id."""
        return {group.id: group for group in self.groups.values() if group.has_rows}

    @cached_property
    def repeated(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the groups answered at a table's rows, by the table's id: itself, and sections repeated for it."""
        return {table: (table, *(s.id for s in self.sections if self.rows_of(s) == table)) for table in self.tables}

    def rows_of(self, section: Group) -> str:
        """The id of the table for whose rows a section is repeated, "" where it is not."""
        return self.units.group if section.each == UNITS else section.each

    @cached_property
    def around(self) -> Mapping[str, str]:
        """The id of the group in which a table stands, by the table's id."""
        return {table.id: group.id for group in self.groups.values() for table in group.tables}

    def parent_of(self, table: str) -> str:
        """The id of the table to whose rows a table's rows belong, "" for one that stands by itself."""
        return self.answered_at(self.around[table]) if table in self.around else ""

    def answered_at(self, group: str) -> str:
        """The id of the table at whose rows a group is answered, "" for one that is answered without a row."""
        found = self.groups[group]
        return found.id if found.has_rows else self.rows_of(found)

    @cached_property
    def asked_at(self) -> Mapping[str, str]:
        """The table at whose rows a field, or a table as a whole, is answered, "" for none, by the item's id."""
        fields = {field: self.answered_at(home) for field, home in self.home.items()}
        return fields | {table: self.parent_of(table) for table in self.tables}

    def name_column(self, table: str) -> str:
        """The id of the column after which a table's rows are called: the units' names, in other tables the first."""
        return self.units.name if table == self.units.group else self.tables[table].fields[0].id

    def groups_alone(self) -> tuple[str, ...]:
        """The ids of the groups answered without a row: sections asked once, and the lead's part of those for units."""
        return tuple(s.id for s in self.sections if s.each in (ONCE, UNITS))
