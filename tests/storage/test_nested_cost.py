"""What an answer below a row costs, in steps of SQLite, which no busy machine changes: the same however many rows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from test_nested_rows import FORM, NOW, WHO, Play, opened_store

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.branches import of
from dialogs.application.changes import AddRow, PutAnswer
from dialogs.application.progress import percent
from storage.database import transaction

FEW, MANY = 100, 10_000


def steps(count: int) -> int:
    """How many steps one turn takes with so many lines of money below one topic: answering one, adding another."""
    taken = [0]

    def step() -> int:
        taken[0] += 1
        return 0

    with TemporaryDirectory() as folder:
        for store in opened_store(Path(folder)):
            play = Play(store)
            play.add("topics", 0)
            play.add("budget", 0)
            with transaction(store.db):
                store.db.conn.executemany(
                    "INSERT INTO instance (application, grp, row, position, unit, parent, around, missing)"
                    " VALUES ('a', 'budget', ?, ?, '', 'r1', 'topic', 2)",
                    [(f"x{number}", number) for number in range(2, count)],
                )
                store.db.conn.executemany(
                    "INSERT INTO summand VALUES ('a', ?, 'budget.amount', NULL, 'r1')",
                    [(f"x{number}",) for number in range(2, count)],
                )
            store.db.conn.set_progress_handler(step, 1)
            cell = PutAnswer(application="a", step=Step(item="budget.amount", row=f"x{count // 2}"), value="2")
            added = AddRow(application="a", table="budget", row="new", parent="r1")
            with transaction(store.db):
                store.apply(WHO.person, (cell, added), NOW)
            application = store.application("a")
            assert application is not None
            assert journey.position(application) is not None
            assert application.count("budget", "r1") == count
            assert len(application.rows("budget", count - 10, 10, "r1")) == 10
            assert of(application).known("granted", "") is None
            assert percent(application) < 100
            store.db.conn.set_progress_handler(None, 1)
    return taken[0]


def test_a_turn_costs_the_same_however_many_rows_are_below() -> None:
    assert FORM.parent_of("budget") == "topics"
    few, many = steps(FEW), steps(MANY)
    assert few > 100
    assert many < 1.5 * few, (few, many)
