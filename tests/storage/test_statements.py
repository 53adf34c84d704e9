"""What was read is remembered until it is written, by whatever statement, trigger or cascade."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import connect
from storage.statements import Statements

ROWS = "SELECT grp, rows FROM progress WHERE application = ?"
NAMES = "SELECT name FROM member WHERE application = ?"
ADD_ROW = (
    "INSERT INTO instance (application, grp, row, position, unit, missing) VALUES ('a', 'shelves', ?, 1, 'unit', 1)"
)


@pytest.fixture
def run() -> list[str]:
    """Every statement that was really run on the application."""
    return []


@pytest.fixture
def sql(tmp_path: Path, run: list[str]) -> Iterator[Statements]:
    """An application with one member."""
    with closing(connect(tmp_path)) as db:
        made = Statements(db)
        made.run("INSERT INTO application (id, form, digest, created, changed) VALUES ('a', 'f', '', '', '')")
        made.run(
            "INSERT INTO member (application, person, unit, role, name, joined) VALUES ('a', 'p', '', 'lead', '甲', '')"
        )
        db._tracer = lambda sql, _: run.append(sql)
        yield made


def test_nothing_is_read_twice(sql: Statements, run: list[str]) -> None:
    with sql.remembering():
        assert sql.all(NAMES, "a") == sql.all(NAMES, "a") == [("甲",)]
        assert sql.all(NAMES, "b") == []
    assert run == [NAMES, NAMES]


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE member SET name = '乙'",
        "UPDATE member SET role = 'gone', name = '乙' WHERE person = 'p'",
        "REPLACE INTO member (application, person, unit, role, name, joined) VALUES ('a', 'p', '', 'lead', '乙', '')",
    ],
)
def test_what_is_written_is_read_again(sql: Statements, write: str) -> None:
    with sql.remembering():
        assert sql.one(NAMES, "a") == ("甲",)
        sql.run(write)
        assert sql.one(NAMES, "a") == ("乙",)


def test_what_a_trigger_writes_too(sql: Statements) -> None:
    with sql.remembering():
        assert sql.all(ROWS, "a") == []
        sql.run(ADD_ROW, "r1")
        assert {*sql.all(ROWS, "a")} == {("shelves", 1)}
        sql.run("DELETE FROM instance WHERE row = ?", "r1")
        assert {*sql.all(ROWS, "a")} == {("shelves", 0)}


def test_what_goes_with_something_else_too(sql: Statements) -> None:
    with sql.remembering():
        assert sql.one(NAMES, "a")
        sql.run("DELETE FROM application WHERE id = ?", "a")
        assert sql.one(NAMES, "a") is None


def test_another_column_of_the_same_line_is_not_read_again(sql: Statements, run: list[str]) -> None:
    with sql.remembering():
        sql.all(NAMES, "a")
        sql.run("UPDATE member SET active = 'now'")
        sql.all(NAMES, "a")
    assert run.count(NAMES) == 1


def test_nothing_is_remembered_afterwards(sql: Statements, run: list[str]) -> None:
    with sql.remembering():
        sql.all(NAMES, "a")
    sql.all(NAMES, "a")
    sql.all(NAMES, "a")
    assert run.count(NAMES) == 3


def test_the_tables_that_were_written_are_known(sql: Statements) -> None:
    sql.written.clear()
    sql.all(NAMES, "a")
    assert not sql.written
    sql.run("DELETE FROM application WHERE id = 'a'")
    assert {"application", "member"} <= sql.written  # by a cascade
    assert "page_session" not in sql.written
