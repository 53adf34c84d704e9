"""Carries out the changes of a turn, one function for each, inside the caller's transaction.

Decides nothing: what may be changed, and by whom, was settled in dialogs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from dialogs import changes, journey
from dialogs.application import Step
from dialogs.form import LEAD, Form
from storage.application import StoredApplication


@dataclass(frozen=True)
class Writer:
    """Carries out changes in the name of one person at one time."""

    db: Database
    forms: Mapping[str, Form]
    person: str
    now: datetime

    def apply(self, change: changes.Change) -> None:
        """Carries out one change."""
        _APPLY[type(change)](self, change)
        if not isinstance(change, changes.DropApplication):
            self._run("UPDATE application SET changed = ? WHERE id = ?", self.now.isoformat(), change.application)

    def _run(self, sql: str, *params: object) -> Any:
        return self.db.execute(sql, params)

    def _form(self, application: str) -> Form:
        return self.forms[self._run("SELECT form FROM application WHERE id = ?", application).fetchone()[0]]

    def start_application(self, change: changes.StartApplication) -> None:
        """The application, its lead, and a record for each group that is answered without a row."""
        form = self.forms[change.form]
        now = self.now.isoformat()
        self._run(
            "INSERT INTO application (id, form, digest, created, changed) VALUES (?, ?, ?, ?, ?)",
            change.application,
            form.key,
            form.digest,
            now,
            now,
        )
        self._run(
            "INSERT INTO member (application, person, role) VALUES (?, ?, 'lead')",
            change.application,
            self.person,
        )
        for group in form.groups_alone():
            self._add_record(change.application, form, group, LEAD, 0)

    def _add_record(self, application: str, form: Form, group: str, row: str, position: int) -> None:
        self._run(
            "INSERT INTO record (application, grp, row, position, missing) VALUES (?, ?, ?, ?, ?)",
            application,
            group,
            row,
            position,
            journey.total(form.groups[group]),
        )

    def drop_application(self, change: changes.DropApplication) -> None:
        """All that belongs to it goes along by foreign key."""
        self._run("DELETE FROM application WHERE id = ?", change.application)

    def put_answer(self, change: changes.PutAnswer) -> None:
        """One line of `answer`, what is missing in its group, and a line of `history` where the value is another."""
        step = (change.application, change.step.row, change.step.item)
        before = self._run("SELECT value FROM answer WHERE application = ? AND row = ? AND field = ?", *step).fetchone()
        if before != (change.value,):
            self._run(
                "INSERT INTO history (application, row, field, person, at, value) VALUES (?, ?, ?, ?, ?, ?)",
                *step,
                self.person,
                self.now.isoformat(),
                change.value,
            )
        self._run(
            "INSERT INTO answer (application, row, field, han, person, ref, at, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET han = excluded.han, person = excluded.person, ref = excluded.ref,"
            " at = excluded.at, value = excluded.value",
            *step,
            change.han,
            self.person,
            change.ref,
            self.now.isoformat(),
            change.value,
        )
        self._recount(change.application, change.step)

    def drop_answer(self, change: changes.DropAnswer) -> None:
        """The step is open again."""
        where = "application = ? AND row = ? AND field = ?"
        self._drop_answers(where, change.application, change.step.row, change.step.item)
        self._recount(change.application, change.step)

    def _drop_answers(self, where: str, *params: str) -> None:
        self._run(
            "INSERT INTO history (application, row, field, person, at)"  # noqa: S608
            f" SELECT application, row, field, ?, ? FROM answer WHERE {where}",
            self.person,
            self.now.isoformat(),
            *params,
        )
        self._run(f"DELETE FROM answer WHERE {where}", *params)  # noqa: S608

    def _recount(self, application: str, step: Step) -> None:
        form = self._form(application)
        recount(self.db, StoredApplication(self.db, application, form), form.group_of[step.item], step.row)

    def add_row(self, change: changes.AddRow) -> None:
        """A record for the table and for each section that is repeated for its rows."""
        form = self._form(change.application)
        last = self._run(
            "SELECT coalesce(max(position), 0) FROM record WHERE application = ? AND grp = ?",
            change.application,
            change.table,
        ).fetchone()[0]
        for group in form.repeated[change.table]:
            self._add_record(change.application, form, group, change.row, last + 1)

    def move_row(self, change: changes.MoveRow) -> None:
        """The row and its neighbour change positions, in every group they have."""
        application = StoredApplication(self.db, change.application, self._form(change.application))
        other = application.neighbour(change.table, change.row, change.by)
        if other is None:
            return
        where = "SELECT position FROM record WHERE application = ? AND row = ? AND grp = ?"
        rows = (change.row, other)
        here, there = (self._run(where, change.application, row, change.table).fetchone()[0] for row in rows)
        for row, position in ((change.row, there), (other, here)):
            self._run(
                "UPDATE record SET position = ? WHERE application = ? AND row = ?",
                position,
                change.application,
                row,
            )

    def drop_row(self, change: changes.DropRow) -> None:
        """The row's records, answers and unfinished texts, in every group; row ids are never used twice.

        The rows after it move up: a position is a row's number, so that only a deletion walks through rows.
        """
        found = self._run(
            "SELECT position FROM record WHERE application = ? AND row = ? AND grp = ?",
            change.application,
            change.row,
            change.table,
        ).fetchone()
        if found is None:
            return
        self._drop_answers("application = ? AND row = ?", change.application, change.row)
        for table in ("record", "piece"):
            self._run(
                f"DELETE FROM {table} WHERE application = ? AND row = ?",  # noqa: S608
                change.application,
                change.row,
            )
        for group in self._form(change.application).repeated[change.table]:
            self._run(
                "UPDATE record SET position = position - 1 WHERE application = ? AND grp = ? AND position > ?",
                change.application,
                group,
                found[0],
            )

    def add_piece(self, change: changes.AddPiece) -> None:
        """One more line of `piece`."""
        self._run(
            "INSERT INTO piece (application, row, field, person, ref, text) VALUES (?, ?, ?, ?, ?, ?)",
            *self._piece(change),
            change.ref,
            change.text,
        )

    def _piece(self, change: changes.AddPiece | changes.EditPiece | changes.DropPieces) -> tuple[str, ...]:
        return (change.application, change.step.row, change.step.item, self.person)

    def edit_piece(self, change: changes.EditPiece) -> None:
        """Another text for one message."""
        self._run(
            "UPDATE piece SET text = ? WHERE application = ? AND row = ? AND field = ? AND person = ? AND ref = ?",
            change.text,
            *self._piece(change),
            change.ref,
        )

    def drop_pieces(self, change: changes.DropPieces) -> None:
        """The last message, or all."""
        where = "application = ? AND row = ? AND field = ? AND person = ?"
        last = f" AND id = (SELECT max(id) FROM piece WHERE {where})" if change.last else ""  # noqa: S608
        params = self._piece(change) * (2 if change.last else 1)
        self._run(f"DELETE FROM piece WHERE {where}{last}", *params)  # noqa: S608

    def start_job(self, change: changes.StartJob) -> None:
        """One line of `job`, found by whoever does the work."""
        self._run(
            "INSERT OR IGNORE INTO job (id, application, person, kind, argument) VALUES (?, ?, ?, ?, ?)",
            change.job,
            change.application,
            self.person,
            change.kind,
            change.argument,
        )


_APPLY: dict[type[changes.Change], Callable[[Writer, Any], None]] = {
    changes.StartApplication: Writer.start_application,
    changes.DropApplication: Writer.drop_application,
    changes.PutAnswer: Writer.put_answer,
    changes.DropAnswer: Writer.drop_answer,
    changes.AddRow: Writer.add_row,
    changes.MoveRow: Writer.move_row,
    changes.DropRow: Writer.drop_row,
    changes.AddPiece: Writer.add_piece,
    changes.EditPiece: Writer.edit_piece,
    changes.DropPieces: Writer.drop_pieces,
    changes.StartJob: Writer.start_job,
}


def recount(db: Database, application: StoredApplication, group: str, row: str) -> None:
    """What is missing in one group at one row, from its answers."""
    missing = journey.missing(application.form.groups[group], application.sizes(group, row))
    db.execute(
        "UPDATE record SET missing = ? WHERE application = ? AND row = ? AND grp = ?",
        [missing, application.id, row, group],
    )
