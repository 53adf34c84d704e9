"""Forms drawn at random, groups three deep, and an application to one as plain lists, which the engine must be like."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dialogs.application.application import Step
from dialogs.form.load import load
from dialogs.form.model import NO_ROW, Form, Group

DEEPEST = 3
# Of what kind a question is on which something hangs -> on what condition, an answer with which it holds, one without.
STEERING = {
    "choice": ('{} == "是"', "是", "否"),
    "number": ("{} > 3", "4", "3"),
    "date": ('{} >= "2025-01-01"', "2025-01-01", "2024-12-31"),
}


def toml(value: Any) -> str:
    """A value as it is written in one line of TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


@st.composite
def tables(draw: st.DrawFn, name: str, depth: int = 1) -> Mapping[str, Any]:
    """A table with a name, a question and a number, and in it others, asked on its answer or always; a sum for each."""
    steering = draw(st.sampled_from(list(STEERING)))
    inner = draw(st.integers(0, 2 if depth == 1 else 1)) if depth < DEEPEST else 0
    wanted = {"when": STEERING[steering][0].format(f"{name}.go")}
    within = [draw(tables(f"{name}{at}", depth + 1)) | (wanted if draw(st.booleans()) else {}) for at in range(inner)]
    fields = [
        {"id": "name", "label": "名称", "kind": "text"},
        {"id": "go", "label": "是否", "kind": steering} | ({"choices": ["是", "否"]} if steering == "choice" else {}),
        {"id": "n", "label": "数", "kind": "number"} | (wanted if draw(st.booleans()) else {}),
    ]
    sums = [
        {"id": f"sum_{one['id']}", "label": "合计", "kind": "number", "value": f"sum({one['id']}.n)"} for one in within
    ]
    fixed = draw(st.booleans()) if depth > 1 else draw(st.integers(0, 3)) == 0
    shape = {"rows": ["甲", "乙"]} if fixed else {"repeat": {"min": draw(st.integers(0, 1))}}
    at = draw(st.integers(0, len(fields)))
    return {"id": name, "title": name, **shape, "item": [*fields[:at], *within[:1], *fields[at:], *within[1:], *sums]}


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of one unit or several, with two sections, and one for the rows of a table that has a table itself."""
    team = draw(st.booleans())
    head: list[Mapping[str, Any]] = [
        {"id": "title", "label": "名称", "kind": "text"},
        {"id": "lead", "label": "单位", "kind": "text"},
    ]
    if team:
        partner = {"id": "name", "label": "单位", "kind": "text"}
        mark = {"lead": "lead", "name": "name"}
        head.append({"id": "partners", "title": "单位", "units": mark, "repeat": {}, "item": [partner]})
    drawn = [draw(tables(name)) for name in draw(st.sampled_from([["a"], ["a", "b"]]))]
    [steering] = [one["kind"] for one in drawn[0]["item"] if one["id"] == "go"]
    on_a = {"when": STEERING[steering][0].format("a.go")}
    more = draw(tables("m", DEEPEST - 1)) | draw(st.sampled_from([{}, on_a]))
    every = [one["id"] for table in (*drawn, more) for one in _all(table)]
    totals = [{"id": f"all_{one}", "label": "总数", "kind": "number", "value": f"sum({one}.n)"} for one in every]
    totals += [{"id": f"count_{one}", "label": "行数", "kind": "number", "value": f"count({one})"} for one in every]
    groups = [
        {"id": "head", "title": "概况", "item": head},
        {"id": "body", "title": "内容", "item": drawn},
        {"id": "more", "title": "附", "each": "a", "item": [{"id": "note", "label": "注", "kind": "text"}, more]}
        | draw(st.sampled_from([{}, on_a])),
        {"id": "sums", "title": "合计", "item": totals},
    ]
    lines = {"id": "drawn", "version": "1", "title": "表", "issuer": "处", "name_field": "title"}
    text = "".join(f"{key} = {toml(value)}\n" for key, value in lines.items())
    for group in groups:
        text += "\n[[group]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in group.items())
    return load(text)


def steering(form: Form, item: str) -> tuple[str, ...]:
    """The two answers to a question on which something hangs: with which it is asked, and with which not."""
    return STEERING[form.fields[item].kind][1:]


def _all(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield table
    for item in table["item"]:
        if "kind" not in item:
            yield from _all(item)


@dataclass
class Lists:
    """The rows by table and parent, the answers by item and row, and what was deleted with each row in the bin.

    What is closed stays in these lists: whether it is comes of `asks` and `reached`.
    """

    form: Form
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    unit: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # table and parent of each row
    binned: list[tuple[str, str, str, int, list[tuple[str, str, str]], dict[tuple[str, str], str]]] = field(
        default_factory=list
    )

    def __post_init__(self) -> None:
        self._fix("body", NO_ROW, "")

    def _fix(self, group: str, parent: str, unit: str) -> None:
        for table in self.form.groups[group].tables:
            if table.rows:
                for row in self.form.fixed_at(table.id, parent):
                    self.add(table.id, parent, row, unit)

    def add(self, table: str, parent: str, row: str, unit: str) -> None:
        """A new row, with those in it that the form has fixed."""
        self.rows.setdefault((table, parent), []).append(row)
        self.unit[row] = row if table == "partners" else unit
        self.places[row] = table, parent
        for group in self.form.repeated[table]:
            self._fix(group, row, unit)

    def asks(self, item: str, row: str) -> bool:
        """Whether a field, or a table, is asked at a row, which is there."""
        around = self.form.groups[self.form.around.get(item) or self.form.home[item]]
        found = self.form.groups.get(item) or self.form.fields.get(item) or self.form.computed[item]
        whens = [one.when for one in (found, around) if one.when and (one is found or not around.has_rows)]
        return all(
            self.answers.get((name, row)) == steering(self.form, name)[0] for when in whens for name in when.names
        )

    def reached(self, row: str) -> bool:
        """Whether no table is closed in which the row stands."""
        if row == NO_ROW:
            return True
        table, parent = self.places[row]
        return self.asks(table, parent) and self.reached(parent)

    def below(self, table: str, row: str) -> Iterator[tuple[str, str, str]]:
        """All rows that belong to one, as (table, parent, row), those nearer first."""
        for one in (one for group in self.form.repeated[table] for one in self.form.groups[group].tables):
            for inner in self.rows.get((one.id, row), ()):
                yield one.id, row, inner
                yield from self.below(one.id, inner)

    def all_rows(self, table: str) -> list[tuple[str, str]]:
        """Every row of a table with its parent, in their order."""
        above = self.form.parent_of(table)
        parents = [row for _, row in self.all_rows(above)] if above else [NO_ROW]
        return [(parent, row) for parent in parents for row in self.rows.get((table, parent), ())]

    def first(self, group: Group, row: str) -> Step | None:
        """The first open step of a group at a row, those in its tables included."""
        for item in (item for item in group.items if self.asks(item.id, row)):
            if isinstance(item, Group):
                for inner in self.rows.get((item.id, row), ()):
                    if step := self.first(item, inner):
                        return step
                if not item.rows and (item.id, row) not in self.answers:
                    return Step(item=item.id, row=row)
            elif (item.id, row) not in self.answers:
                return Step(item=item.id, row=row)
        return None

    def position(self) -> Step | None:
        """The first open step."""
        for section in self.form.sections:
            for row in self.rows.get((section.each, NO_ROW), ()) if section.each else (NO_ROW,):
                if step := self.first(section, row):
                    return step
        return None

    def missing(self, group: Group) -> int:
        """How much is missing in a group, wherever it is asked."""
        return sum(at not in self.answers for at in self.asked(group))

    def asked(self, group: Group) -> list[tuple[str, str]]:
        """What is asked in a group, each with its row, but tables with fixed rows."""
        table = self.form.answered_at(group.id)
        rows = [row for _, row in self.all_rows(table) if self.reached(row)] if table else [NO_ROW]
        items = [item.id for item in group.items if item.id not in self.form.fixed]
        return [(item, row) for row in rows for item in items if self.asks(item, row)]

    def lacks(self, table: str, row: str) -> bool:
        """Whether a table that is asked has too few rows below a row, or one around it has."""
        first = self.form.path(table)[len(self._around(row))]
        return self.asks(first, row) and any(
            len(self.rows.get((one, parent), ())) < self.form.groups[one].min_rows
            for one in self.form.path(table)
            for parent in self._rows_of(self.form.parent_of(one))
            if self.asks(one, parent) and self.reached(parent) and row in (NO_ROW, *self._around(parent))
        )

    def _rows_of(self, table: str) -> list[str]:
        return [row for _, row in self.all_rows(table)] if table else [NO_ROW]

    def _around(self, row: str) -> tuple[str, ...]:
        """A row and those in which it stands, the outermost first."""
        return (*self._around(self.places[row][1]), row) if row else ()

    def total(self, table: str, row: str) -> Decimal | None:
        """The sum of a table's numbers, of those below a row, or for NO_ROW of all; None while one is open."""
        rows = [one for _, one in self.all_rows(table)]
        if row:
            above = next(of for (of, _), there in self.rows.items() if row in there)
            rows = [one for of, _, one in self.below(above, row) if of == table]
        rows = [one for one in rows if self.reached(one)]
        values = [self.answers.get((f"{table}.n", one)) if self.asks(f"{table}.n", one) else "0" for one in rows]
        return None if None in values else sum((Decimal(value or 0) for value in values), Decimal(0))
