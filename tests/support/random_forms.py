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


def toml(value: Any) -> str:
    """A value as it is written in one line of TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


@st.composite
def tables(draw: st.DrawFn, name: str, depth: int = 1) -> Mapping[str, Any]:
    """A table with a name and a number, and in it others; a sum for each of those."""
    inner = draw(st.integers(0, 2 if depth == 1 else 1)) if depth < DEEPEST else 0
    within = [draw(tables(f"{name}{at}", depth + 1)) for at in range(inner)]
    fields = [
        {"id": "name", "label": "名称", "kind": "text"},
        {"id": "n", "label": "数", "kind": "number"},
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
    """A form of one unit or several, with two sections."""
    team = draw(st.booleans())
    head: list[Mapping[str, Any]] = [
        {"id": "title", "label": "名称", "kind": "text"},
        {"id": "lead", "label": "单位", "kind": "text"},
    ]
    if team:
        partner = {"id": "name", "label": "单位", "kind": "text"}
        head.append({"id": "partners", "title": "单位", "repeat": {}, "item": [partner]})
    drawn = [draw(tables(name)) for name in draw(st.sampled_from([["a"], ["a", "b"]]))]
    every = [one["id"] for table in drawn for one in _all(table)]
    totals = [{"id": f"all_{one}", "label": "总数", "kind": "number", "value": f"sum({one}.n)"} for one in every]
    totals += [{"id": f"count_{one}", "label": "行数", "kind": "number", "value": f"count({one})"} for one in every]
    groups = [
        {"id": "head", "title": "概况", "item": head},
        {"id": "body", "title": "内容", "item": [*drawn, *totals]},
    ]
    lines = {"id": "drawn", "version": "1", "title": "表", "issuer": "处", "name_field": "title"}
    text = "".join(f"{key} = {toml(value)}\n" for key, value in lines.items())
    text += 'units = { lead = "lead", group = "partners", name = "partners.name" }\n' if team else ""
    for group in groups:
        text += "\n[[group]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in group.items())
    return load(text)


def _all(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield table
    for item in table["item"]:
        if "kind" not in item:
            yield from _all(item)


@dataclass
class Lists:
    """The rows by table and parent, the answers by item and row, and what was deleted with each row in the bin."""

    form: Form
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    unit: dict[str, str] = field(default_factory=dict)
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
        self._fix(table, row, unit)

    def below(self, table: str, row: str) -> Iterator[tuple[str, str, str]]:
        """All rows that belong to one, as (table, parent, row), those nearer first."""
        for one in self.form.groups[table].tables:
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
        for item in group.items:
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
        return next((step for section in self.form.sections if (step := self.first(section, NO_ROW))), None)

    def total(self, table: str, row: str) -> Decimal | None:
        """The sum of a table's numbers, of those below a row, or for NO_ROW of all; None while one is open."""
        rows = [one for _, one in self.all_rows(table)]
        if row:
            above = next(of for (of, _), there in self.rows.items() if row in there)
            rows = [one for of, _, one in self.below(above, row) if of == table]
        values = [self.answers.get((f"{table}.n", one)) for one in rows]
        return None if None in values else sum((Decimal(value or 0) for value in values), Decimal(0))
