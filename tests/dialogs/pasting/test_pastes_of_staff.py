"""Pastes as the staff of insurers make them, and the rows that each gives: `tests/data/pastes.jsonl`.

There `sound` is whether all of it can be taken as it stands: a paste that is not what a careful reader makes of it must
at least be asked about.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from places import DATA, PILOT

from dialogs.form.load import load
from dialogs.pasting.reading import read, shown

TODAY = date(2024, 3, 4)
TABLES = load((PILOT / "form.toml").read_text("utf-8")).tables
CASES = [json.loads(line) for line in (DATA / "pastes.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_paste_of_staff_gives_just_these_rows(case: dict[str, Any]) -> None:
    table = TABLES[case["table"]]
    rows = read(table, case["pasted"], TODAY).rows
    assert [shown(table, row) for row in rows] == case["rows"]
    assert all(row.is_sound for row in rows) == case["sound"]
