"""What a turn costs does not hang on how many rows there are, whatever stands around them: in steps of SQLite."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.deep_rows import FEW, FIELDS, HEAD, NOW, WHO, counting, filled, steps
from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.branches import of
from dialogs.application.changes import PutAnswer
from dialogs.form.load import load
from storage.database import transaction
from storage.store import Store

MANY = 2_000  # benchmarks.deep_rows has 10,000
CLOSING = load(f"""{HEAD}
    {{ id = "a", title = "甲", repeat = {{}}, item = [
        {{ id = "go", label = "是否", kind = "choice", choices = ["是", "否"] }},
        {{ id = "b", title = "乙", when = 'a.go == "是"', repeat = {{}}, item = [ {FIELDS},
            {{ id = "c", title = "丙", repeat = {{}}, item = [ {FIELDS} ] }},
        ] }},
    ] }},
    {{ id = "of_b", label = "合计", kind = "number", value = "sum(b.n)" }},
    {{ id = "of_c", label = "行数", kind = "number", value = "count(c)" }},
]
""")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_turn_costs_the_same_however_many_rows_there_are_at_any_depth(depth: int) -> None:
    few, many = steps(depth, FEW), steps(depth, MANY)
    assert few > 100
    assert many < 1.5 * few, (few, many)


def closing(depth: int, rows: int) -> int:
    """How many steps of SQLite it takes to close a table that has so many rows, or in one of whose rows they stand."""
    with TemporaryDirectory() as folder:
        store = filled(Path(folder), depth, rows, CLOSING)
        left = [left_open(store, "是", rows if depth == 3 else 0)]
        with counting(store) as taken:
            left += [left_open(store, said, rows if said == "是" and depth == 3 else 0) for said in ("否", "是", "否")]
        assert left[:2] == left[2:]
        assert left[0] > left[1] + rows
        store.db.close()
    return taken[0]


def left_open(store: Store, said: str, counted: int) -> int:
    """How many things are missing once the table was closed or opened, and so many rows count."""
    with transaction(store.db):
        store.apply(WHO, [PutAnswer(application="a", step=Step(item="a.go", row="a-row"), value=said)], NOW)
    application = store.application("a")
    assert application is not None
    assert of(application).known("of_c", "") == counted
    return journey.left_open(application)


@pytest.mark.parametrize("depth", [2, 3])
def test_a_closing_branch_costs_the_same_however_many_rows_stand_in_it(depth: int) -> None:
    few, many = closing(depth, FEW), closing(depth, MANY)
    assert few > 100
    assert many < 1.2 * few, (few, many)
