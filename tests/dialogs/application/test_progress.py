"""How far the bar is: by what is written and filled in, so that it moves as people work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from enacting import enact
from harness import begin
from places import PILOT

from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, PutAnswer, StartApplication
from dialogs.application.progress import percent
from dialogs.form.load import load
from dialogs.form.model import NO_ROW
from dialogs.turn.conversation import Conversation
from storage.database import connect, transaction
from storage.store import Store

FORM = load((PILOT / "form.toml").read_text("utf-8"))
ROWS = {"clients": [f"c{number}" for number in range(15)], "plans": ["p1", "p2", "p3"]}


class Filling:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.change(StartApplication(application="a", form=FORM.key))

    def change(self, *changes: Change) -> int:
        """How far it is after these changes."""
        with transaction(self.store.db):
            conversation = Conversation(person="console:gu", consented=True, application="a")
            enact(self.store, conversation, changes, datetime(2024, 3, 4, 9, 0, tzinfo=UTC))
        application = self.store.application("a")
        assert application is not None
        return percent(application)

    def answer(self, item: str, row: str = NO_ROW, han: int = 0) -> int:
        return self.change(PutAnswer(application="a", step=Step(item=item, row=row), value="好", han=han))

    def rows(self) -> None:
        self.change(*(AddRow(application="a", table=table, row=row) for table in ROWS for row in ROWS[table]))


@pytest.fixture
def filling(tmp_path: Path) -> Iterator[Filling]:
    begin(tmp_path)
    db = connect(tmp_path)
    yield Filling(Store(db, {FORM.key: FORM}))
    db.close()


def test_the_bar_moves_over_every_dozen_of_cells(filling: Filling) -> None:
    filling.rows()
    cells = [(column, row) for table in ROWS for row in ROWS[table] for column in FORM.tables[table].item_ids]
    seen = [filling.answer(*cell) for cell in cells]
    assert all(before <= after for before, after in pairwise(seen))
    assert max(len(list(run)) for _, run in groupby(seen)) <= 12


def test_three_annexes_to_be_written_are_most_of_the_work(filling: Filling) -> None:
    filling.rows()
    for group in FORM.groups.values():
        for row in ROWS.get(group.id, [NO_ROW] if FORM.answered_at(group.id) in ("", "joint_units") else []):
            for item in group.item_ids:
                far = filling.answer(
                    item, row, 1000 if item in FORM.fields and FORM.fields[item].of_kind.is_long else 0
                )
    assert far < 50
    for row in ROWS["plans"]:
        before = far
        for item in FORM.groups["annex"].item_ids:
            far = filling.answer(item, row, 1250)
        assert far > before + 10
    assert far == 100


def test_what_is_short_of_its_minimum_counts_as_far_as_it_is_written(filling: Filling) -> None:
    texts = ("approach", "arrangement", "support")
    some = [filling.answer(item, han=300) for item in texts][-1]
    assert some < [filling.answer(item, han=1000) for item in texts][-1]
