"""Very many cells beside the chat are filled in some at a time, so that everybody else has turns between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from harness import Bench, Chat, text_of
from waiting import until

from bot.service import portions
from bot.service.portions import CELLS
from bot.service.turns import Receipt
from dialogs.application.rows_left import ADDED_AT_A_TIME
from dialogs.screens.pasted_rows import MOST
from dialogs.turn.beside_chat import Arranged, Filled, FilledCell, Pasted
from dialogs.turn.events import Command, Event
from storage.store import Store

ROWS = 3 * ADDED_AT_A_TIME + 5
NAMES = (
    "SELECT value FROM answer JOIN instance USING (application, row)"
    " WHERE field = 'shelves.name' AND grp = 'shelves' ORDER BY position"
)

ROWS_THERE = "SELECT row FROM instance WHERE grp = 'shelves' ORDER BY position"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two portions."""
    monkeypatch.setattr(portions, "BETWEEN", 0)


@pytest.fixture
async def shelves(chat: Chat) -> Chat:
    """A chat at a table without rows."""
    await chat.agree()
    await chat.say("第一份")
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    return chat


@pytest.fixture
def turns(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """The events that had a turn, in their order."""
    found: list[Event] = []

    def noted(take: Callable[[Store, Event], Any]) -> Callable[[Store, Event], Any]:
        def taken(store: Store, event: Event) -> Any:
            found.append(event)
            return take(store, event)

        return taken

    monkeypatch.setattr(bench.service.turns, "take", noted(bench.service.turns.take))
    return found


async def pasted(chat: Chat, lines: Sequence[str]) -> Receipt:
    """Cells pasted beside the chat, into the first column."""
    ((application, newest),) = await chat.bench.sql("SELECT application, max(id) FROM history")
    place = {"application": application, "table": "shelves", "item": "shelves.name", "rows": (), "seen": newest}
    return await chat.bench.service.submit(Pasted(id="paste", person=chat.person, text="\n".join(lines), **place))


async def names(bench: Bench) -> list[str]:
    return [name for (name,) in await bench.sql(NAMES)]


async def test_others_have_turns_while_many_rows_are_pasted(bench: Bench, shelves: Chat, turns: list[Event]) -> None:
    other = Chat(bench, "console:li")

    async def asks() -> None:
        await until(lambda: turns)
        await other.command("start")

    await asyncio.gather(pasted(shelves, [f"第{n}架\t2024年" for n in range(ROWS)]), asks())
    assert await names(bench) == [f"第{n}架" for n in range(ROWS)], "all are there, in their order"
    kinds = [type(event) for event in turns]
    assert kinds[0] is kinds[-1] is Pasted
    assert Command in kinds, "and the other did not wait for the last"


async def test_all_is_said_once_and_taken_back_together(bench: Bench, shelves: Chat) -> None:
    await pasted(shelves, [f"第{n}架\t2024年" for n in range(ROWS)])
    said = text_of(await shelves.command("status"))
    assert said.count(f"已添加 {ROWS} 行，已填写 {2 * ROWS} 格") == 1
    assert said.count("已添加") == 1
    await shelves.command("undo")
    await bench.service.job_runner.settled()
    assert await names(bench) == []


async def test_every_cell_that_is_not_taken_is_told(shelves: Chat) -> None:
    wrong = (3, ROWS - 2)
    receipt = await pasted(shelves, [f"第{n}架\t{'2024年13月' if n in wrong else '2024年'}" for n in range(ROWS)])
    assert [note.text for note in receipt.cells] == ["2024年13月", "2024年13月"]


async def test_a_paste_that_comes_again_adds_nothing(bench: Bench, shelves: Chat, turns: list[Event]) -> None:
    lines = [f"第{n}架\t2024年" for n in range(ROWS)]
    await pasted(shelves, lines)
    count = len(turns)
    await pasted(shelves, lines)
    assert len(turns) == 2 * count, "each is known by its own id"
    assert await names(bench) == [f"第{n}架" for n in range(ROWS)]


async def test_of_too_many_rows_none_is_added_and_that_is_said(bench: Bench, shelves: Chat) -> None:
    receipt = await pasted(shelves, [f"第{n}架\t2024年" for n in range(MOST + 1)])
    assert await names(bench) == []
    assert f"您粘贴了 {MOST + 1} 行" in receipt.refused


async def test_so_are_many_cells_that_are_filled_in(bench: Bench, shelves: Chat, turns: list[Event]) -> None:
    await pasted(shelves, [f"第{n}架\t2024年" for n in range(CELLS + 5)])
    turns.clear()
    there = await bench.sql(ROWS_THERE)
    cells = tuple(FilledCell(item="shelves.name", row=row, text=f"新{n}架") for n, (row,) in enumerate(there))
    ((application, newest),) = await bench.sql("SELECT application, max(id) FROM history")
    place = {"application": application, "seen": newest}
    await bench.service.submit(Filled(id="filled", person=shelves.person, cells=cells, **place))
    assert len(turns) == 2
    assert await names(bench) == [f"新{n}架" for n in range(CELLS + 5)]
    assert text_of(await shelves.command("status")).count(f"已填写 {CELLS + 5} 格") == 1


async def test_so_are_many_rows_that_are_deleted(bench: Bench, shelves: Chat, turns: list[Event]) -> None:
    count = portions.ROWS + 5
    await pasted(shelves, [f"第{n}架\t2024年" for n in range(count + 1)])
    turns.clear()
    first, *more = [row for (row,) in await bench.sql(f"{ROWS_THERE} LIMIT ?", count)]
    ((application,),) = await bench.sql("SELECT id FROM application")
    place = {"application": application, "table": "shelves", "row": first, "more": tuple(more)}
    await bench.service.submit(Arranged(id="gone", person=shelves.person, what="drop", **place))
    assert len(turns) == 2
    assert await names(bench) == [f"第{count}架"]
    assert text_of(await shelves.command("status")).count(f"已删除 {count} 行") == 1
    await shelves.command("undo")
    await bench.service.job_runner.settled()
    assert await names(bench) == [f"第{n}架" for n in range(count + 1)]
