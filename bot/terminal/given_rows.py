"""Which row of a file of answers one that is asked about is: they are asked about in the order of the file.

Knows a row by its id, and nothing of what is said about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from dialogs.application.application import Step
from dialogs.form.model import NO_ROW, Form, Group


class GivenRows:
    """The answers of a file, at the rows as they are come upon.

    Attributes:
        read: What has been asked for: the place in the file, by its `id`, and the key there.
    """

    def __init__(self, form: Form, answers: Mapping[str, Any]) -> None:
        self._form = form
        self._answers = answers
        self._rows: dict[tuple[str, str], list[str]] = {}  # (table, parent) -> its rows, as they were come upon
        self._parents: dict[str, str] = {}
        self._listed: tuple[str, str] = ("", "")  # the table shown last, and the row to which its rows belong
        self.read: set[tuple[int, str]] = set()

    def has_more(self, table: Group, step: Step) -> bool:
        """Whether the file has more rows of a table, which is shown now, than were come upon."""
        parent = step.row if self._form.parent_of(table.id) else NO_ROW
        self._listed = (table.id, parent)
        place = self._place(table.id, parent)
        return len(self._rows.get(self._listed, ())) < len(place.get(table.id, ()))

    def number(self, step: Step) -> int:
        """The number of the row at which a step is asked, 0 for none."""
        group = self._form.group_at(step.item)
        table = group.id if group.has_rows else group.each and self._form.rows_of(group)
        rows = self._rows.get((table, self._parents.get(step.row, NO_ROW)), []) if table else []
        return rows.index(step.row) + 1 if step.row in rows else 0

    def answer(self, step: Step) -> Any:
        """What the file has as the answer to a step; None for nothing."""
        group = self._form.group_of[step.item]
        key = step.item.removeprefix(f"{group}.")
        place: Any = self._answers
        if step.row != NO_ROW:
            place = self._row(self._form.answered_at(group), step.row)
        if group not in self._form.tables and self._form.section_of[group].each:
            place = place.get(group)
        if not isinstance(place, Mapping) or key not in place:
            return None
        self.read.add((id(place), key))
        return place[key]

    def _row(self, table: str, row: str) -> Mapping[str, Any]:
        """What the file has of a row, {} for nothing; one that is new is the next of the table that was shown last."""
        parent = self._parents.setdefault(row, self._parent_of(table, row))
        rows = self._rows.setdefault((table, parent), [])
        if row not in rows:
            rows.append(row)
        at = self._form.fixed_at(table, parent) if table in self._form.fixed else rows
        given = self._place(table, parent).get(table, ())  # of fixed rows some may be left out
        return cast("Mapping[str, Any]", given[at.index(row)] if at.index(row) < len(given) else {})

    def _parent_of(self, table: str, row: str) -> str:
        """The row to which one belongs that is new: that at which its table was shown, or has such a fixed row."""
        above = self._form.parent_of(table)
        if not above or table not in self._form.fixed:
            return self._listed[1] if above else NO_ROW
        known = (one for (of, _), rows in self._rows.items() if of == above for one in rows)
        return next(one for one in known if row in self._form.fixed_at(table, one))

    def _place(self, table: str, parent: str) -> Mapping[str, Any]:
        """Where the file has the rows of a table that belong to one row, NO_ROW for those that stand by themselves."""
        if not parent:
            return self._answers
        place = self._row(self._form.parent_of(table), parent)
        around = self._form.groups[self._form.around[table]]
        return place if around.has_rows else place.get(around.id, {})
