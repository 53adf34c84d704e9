"""What does not agree, as the lead and as a unit are told of it; of what is too large for a turn nothing is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, PutAnswer, StartApplication
from dialogs.form.load import load
from dialogs.screens import disagreeing
from dialogs.screens.disagreeing import failing, told
from storage.database import connect, transaction
from storage.store import Store

FORM = load("""
id = "fair"
version = "1"
title = "集市"
issuer = "处"
name_field = "name"
[[group]]
id = "head"
title = "概况"
item = [
    { id = "name", label = "名称", kind = "text" },
    { id = "stalls", title = "联合摊位", repeat = {}, units = { lead = "name" }, item = [
        { id = "of", label = "单位", kind = "text" },
        { id = "low", label = "最少", kind = "number" },
        { id = "high", label = "最多", kind = "number" },
    ], check = [{ that = "stalls.low <= stalls.high", says = "最少比最多还多", at = "stalls.low" }] },
]
""")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two units, of which one states more than it has, and the other is called after the lead."""
    store = Store(connect(tmp_path), {FORM.key: FORM})
    rows = {"a": ("示例小学", "3", "2"), "b": ("河边图书角", "1", "2")}
    changes: list[Change] = [StartApplication(application="x", form=FORM.key)]
    changes += [AddRow(application="x", table="stalls", row=row, unit=row) for row in rows]
    answers = {("name", ""): "河边图书角"}
    for row, values in rows.items():
        answers |= {(f"stalls.{id_}", row): value for id_, value in zip(("of", "low", "high"), values, strict=True)}
    for (item, row), value in answers.items():
        changes.append(PutAnswer(application="x", step=Step(item=item, row=row), value=value))
    with transaction(store.db):
        store.apply("console:gu", changes, datetime(2024, 3, 4, tzinfo=UTC))
    yield store
    store.db.close()


@pytest.mark.parametrize(
    ("scope", "codes"), [(None, ["disagrees", "unit_twice"]), ("a", ["disagrees"]), ("b", ["unit_twice"])]
)
def test_each_is_told_of_what_is_theirs_to_mend(store: Store, scope: str | None, codes: list[str]) -> None:
    application = store.application("x", scope)
    assert application
    found = failing(application)
    assert found is not None
    assert [one.code for one in found] == codes
    assert f"还有 {len(codes)} 处对不上" in told(found)


def test_of_too_many_answers_nothing_is_known(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    application = store.application("x")
    assert application
    monkeypatch.setattr(disagreeing, "MOST", 6)
    assert failing(application) is None
    assert not told(None)
