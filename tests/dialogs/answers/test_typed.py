"""What people typed at the questions of the pilot's form, with the reading it must have: `tests/data/typed`.

Each line is [typed, "taken", shown], [typed, "doubted", shown with a yes, doubt, what was meant ...] or
[typed, "refused", "", code].
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from places import DATA, PILOT

from dialogs.answers import kinds
from dialogs.form.load import load

FORM = load((PILOT / "form.toml").read_text("utf-8"))
TODAY = date(2023, 12, 20)


def reading(item: str, text: str) -> list[str]:
    """What becomes of a text, as the files have it."""
    field = FORM.fields[item]
    verdict = kinds.parse(field, text, TODAY)
    if isinstance(verdict, kinds.Invalid):
        return ["refused", "", verdict.code]
    shown = kinds.show(field, verdict.value)
    if isinstance(verdict, kinds.Accepted):
        return ["taken", shown]
    return ["doubted", shown, verdict.doubts[0].code, *verdict.meant]


@pytest.mark.parametrize("path", sorted((DATA / "typed").glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_people_type_is_read_as_they_mean_it(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").strip("\n").split("\n")]
    assert [[text, *reading(path.stem, text)] for text, *_ in lines] == lines
