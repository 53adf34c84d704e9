"""An application in the database: read by step, row and group, never as a whole in a turn.

Every query goes through an index and returns a bounded number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from dialogs.application import Answer, Answers, Entry, Piece, Row, Step, Tally
from dialogs.form import LEAD, Form
from dialogs.pieces import join

NEWEST = 2**63 - 1  # above every id


class StoredApplication:
    """Implements `dialogs.application.Application`.

    Shows one state: what was read once is remembered, so that after a change a new one is to be made.
    """

    def __init__(self, db: Database, application: str, form: Form) -> None:
        self.id = application
        self.form = form
        self._db = db
        self._read: dict[tuple[object, ...], list[Any]] = {}

    def _all(self, sql: str, *params: object) -> list[Any]:
        if (sql, *params) not in self._read:
            self._read[sql, *params] = self._db.execute(sql, [self.id, *params]).fetchall()
        return self._read[sql, *params]

    def answer(self, step: Step) -> Answer | None:
        """See Application."""
        found = self._all(
            "SELECT value, ref FROM answer WHERE application = ? AND row = ? AND field = ?",
            step.row,
            step.item,
        )
        return Answer(value=found[0][0], ref=found[0][1]) if found else None

    def sizes(self, group: str, row: str) -> Mapping[str, int]:
        """See Application."""
        found = self._all("SELECT field, han FROM answer WHERE application = ? AND row = ?", row)
        return {field: han for field, han in found if self.form.group_of.get(field) == group}

    def tallies(self) -> Mapping[str, Tally]:
        """See Application."""
        found = self._all("SELECT grp, rows, open_rows, missing FROM tally WHERE application = ?")
        return {grp: Tally(rows=rows, open_rows=open_rows, missing=missing) for grp, rows, open_rows, missing in found}

    def first_open(self, group: str) -> str | None:
        """See Application."""
        return self._row_id(
            "SELECT row FROM record WHERE application = ? AND grp = ? AND missing > 0 ORDER BY position LIMIT 1",
            group,
        )

    def _row_id(self, sql: str, *params: object) -> str | None:
        found = self._all(sql, *params)
        return str(found[0][0]) if found else None

    def rows(self, table: str, start: int, count: int) -> Sequence[Row]:
        """See Application."""
        found = self._all(
            "SELECT row, position, missing FROM record WHERE application = ? AND grp = ? AND position >= ?"
            " ORDER BY position LIMIT ?",
            table,
            start,
            count,
        )
        return [self._row(table, *columns) for columns in found]

    def row(self, table: str, row: str) -> Row | None:
        """See Application."""
        found = self._all(
            "SELECT position, missing FROM record WHERE application = ? AND row = ? AND grp = ?", row, table
        )
        return self._row(table, row, *found[0]) if found else None

    def _row(self, table: str, row: str, number: int, missing: int) -> Row:
        title = self.answer(Step(item=self.form.name_column(table), row=row))
        return Row(id=row, number=number, title=title.value if title else "", missing=missing)

    def neighbour(self, group: str, row: str | None, by: Literal[-1, 1]) -> str | None:
        """See Application."""
        order = "position DESC" if by < 0 else "position"
        if row is None:
            return self._row_id(
                f"SELECT row FROM record WHERE application = ? AND grp = ? ORDER BY {order} LIMIT 1",  # noqa: S608
                group,
            )
        compare = "<" if by < 0 else ">"
        return self._row_id(
            f"SELECT row FROM record WHERE application = ?1 AND grp = ?2 AND position {compare}"  # noqa: S608
            " (SELECT position FROM record WHERE application = ?1 AND row = ?3 AND grp = ?2)"
            f" ORDER BY {order} LIMIT 1",
            group,
            row,
        )

    def pieces(self, step: Step, person: str) -> Sequence[Piece]:
        """See Application."""
        found = self._all(
            "SELECT text, ref FROM piece WHERE application = ? AND row = ? AND field = ? AND person = ? ORDER BY id",
            step.row,
            step.item,
            person,
        )
        return [Piece(text=text, ref=ref) for text, ref in found]

    def history(self, step: Step | None, below: int | None, count: int) -> Sequence[Entry]:
        """See Application."""
        where = {"row": step.row, "field": step.item} if step else {}
        if step and step.row != LEAD and step.item in self.form.tables:
            del where["field"]
        found = self._all(
            "SELECT id, row, field, person, at, value,"  # noqa: S608
            " (SELECT value FROM history WHERE application = now.application AND row = now.row AND field = now.field"
            " AND id < now.id ORDER BY id DESC LIMIT 1)"
            f" FROM history AS now WHERE application = ?{''.join(f' AND {column} = ?' for column in where)}"
            " AND id < ? ORDER BY id DESC LIMIT ?",
            *where.values(),
            NEWEST if below is None else below,
            count,
        )
        return [
            Entry(
                id=id_,
                step=Step(item=field, row=row),
                person=person,
                at=datetime.fromisoformat(at),
                before=before,
                after=after,
            )
            for id_, row, field, person, at, after, before in found
        ]

    def everything(self) -> Answers:
        """The whole application, for documents and checks; its cost grows with the application."""
        values = self._all("SELECT field, row, value FROM answer WHERE application = ?")
        records = self._all("SELECT grp, row FROM record WHERE application = ? ORDER BY grp, position")
        answers = {(field, row): value for field, row, value in values}
        return Answers(answers, _by_table(self.form, records), frozenset(self._unsaved(answers)))

    def _unsaved(self, answers: Mapping[tuple[str, str], str]) -> Iterable[Step]:
        pieces = self._all("SELECT field, row, person, text FROM piece WHERE application = ? ORDER BY id")
        texts: dict[tuple[str, str, str], list[Piece]] = {}
        for field, row, person, text in pieces:
            texts.setdefault((field, row, person), []).append(Piece(text=text, ref=""))
        for (field, row, _), parts in texts.items():
            if join(parts) not in ("", answers.get((field, row))):
                yield Step(item=field, row=row)


def _by_table(form: Form, records: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {table: [] for table in form.tables}
    for group, row in records:
        if group in rows:
            rows[group].append(row)
    return rows
