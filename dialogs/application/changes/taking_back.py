"""Changes that give back what earlier ones made another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.application.application import Step
from dialogs.application.change_set import ROWS, ChangeSet, Touched
from dialogs.application.changes.change import Change, Ground, Need
from dialogs.form.model import LEAD_UNIT


class RestoreRow(Change):
    """Brings a deleted row back to its place, with all that went with it; `binned` is a BinnedRow.id."""

    binned: int

    def needs(self, ground: Ground) -> Iterable[Need]:
        """The right to answer for the unit that had the row, for a unit to manage; room. Nothing if it is back."""
        kept = ground.team.restorable(self.binned)
        if kept:
            of_units = kept.table == ground.form.units.group
            yield ground.may("manage") if of_units else ground.may("answer", kept.unit)
            yield ground.has_room(kept.table)
            yield Need(not kept.parent or ground.application.owner(kept.parent) is not None, "refuse.gone")

    def touches(self, ground: Ground) -> Iterable[str]:
        """The unit that gets the row; the lead unit where its own is gone."""
        kept = ground.team.restorable(self.binned)
        if kept and kept.table != ground.form.units.group:
            yield kept.unit if ground.application.owner(kept.unit) is not None else LEAD_UNIT

    def brings(self, ground: Ground) -> Iterable[Step]:
        """The row, and what was deleted with it."""
        if kept := ground.team.restorable(self.binned):
            yield from (Step(item=kept.table, row=row) for row in (kept.row, *kept.along))


class TakeBack(Change):
    """Gives each thing that a change set of one's own made another what it was, where it still is as the set made it.

    Attributes:
        change_set: A ChangeSet.id.
        rows: Of a large one the rows in question; None for all the rest.
        later: Of a large one the rows that are not, see ChangeSet.later.
        ends: Whether all of it is taken back with that.
    """

    change_set: int
    rows: tuple[str, ...] | None = None
    later: tuple[str, ...] = ()
    ends: bool = True

    def _found(self, ground: Ground) -> ChangeSet | None:
        found = ground.repository.change_set(self.application, self.change_set, self.rows)
        return found if found and found.person == ground.person and not found.undone else None

    def needs(self, ground: Ground) -> Iterable[Need]:
        """What one needs to change all of it by hand; room for the rows that come back."""
        found = self._found(ground)
        yield Need(found is not None, "undo.nothing")
        for one in found.standing if found else ():
            yield _right(ground, one)
            field = ground.form.fields.get(one.step.item) if one.kind == "answer" and one.before else None
            if field and field.of_kind.is_agreement:
                yield ground.agrees(one.step.row)
        coming = found.coming if found else {}
        yield from (ground.has_room(table, count) for table, count in coming.items())

    def brings(self, ground: Ground) -> Iterable[Step]:
        """The rows that its set deleted."""
        found = self._found(ground)
        yield from (one.step for one in found.standing if one.kind == "dropped") if found else ()

    def touches(self, ground: Ground) -> Iterable[str]:
        """The units whose answers and rows these are, and those whose a row was."""
        found = self._found(ground)
        for one in found.standing if found else ():
            if one.kind == "answer" or (one.kind in ROWS and one.step.item != ground.form.units.group):
                yield from _units(one)


def _units(one: Touched) -> Iterator[str]:
    yield one.unit
    if one.kind == "assigned" and one.before is not None:
        yield one.before


def _right(ground: Ground, one: Touched) -> Need:
    """The right to change one thing."""
    if one.kind == "sign_off":
        return ground.may("manage") if one.before == "waived" else ground.may("confirm", one.unit)
    if one.kind == "comment":
        return Need(ground.can("answer", one.unit) or ground.can("review"), "refuse.may_not_review")
    if one.kind == "assigned" or one.step.item == ground.form.units.group:
        return ground.may("manage")
    return ground.may("answer", one.unit)
