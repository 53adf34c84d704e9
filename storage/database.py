"""Opens the database safely, or refuses: version, journal, durability, and one process at a time.

Knows nothing of what is kept in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite that the library chose

from dialogs.texts import say
from storage.schema import migrations

OLDEST = (3, 51, 3)  # versions before it can corrupt a WAL database when the log is reset
NAME = "shenbao.sqlite3"
BESIDE = "files"  # the folder beside the database; where it is, there was a database
WAIT = 10  # seconds that a statement waits for another connection
# Statements kept prepared, more than there are: once the driver has so many, it keeps those that came first, as the
# migrations do, and prepares all others anew each time.
STATEMENTS = 4_096


class UnsafeDatabaseError(Exception):
    """The database cannot be trusted with answers; `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def lock(folder: Path) -> FileLock:
    """Locks the data folder for this process. Raises UnsafeDatabaseError where another process has it."""
    held = FileLock(folder / "lock")
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise UnsafeDatabaseError("busy", str(folder)) from None
    return held


def connect(folder: Path) -> Database:
    """The one connection that writes, with the schema brought up to date.

    Raises UnsafeDatabaseError on an unsafe SQLite, where a newer program has changed the schema, and where the database
    is gone from beside its files, damaged, or none of ours: nothing is begun anew in its place.
    """
    _gate(sqlite3.sqlite_version)
    _check(folder)
    db = _open(folder)
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    unknown = {migration.name for migration in migrations.applied(db)} - known
    if unknown:
        db.close()
        raise UnsafeDatabaseError("newer", say("list.words", words=sorted(unknown)))
    migrations.apply(db)
    return db


def _check(folder: Path) -> None:
    """Looks whether the database is there, whole, and ours, and changes nothing in it. Raises UnsafeDatabaseError."""
    path = folder / NAME
    used = (folder / BESIDE).exists() or any((folder / f"{NAME}{end}").exists() for end in ("-wal", "-shm"))
    fault = ""
    if path.exists() and path.stat().st_size:
        try:
            with closing(sqlite3.connect(path, timeout=WAIT)) as found:
                tables = {name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                fault = "" if found.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" else "damaged"
        except sqlite3.OperationalError:
            raise  # no damage: no rights, say, or another program has it
        except sqlite3.DatabaseError:
            fault, tables = "damaged", set()
        own = tables - {"_sqlite_migrations", "sqlite_sequence"}
        fault = fault or ("foreign" if own and "application" not in own else "emptied" if used and not own else "")
    elif used:
        fault = "emptied"
    if fault:
        raise UnsafeDatabaseError(fault, str(path))


def connect_reader(folder: Path) -> Database:
    """A connection that only reads, for work beside the applier."""
    db = _open(folder)
    db.execute("PRAGMA query_only = ON")
    return db


def _open(folder: Path) -> Database:
    _gate(sqlite3.sqlite_version)
    # Transactions are ours alone to begin and end: isolation_level=None keeps the driver out of it.
    db = Database(
        sqlite3.connect(
            folder / NAME, isolation_level=None, check_same_thread=False, timeout=WAIT, cached_statements=STATEMENTS
        )
    )
    # secure_delete: what a person has deleted is overwritten, not just unlinked.
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "recursive_triggers": 1}
    for pragma, value in wanted.items():
        db.execute(f"PRAGMA {pragma} = {value}")
        found = db.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found != value:
            raise UnsafeDatabaseError("pragma", f"{pragma} = {found}")
    return db


def _gate(version: str) -> None:
    if tuple(map(int, version.split("."))) < OLDEST:
        raise UnsafeDatabaseError("version", version)


def empty_log(db: Database) -> bool:
    """Empties the write-ahead log, which has pages with what was deleted too; returns whether that could be done.

    It cannot while anybody reads; nobody is waited for. To be called outside a transaction.
    """
    db.execute("PRAGMA busy_timeout = 0")
    try:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
    return not busy


def used(db: Database) -> int:
    """The bytes of the database that hold something, with what the transaction under way has written."""
    pages, free, size = (
        db.conn.execute(f"PRAGMA {of}").fetchone()[0] for of in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A transaction around the block, rolled back where it raises. It may write from the start, so none fails later."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()  # a COMMIT that failed leaves the transaction open too
        raise


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """A part of a transaction: where the block raises, just what it did is undone."""
    db.execute("SAVEPOINT event")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # on a full disk, SQLite itself may have undone all of it
            db.execute("ROLLBACK TO event")
            db.execute("RELEASE event")
        raise
    db.execute("RELEASE event")
