"""An application in the database: read by step, row and group, never as a whole in a turn.

Every query goes through an index and returns a bounded number of lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from dialogs.application.application import (
    Answer,
    Answers,
    Entry,
    Progress,
    Row,
    Step,
    Unfinished,
)
from dialogs.application.draft_parts import DraftParts
from dialogs.form.model import LEAD_UNIT, NO_ROW, Form
from storage import drafts
from storage.about import NEWEST, about
from storage.at_row import IS_OLD, answers, instances
from storage.entries import entries
from storage.statements import Statements
from storage.table_cells import cells
from storage.whole_answers import bare_answers, whole_answers

MILLION = 1_000_000  # sums are kept in millionths
OLD_AT_A_TIME = 2_000  # answers that are gone through before the next are found
WHOLE = "*"  # progress.scope of all units together


class StoredApplication:
    """Implements `dialogs.application.application.Application`."""

    def __init__(self, sql: Statements, application: str, form: Form, scope: str | None = None) -> None:
        self.id = application
        self.form = form
        self.scope = scope
        self._sql = sql
        self._and_scope = "" if scope is None else " AND unit = ?"
        self._unit = () if scope is None else (scope,)

    def _all(self, sql: str, *params: object) -> list[Any]:
        return self._sql.all(sql, self.id, *params)

    def owner(self, row: str) -> str | None:
        """See Application."""
        if row == NO_ROW:
            return LEAD_UNIT
        return next((instance.unit for instance in instances(self._sql, self.id, row).values()), None)

    def parent(self, row: str) -> str:
        """See Application."""
        return next(
            (instance.parent for instance in instances(self._sql, self.id, row).values() if instance.parent), NO_ROW
        )

    def answer(self, step: Step) -> Answer | None:
        """See Application."""
        kept = answers(self._sql, self.id, step.row).get(step.item)
        if kept is None:
            return None
        value = kept.value
        if value is None:
            at = "SELECT value FROM answer WHERE application = ? AND row = ? AND field = ?"
            value = self._first(at, step.row, step.item) or ""
        return Answer(value=value, ref=kept.ref, is_old=kept.is_old)

    def old(self) -> Sequence[Step]:
        """See Application."""
        named = f"SELECT field, row FROM answer WHERE application = ? AND {IS_OLD} LIMIT {OLD_AT_A_TIME}"  # noqa: S608
        found = self._all(named)
        steps = [Step(item=field, row=row) for field, row in found]
        return [step for step in steps if self.scope is None or self.owner(step.row) == self.scope]

    def sizes(self, group: str, row: str) -> Mapping[str, int]:
        """See Application."""
        kept = answers(self._sql, self.id, row)
        return {item: kept[item].han for item in self.form.groups[group].item_ids if item in kept}

    def progress(self) -> Mapping[str, Progress]:
        """See Application."""
        return self._sql.made(
            _progress,
            "SELECT grp, rows, open_rows, missing, closed FROM progress WHERE application = ? AND scope = ?",
            self.id,
            WHOLE if self.scope is None else self.scope,
        )

    def first_open(
        self, group: str, besides: Collection[str] = (), passed: Collection[str] = (), parent: str = NO_ROW
    ) -> str | None:
        """See Application."""
        if not parent and not self.progress().get(group, Progress()).open_rows:
            return None
        others = f" AND unit NOT IN ({', '.join('?' * len(besides))})" if besides else ""
        others += f" AND row NOT IN ({', '.join('?' * len(passed))})" if passed else ""
        return self._first(
            "SELECT row FROM instance WHERE application = ? AND grp = ? AND parent = ?"  # noqa: S608
            f"{self._and_scope}{others} AND missing + below > 0 ORDER BY position LIMIT 1",
            group,
            parent,
            *self._unit,
            *besides,
            *passed,
        )

    def _first(self, sql: str, *params: object) -> str | None:
        found = self._all(sql, *params)
        return str(found[0][0]) if found and found[0][0] is not None else None

    def rows(self, table: str, start: int, count: int, parent: str = NO_ROW) -> Sequence[Row]:
        """See Application. In the whole a row's number is its position, so that no rows need be counted."""
        listed = (
            "SELECT row, position, coalesce((SELECT value FROM answer WHERE answer.application = instance.application"
            " AND answer.row = instance.row AND field = ?2), ''), missing FROM instance"
            " WHERE application = ?1 AND grp = ?3 AND parent = ?4"
        )
        of = (self.form.name_column(table), table, parent)
        if self.scope is None or parent:
            found = self._all(f"{listed} AND position >= ?5 ORDER BY position LIMIT ?6", *of, start, count)
        else:
            one_unit = f"{listed} AND unit = ?5 ORDER BY position LIMIT ?6 OFFSET ?7"
            found = self._all(one_unit, *of, self.scope, count, start - 1)
        return [self._row(table, id_, at, title, missing) for id_, at, title, missing in found]

    def _row(self, table: str, id_: str, number: int, title: str, missing: int) -> Row:
        fixed = self.form.tables[table].rows
        return Row(id=id_, number=number, title=fixed[number - 1] if fixed else title, missing=missing)

    def count(self, table: str, parent: str = NO_ROW) -> int:
        """See Application."""
        if parent:
            last = "SELECT max(position) FROM instance WHERE application = ? AND grp = ? AND parent = ?"
            return int(self._first(last, table, parent) or 0)
        if self.scope is None:
            return self.progress().get(table, Progress()).rows
        found = self._all("SELECT rows FROM progress WHERE application = ? AND scope = ? AND grp = ?", WHOLE, table)
        return int(found[0][0]) if found else 0

    def total(self, column: str, parent: str = NO_ROW) -> Decimal | None:
        """See Application."""
        sum_ = "SELECT amount, open FROM total WHERE application = ? AND field = ? AND parent = ?"
        kept = self._all(sum_, column, parent)
        return next((None if open_ else Decimal(amount) / MILLION for amount, open_ in kept), Decimal(0))

    def row(self, table: str, row: str) -> Row | None:
        """See Application."""
        found = instances(self._sql, self.id, row).get(table) if row != NO_ROW else None
        if found is None or self.scope not in (None, found.unit):
            return None
        title = self.answer(Step(item=self.form.name_column(table), row=row))
        return self._row(table, row, found.position, title.value if title else "", found.missing)

    def neighbour(self, group: str, row: str | None, by: Literal[-1, 1]) -> str | None:
        """See Application."""
        order = "position DESC" if by < 0 else "position"
        within = f"SELECT row FROM instance WHERE application = ? AND grp = ? AND parent = ?{self._and_scope}"  # noqa: S608
        if row is None:
            return self._first(f"{within} ORDER BY {order} LIMIT 1", group, NO_ROW, *self._unit)
        here = instances(self._sql, self.id, row).get(group)
        if here is None:
            return None
        beyond = f"{within} AND position {'<' if by < 0 else '>'} ? ORDER BY {order} LIMIT 1"
        return self._first(beyond, group, here.parent, *self._unit, here.position)

    def draft_parts(self, step: Step, person: str) -> DraftParts:
        """See Application."""
        return self.drafts(step).get(person, DraftParts())

    def drafts(self, step: Step) -> Mapping[str, DraftParts]:
        """The draft parts at a step, by the person whose they are; only long texts have such."""
        field = self.form.fields.get(step.item)
        return drafts.at(self._sql, self.id, step) if field and field.of_kind.is_long else {}

    def begun(self) -> Mapping[Step, Sequence[str]]:
        """See Application."""
        return drafts.begun(self._sql, self.id)

    def writers(self, step: Step) -> Sequence[str]:
        """See Application."""
        return [one.person for one in self.unfinished(step) if one.is_in]

    def unfinished(self, step: Step) -> Sequence[Unfinished]:
        """See Application."""
        answer, parts = self.answer(step), self.drafts(step)
        owner = self.owner(step.row) if parts else None
        return list(drafts.unfinished(self._sql, self.id, parts, answer.value if answer else "", owner))

    def newest(self) -> int:
        """See Application."""
        if self.scope is None:
            found = about(self._sql, self.id)
            return found.newest if found else 0
        last = "SELECT id FROM history WHERE application = ? AND unit = ? AND id < ? ORDER BY id DESC LIMIT 1"
        return next((id_ for (id_,) in self._all(last, self.scope, NEWEST)), 0)

    def history(self, step: Step | None, below: int | None, count: int) -> Sequence[Entry]:
        """See Application."""
        where = [("row", step.row), ("field", step.item)] if step else []
        if step and step.row != NO_ROW and step.item in self.form.tables:
            where = [("unit" if step.item == self.form.units.group else "row", step.row)]
        if self.scope is not None:
            where.append(("unit", self.scope))
        return entries(self._sql, self.id, where, below, count)

    def cells(
        self, table: str, since: int | None = None, rows: Sequence[str] | None = None
    ) -> Mapping[str, Mapping[str, str]]:
        """What is answered in a table, as far as it is in sight; see `table_cells`."""
        return cells(self._sql, self.id, self.form.tables[table], self.scope, since, rows)

    def at_once(self, most: int) -> Answers | None:
        """See Application."""
        kept = "SELECT 1 FROM answer WHERE application = ?1 UNION ALL SELECT 1 FROM instance WHERE application = ?1"
        found = self._first(f"SELECT count(*) FROM ({kept} LIMIT ?2)", most + 1)  # noqa: S608 - a constant
        return bare_answers(self._sql, self.id, self.form) if int(found or 0) <= most else None

    def everything(self) -> Answers:
        """All answers in open branches. Takes as long as it is large."""
        return whole_answers(self._sql, self.id, self.form)


def _progress(lines: Sequence[Any]) -> Mapping[str, Progress]:
    return {group: Progress(*counts) for group, *counts in lines}
