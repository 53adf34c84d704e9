"""What the page reads beside the writer: everybody in turn, as it is committed, whatever becomes of the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.web.reader import Reader
from dialogs.form.shelf import Shelf
from storage.database import connect
from storage.store import Store


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    with closing(connect(tmp_path)):
        async with Reader(tmp_path, Shelf({})) as opened:
            yield opened


def noting(order: list[str], what: str) -> Callable[[Store], None]:
    return lambda _: order.append(what)


async def test_everybody_reads_once_before_anybody_does_twice(reader: Reader) -> None:
    order = list[str]()
    await asyncio.gather(*(reader.read(who, noting(order, who)) for who in "aaabcb"))
    assert order == list("abcaba")


async def test_what_one_reads_in_vain_is_told_to_nobody_else(reader: Reader) -> None:
    found = await asyncio.gather(
        reader.read("a", lambda store: store.holds("a")),
        reader.read("b", lambda _: 1 // 0),
        reader.read("c", lambda store: store.holds("c")),
        return_exceptions=True,
    )
    assert [found[0], found[2]] == [0, 0]
    assert isinstance(found[1], ZeroDivisionError)
    assert await reader.read("b", lambda store: store.holds("b")) == 0


async def test_for_who_has_gone_nothing_is_read(reader: Reader) -> None:
    order = list[str]()
    gone = asyncio.create_task(reader.read("a", noting(order, "gone")))
    await asyncio.sleep(0)
    gone.cancel()
    await reader.read("b", noting(order, "b"))
    await reader.read("a", noting(order, "a"))
    assert order == ["b", "a"]
