"""Rows that belong to rows, against a plain model: added, answered, moved, given away, deleted, restored at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from enacting import enact
from harness import SMALL
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.application.branches import opened
from dialogs.application.changes import AddRow, AssignRow, DropRow, MoveRow, PutAnswer, RestoreRow, StartApplication
from dialogs.form.load import load
from dialogs.form.model import NO_ROW
from dialogs.turn.conversation import Conversation
from storage.database import connect, transaction
from storage.recount import refresh
from storage.store import Store

FORM = load((SMALL / "project" / "1" / "form.toml").read_text("utf-8"))
NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
WHO = Conversation(person="console:gu", consented=True, application="a")
NESTED = ("budget", "people")
COLUMNS = {
    "topics": ["topics.name", "topics.wanted"],
    "budget": ["budget.use", "budget.amount"],
    "people": ["people.name"],
    "partners": ["partners.name"],
}


@dataclass
class Model:
    """The rows as lists: table and parent -> rows; the answers; deleted rows by their id in the bin."""

    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    unit: dict[str, str] = field(default_factory=dict)
    binned: list[tuple[str, str, list[tuple[str, str, str]], dict[tuple[str, str], str]]] = field(default_factory=list)

    def all_rows(self, table: str) -> list[str]:
        """In the order in which they are read: by the order of their parents."""
        parents = self.rows.get(("topics", NO_ROW), []) if table in NESTED else [NO_ROW]
        return [row for parent in parents for row in self.rows.get((table, parent), [])]

    def missing(self, group: str, row: str) -> int:
        wanted = list(COLUMNS.get(group, ()))
        if group == "topic":
            people = len(self.rows.get(("people", row), []))
            wanted = ["goal", "budget", "people", *(["leader"] if people > 1 else [])]
        return sum((item, row) not in self.answers for item in wanted)

    def total(self, parent: str | None) -> Decimal | None:
        rows = self.all_rows("budget") if parent is None else self.rows.get(("budget", parent), [])
        values = [self.answers.get(("budget.amount", row)) for row in rows]
        return None if None in values else sum((Decimal(value or 0) for value in values), Decimal(0))


class Play:
    """Does the same to the store and to the model."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.model = Model()
        self.ids = count(1)
        self.enact(StartApplication(application="a", form=FORM.key))

    def enact(self, *changes: Any) -> None:
        with transaction(self.store.db):
            enact(self.store, WHO, changes, NOW)

    def add(self, table: str, chosen: int) -> None:
        topics = self.model.rows.get(("topics", NO_ROW), [])
        if table in NESTED and not topics:
            return
        parent = topics[chosen % len(topics)] if table in NESTED else NO_ROW
        row = f"r{next(self.ids)}"
        unit = self.model.unit[parent] if parent else ""
        self.enact(AddRow(application="a", table=table, row=row, unit=unit, parent=parent))
        self.model.rows.setdefault((table, parent), []).append(row)
        self.model.parent[row], self.model.unit[row] = parent, row if table == "partners" else unit

    def answer(self, item: str, chosen: int, value: str) -> None:
        table = FORM.answered_at(FORM.group_of[item])
        rows = self.model.all_rows(table) if table else [NO_ROW]
        if rows:
            row = rows[chosen % len(rows)]
            self.enact(PutAnswer(application="a", step=Step(item=item, row=row), value=value))
            self.model.answers[item, row] = value

    def move(self, table: str, chosen: int) -> None:
        for (of, _), rows in self.model.rows.items():
            if of == table and len(rows) > 1:
                at = chosen % (len(rows) - 1)
                self.enact(MoveRow(application="a", table=table, row=rows[at], other=rows[at + 1]))
                rows[at], rows[at + 1] = rows[at + 1], rows[at]
                return

    def assign(self, chosen: int) -> None:
        topics, units = self.model.all_rows("topics"), self.model.all_rows("partners")
        if topics and units:
            row, unit = topics[chosen % len(topics)], units[chosen % len(units)]
            self.enact(AssignRow(application="a", table="topics", row=row, unit=unit))
            for below in [row, *(r for r, parent in self.model.parent.items() if parent == row)]:
                self.model.unit[below] = unit

    def drop(self, table: str, chosen: int) -> None:
        rows = self.model.all_rows(table)
        if not rows:
            return
        row = rows[chosen % len(rows)]
        self.enact(DropRow(application="a", table=table, row=row))
        places = [(of, parent, r) for (of, parent), there in self.model.rows.items() for r in there]
        going = [place for place in places if row in (place[1], place[2])]
        going.sort(key=lambda place: place[2] != row)
        gone = {r for _, _, r in going}
        kept = {at: value for at, value in self.model.answers.items() if at[1] in gone}
        if kept:
            self.model.binned.append((table, row, going, kept))
        for of, parent, r in going:
            self.model.rows[of, parent].remove(r)
        self.model.answers = {at: value for at, value in self.model.answers.items() if at[1] not in gone}

    def restore(self, chosen: int) -> None:
        there = {row for rows in self.model.rows.values() for row in rows} | {NO_ROW}
        able = [one for one in self.model.binned if self.model.parent[one[1]] in there]
        if not able:
            return
        table, row, going, kept = able[chosen % len(able)]
        [(id_,)] = self.store.db.execute("SELECT id FROM bin WHERE row = ? AND tbl = ?", [row, table]).fetchall()
        self.enact(RestoreRow(application="a", binned=id_))
        for of, parent, r in going:
            self.model.rows.setdefault((of, parent), []).append(r)
            self.model.unit[r] = self.model.unit[row] if self.model.unit[row] in there else ""
        self.model.answers |= kept
        self.model.binned.remove((table, row, going, kept))

    def agrees(self) -> None:
        application = self.store.application("a")
        assert application is not None
        everything = application.everything()
        for (table, parent), rows in self.model.rows.items():
            assert [row.id for row in application.rows(table, 1, 99, parent)] == rows
            assert [row.number for row in application.rows(table, 1, 99, parent)] == list(range(1, len(rows) + 1))
            assert list(everything.rows_at(table, parent)) == rows
            assert application.count(table, parent) == len(rows)
            assert application.owner(rows[0]) == self.model.unit[rows[0]] if rows else True
        progress = application.progress()
        for group in ("topics", "budget", "people", "topic"):
            rows = self.model.all_rows(FORM.answered_at(group))
            lacking = [self.model.missing(group, row) for row in rows]
            assert (progress[group].missing if group in progress else 0) == sum(lacking)
            below = [
                sum(self.model.missing(table, r) for table in NESTED for r in self.model.rows.get((table, row), []))
                if group == "topic"
                else 0
                for row in rows
            ]
            assert (progress[group].open_rows if group in progress else 0) == sum(
                bool(own + under) for own, under in zip(lacking, below, strict=True)
            )
        assert application.total("budget.amount") == self.model.total(None)
        for topic in self.model.all_rows("topics"):
            assert application.total("budget.amount", topic) == self.model.total(topic)
        assert (journey.position(application) is None) == (
            sum(journey.section_missing(application, section) for section in FORM.sections) == 0
        )
        assert opened(FORM, everything).values == everything.values


TABLES = st.sampled_from(["topics", "topics", "budget", "people", "partners"])
CHOSEN = st.integers(0, 5)
ITEMS = st.sampled_from(
    ["topics.name", "topics.wanted", "budget.use", "budget.amount", "people.name", "goal", "budget", "leader"]
)
ACTS = st.one_of(
    st.tuples(st.just("add"), TABLES, CHOSEN),
    st.tuples(st.just("add"), TABLES, CHOSEN),
    st.tuples(st.just("answer"), ITEMS, CHOSEN, st.sampled_from(["1", "2.5", "7"])),
    st.tuples(st.just("answer"), ITEMS, CHOSEN, st.sampled_from(["1", "2.5", "7"])),
    st.tuples(st.just("move"), TABLES, CHOSEN),
    st.tuples(st.just("assign"), CHOSEN),
    st.tuples(st.just("drop"), st.sampled_from(["topics", "budget", "people"]), CHOSEN),
    st.tuples(st.just("restore"), CHOSEN),
)


def opened_store(folder: Path) -> Iterator[Store]:
    db = connect(folder)
    yield Store(db, {FORM.key: FORM})
    db.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(ACTS, max_size=25))
@example([("add", "topics", 0), ("add", "people", 0), ("add", "people", 0), ("drop", "people", 0)])
def test_the_store_is_as_the_model(acts: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        for store in opened_store(Path(folder)):
            play = Play(store)
            for what, *params in acts:
                getattr(play, what)(*params)
                play.agrees()


def test_a_renamed_section_still_counts_what_is_missing_below(tmp_path: Path) -> None:
    text = (SMALL / "project" / "1" / "form.toml").read_text("utf-8")
    for store in opened_store(tmp_path):
        play = Play(store)
        for table in ("topics", "budget", "budget", "people"):
            play.add(table, 0)
        play.answer("budget.use", 0, "1")
        before = store.db.execute("SELECT below FROM instance WHERE grp = 'topic'").fetchall()
        later = Store(store.db, {FORM.key: load(text.replace('id = "topic"', 'id = "work"'))})
        with transaction(store.db):
            refresh(later.sql, later.forms)
        after = store.db.execute("SELECT below FROM instance WHERE grp = 'work'").fetchall()
        assert before == after == [(4,)]
        assert later.application("a").progress()["work"].open_rows == 1  # type: ignore[union-attr]
