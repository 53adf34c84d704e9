"""An application in the database: its rows and answers stay apart, go together, and survive a changed form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from enacting import enact
from harness import begin
from places import DATABASES

from dialogs.answers.word_count import han
from dialogs.application import changes
from dialogs.application.application import Progress, Step
from dialogs.application.changes import (
    AddDraftPart,
    AddRow,
    Change,
    DropApplication,
    DropRow,
    MoveRow,
    PutAnswer,
    StartApplication,
)
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.overview import Overview
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.messages import Ask
from storage.database import connect, savepoint, sqlite3, transaction
from storage.store import Store
from storage.stored_application import StoredApplication

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
TEXT = (DATABASES / "form.toml").read_text("utf-8")
FORM = load(TEXT)
PERSON = "console:gu"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    begin(tmp_path)
    db = connect(tmp_path)
    yield Store(db, {FORM.key: FORM})
    db.close()


def carry_out(store: Store, *what: Change, person: str = PERSON, application: str = "a") -> None:
    with transaction(store.db):
        enact(store, Conversation(person=person, consented=True, application=application), what, NOW)


def opened(store: Store, application: str = "a") -> StoredApplication:
    found = store.application(application)
    assert found is not None
    return found


def put(item: str, row: str, value: str, application: str = "a") -> PutAnswer:
    return PutAnswer(application=application, step=Step(item=item, row=row), value=value, han=han(value), ref=value)


def began(store: Store, *rows: str, table: str = "wares", application: str = "a") -> None:
    added = [AddRow(application=application, table=table, row=row) for row in rows]
    carry_out(store, StartApplication(application=application, form=FORM.key), *added, application=application)


def every_line(store: Store) -> str:
    """Everything that stands in any table, as text."""
    tables = [name for (name,) in store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return repr([(table, store.db.execute(f"SELECT * FROM {table}").fetchall()) for table in tables])  # noqa: S608


def test_a_middle_row_is_deleted_without_touching_another_row(store: Store) -> None:
    began(store, "x", "y", "z")
    cells = [(item, row) for row in "xyz" for item in ("wares.name", "wares.price", "farm")]
    carry_out(store, *(put(item, row, f"{item} {row} 甲乙") for item, row in cells))
    carry_out(store, DropRow(application="a", table="wares", row="y"))
    application = opened(store)
    assert [row.id for row in application.rows("wares", 1, 9)] == ["x", "z"]
    assert [row.number for row in application.rows("wares", 1, 9)] == [1, 2]
    found = application.row("wares", "z")
    assert found is not None
    assert found.number == 2
    for item, row in cells:
        answer = application.answer(Step(item=item, row=row))
        assert (answer.value if answer else None) == (None if row == "y" else f"{item} {row} 甲乙")
    assert (
        application.progress()["wares"] == application.progress()["origin"] == Progress(rows=2, open_rows=0, missing=0)
    )


def test_rows_change_places_in_every_group_and_keep_their_answers(store: Store) -> None:
    began(store, "x", "y", "z")
    carry_out(store, put("wares.name", "x", "梨"), put("farm", "x", "山里"))
    carry_out(store, MoveRow(application="a", table="wares", row="x", other="y"))
    application = opened(store)
    assert [row.id for row in application.rows("wares", 1, 9)] == ["y", "x", "z"]
    assert [row.title for row in application.rows("wares", 2, 1)] == ["梨"]
    assert application.neighbour("origin", "y", 1) == "x"
    assert application.neighbour("origin", "x", -1) == "y"
    assert application.neighbour("origin", None, -1) == "z"
    assert application.neighbour("origin", "z", 1) is None
    assert list(application.everything().rows["wares"]) == ["y", "x", "z"]


def test_a_row_added_after_the_last_was_deleted_stands_last(store: Store) -> None:
    began(store, "x", "y")
    carry_out(store, DropRow(application="a", table="wares", row="x"), AddRow(application="a", table="wares", row="n"))
    assert [(row.id, row.number) for row in opened(store).rows("wares", 1, 9)] == [("y", 1), ("n", 2)]


def test_first_open_and_tallies_follow_the_answers(store: Store) -> None:
    began(store, "x", "y")
    assert opened(store).first_open("wares") == "x"
    carry_out(store, put("wares.name", "x", "梨"), put("wares.price", "x", ""))  # skipped counts as answered
    assert opened(store).first_open("wares") == "y"
    assert opened(store).progress()["wares"] == Progress(rows=2, open_rows=1, missing=2)
    carry_out(store, put("farm", "x", "山"))
    assert opened(store).progress()["origin"].missing == 3, "one Han character is short of two"
    carry_out(store, put("farm", "x", "山里"))
    assert opened(store).progress()["origin"].missing == 2
    carry_out(store, changes.DropAnswer(application="a", step=Step(item="wares.price", row="x")))
    assert opened(store).first_open("wares") == "x"


def test_an_application_that_is_erased_leaves_no_trace_in_any_table(store: Store) -> None:
    began(store, "a-row", application="secret-id")
    began(store, "b-row", application="b")
    carry_out(
        store,
        put("stall", LEAD_UNIT, "秘密旧名", "secret-id"),
        put("stall", LEAD_UNIT, "秘密摊位", "secret-id"),
        AddDraftPart(application="secret-id", step=Step(item="story"), text="秘密来历", ref="m1"),
        changes.StartJob(job="job-of-it", application="secret-id", kind="word"),
        put("stall", LEAD_UNIT, "梨摊", "b"),
        application="secret-id",
    )
    carry_out(store, person="console:other", application="secret-id")  # a colleague has it open
    assert "秘密" in every_line(store)
    carry_out(store, DropApplication(application="secret-id", erased=True), application="b")
    left = every_line(store)
    for trace in ("secret-id", "秘密", "a-row", "job-of-it", "m1"):
        assert trace not in left
    assert store.conversations.get("console:other").application is None
    answer = opened(store, "b").answer(Step(item="stall"))
    assert answer is not None
    assert answer.value == "梨摊"
    assert [row.id for row in opened(store, "b").rows("wares", 1, 9)] == ["b-row"]


@pytest.mark.parametrize("table", ["member", "instance", "progress", "answer", "draft_part", "history", "job"])
def test_nothing_can_belong_to_an_application_that_is_not_there(store: Store, table: str) -> None:
    columns = [name for _, name, *_ in store.db.execute(f"PRAGMA table_info({table})") if name != "id"]
    counts = {"position", "missing", "below", "rows", "open_rows", "han"}
    row = [1 if name in counts else "" if name == "parent" else "nobody" for name in columns]
    if table == "job":
        columns, row = [*columns, "id"], [*row, "j"]
    sql = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(row))})"  # noqa: S608
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.db.execute(sql, row)


def test_an_answer_of_any_length_comes_back_whole(store: Store) -> None:
    began(store)
    long = "一二三四五六七八九十\n" * 100_000
    carry_out(store, put("story", LEAD_UNIT, long))
    answer = opened(store).answer(Step(item="story"))
    assert answer is not None
    assert answer.value == long
    assert opened(store).sizes("head", LEAD_UNIT) == {"story": 1_000_000}


def test_the_answers_value_stands_last(store: Store) -> None:
    # Reading a column that stands before it never walks through the overflow pages of a long text. The doubts behind
    # it are read only where all values are.
    columns = [name for _, name, *_ in store.db.execute("PRAGMA table_info(answer)").fetchall()]
    assert columns[-2:] == ["value", "doubts"]


def test_an_error_undoes_just_its_own_part(store: Store) -> None:
    began(store)
    with transaction(store.db):
        store.outbox.put(PERSON, Ask(text="先"))
        with suppress(KeyError), savepoint(store.db):
            store.outbox.put(PERSON, Ask(text="中"))
            store.forms["no such form"]
        store.outbox.put(PERSON, Ask(text="后"))
    said = []
    while posted := store.outbox.next(PERSON):
        said.append(posted.reply.text)
        store.outbox.delivered(posted.id)
    assert said == ["先", "后"]


def test_a_screen_that_this_program_cannot_read_is_left_alone_and_what_was_written_on_it_kept(store: Store) -> None:
    began(store)
    later = '{"kind": "of a later version", "changes": [{"value": "写了很久", "row": "r"}, {"text": "又一段"}]}'
    screens = f'[{{"kind": "overview"}}, {later}]'
    state = f'{{"person": "console:gu", "consented": true, "screens": {screens}, "shown": {{"number": 7}}}}'
    store.db.execute("UPDATE conversation SET state = ?", [state])
    expected = {"screens": (Overview(),), "shown": Shown(number=8), "recovered": ("写了很久", "又一段")}
    assert store.conversations.get(PERSON) == Conversation(person=PERSON, consented=True, application="a", **expected)


def test_an_application_whose_form_is_no_longer_served_is_not_at_hand(store: Store) -> None:
    began(store)
    later = Store(store.db, {})
    assert later.application("a") is None
    assert later.applications(PERSON) == []
    assert later.conversations.get(PERSON) == Conversation(person=PERSON, consented=True)
    assert store.conversations.get(PERSON).application == "a", "and is there again with the form"


def test_events_are_forgotten_only_when_they_can_no_longer_come_again(store: Store) -> None:
    assert store.accept("e", NOW)
    store.forget(NOW.replace(day=20))
    assert not store.accept("e", NOW)
    store.forget(NOW.replace(month=5))
    assert store.accept("e", NOW)


def test_however_many_rows_go_at_once_the_others_are_numbered_once(store: Store) -> None:
    began(store, *(f"r{number}" for number in range(30)))
    ran: list[str] = []
    store.db._tracer = lambda sql, _: ran.append(sql)
    carry_out(store, *(DropRow(application="a", table="wares", row=f"r{number}") for number in range(0, 20, 2)))
    groups = len(FORM.repeated["wares"])
    assert sum(sql.startswith("UPDATE instance SET position") for sql in ran) == groups
    store.db._tracer = None
    assert [row.number for row in opened(store).rows("wares", 1, 99)] == list(range(1, 21))


def test_however_many_answers_a_row_is_given_at_once_it_is_counted_once(store: Store) -> None:
    began(store, "r1", "r2")
    ran: list[str] = []
    store.db._tracer = lambda sql, _: ran.append(sql)
    columns = [column.id for column in FORM.tables["wares"].fields]
    carry_out(store, *(put(column, row, "甲") for row in ("r1", "r2") for column in columns))
    assert sum(sql.startswith("UPDATE instance SET missing") for sql in ran) == 2
    store.db._tracer = None
    assert [row.missing for row in opened(store).rows("wares", 1, 99)] == [0, 0]
