"""What a browser gets of a table: all of it, its first rows, or what was changed since it looked."""

from __future__ import annotations

from typing import Any

import pytest
from web_bench import Visitor

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
    """The first cell of each row that came."""
    return [table["cells"][row][0] for row, *_ in table["rows"]]


async def test_all_rows_come_in_their_order(shelves: Visitor) -> None:
    table = await got(shelves)
    assert (named(table), table.get("more")) == (NAMES, None)


async def test_the_first_rows_come_alone_where_there_are_more(shelves: Visitor) -> None:
    table = await got(shelves, first=2)
    assert (named(table), table["more"], len(table["cells"])) == (NAMES[:2], True, 2)
    assert named(await got(shelves, first=5)) == NAMES


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
