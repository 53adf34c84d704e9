"""Pastes as the staff of insurers make them, and the rows that each gives: `tests/data/pastes.jsonl`.

There `sound` is whether all of it can be taken as it stands: a paste that is not what a careful reader makes of it must
at least be asked about. `sure`, where it stands, is whether there is no doubt which column is which either.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from places import DATA, FORMS, PILOT

from dialogs.form.load import load
from dialogs.pasting.reading import read, shown

TODAY = date(2024, 3, 4)
TABLES = {
    table.id: table
    for form in (FORMS / "research-project" / "2025", PILOT)
    for table in load((form / "form.toml").read_text("utf-8")).tables.values()
}
CASES = [json.loads(line) for line in (DATA / "pastes.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_paste_of_staff_gives_just_these_rows(case: dict[str, Any]) -> None:
    table = TABLES[case["table"]]
    reading = read(table, case["pasted"], TODAY)
    assert [shown(table, row) for row in reading.rows] == case["rows"]
    assert reading.is_sound == case["sound"]
    assert reading.is_sure == case.get("sure", reading.is_sure)
