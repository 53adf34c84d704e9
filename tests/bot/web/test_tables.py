"""What a browser gets of a table: all of it, its first rows, or what was changed since it looked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from harness import small_shelf
from places import DATA
from web_bench import Site, Visitor

from bot.web import limits, tables
from bot.web.inputs import MOST_CELLS

pytest_plugins = ["web_fixtures"]
NAMES = [f"{name}架" for name in "甲乙丙丁戊"]


@pytest.fixture
async def shelves(visitor: Visitor) -> Visitor:
    """A visitor with five shelves, who is asked for something else."""
    await visitor.begin()
    await visitor.say("河边图书角")
    await visitor.send(kind="went", item="shelves")
    await visitor.say("\n".join(f"{name}\t2024年5月\t靠窗" for name in NAMES))
    await visitor.send(kind="went", item="corner")
    return visitor


async def got(visitor: Visitor, **query: object) -> dict[str, Any]:
    answer = await visitor.http.get("/table", params={"table": "shelves", **query})  # type: ignore[dict-item]
    return dict(answer.json())


def named(table: dict[str, Any]) -> list[str]:
    """The first cell of each row that came; None where it is open."""
    return [table["cells"].get(row, [None])[0] for row, *_ in table["rows"]]


async def test_all_rows_come_in_their_order(shelves: Visitor) -> None:
    table = await got(shelves)
    assert (named(table), table.get("more")) == (NAMES, None)


async def test_the_first_rows_come_alone_where_there_are_more(shelves: Visitor) -> None:
    table = await got(shelves, first=2)
    assert (named(table), table["more"], len(table["cells"])) == (NAMES[:2], True, 2)
    assert named(await got(shelves, first=5)) == NAMES


@pytest.mark.usefixtures("limits_give_nothing_back")
async def test_many_rows_count_as_many_looks(shelves: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "WEIGHT", 1)
    monkeypatch.setattr(limits, "SLOWED", 0)
    seen = (await got(shelves))["seen"]
    for _ in range(3):
        await got(shelves, since=seen)
    looks = [(await shelves.http.get("/table", params={"table": "shelves"})).status_code for _ in range(5)]
    assert looks == [200, 200, 429, 429, 429]


async def test_a_row_beyond_the_first_that_is_asked_comes_with_all(shelves: Visitor) -> None:
    fourth = (await got(shelves))["rows"][3][0]
    await shelves.send(kind="went", item="shelves.books", row=fourth)
    assert named(await got(shelves, first=2)) == NAMES


async def test_of_what_was_seen_before_only_what_changed_comes(shelves: Visitor) -> None:
    before = await got(shelves)
    row = before["rows"][1][0]
    cells = [{"item": "shelves.name", "row": row, "text": "新架"}]
    event = {"kind": "filled", "application": before["application"], "cells": cells, "seen": before["seen"]}
    await shelves.http.post("/events", json={"id": "a1b2c3d4e5", "accepts": [], **event})
    after = await got(shelves, since=before["seen"], order=before["order"])
    assert (after["rows"], {one: cells[0] for one, cells in after["cells"].items()}) == (None, {row: "新架"})


async def test_as_many_rows_as_a_table_has_are_asked_about_before_they_are_deleted(shelves: Visitor) -> None:
    """From a thousand on their ids were more than the head of a request holds, and nothing happened."""
    rows = [row for row, *_ in (await got(shelves))["rows"]]
    asked = {"table": "shelves", "row": [*rows, *(f"{number:012x}" for number in range(MOST_CELLS - len(rows)))]}
    answer = await shelves.http.post("/dropping", data=asked)
    [question] = answer.json()
    assert f"{len(rows)} 行" in question
    too_many = await shelves.http.post("/dropping", data={"table": "shelves", "row": ["x"] * (MOST_CELLS + 1)})
    assert too_many.status_code == 400


@pytest.fixture
async def topics(tmp_path: Path) -> AsyncIterator[Visitor]:
    """A visitor with two topics, each of which has a table of its own."""
    async with Site(tmp_path / "data", small_shelf(tmp_path, DATA / "forms", "project")) as site:
        visitor = Visitor(site)
        await visitor.begin()
        await visitor.say("示例项目")
        await visitor.send(kind="went", item="topics")
        await visitor.say("课题名称\t课题经费（万元）\n课题甲\t60\n课题乙\t40")
        yield visitor
        await visitor.http.aclose()


async def test_rows_that_belong_to_rows_come_for_one_of_these(topics: Visitor) -> None:
    table = await got(topics, table="budget")
    assert [(name, table["parent"] == row) for row, name in table["parents"]] == [
        ("1 课题甲", True),
        ("2 课题乙", False),
    ]
    assert (table["above"], table["rows"]) == ("课题", [])
    second = table["parents"][1][0]
    base = {"application": table["application"], "parent": second, "seen": table["seen"]}
    pasted = {"table": "budget", "item": "budget.use", "rows": [], "text": "材料费\t30\n差旅费\t10"}
    await topics.send(kind="pasted", **base, **pasted)
    cells = [{"item": "budget.use", "row": "new:a1b2c3d4e5", "text": "会议费"}]
    await topics.http.post("/events", json={"id": "a1b2c3d4e5", "kind": "filled", **base, "cells": cells})
    await topics.send(kind="arranged", application=table["application"], table="budget", parent=second, what="add")
    after = await got(topics, table="budget", parent=second)
    assert named(after) == ["材料费", "差旅费", "会议费", None]
    assert [number for _, number, _ in after["rows"]] == [1, 2, 3, 4]
    assert (await got(topics, table="budget"))["rows"] == []
    last = after["rows"][-1][0]
    await topics.send(kind="arranged", application=table["application"], table="budget", row=last, what="drop")
    changed = await got(topics, table="budget", parent=second, since=after["seen"], order=after["order"])
    assert named(changed | {"cells": after["cells"]}) == ["材料费", "差旅费", "会议费"]


async def test_a_row_is_added_below_no_row_that_is_none_of_its_table_s(topics: Visitor) -> None:
    table = await got(topics, table="budget")
    budget = {"application": table["application"], "table": "budget", "what": "add"}
    for parent in ("", "nowhere"):
        await topics.send(kind="arranged", parent=parent, **budget)
    await topics.send(
        kind="arranged", application=table["application"], table="topics", parent=table["parent"], what="add"
    )
    assert (await got(topics, table="budget"))["rows"] == []
    assert len((await got(topics, table="topics"))["rows"]) == 2


async def test_the_rows_of_the_row_that_is_asked_are_shown(topics: Visitor) -> None:
    second = (await got(topics, table="budget"))["parents"][1][0]
    await topics.send(kind="went", item="budget", row=second)
    assert (await got(topics, table=""))["parent"] == second


async def test_what_comes_from_an_earlier_application_is_marked_until_it_is_answered(shelves: Visitor) -> None:
    await shelves.site.sql("UPDATE answer SET doubts = '#old' WHERE field IN ('shelves.name', 'name')")
    table = await got(shelves)
    rows = [row for row, *_ in table["rows"]]
    assert table["old"] == {row: ["shelves.name"] for row in rows}
    cells = [{"item": "shelves.name", "row": rows[0], "text": NAMES[0]}]
    event = {"kind": "filled", "application": table["application"], "cells": cells, "seen": table["seen"]}
    assert (await shelves.send(**event)).is_success
    assert rows[0] not in (await got(shelves))["old"]
