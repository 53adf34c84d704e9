"""The database: its schema from blank and from the oldest one in use, what it refuses, and its transactions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from places import DATABASES, ROOT
from sqlite_utils import Database
from waiting import PATIENCE

from dialogs.application.application import Step
from dialogs.form.load import load
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.texts import say
from dialogs.turn.messages import Document
from storage import database
from storage.database import (
    BESIDE,
    NAME,
    UnsafeDatabaseError,
    connect,
    connect_reader,
    lock,
    savepoint,
    sqlite3,
    transaction,
)
from storage.recount import refresh
from storage.schema import migrations
from storage.store import Store

SAVED = DATABASES
FORM = load((SAVED / "form.toml").read_text("utf-8"))


def schema(db: Database) -> list[Any]:
    """Everything the schema says, apart from how it is broken into lines."""
    found = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in found]


def names(names_of: list[Any]) -> list[str]:
    return [migration.name for migration in names_of]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = connect(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A data folder as the first version left it."""
    with closing(sqlite3.connect(tmp_path / NAME)) as old:
        old.executescript((SAVED / "0001.sql").read_text("utf-8"))
    return tmp_path


def test_a_blank_folder_gets_the_newest_schema(db: Database) -> None:
    assert migrations.pending(db) == []
    assert [migration.name for migration in migrations.applied(db)] == names(migrations._migrations)
    assert {"application", "answer", "inbox", "outbox"} <= set(db.table_names())


def test_the_first_migration_is_never_edited(tmp_path: Path, saved: Path) -> None:
    (tmp_path / "fresh").mkdir()
    with closing(database._open(tmp_path / "fresh")) as fresh, closing(database._open(saved)) as old:
        migrations.apply(fresh, stop_before=names(migrations._migrations)[1:])
        assert schema(fresh) == schema(old), "databases like tests/data/databases/0001.sql are in use"


def test_the_oldest_database_is_brought_up_and_its_answers_are_readable(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    with closing(connect(saved)) as db, closing(connect(tmp_path / "fresh")) as fresh:
        # SQLite writes an added column at the end of the statement, so the two are compared by their columns.
        assert columns(db) == columns(fresh)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        store = Store(db, {FORM.key: FORM})
        refresh(store.sql, store.forms)
        application = store.application("a1")
        assert application is not None
        answers = application.everything()
        assert answers.get("stall") == "河边梨摊"
        assert answers.get("story") == "爷爷种的梨。\n自家的树。"
        assert answers.get("wares.price", "r1") == ""
        assert answers.get("owner") is None
        history = application.history(None, None, 99)
        assert {(entry.step.item, entry.step.row): entry.after for entry in history} == answers.values
        # Between the two there was a third row; the first version left a gap where it was deleted.
        assert [(row.id, row.number) for row in application.rows("wares", 1, 9)] == [("r1", 1), ("r2", 2)]
        assert application.first_open("origin") == "r2"
        draft_parts = application.draft_parts(Step(item="farm", row="r2"), "console:gu")
        assert [*zip(draft_parts.texts, draft_parts.refs, strict=True)] == [("山下熬的，", "m5"), ("加了姜。", "m6")]


def test_what_the_oldest_database_left_undone_goes_on(saved: Path) -> None:
    with closing(connect(saved)) as db:
        store = Store(db, {FORM.key: FORM})
        conversation = store.conversations.get("console:gu")
        assert conversation.application == "a1"
        step = Step(item="farm", row="r2")
        assert conversation.screens == (Browsing(table="wares", row="r2"), Asking(step=step))
        assert [(job.id, job.application) for job in store.waiting_jobs.all()] == [("j1", "a1")]
        assert store.outbox.waiting("telegram") == ["telegram:7"]
        first = store.outbox.next("telegram:7")
        assert first is not None
        store.outbox.delivered(first.id)
        second = store.outbox.next("telegram:7")
        assert second is not None
        assert isinstance(second.reply, Document)
        assert store.given("a1", "console:gu", "m4") == Step(item="wares.name", row="r2")


def columns(db: Database) -> dict[str, list[Any]]:
    return {name: db.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in sorted(db.table_names())}


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.9.0"])
def test_an_sqlite_that_can_corrupt_answers_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version", version)
    with pytest.raises(UnsafeDatabaseError) as refused:
        connect(tmp_path)
    assert (refused.value.code, refused.value.detail) == ("version", version)
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("version", ["3.51.3", "3.60.0", "4.0.0"])
def test_a_later_sqlite_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version", version)
    connect(tmp_path).close()


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("PRAGMA journal_mode = wal", "PRAGMA journal_mode = delete"),
        ("PRAGMA synchronous = 2", "PRAGMA synchronous = 1"),
        ("PRAGMA foreign_keys = 1", "PRAGMA foreign_keys = 0"),
    ],
)
def test_a_database_that_cannot_be_kept_safely_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, instead: str
) -> None:
    class Elsewhere(Database):
        """A database on a disk that cannot do what is asked of it, and does not say so."""

        def execute(self, sql: str, parameters: Any = None) -> Any:
            return super().execute(instead if sql == asked else sql, parameters)

    monkeypatch.setattr(database, "Database", Elsewhere)
    with pytest.raises(UnsafeDatabaseError) as refused:
        connect(tmp_path)
    assert refused.value.code == "pragma"
    assert instead.removeprefix("PRAGMA ") == refused.value.detail


def test_a_database_that_a_newer_program_has_changed_is_refused(db: Database, tmp_path: Path) -> None:
    table = db["_sqlite_migrations"]
    table.insert({"migration_set": "shenbao", "name": "9999_later", "applied_at": "x"})  # type: ignore[union-attr]
    with pytest.raises(UnsafeDatabaseError) as refused:
        connect(tmp_path)
    assert (refused.value.code, refused.value.detail) == ("newer", "9999_later")


def test_a_reader_cannot_write(db: Database, tmp_path: Path) -> None:
    db.execute("INSERT INTO inbox VALUES ('e', 't')")
    with closing(connect_reader(tmp_path)) as reader:
        assert reader.execute("SELECT id FROM inbox").fetchall() == [("e",)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM inbox")


def test_the_folder_is_one_process_s(tmp_path: Path) -> None:
    held = lock(tmp_path)
    with pytest.raises(UnsafeDatabaseError) as refused:
        lock(tmp_path)
    assert (refused.value.code, refused.value.detail) == ("busy", str(tmp_path))
    held.release()
    lock(tmp_path).release()


@pytest.mark.drill
def test_a_second_process_says_so_and_ends_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "chat"]
    environment = {**os.environ, "SHENBAO_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    environment["SHENBAO_FORM"] = "training-signup"
    run = partial(
        subprocess.run,
        command,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        input="",
    )
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as first:
        assert first.stdout is not None
        while "同意并开始" not in (line := first.stdout.readline()):
            assert line, "it ended"
        second = run()
        first.kill()
    assert second.returncode == 1
    assert "正被另一个申报助手使用" in second.stderr
    assert str(tmp_path / "data") in second.stderr
    assert "Traceback" not in second.stderr
    third = run()
    assert (third.returncode, third.stderr) == (0, "")


def inbox(db: Database) -> list[str]:
    return [name for (name,) in db.execute("SELECT id FROM inbox ORDER BY id")]


def add(db: Database, name: str) -> None:
    db.execute("INSERT INTO inbox VALUES (?, 't')", [name])


def test_a_transaction_is_kept_whole_or_not_at_all(db: Database) -> None:
    with transaction(db):
        add(db, "kept")
    with suppress(KeyError), transaction(db):
        add(db, "undone")
        raise KeyError
    assert inbox(db) == ["kept"]


def test_a_transaction_that_only_read_so_far_can_still_write(db: Database, tmp_path: Path) -> None:
    # A deferred BEGIN would fail here, with the work half done, as soon as another had written in between.
    with closing(connect(tmp_path)) as other, transaction(db):
        assert inbox(db) == []
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            add(other, "in between")
        add(db, "ours")
    assert inbox(db) == ["ours"]


def test_nothing_is_kept_when_the_commit_fails_and_the_next_works(db: Database, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(db):  # noqa: PT012 - the commit is what raises
        add(db, "undone")
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("INSERT INTO sign_off VALUES ('no such application', 'u', 'confirmed', 'p', 'now')")
    with transaction(db):
        add(db, "kept")
    with closing(connect_reader(tmp_path)) as reader:
        assert inbox(reader) == ["kept"]


def test_savepoints_undo_their_own_part_one_within_another(db: Database) -> None:
    with transaction(db):
        add(db, "1")
        with suppress(KeyError), savepoint(db):
            add(db, "2")
            with savepoint(db):
                add(db, "3")
            raise KeyError
        with savepoint(db):
            add(db, "4")
            with suppress(KeyError), savepoint(db):
                add(db, "5")
                raise KeyError
    assert inbox(db) == ["1", "4"]


def test_an_error_with_which_sqlite_undid_everything_is_still_the_error_that_is_raised(db: Database) -> None:
    with pytest.raises(KeyError), transaction(db), savepoint(db):  # noqa: PT012
        add(db, "undone")
        db.execute("ROLLBACK")  # what SQLite itself does on a full disk
        raise KeyError
    assert inbox(db) == []


def whole(folder: Path) -> Path:
    """A folder with a database that was used."""
    with closing(connect(folder)) as db, transaction(db):
        for number in range(2000):
            add(db, f"event {number:05}")
    (folder / BESIDE).mkdir()
    return folder / NAME


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda path: path.unlink(), "emptied"),
        (lambda path: path.write_bytes(b""), "emptied"),
        (lambda path: (path.unlink(), emptied(path)), "emptied"),
        (lambda path: path.write_bytes(b"no database" * 1000), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192)), "damaged"),
        (lambda path: (path.unlink(), foreign(path)), "foreign"),
    ],
)
def test_what_has_become_of_a_database_is_said_and_nothing_begins_in_its_place(
    tmp_path: Path, harm: Callable[[Path], object], code: str
) -> None:
    path = whole(tmp_path)
    harm(path)
    before = path.read_bytes() if path.exists() else None
    for _ in range(2):
        with pytest.raises(UnsafeDatabaseError) as refused:
            connect(tmp_path)
        assert (refused.value.code, refused.value.detail) == (code, str(path))
    assert (path.read_bytes() if path.exists() else None) == before
    assert "docs/operations.md" in say(f"console.{code}", detail=str(path))


def emptied(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = wal")


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipe (name TEXT)")


def test_a_log_without_its_database_is_no_beginning(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}-wal").write_bytes(b"x" * 5000)
    with pytest.raises(UnsafeDatabaseError, match="emptied"):
        connect(tmp_path)
    assert (tmp_path / f"{NAME}-wal").exists()


def test_a_start_that_was_cut_off_in_the_beginning_is_begun_again(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as db:
        db.execute("CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT)")
    connect(tmp_path).close()


def test_what_is_run_again_is_not_prepared_again(db: Database) -> None:
    """However much was run when the database was made; SQLite asks an authorizer whenever it prepares a statement."""
    asked: list[str | None] = []
    statements = ["".join((" " * number, "SELECT id FROM inbox")) for number in range(20)]
    db.conn.set_authorizer(lambda _, table, *__: asked.append(table) or 0)
    for sql in statements:
        db.execute(sql).fetchall()
    assert "inbox" in asked
    asked.clear()
    for sql in statements:
        db.execute(sql).fetchall()
    assert not asked
