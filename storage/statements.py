"""The SQL on tables, all of which is run here: in one turn, nothing is read twice that was not written meanwhile.

Knows no table and no transaction: what a statement reads and writes, by triggers and cascades too, SQLite itself says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite that the library chose

T = TypeVar("T")


class _Touched(NamedTuple):
    """What a statement reads and what it writes, as (table, column); (table, "") is that there is such a line."""

    read: frozenset[tuple[str, str]]
    written: frozenset[tuple[str, str]]
    tables: frozenset[str]  # that are written


_TOUCHED: dict[str, _Touched] = {}  # of every statement that was looked at, by its SQL; the schema is the same for all


class Statements:
    """Runs SQL on one connection."""

    def __init__(self, db: Database) -> None:
        self._db = db
        # What was read, by statement, by what was made of it, and by what was given to it, while that is remembered.
        self._found: dict[str, dict[tuple[Callable[..., Any], tuple[Any, ...]], Any]] | None = None
        self._derived: dict[tuple[Any, ...], Any] = {}
        self.written: set[str] = set()  # the tables that were written, since somebody emptied this

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Remembers within the block what was read; nothing but these statements may write meanwhile."""
        self._found = {}
        try:
            yield
        finally:
            self._found = None
            self._derived.clear()

    def all(self, sql: str, *params: Any) -> list[Any]:
        """The lines that a SELECT gives."""
        return self.made(list, sql, *params)

    def made(self, make: Callable[[list[Any]], T], sql: str, *params: Any) -> T:
        """What `make`, always the same function, makes of the lines that a SELECT gives; nobody may change it."""
        if self._found is None:
            return make(self._db.execute(sql, params).fetchall())
        remembered = self._found.setdefault(sql, {})
        found: T | None = remembered.get((make, params))
        if found is None:
            found = remembered[make, params] = make(self._db.execute(sql, params).fetchall())
        return found

    def derived(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` derives from what it reads, under a key of its own; remembered until anything is written."""
        if self._found is None:
            return make()
        if key not in self._derived:
            self._derived[key] = make()
        found: T = self._derived[key]
        return found

    def each(self, sql: str, *params: Any) -> Iterator[Any]:
        """The lines that a SELECT gives, for whoever may need but some; none of them is remembered."""
        yield from self._db.execute(sql, params)

    def one(self, sql: str, *params: Any) -> Any:
        """The first line that a SELECT gives, None for none."""
        return next(iter(self.all(sql, *params)), None)

    def run(self, sql: str, *params: Any) -> Any:
        """Runs a statement that writes; returns its cursor."""
        self._forget(sql, params)
        return self._db.execute(sql, params)

    def run_all(self, sql: str, lines: Sequence[Sequence[Any]]) -> None:
        """Runs a statement that writes once for each of the lines given to it."""
        if lines:
            self._forget(sql, lines[0])
            self._db.conn.executemany(sql, lines)

    def _forget(self, sql: str, params: Sequence[Any]) -> None:
        """Forgets what was read of that which a statement writes."""
        self._derived.clear()
        written, tables = self._touched(sql, params)[1:]
        self.written |= tables
        if self._found:
            for read, remembered in self._found.items():
                if remembered and not written.isdisjoint(self._touched(read, next(iter(remembered))[1]).read):
                    remembered.clear()

    def _touched(self, sql: str, params: Sequence[Any]) -> _Touched:
        """What a statement reads and writes; SQLite names it to an authorizer while it prepares the statement."""
        if sql not in _TOUCHED:
            read, written = set(), set()

            def note(action: int, table: str | None, column: str | None, *_: object) -> int:
                if action == sqlite3.SQLITE_READ:
                    read.update({(table or "", column or ""), (table or "", "")})
                elif action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_UPDATE):
                    written.add((table or "", column or ""))
                return int(sqlite3.SQLITE_OK)

            self._db.conn.set_authorizer(note)
            try:
                self._db.execute(f"EXPLAIN {sql}", params)
            finally:
                self._db.conn.set_authorizer(None)
            _TOUCHED[sql] = _Touched(frozenset(read), frozenset(written), frozenset(table for table, _ in written))
        return _TOUCHED[sql]
