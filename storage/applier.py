"""What every change is carried out with: the database, the forms, who acts, and when; and what is done once for all.

Works inside the caller's transaction; knows no change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.application.application import lineage
from dialogs.form.model import NO_ROW, Form
from dialogs.form.shelf import Shelf
from storage.about import about
from storage.recount import recount
from storage.statements import Statements
from storage.stored_application import StoredApplication

# From 1 on. What is answered without a row keeps position 0.
_NUMBER = (
    "UPDATE instance SET position = number FROM (SELECT row AS r,"
    " row_number() OVER (PARTITION BY parent ORDER BY position) AS number"
    " FROM instance WHERE application = ?1 AND grp = ?2 AND row != '')"
    " WHERE application = ?1 AND grp = ?2 AND row = r AND position != number"
)
# Materialized, or SQLite goes through all of `moved` for each row of the table.
_PLACE = (
    "WITH moved AS MATERIALIZED (SELECT value ->> 0 AS r, value ->> 1 AS number FROM json_each(?3))"
    " UPDATE instance SET position = number FROM moved WHERE application = ?1 AND grp = ?2 AND row = r"
)


@dataclass(frozen=True)
class Applier:
    """What a change is carried out with, in the name of one person at one time."""

    sql: Statements
    forms: Shelf
    person: str
    now: datetime
    to_count: set[tuple[str, str, str]] = field(default_factory=set)  # (application, group, row)
    to_number: set[tuple[str, str]] = field(default_factory=set)  # (application, group)
    to_place: dict[tuple[str, str, str], dict[str, int | None]] = field(default_factory=dict)  # see `_place`
    known: dict[str, Form] = field(default_factory=dict)  # by application
    open: dict[str, int] = field(
        default_factory=dict
    )  # application -> the change set to which all that is done belongs

    def form(self, application: str) -> Form:
        """The form of an application, by the application's id."""
        if application not in self.known:
            found = about(self.sql, application)
            form = found and self.forms.of(found.form, found.digest)
            if form is None:
                raise LookupError(application)
            self.known[application] = form
        return self.known[application]

    def application(self, application: str) -> StoredApplication:
        """An application as it is now, by its id."""
        return StoredApplication(self.sql, application, self.form(application))

    def changed(self, application: str, group: str, row: str) -> None:
        """Notes that what is answered in a group at a row, or that there is the row, is another than it was."""
        form = self.form(application)
        self.to_count.add((application, group, row))
        others = (*form.steered.get(group, ()), *form.adding.get(group, ()))
        rows = lineage(self.application(application).parent, row) if others else ()
        here = form.path(form.answered_at(group))
        for other in others:
            there = form.path(form.answered_at(other))
            if there and there == here[: len(there)] and len(there) <= len(rows):
                self.to_count.add((application, other, rows[len(there) - 1]))
            elif other not in form.tables:  # what stands in rows of its own hangs on these alone
                self.to_count.add((application, other, NO_ROW))
        self._look_above(application, form, group, row)

    def _look_above(self, application: str, form: Form, group: str, row: str) -> None:
        """Notes the rows above: new ones beneath them may stand in a table that is closed there."""
        table = form.answered_at(group)
        above = lineage(self.application(application).parent, row)[:-1] if form.shutting else ()
        for at, inner in zip(above, form.path(table)[1:], strict=False):
            if form.around[inner] in form.shutting:
                self.to_count.add((application, form.around[inner], at))

    def settle(self) -> None:
        """Numbers the rows anew and counts what is missing, once after all changes of a turn, however many they are."""
        for application, group in sorted(self.to_number):
            self.sql.run(_NUMBER, application, group)
        for (application, table, parent), places in self.to_place.items():
            self._place(application, table, parent, places)
        for application, group, row in sorted(self.to_count, key=self._order):
            recount(self.sql, self.application(application), group, row)

    def _order(self, at: tuple[str, str, str]) -> tuple[int, tuple[str, str, str]]:
        """Sums come before what they are read for, at the rows to which others belong and without a row."""
        form = self.form(at[0])
        return (-len(form.path(form.answered_at(at[1]))) if at[2] else 1, at)

    def _place(self, application: str, table: str, parent: str, places: Mapping[str, int | None]) -> None:
        """Gives rows added at the end of a table the numbers that they had before at a parent, None for the end."""
        found = self.sql.all(
            "SELECT row, position FROM instance WHERE application = ? AND grp = ? AND parent = ? AND row != ''"
            " ORDER BY position",
            application,
            table,
            parent,
        )
        now = dict(found)
        rows = [row for row in now if row not in places]
        for row, number in sorted(places.items(), key=lambda place: place[1] or len(now)):
            rows.insert(len(rows) if number is None else number - 1, row)
        moved = json.dumps([(row, at) for at, row in enumerate(rows, 1) if now[row] != at])
        for group in self.form(application).repeated[table]:
            self.sql.run(_PLACE, application, group, moved)
