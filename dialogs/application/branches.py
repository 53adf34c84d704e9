"""Which parts of a form are open, and what its computed fields come to; from the answers, wherever they are kept.

A closed part keeps its answers, but they count nowhere. Knows nothing of what is asked when; what follows for all
answers at once is in `opened`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Protocol

from dialogs.application.application import Application, Step, lineage
from dialogs.form.expression import Day, Known
from dialogs.form.expression_text import Expression
from dialogs.form.model import NO_ROW, Form, Group
from dialogs.pattern import Pattern

ROWS = ".#"  # behind a table's id: stands for a column that has a 1 in every row
PLACES = 2  # of a computed number for which the form does not say how many
_NUMBER = Pattern(r"-?[0-9]+(?:\.[0-9]+)?")


class Kept(Protocol):
    """The answers as they are kept, whether or not their part is open."""

    def answered(self, field: str, row: str) -> str | None:
        """The answer to a field, "" where it was skipped, None where it is open."""

    def total(self, column: str, parent: str = NO_ROW) -> Decimal | None:
        """The sum of a column, or of its cells at one parent; None while one of them is open."""

    def count(self, table: str) -> int:
        """How many rows a table has."""

    def parent(self, row: str) -> str:
        """The row to which a row belongs, NO_ROW where it stands by itself."""

    def lacks_rows(self, table: str, at: str) -> bool:
        """Whether a table has too few rows somewhere below a row, as far as that is seen: it adds up to nothing yet."""


class Branches:
    """What is open in one application, and what its computed fields come to; good until an answer changes."""

    def __init__(self, form: Form, kept: Kept) -> None:
        self.form = form
        self.kept = kept
        self._open: dict[tuple[str, str], bool] = {}

    def is_open(self, item: str, row: str) -> bool:
        """Whether a field, or a table or section, is asked at a row and stands in the document.

        Of a section that is repeated, NO_ROW stands for all of it, as far as that does not depend on its row.
        """
        at = (item, row)
        if at not in self._open:
            self._open[at] = self._is_open(item, row)
        return self._open[at]

    def _is_open(self, item: str, row: str) -> bool:
        form = self.form
        group = form.groups.get(item)
        if group is None:
            home = form.home[item]
            field = form.fields.get(item) or form.computed[item]
            return self._around(home, row) and self._holds(field.when, row, form.answered_at(home))
        if group.has_rows:
            return self._around(form.around[item], row) and self._holds(group.when, row, form.parent_of(item))
        table = form.rows_of(group)
        around = table in ("", form.units.group) or self.at_all(table, row)
        return around and ((row == NO_ROW and form.is_by_row(group)) or self._holds(group.when, row, table))

    def _around(self, group: str, row: str) -> bool:
        """Whether the group is open in which something stands that is answered at a row."""
        return self.at_all(group, row) if group in self.form.tables else self.is_open(group, row)

    def at_all(self, table: str, row: str) -> bool:
        """Whether a table is open where a row of it stands."""
        return self.is_open(table, self.kept.parent(row))

    def _holds(self, when: Expression | None, row: str, table: str) -> bool:
        return when is None or self.evaluate(when, row, table) is True

    def evaluate(self, expression: Expression, row: str, table: str, *, printed: bool = False) -> Known:
        """What an expression comes to at a row of a table, None where that is not known.

        What is `printed` is no sum of a table that lacks rows.
        """
        return expression.root.evaluate(_Reads(self, row, table, printed=printed))

    def value(self, field: str, row: str) -> str | None:
        """What stands for a field, asked or computed, as it would be stored; None where it is open, or not asked."""
        if not self.is_open(field, row):
            return None
        computed = self.form.computed.get(field)
        if computed is None:
            return self.kept.answered(field, row)
        at = self.form.asked_at[field]
        known = self.evaluate(computed.value, row, at, printed=True) if computed.value else None
        return stored(known, computed.places) if known is not None else None

    def known(self, field: str, row: str) -> Known:
        """The same as a value that can be reckoned with; of a number that was skipped 0."""
        found = self.form.fields.get(field) or self.form.computed[field]
        value = self.value(field, row)
        if value is None:
            return None
        if found.of_kind.is_number:
            return (
                Decimal(0) if value in ("", found.none_word) else Decimal(value) if _NUMBER.fullmatch(value) else None
            )
        return (Day(value) if value else None) if found.of_kind.is_date else value

    def asked(self, group: Group, row: str) -> Sequence[str]:
        """The ids of what is asked in a group at a row."""
        steered = self.form.conditional.get(group.id, frozenset())
        return [item for item in group.item_ids if item not in steered or self.is_open(item, row)]


class InRow(Branches):
    """The same as if all around a row were open.

    What a row lacks and adds to sums is kept like this: where a table closes at a row, no row of it is looked at.
    """

    def at_all(self, *_: str) -> bool:
        """Nothing around is looked at."""
        return True


class _Reads:
    """What an expression reads that stands at one row of a table."""

    def __init__(self, branches: Branches, row: str, table: str, *, printed: bool) -> None:
        self._branches = branches
        self._printed = printed
        self._path = branches.form.path(table)
        self._rows = lineage(branches.kept.parent, row)

    def value(self, field: str) -> Known:
        """See Reads."""
        form = self._branches.form
        return self._branches.known(field, self._at(form.answered_at(form.home[field])))

    def total(self, column: str) -> Decimal | None:
        """See Reads."""
        form, table = self._branches.form, self._branches.form.home[column]
        at = self._at(form.parent_of(table))
        if not self._is_open(table, at):
            return Decimal(0)
        return None if self._lacks_rows(table, at) else self._branches.kept.total(column, at)

    def count(self, table: str) -> Decimal | None:
        """See Reads."""
        parent = self._branches.form.parent_of(table)
        at = self._at(parent)
        if not self._is_open(table, at):
            return Decimal(0)
        kept = self._branches.kept
        if self._lacks_rows(table, at):
            return None
        return kept.total(f"{table}{ROWS}", at) if parent else Decimal(kept.count(table))

    def _lacks_rows(self, table: str, at: str) -> bool:
        path = self._branches.form.path(table)
        return self._printed and any(self._branches.kept.lacks_rows(one, at) for one in path)

    def _is_open(self, table: str, at: str) -> bool:
        """Whether a table is open as seen from a row above it: what closes at rows in between is not in the sum."""
        form, is_open = self._branches.form, self._branches.is_open
        first, *deeper = form.path(table)[len(lineage(self._branches.kept.parent, at)) :]
        return is_open(first, at) and all(
            form.around[one] in form.tables or is_open(form.around[one], NO_ROW) for one in deeper
        )

    def _at(self, table: str) -> str:
        """The row, of this one and those to which it belongs, that is nearest to a table; NO_ROW for none."""
        shared = sum(own == other for own, other in zip(self._path, self._branches.form.path(table), strict=False))
        return self._rows[shared - 1] if 0 < shared <= len(self._rows) else NO_ROW


def stored(known: Known, places: int | None = None) -> str:
    """A value as it would be stored of an answer, a number with at most so many digits behind the point."""
    if not isinstance(known, Decimal):
        return str(known)
    rounded = known.quantize(Decimal(1).scaleb(-(PLACES if places is None else places)), ROUND_HALF_UP)
    return f"{rounded.normalize():f}"


class _Turn:
    """The answers as a turn reads them, one by one."""

    def __init__(self, application: Application, given: Mapping[tuple[str, str], str]) -> None:
        self._application = application
        self._given = given
        self.total = application.total
        self.count = application.count
        self.parent = application.parent

    def lacks_rows(self, *_: str) -> bool:
        return False  # a turn does not look at all rows

    def answered(self, field: str, row: str) -> str | None:
        found = self._application.answer(Step(item=field, row=row))
        return self._given.get((field, row), found.value if found else None)


def summand(branches: Branches, column: str, row: str) -> Decimal | None:
    """What a cell adds to the sum of its column, None while it is open."""
    table = column.removesuffix(ROWS)
    if not branches.is_open(column, row) if table == column else not branches.at_all(table, row):
        return Decimal(0)
    if table != column:
        return Decimal(1)
    known = branches.known(column, row)
    return known if isinstance(known, Decimal) else None


def in_row(application: Application) -> InRow:
    """The branches of an application as a turn reads it, as if all around a row were open."""
    return InRow(application.form, _Turn(application, {}))


def of(application: Application, given: Mapping[tuple[str, str], str] = MappingProxyType({})) -> Branches:
    """The branches of an application as a turn reads it, and as they are with answers, by field and row, just given."""
    return Branches(application.form, _Turn(application, given))
