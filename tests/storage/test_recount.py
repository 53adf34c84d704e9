"""A form that has changed: what is missing is counted as if the form had always been so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from enacting import enact
from harness import SMALL, begin
from places import DATABASES

from dialogs.answers.word_count import han
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, PutAnswer, StartApplication
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, UNITS, Form
from dialogs.turn.conversation import Conversation
from storage.database import connect, transaction
from storage.recount import refresh
from storage.store import Store

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
TEXT = (DATABASES / "form.toml").read_text("utf-8")
FORM = load(TEXT)
ROWS = {"partners": ["p", "q"], "wares": ["v", "w", "x"], "tools": ["t"]}
LAST = 'id = "pledge"'  # before which a section is put in
FOR_EACH_ROW = """id = "care"
title = "附：保存"
each = "wares"
item = [{ id = "cold", label = "冷藏", kind = "text" }]

[[group]]
"""
FOR_EACH_UNIT = """id = "oath"
title = "附：声明"
each = "units"
item = [{ id = "sure", label = "属实", kind = "text" }]

[[group]]
"""
PLAIN = """id = "more"
title = "其他"
item = [{ id = "note", label = "备注", kind = "text" }]

[[group]]
"""
TABLE = """{ id = "tools", title = "工具", repeat = {}, item = [{ id = "tool", label = "名称", kind = "text" }] },
"""
SEASONS = """{ id = "seasons", title = "四季", rows = ["春", "秋"], item = [
        { id = "sold", label = "卖出", kind = "text" }] },
"""

# What may become of a form, each tried both ways: (taken out, put in)
FORMS = {
    "a required field": ('{ id = "day"', '{ id = "time", label = "时间", kind = "text" },\n    { id = "day"'),
    "a column": ('{ id = "price"', '{ id = "weight", label = "重量", kind = "text" },\n        { id = "price"'),
    "a section for each row": (LAST, FOR_EACH_ROW + LAST),
    "a section for each unit": (LAST, FOR_EACH_UNIT + LAST),
    "a plain section": (LAST, PLAIN + LAST),
    "a table": ('{ id = "wares",', TABLE + '{ id = "wares",'),
    "a table with fixed rows": ('{ id = "wares",', SEASONS + '{ id = "wares",'),
    "a condition of a column": ('label = "价格"', 'label = "价格", when = \'wares.name == "甲"\''),
    "a condition of a section by its row": ('each = "wares"', "each = \"wares\"\nwhen = 'has(wares.name)'"),
    "a condition of a field on a count": ('label = "来历"', 'label = "来历", when = "count(wares) > 2 and has(stall)"'),
    "a condition of a table": ('title = "货品",', "title = \"货品\", when = 'has(day)',"),
    "a higher minimum": ("min_han = 4", "min_han = 9"),
    "no minimum": ("min_han = 2", ""),
    "no longer repeated": ('each = "wares"', ""),
    "repeated for the units instead": ('each = "wares"', 'each = "units"'),
    "a section renamed": (LAST, 'id = "promise"'),
    "a field renamed": ('id = "story"', 'id = "tale"'),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    begin(tmp_path)
    db = connect(tmp_path)
    yield Store(db, {FORM.key: FORM})
    db.close()


def carry_out(store: Store, application: str, what: Sequence[Change]) -> None:
    with transaction(store.db):
        enact(store, Conversation(person="console:gu", consented=True, application=application), what, NOW)


def fill(store: Store, application: str, form: Form, had: Form, answers: Sequence[tuple[str, str]]) -> None:
    """A new application with the rows that a form `had`, and these answers where `form` has a place for them."""
    what: list[Change] = [StartApplication(application=application, form=form.key)]
    open_ = [table for table in form.tables if table not in form.fixed]
    rows = {table: ROWS[table] if table in had.tables else [] for table in open_}
    what += [AddRow(application=application, table=table, row=row) for table in rows for row in rows[table]]
    rows |= {table: list(ids) for table, ids in form.fixed.items()}
    for item, row in answers:
        if item in form.group_of and row in places(form, item, rows):
            value = "甲乙丙" if item in {"story", "farm", "tale"} else "甲"
            step = Step(item=item, row=row)
            what.append(PutAnswer(application=application, step=step, value=value, han=han(value)))
    carry_out(store, application, what)


def places(form: Form, item: str, rows: dict[str, list[str]]) -> list[str]:
    """The rows in which an item is answered."""
    group = form.group_of[item]
    if group in form.tables:
        return rows[group]
    section = form.section_of[group]
    return [LEAD_UNIT] if not section.each else ([LEAD_UNIT] * (section.each == UNITS)) + rows[form.rows_of(section)]


def counted(store: Store, application: str) -> list[list[Any]]:
    sql = (
        "SELECT grp, row, missing FROM instance WHERE application = ? ORDER BY grp, position, row",
        "SELECT grp, rows, open_rows, missing, closed FROM progress WHERE application = ? ORDER BY grp",
    )
    return [store.db.execute(query, [application]).fetchall() for query in sql]


@pytest.mark.parametrize("back", [False, True], ids=["forth", "back"])
@pytest.mark.parametrize("change", FORMS)
def test_a_changed_form_is_counted_as_if_it_had_always_been_so(store: Store, change: str, *, back: bool) -> None:
    assert TEXT.count(FORMS[change][0]) == 1
    other = load(TEXT.replace(*FORMS[change]))
    before, after = (other, FORM) if back else (FORM, other)
    chance = Random(change)  # noqa: S311 - which answers are given, the same each time
    items = sorted({*before.group_of, *after.group_of})
    answers = [(i, row) for i in items for row in ["", *"pqvwxt", "seasons.1", "seasons.2"] if chance.random() < 0.6]
    fill(Store(store.db, {before.key: before}), "a", before, before, answers)
    later = Store(store.db, {after.key: after})
    with transaction(store.db):
        refresh(later.sql, later.forms)
    found = later.application("a")
    assert found is not None
    fill(later, "fresh", after, before, [(i, row) for i, row in answers if found.answer(Step(item=i, row=row))])
    assert counted(later, "a") == counted(later, "fresh")
    assert store.db.execute("SELECT DISTINCT digest FROM application").fetchall() == [(after.digest,)]


def test_a_form_that_has_not_changed_is_not_counted_again(store: Store) -> None:
    fill(store, "a", FORM, FORM, [("stall", "")])
    written = store.db.conn.total_changes
    refresh(store.sql, store.forms)
    assert store.db.conn.total_changes == written


def test_a_renamed_section_still_counts_what_is_missing_below(store: Store) -> None:
    text = (SMALL / "project" / "1" / "form.toml").read_text("utf-8")
    had, now = load(text), load(text.replace('id = "topic"', 'id = "work"'))
    rows = [("topics", "t", ""), ("budget", "b", "t"), ("budget", "c", "t"), ("people", "p", "t")]
    added = [AddRow(application="a", table=table, row=row, parent=parent) for table, row, parent in rows]
    begun = Store(store.db, {had.key: had})
    use = PutAnswer(application="a", step=Step(item="budget.use", row="b"), value="1")
    carry_out(begun, "a", [StartApplication(application="a", form=had.key), *added, use])
    below = "SELECT below FROM instance WHERE grp IN ('topic', 'work')"
    before = store.db.execute(below).fetchall()
    later = Store(store.db, {now.key: now})
    with transaction(store.db):
        refresh(later.sql, later.forms)
    assert before == store.db.execute(below).fetchall() == [(4,)]
    found = later.application("a")
    assert found is not None
    assert found.progress()["work"].open_rows == 1
