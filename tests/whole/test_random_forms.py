"""Forms of groups three deep, drawn at random, each filled in at random: the engine against plain lists.

Rows are added, answered, moved, given away, deleted and restored; then everything is filled in, and the document is
complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from enacting import enact
from harness import begin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_forms import Lists, forms, steering

from dialogs.answers import kinds
from dialogs.application import journey, open_steps
from dialogs.application.application import Step
from dialogs.application.branches import of
from dialogs.application.changes import (
    AddRow,
    AssignRow,
    DropAnswer,
    DropRow,
    MoveRow,
    PutAnswer,
    RestoreRow,
    StartApplication,
)
from dialogs.application.checks import findings
from dialogs.application.opened import opened
from dialogs.application.progress import percent
from dialogs.form.model import NO_ROW, Form
from dialogs.turn.conversation import Conversation
from render.context import context
from storage.database import connect, transaction
from storage.store import Store
from storage.stored_application import StoredApplication

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
WHO = Conversation(person="console:gu", consented=True, application="a")
CHOSEN = st.integers(0, 7)
ACTS = st.one_of(
    st.tuples(
        st.sampled_from(["add", "add", "add", "answer", "answer", "finish", "drop", "restore", "move", "assign"]),
        CHOSEN,
        CHOSEN,
    ),
)
MOST = 400  # steps until a form is filled in


class Play:
    """Does the same to the store and to the lists."""

    def __init__(self, store: Store, form: Form) -> None:
        self.store, self.form, self.lists = store, form, Lists(form)
        self.ids = count(1)
        self.enact(StartApplication(application="a", form=form.key))

    def enact(self, *changes: Any) -> None:
        with transaction(self.store.db):
            enact(self.store, WHO, changes, NOW)

    @property
    def application(self) -> StoredApplication:
        found = self.store.application("a")
        assert found is not None
        return found

    def add(self, one: int, other: int) -> None:
        free = [table for table in self.form.tables if table not in self.form.fixed]
        if not free:
            return
        table = free[one % len(free)]
        above = self.form.parent_of(table)
        parents = [row for _, row in self.lists.all_rows(above)] if above else [NO_ROW]
        if parents:
            parent, row = parents[other % len(parents)], f"r{next(self.ids)}"
            unit = self.lists.unit[parent] if parent else ""
            self.enact(AddRow(application="a", table=table, row=row, unit=unit, parent=parent))
            self.lists.add(table, parent, row, unit)

    def answer(self, one: int, other: int) -> None:
        fields = list(self.form.fields)
        item = fields[one % len(fields)]
        table = self.form.asked_at[item]
        rows = [row for _, row in self.lists.all_rows(table)] if table else [NO_ROW]
        if rows:
            value = steering(self.form, item)[other % 2] if item.endswith(".go") else str(one + other)
            self.put(Step(item=item, row=rows[other % len(rows)]), value)

    def put(self, step: Step, value: str) -> None:
        self.enact(PutAnswer(application="a", step=step, value=value))
        self.lists.answers[step.item, step.row] = value

    def finish(self, one: int, other: int) -> None:
        free = [table for table in self.form.tables if table not in self.form.fixed]
        if not free:
            return
        table = free[one % len(free)]
        above = self.form.parent_of(table)
        parents = [row for _, row in self.lists.all_rows(above)] if above else [NO_ROW]
        if parents:
            parent = parents[other % len(parents)]
            if len(self.lists.rows.get((table, parent), ())) >= self.form.tables[table].min_rows:
                self.put(Step(item=table, row=parent), "完成")

    def _free_rows(self) -> list[tuple[str, str, str]]:
        return [
            (table, parent, row)
            for table in self.form.tables
            if table not in self.form.fixed and table != "partners"
            for parent, row in self.lists.all_rows(table)
        ]

    def drop(self, one: int, other: int) -> None:
        del other
        rows = self._free_rows()
        if not rows:
            return
        table, parent, row = rows[one % len(rows)]
        self.enact(DropRow(application="a", table=table, row=row))
        left = len(self.lists.rows[table, parent]) - 1
        if left < self.form.tables[table].min_rows and (table, parent) in self.lists.answers:
            self.enact(DropAnswer(application="a", step=Step(item=table, row=parent)))
            del self.lists.answers[table, parent]
        going = [(table, parent, row), *self.lists.below(table, row)]
        gone = {of_these for *_, of_these in going}
        kept = {at: value for at, value in self.lists.answers.items() if at[1] in gone}
        if kept:
            self.lists.binned.append((table, parent, row, self.lists.rows[table, parent].index(row), going, kept))
        for of_table, under, each in going:
            self.lists.rows[of_table, under].remove(each)
        self.lists.answers = {at: value for at, value in self.lists.answers.items() if at[1] not in gone}

    def move(self, one: int, other: int) -> None:
        rows = self._free_rows()
        if not rows:
            return
        table, parent, row = rows[one % len(rows)]
        there = self.lists.rows[table, parent]
        with_ = there[other % len(there)]
        if with_ != row:
            self.enact(MoveRow(application="a", table=table, row=row, other=with_))
            at, to = there.index(row), there.index(with_)
            there[at], there[to] = with_, row

    def restore(self, one: int, other: int) -> None:
        del other
        there = {row for rows in self.lists.rows.values() for row in rows} | {NO_ROW}
        able = [kept for kept in self.lists.binned if kept[1] in there]
        if not able:
            return
        found = able[one % len(able)]
        table, parent, row, number, going, kept = found
        ids = self.store.db.execute("SELECT id FROM bin WHERE row = ? AND tbl = ?", [row, table]).fetchall()
        if not ids:  # nothing stood in the row itself
            return
        self.enact(RestoreRow(application="a", binned=ids[0][0]))
        self.lists.rows[table, parent].insert(number, row)
        for of_table, under, each in going:
            if each != row:
                self.lists.rows.setdefault((of_table, under), []).append(each)
            self.lists.unit[each] = self.lists.unit[row]
        for of_table, under, _ in going:
            if of_table in self.form.fixed:
                self.lists.rows[of_table, under] = list(self.form.fixed_at(of_table, under))
        self.lists.answers |= kept
        self.lists.binned.remove(found)

    def assign(self, one: int, other: int) -> None:
        units = [row for _, row in self.lists.all_rows("partners")] if self.form.has_team else []
        tops = [at for at in self._free_rows() if not at[1]]
        if units and tops:
            (table, _, row), unit = tops[one % len(tops)], units[other % len(units)]
            self.enact(AssignRow(application="a", table=table, row=row, unit=unit))
            for each in [row, *(inner for *_, inner in self.lists.below(table, row))]:
                self.lists.unit[each] = unit

    def agrees(self) -> None:
        application, everything = self.application, self.application.everything()
        for (table, parent), rows in self.lists.rows.items():
            assert [row.id for row in application.rows(table, 1, 99, parent)] == rows
            reached = [row for row in rows if self.lists.reached(row)]
            assert list(everything.rows_at(table, parent)) == reached
            assert application.count(table, parent) == len(rows)
            assert [application.owner(row) for row in rows] == [self.lists.unit[row] for row in rows]
        assert open_steps.position(application) == self.lists.position()
        lacking = self._lacking()
        assert lacking == sum(journey.section_missing(application, one) for one in self.form.sections)
        assert (lacking > 0) == (self.lists.position() is not None)
        assert (percent(application) == 100) == (lacking == 0)
        assert self.lists.answers or percent(application) == 0
        for table, kept in application.progress().items():
            if group := self.form.tables.get(table):
                assert kept.rows * journey.total(group) - kept.closed == len(self.lists.asked(group))
        self._sums(application)
        assert opened(self.form, everything).values == everything.values
        for unit in {self.lists.unit[row] for row in self.lists.unit}:
            part = self.store.application("a", unit)
            step = open_steps.position(part) if part else None
            assert step is None or application.owner(step.row) == unit

    def _lacking(self) -> int:
        return sum(map(self.lists.missing, self.form.groups.values()))

    def _sums(self, application: StoredApplication) -> None:
        branches, everything = of(application), application.everything()
        for field in self.form.computed.values():
            kind, _, table = field.id.rpartition(".")[2].partition("_")
            at = self.form.asked_at[field.id]
            for row in [row for _, row in self.lists.all_rows(at)] if at else [NO_ROW]:
                there = [one for _, one in self.lists.all_rows(table) if self.lists.reached(one)]
                known = self.lists.total(table, row) if kind != "count" else len(there)
                shown = None if known is None or not self.lists.reached(row) else str(known)
                assert branches.value(field.id, row) == shown, (field.id, row)
                printed = None if self.lists.lacks(table, row) else shown
                assert everything.values.get((field.id, row)) == printed, (field.id, row)

    def fill(self) -> None:
        """Answers what is asked, with a row in each table that has none, until nothing is.

        Meanwhile the bar goes back only where an answer has opened questions, or a row has come.
        """
        far, lacking = percent(self.application), self._lacking()
        for _ in range(MOST):
            step = self.lists.position()
            assert open_steps.position(self.application) == step
            before, more, far, lacking = far, lacking, percent(self.application), self._lacking()
            assert far >= before or lacking >= more, step
            if step is None:
                return
            table = self.form.tables.get(step.item)
            if table and not self.lists.rows.get((table.id, step.row)):
                row, unit = f"r{next(self.ids)}", self.lists.unit.get(step.row, "")
                self.enact(AddRow(application="a", table=table.id, row=row, unit=unit, parent=step.row))
                self.lists.add(table.id, step.row, row, unit)
            else:
                number = next(self.ids)
                chosen = steering(self.form, step.item)[number % 2] if step.item.endswith(".go") else f"1{number}"
                self.put(step, "完成" if table else chosen)
        raise AssertionError(step)


def texts(value: Any) -> Iterator[str]:
    """Every text that a template can show."""
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield str(value)


@settings(suppress_health_check=list(HealthCheck))
@given(forms(), st.lists(ACTS, max_size=20))
def test_the_engine_agrees_with_plain_lists_and_the_document_is_complete(form: Form, acts: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        begin(Path(folder))
        db = connect(Path(folder))
        play = Play(Store(db, {form.key: form}), form)
        for what, *params in acts:
            getattr(play, what)(*params)
            play.agrees()
        play.fill()
        play.agrees()
        whole = play.application.everything()
        assert [one.words for one in findings(form, whole, date(2024, 3, 4)) if one.blocking] == []
        shown = list(texts(context(form, whole, mode="final")))
        for (item, row), value in play.lists.answers.items():
            if item in form.fields and play.lists.reached(row) and play.lists.asks(item, row):
                assert kinds.show(form.fields[item], value) in shown, (item, row)
        db.close()
