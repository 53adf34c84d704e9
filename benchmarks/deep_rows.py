# ruff: noqa: INP001, T201 - a script that prints
"""What a turn costs with rows at any depth: `python -m benchmarks.deep_rows`. The same with 10,000 as with 100.

For each depth the rows stand below one row: of the outermost table, of one in it, of one in that. A turn answers a
cell, adds a row, and finds the next question, the progress and a sum. Steps are those of SQLite, which no busy machine
changes; the ratios are what counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dialogs.application import open_steps
from dialogs.application.application import Step
from dialogs.application.branches import of
from dialogs.application.changes import AddRow, Change, PutAnswer, StartApplication
from dialogs.application.progress import percent
from dialogs.form.load import load
from dialogs.form.model import NO_ROW, Form
from storage.database import connect, transaction
from storage.store import Store

FEW, MANY, TURNS = 100, 10_000, 30
NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
WHO = "console:gu"
FIELDS = '{ id = "name", label = "名称", kind = "text" }, { id = "n", label = "数", kind = "number" }'
TABLES = ("a", "b", "c")
HEAD = """
id = "deep"
version = "1"
title = "表"
issuer = "处"
name_field = "title"
[[group]]
id = "head"
title = "概况"
item = [
    { id = "title", label = "名称", kind = "text" },
"""
FORM = load(f"""{HEAD}
    {{ id = "a", title = "甲", repeat = {{}}, item = [ {FIELDS},
        {{ id = "b", title = "乙", repeat = {{}}, item = [ {FIELDS},
            {{ id = "c", title = "丙", repeat = {{}}, item = [ {FIELDS} ] }},
        ] }},
    ] }},
    {{ id = "of_a", label = "合计", kind = "number", value = "sum(a.n)" }},
    {{ id = "of_b", label = "合计", kind = "number", value = "sum(b.n)" }},
    {{ id = "of_c", label = "合计", kind = "number", value = "sum(c.n)" }},
]
""")


def filled(folder: Path, depth: int, rows: int, form: Form = FORM) -> Store:
    """An application with one row in each table around that of a depth, and so many in that."""
    store = Store(connect(folder), {form.key: form})
    changes: list[Change] = [StartApplication(application="a", form=form.key)]
    parent = NO_ROW
    for table in TABLES[: depth - 1]:
        changes.append(AddRow(application="a", table=table, row=f"{table}-row", unit="", parent=parent))
        parent = f"{table}-row"
    table = TABLES[depth - 1]
    changes += [AddRow(application="a", table=table, row=f"r{at}", unit="", parent=parent) for at in range(rows)]
    with transaction(store.db):
        store.apply(WHO, changes, NOW)
    return store


def turn(store: Store, depth: int, number: int) -> None:
    """A cell is answered, a row added; what comes next, how far one is and a sum are looked up."""
    table, parent = TABLES[depth - 1], f"{TABLES[depth - 2]}-row" if depth > 1 else NO_ROW
    cell = PutAnswer(application="a", step=Step(item=f"{table}.n", row=f"r{number}"), value="2")
    added = AddRow(application="a", table=table, row=f"new{number}", unit="", parent=parent)
    with transaction(store.db):
        store.apply(WHO, (cell, added), NOW)
    application = store.application("a")
    if application is None or open_steps.position(application) is None:
        raise LookupError
    application.rows(table, application.count(table, parent) - 9, 10, parent)
    of(application).known(f"of_{table}", NO_ROW)
    percent(application)


@contextmanager
def counting(store: Store) -> Iterator[list[int]]:
    """A list in which the steps of SQLite that are taken meanwhile are counted, as its only number."""
    taken = [0]

    def step() -> int:
        taken[0] += 1
        return 0

    store.db.conn.set_progress_handler(step, 1)
    yield taken
    store.db.conn.set_progress_handler(None, 1)


def steps(depth: int, rows: int) -> int:
    """How many steps of SQLite one turn takes."""
    with TemporaryDirectory() as folder:
        store = filled(Path(folder), depth, rows)
        turn(store, depth, 0)
        with counting(store) as taken:
            turn(store, depth, rows // 2)
        store.db.close()
    return taken[0]


def times(depth: int, rows: int) -> Iterator[float]:
    """Milliseconds of some turns."""
    with TemporaryDirectory() as folder:
        store = filled(Path(folder), depth, rows)
        for number in range(TURNS):
            began = time.perf_counter()
            turn(store, depth, number)
            yield (time.perf_counter() - began) * 1000
        store.db.close()


def main() -> None:
    """Prints the table."""
    heads = (f"steps at {FEW}", f"at {MANY:,}", "ratio", f"ms at {FEW}", f"at {MANY:,}", "ratio")
    print(f"{'depth':<8}{''.join(f'{head:>14}' for head in heads)}")
    for depth in range(1, len(TABLES) + 1):
        few, many = steps(depth, FEW), steps(depth, MANY)
        fast, slow = (sorted(times(depth, rows))[TURNS // 2] for rows in (FEW, MANY))
        print(f"{depth:<8}{few:>14}{many:>14}{many / few:>14.2f}{fast:>14.2f}{slow:>14.2f}{slow / fast:>14.2f}")


if __name__ == "__main__":
    main()
