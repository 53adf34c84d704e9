"""What a form is: groups, with rules over them, where its units stand, and what is printed alone.

What groups and fields are stands in `dialogs.form.group`, and is to be had from here too. Knows no particular form, no
files (see `dialogs.form.load`) and no answers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from dialogs.answers.choices import pairs
from dialogs.answers.value import Value
from dialogs.form import steering
from dialogs.form.group import LEAD_UNIT, NO_ROW, ONCE, UNITS, Field, Group, Minimum, Repeat, Units
from dialogs.form.rules import Rule

__all__ = ["LEAD_UNIT", "NO_ROW", "ONCE", "UNITS", "Document", "Field", "Form", "Group", "Minimum", "Repeat", "Units"]


class UnitPlaces(NamedTuple):
    """Where the form has the names of the units that apply together; all "" in a form that one person fills in."""

    lead: str = ""  # the field that holds the lead unit's name
    group: str = ""  # the table with a row for every joint unit
    name: str = ""  # its column that holds the name
    lead_code: str = ""  # the field with the lead unit's code
    code: str = ""  # the column with a joint unit's code


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
    example: bool = False  # written by us to show what a form can be: nobody is offered it unless a setting says so
    print_list: str = ""  # what to do with the finished document: a Jinja text over `lead` and `joint` unit names
    rules: tuple[Rule, ...] = ()
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

    @cached_property
    def units(self) -> UnitPlaces:
        """Where the units are, by the mark of their table."""
        marked = next((table for table in self.tables.values() if table.units), None)
        if marked is None or marked.units is None:
            return UnitPlaces()
        mark = marked.units
        name, code = (f"{marked.id}.{column}" if column else "" for column in (mark.name, mark.code))
        first = marked.fields[0].id if marked.fields else ""
        return UnitPlaces(mark.lead, marked.id, name or first, mark.lead_code, code)

    @property
    def has_team(self) -> bool:
        """Whether several units may apply with it; else it is one person's, and nothing is said of others."""
        return bool(self.units.group)

    _files: str = ""  # a hash of the Word files beside it

    def with_files(self, digest: str) -> Form:
        """The form together with the Word files beside it, of which this is a hash."""
        form = self.model_copy()
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

    def group_at(self, item: str) -> Group:
        """The group in which a field is answered, or a table as a whole; by its own id a section itself.

        Raises KeyError for what is not in the form.
        """
        return self.groups[self.group_of.get(item, item)]

    def section_at(self, item: str) -> Group:
        """The section to which that belongs."""
        return self.section_of[self.group_at(item).id]

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
    def shutting(self) -> frozenset[str]:
        """The ids of the groups answered at rows in which it hangs on the row whether a table is asked."""
        at_rows = [group for group in self.groups.values() if group.tables and self.answered_at(group.id)]
        by_row = {group.id for group in at_rows if group.each and self.is_by_row(group)}
        return frozenset(by_row | {group.id for group in at_rows if any(table.when for table in group.tables)})

    @cached_property
    def summed(self) -> frozenset[str]:
        """The ids of the columns that are summed where a turn reads it."""
        return frozenset(column for found in steering.expressions(self) for column in found.columns)

    def path(self, table: str) -> tuple[str, ...]:
        """The ids of a table and of those around it, the outermost first; of "" none."""
        return (*self.path(self.parent_of(table)), table) if table else ()

    def fixed_at(self, table: str, parent: str) -> Sequence[str]:
        """The ids of the rows that the form has fixed for a table at a parent, NO_ROW for one that stands by itself."""
        if not parent:
            return self.fixed[table]
        numbers = range(1, len(self.tables[table].rows) + 1)
        return [hashlib.blake2b(f"{parent}/{table}/{at}".encode(), digest_size=8).hexdigest() for at in numbers]

    @cached_property
    def counted(self) -> frozenset[str]:
        """The ids of the tables that belong to rows, and whose rows are counted where a turn reads it."""
        found = (table for one in steering.expressions(self) for table in one.tables)
        return frozenset(table for table in found if self.parent_of(table))

    @cached_property
    def adding(self) -> Mapping[str, frozenset[str]]:
        """By a group's id, the groups with columns that come of its answers or rows and are summed."""
        return steering.adding(self)

    @cached_property
    def fixed(self) -> Mapping[str, Sequence[str]]:
        """The ids of the rows of each table whose rows the form has fixed, by the table's id; see `fixed_at`."""
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
