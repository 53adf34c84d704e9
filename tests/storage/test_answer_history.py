"""Every change of an answer is kept, found again without going through the rest, and gone with its application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from enacting import enact
from harness import begin
from places import DATABASES

from dialogs.application.application import Entry, Step
from dialogs.application.changes import AddRow, Change, DropAnswer, DropRow, PutAnswer, StartApplication
from dialogs.form.load import load
from dialogs.form.model import NO_ROW
from dialogs.turn.conversation import Conversation
from storage.database import connect, transaction
from storage.store import Store

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
FORM = load((DATABASES / "form.toml").read_text("utf-8"))
STALL = Step(item="stall")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    begin(tmp_path)
    db = connect(tmp_path)
    opened = Store(db, {FORM.key: FORM})
    carry_out(opened, StartApplication(application="a", form=FORM.key))
    yield opened
    db.close()


def carry_out(store: Store, *what: Change, person: str = "console:gu") -> None:
    with transaction(store.db):
        enact(store, Conversation(person=person, consented=True, application="a"), what, NOW)


def put(value: str, step: Step = STALL) -> PutAnswer:
    return PutAnswer(application="a", step=step, value=value)


def history(store: Store, step: Step | None = None, below: int | None = None, count: int = 99) -> list[Entry]:
    application = store.application("a")
    assert application
    return list(application.history(step, below, count))


def changed(store: Store, step: Step | None = None, **bounds: Any) -> list[tuple[str, str, str | None, str | None]]:
    return [(e.step.item, e.step.row, e.before, e.after) for e in history(store, step, **bounds)]


def test_a_change_is_kept_with_who_and_when_and_the_same_answer_again_is_none(store: Store) -> None:
    carry_out(store, put("梨摊"), put("梨摊"), put(""))
    carry_out(store, put(""), put("桃摊"), person="telegram:7")
    carry_out(store, DropAnswer(application="a", step=STALL), DropAnswer(application="a", step=STALL), put("桃摊"))
    values = [None, "梨摊", "", "桃摊", None, "桃摊"]
    assert [(e.before, e.after) for e in reversed(history(store))] == list(pairwise(values))
    assert [e.person for e in reversed(history(store))] == ["console:gu"] * 2 + ["telegram:7"] + ["console:gu"] * 2
    assert {(e.step, e.at) for e in history(store)} == {(STALL, NOW)}


def test_the_answers_of_a_deleted_row_can_still_be_read(store: Store) -> None:
    name, price = Step(item="wares.name", row="x"), Step(item="wares.price", row="x")
    farm = Step(item="farm", row="x")
    rows = [AddRow(application="a", table="wares", row=row) for row in "xy"]
    carry_out(
        store, *rows, put("梨", name), put("3", price), put("山里", farm), put("桃", Step(item="wares.name", row="y"))
    )
    carry_out(store, DropRow(application="a", table="wares", row="x"))
    of_row = changed(store, Step(item="wares", row="x"))
    gone = {("wares.name", "x", "梨", None), ("wares.price", "x", "3", None), ("farm", "x", "山里", None)}
    assert set(of_row[:3]) == gone
    assert len(of_row) == 6
    assert changed(store, farm) == [("farm", "x", "山里", None), ("farm", "x", None, "山里")]
    assert changed(store, Step(item="wares", row=NO_ROW)) == [], "this is whether the table is finished"


def test_the_history_of_a_unit_is_that_of_all_it_owns(store: Store) -> None:
    unit = AddRow(application="a", table="partners", row="p")
    row = AddRow(application="a", table="wares", row="x", unit="p")
    carry_out(store, unit, row, AddRow(application="a", table="wares", row="y"))
    for value, step in (("梨", Step(item="wares.name", row="x")), ("桃", Step(item="wares.name", row="y"))):
        carry_out(store, put(value, step))
    assert changed(store, Step(item="partners", row="p")) == [("wares.name", "x", None, "梨")]


def test_it_is_read_page_by_page(store: Store) -> None:
    carry_out(store, *(put(str(number)) for number in range(9)))
    first = history(store, count=4)
    assert [e.after for e in first] == ["8", "7", "6", "5"]
    assert [e.after for e in history(store, STALL, below=first[-1].id, count=4)] == ["4", "3", "2", "1"]


@pytest.mark.parametrize(
    ("step", "index"),
    [
        (None, "history_application (application=? AND rowid<?)"),
        (Step(item="wares", row="x"), "history_row (application=? AND row=? AND rowid<?)"),
        (STALL, "history_step (application=? AND row=? AND field=? AND rowid<?)"),
    ],
)
def test_it_is_found_through_an_index_in_its_order(store: Store, step: Step | None, index: str) -> None:
    asked: dict[str, Any] = {}
    with store.db.tracer(asked.setdefault):
        history(store, step)
    sql = next(sql for sql in asked if "FROM history AS now" in sql)
    plan = [line for *_, line in store.db.execute(f"EXPLAIN QUERY PLAN {sql}", asked[sql])]
    assert plan[0] == f"SEARCH now USING INDEX {index}"
    assert not [line for line in plan if "TEMP" in line or "SCAN" in line]
