"""Taking back gives every line that counts what it was: of rows in rows, old and doubtful answers, pieces, comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import DATA

from dialogs.application import changes
from dialogs.application.application import Step
from dialogs.application.changes import Change
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, NO_ROW
from storage.database import connect, transaction
from storage.store import Store

FORM = load((DATA / "forms" / "deep" / "1" / "form.toml").read_text("utf-8"))
BEGAN = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
ME, OTHER = "console:me", "console:other"
VALUES = {"text": "文字{}", "money": "{}", "number": "{}", "date": "20{:02}-01-02", "choice": "是"}
DOUBTS = ((), ("#old",), ("text.long", "#old"))
FREE = [table for table in FORM.tables if table not in FORM.fixed]
FIELDS = [field for group in FORM.groups.values() for field in group.fields]


class Act(NamedTuple):
    """What is to be done, and numbers that choose where."""

    what: str
    where: int
    how: int


ACTS = st.builds(
    Act,
    st.sampled_from(["add", "add", "drop", "move", "assign", "put", "put", "put", "unput", "part", "unpart"])
    | st.sampled_from(["edit", "sign", "unsign", "comment", "settle"]),
    st.integers(0, 999),
    st.integers(0, 99),
)
TALLIES = ("progress", "total", "summand", "beneath")  # a line of nothing in one of these counts as none
COUNTS = ("rows", "open_rows", "missing", "amount", "open")
SIGNING = ("sign", "unsign")  # what another has confirmed, only they can confirm again
MANY = st.lists(ACTS, min_size=1, max_size=6)


class Bench:
    """One application after the other, in one database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id = ""
        self.now = BEGAN
        self.count = 0

    def begin(self) -> None:
        self.count += 1
        self.id = f"a{self.count}"
        self.carry_out(ME, changes.StartApplication(application=self.id, form=FORM.key))

    def carry_out(self, person: str, *those: Change) -> None:
        self.now += timedelta(seconds=1)
        with transaction(self.store.db):
            self.store.apply(person, those, self.now)

    def sql(self, query: str) -> list[Any]:
        return list(self.store.db.execute(query, {"id": self.id}).fetchall())

    def rows(self, *tables: str) -> list[tuple[str, str, str, str]]:
        """The rows of these tables: table, row, parent, unit."""
        found = self.sql("SELECT grp, row, parent, unit FROM instance WHERE application = :id ORDER BY position, row")
        return [line for line in found if line[0] in tables and line[1]]

    def picture(self) -> dict[str, list[Any]]:
        """All that stands in an application, but for its history, and where positions are, their order."""
        kept: dict[str, list[Any]] = {}
        for table in ("answer", "draft_part", "sign_off", "comment", *TALLIES):
            columns = [name for _, name, *_ in self.sql(f"PRAGMA table_info({table})")]
            lines = self.sql(f"SELECT {', '.join(columns)} FROM {table} WHERE application = :id")  # noqa: S608
            counts = [columns.index(name) for name in COUNTS if name in columns and table in TALLIES]
            kept[table] = sorted(line for line in map(tuple, lines) if not counts or any(line[at] for at in counts))
        kept["instance"] = self.sql(
            "SELECT grp, row, unit, parent, missing, below, row_number() OVER (PARTITION BY grp, parent"
            " ORDER BY position) FROM instance WHERE application = :id ORDER BY grp, row"
        )
        return kept

    def answers(self) -> dict[tuple[str, str], str]:
        lines = self.sql("SELECT field, row, value FROM answer WHERE application = :id")
        return {(field, row): value for field, row, value in lines}

    def places(self) -> list[Step]:
        """Every field at every row."""
        rows: dict[str, list[str]] = {table: [row for _, row, *_ in self.rows(table)] for table in FORM.tables}
        found = []
        for group in FORM.groups.values():
            table = FORM.answered_at(group.id)
            found += [
                Step(item=field.id, row=row) for row in (rows[table] if table else [NO_ROW]) for field in group.fields
            ]
        return found

    def changes(self, act: Act) -> list[Change]:
        """What an act comes to as things are; nothing where it cannot be."""
        self.count += 1
        made = getattr(self, f"_{act.what}")(act, f"n{self.count}")
        return [made] if made else []

    def _add(self, act: Act, name: str) -> Change | None:
        table = FREE[act.where % len(FREE)]
        above, parent, unit = FORM.parent_of(table), NO_ROW, LEAD_UNIT
        if above:
            of = self.rows(above)
            if not of:
                return None
            _, parent, _, unit = of[act.how % len(of)]
        return changes.AddRow(application=self.id, table=table, row=name, parent=parent, unit=unit)

    def _drop(self, act: Act, name: str) -> Change | None:
        del name
        rows = self.rows(*FREE)
        if not rows:
            return None
        table, row, *_ = rows[act.where % len(rows)]
        return changes.DropRow(application=self.id, table=table, row=row)

    def _move(self, act: Act, name: str) -> Change | None:
        del name
        rows = self.rows(*FREE)
        pairs = [(a, b) for a in rows for b in rows if a != b and (a[0], a[2]) == (b[0], b[2])]
        if not pairs:
            return None
        (table, row, *_), (_, other, *_) = pairs[act.where % len(pairs)]
        return changes.MoveRow(application=self.id, table=table, row=row, other=other)

    def _assign(self, act: Act, name: str) -> Change | None:
        del name
        units = [LEAD_UNIT, *(row for _, row, *_ in self.rows(FORM.units.group))]
        rows = [row for row in self.rows(*FREE) if not row[2] and row[0] != FORM.units.group]
        if not rows:
            return None
        table, row, *_ = rows[act.where % len(rows)]
        return changes.AssignRow(application=self.id, table=table, row=row, unit=units[act.how % len(units)])

    def _step(self, act: Act) -> Step:
        places = self.places()
        return places[act.where % len(places)]

    def _put(self, act: Act, name: str) -> Change:
        step, doubts = self._step(act), DOUBTS[act.how % len(DOUBTS)]
        value = VALUES.get(FORM.fields[step.item].kind, "文字{}").format(act.how)
        return changes.PutAnswer(application=self.id, step=step, value=value, doubts=doubts, ref=name, han=2)

    def _unput(self, act: Act, name: str) -> Change:
        del name
        return changes.DropAnswer(application=self.id, step=self._step(act))

    def _part(self, act: Act, name: str) -> Change:
        text = f"〔图：{act.how}｜示意〕\n一\t二"
        return changes.AddDraftPart(application=self.id, step=self._step(act), text=text, ref=name)

    def _parts(self) -> list[tuple[str, str, str]]:
        return self.sql("SELECT field, row, ref FROM draft_part WHERE application = :id ORDER BY id")

    def _edit(self, act: Act, name: str) -> Change | None:
        parts = self._parts()
        if not parts:
            return None
        item, row, ref = parts[act.where % len(parts)]
        return changes.EditDraftPart(application=self.id, step=Step(item=item, row=row), text=name, ref=ref)

    def _unpart(self, act: Act, name: str) -> Change | None:
        del name
        parts = self._parts()
        if not parts:
            return None
        item, row, _ = parts[act.where % len(parts)]
        return changes.DropDraftParts(application=self.id, step=Step(item=item, row=row), last=bool(act.how % 2))

    def _unit(self, act: Act) -> str:
        units = [LEAD_UNIT, *(row for _, row, *_ in self.rows(FORM.units.group))]
        return units[act.where % len(units)]

    def _sign(self, act: Act, name: str) -> Change:
        del name
        kind = "waived" if act.how % 2 else "confirmed"
        return changes.PutSignOff(application=self.id, unit=self._unit(act), kind=kind)

    def _unsign(self, act: Act, name: str) -> Change:
        del name
        return changes.DropSignOff(application=self.id, unit=self._unit(act))

    def _comment(self, act: Act, name: str) -> Change:
        return changes.PutComment(application=self.id, step=self._step(act), text=name)

    def _settle(self, act: Act, name: str) -> Change | None:
        del name
        found = self.sql("SELECT id FROM comment WHERE application = :id ORDER BY id")
        if not found:
            return None
        state = ("open", "answered", "mended", "closed")[act.how % 4]
        return changes.SettleComment(application=self.id, comment=found[act.where % len(found)][0], state=state)

    def does(self, person: str, acts: Sequence[Act]) -> None:
        """Each by itself."""
        for act in acts:
            if made := self.changes(act):
                self.carry_out(person, *made)

    def does_at_once(self, person: str, acts: Sequence[Act]) -> bool:
        """As one change set; what cannot be as things are before it, is left out. Whether anything was done."""
        made = [change for act in acts for change in self.changes(act)]
        dropped = {change.row for change in made if isinstance(change, changes.DropRow)}
        made = [one for one in made if isinstance(one, changes.DropRow) or not dropped & _rows_of(self, one)]
        self.carry_out(person, *made)
        return bool(made)

    def takes_back(self, *, undo: bool = True) -> bool:
        found = self.store.last_changes(self.id, ME, undo=undo)
        if found is not None:
            self.carry_out(ME, changes.TakeBack(application=self.id, change_set=found.id))
        return found is not None


def _rows_of(bench: Bench, change: Change) -> set[str]:
    """The rows at which a change is, and those to which they belong."""
    step = getattr(change, "step", None)
    named = {getattr(change, name, "") for name in ("row", "parent", "other", "unit")} | ({step.row} if step else set())
    parents = {row: parent for _, row, parent, _ in bench.rows(*FORM.tables)}
    found = {row for row in named if row}
    while more := {parents.get(row, "") for row in found} - found - {""}:
        found |= more
    return found


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    db = connect(tmp_path_factory.mktemp("data"))
    yield Bench(Store(db, {FORM.key: FORM}))
    db.close()


@given(before=st.lists(ACTS, max_size=25), one_set=MANY)
def test_taken_back_right_after_everything_is_as_it_was_and_done_again_as_it_became(
    bench: Bench, before: list[Act], one_set: list[Act]
) -> None:
    bench.begin()
    bench.does(ME, before[::2])
    bench.does(OTHER, [act for act in before[1::2] if act.what not in SIGNING])
    was = bench.picture()
    bench.does_at_once(ME, one_set)
    became = bench.picture()
    if became == was:
        return
    assert bench.takes_back()
    assert bench.picture() == was
    assert bench.takes_back(undo=False)
    assert bench.picture() == became


@given(before=st.lists(ACTS, max_size=15), one_set=MANY, since=MANY)
def test_what_others_have_written_since_stands(
    bench: Bench, before: list[Act], one_set: list[Act], since: list[Act]
) -> None:
    bench.begin()
    bench.does(ME, before)
    bench.does_at_once(ME, one_set)
    then = bench.now.isoformat()
    bench.does(OTHER, [act for act in since if act.what not in SIGNING])
    others = {
        table: set(bench.sql(f"SELECT * FROM {table} WHERE application = :id AND at > '{then}'"))  # noqa: S608
        for table in ("answer", "draft_part", "comment")
    }
    rows = {row for _, row, *_ in bench.rows(*FORM.tables) if any(row == line[1] for line in others["answer"])}
    bench.takes_back()
    for table, lines in others.items():
        assert lines <= set(bench.sql(f"SELECT * FROM {table} WHERE application = :id"))  # noqa: S608
    assert rows <= {row for _, row, *_ in bench.rows(*FORM.tables)}
