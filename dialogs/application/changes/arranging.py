"""Changes of the rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dialogs.application.application import Step
from dialogs.application.changes.change import Change, Ground, Managing, Need
from dialogs.application.leading import leads_again
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form


class _OfRow(Change):
    """A change of one row of a table."""

    table: str
    row: str

    def _owner(self, ground: Ground) -> Iterator[str]:
        """The row's unit; nobody's for the list of units, whose order is no unit's part."""
        owner = ground.application.owner(self.row)
        if self.table != ground.form.units.group and owner is not None:
            yield owner


class RowCell(NamedTuple):
    """What stands in one column of a new row: no change of its own, as a file brings thousands of them."""

    column: str
    value: str
    han: int = 0  # its number of Han characters
    doubts: tuple[str, ...] = ()  # the codes of what was odd about it, and taken all the same


class AddRow(_OfRow):
    """Adds a row at the end of a table, with what stands in it. A row of the list of units belongs to itself."""

    unit: str = LEAD_UNIT  # whose row it is; of a row with a parent it is whose that is
    parent: str = NO_ROW  # the row to which it belongs
    cells: tuple[RowCell, ...] = ()

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer for the unit whose row it becomes, in the list of units to manage; and room for it."""
        yield ground.may_arrange(self.table)
        yield Need(self._has_place(ground), "refuse.gone")
        yield from ground.answers(self.table, self.row)
        yield ground.has_room(self.table)
        yield ground.may_grow(self.table, self.parent)
        if self.cells:
            yield from ground.answers(self.cells[0].column, self.row)
        if any(ground.form.fields[cell.column].of_kind.is_agreement for cell in self.cells):
            yield ground.agrees(self.row)

    def gives(self) -> Mapping[Step, str]:
        """What stands in it."""
        return {Step(item=cell.column, row=self.row): cell.value for cell in self.cells}

    def _has_place(self, ground: Ground) -> bool:
        """Whether there is the row to which it is to belong, of its unit; none where its table stands by itself."""
        above = ground.form.parent_of(self.table)
        if not above:
            return self.parent == NO_ROW
        return ground.application.row(above, self.parent) is not None and ground.owner(self.parent) == self.unit

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit whose row it becomes."""
        del ground
        return (self.unit,)

    def adds(self, form: Form) -> Mapping[str, str]:
        """The row."""
        return {self.row: self.row if self.table == form.units.group else self.unit}


class MoveRow(_OfRow):
    """Has a row change places with another."""

    other: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer at both rows; in the list of units, to manage."""
        yield ground.may_arrange(self.table)
        yield from ground.answers(self.table, self.row, self.other)

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit of the row that is moved."""
        return self._owner(ground)


class AssignRow(Managing, _OfRow):
    """Gives a row, with those that belong to it, to another unit."""

    unit: str

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to manage; a row that belongs to another is whose that is."""
        yield from super().needs(ground)
        yield Need(not ground.form.parent_of(self.table), "refuse.gone")

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit that had the row, and the one that gets it."""
        return (self.unit, *self._owner(ground))


class DropRow(_OfRow):
    """Deletes a row with its answers, also those in sections repeated for it. It can be brought back for a while.

    With a unit go its rows in every table, its people and its invitations.
    """

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer at the row; in the list of units, to manage, and that nobody there can lead again."""
        yield ground.may_arrange(self.table)
        yield from ground.answers(self.table, self.row)
        if self.table == ground.form.units.group:
            people = {one.person for one in ground.team.members() if one.unit == self.row} - {ground.person}
            again = any(leads_again(ground.team, person, ground.now) for person in people)
            yield Need(not again, "refuse.may_lead_again")

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit of the row."""
        return self._owner(ground)

    def takes(self) -> Iterable[Step]:
        """The row."""
        return (Step(item=self.table, row=self.row),)
