"""Whose turn it is: of each person once, before anybody gets a second."""

from __future__ import annotations

import asyncio

import pytest
from waiting import PATIENCE

from bot.service.fair_turn import FairTurn


async def come(turn: FairTurn, order: list[str], *persons: str) -> list[asyncio.Task[None]]:
    """They come in this order, and each notes when it was their turn."""

    async def one(person: str) -> None:
        async with turn.of(person):
            order.append(person)
            await asyncio.sleep(0)

    tasks = []
    for person in persons:
        tasks.append(asyncio.create_task(one(person)))
        await asyncio.sleep(0)
    return tasks


async def test_whoever_asks_for_much_lets_the_others_in_between() -> None:
    turn, order = FairTurn(), list[str]()
    async with turn.of("begun"):
        tasks = await come(turn, order, "a", "a", "a", "b", "c", "b")
        assert turn.is_wanted
    await asyncio.gather(*tasks)
    assert order == ["a", "b", "c", "a", "b", "a"]
    assert not turn.is_wanted


async def test_who_has_a_turn_has_none_again_before_whoever_came_since() -> None:
    turn, order = FairTurn(), list[str]()
    async with turn.of("a"):
        tasks = await come(turn, order, "a", "a", "b")
    await asyncio.gather(*tasks)
    assert order == ["b", "a", "a"]


async def test_nobody_has_less_time_because_they_ask_for_more_themselves() -> None:
    turn, order = FairTurn(), list[str]()
    async with turn.of("a"):
        tasks = await come(turn, order, "a")
        assert not turn.is_wanted
        tasks += await come(turn, order, "b")
        assert turn.is_wanted
    await asyncio.gather(*tasks)


async def test_several_at_once() -> None:
    turn, order = FairTurn(2), list[str]()
    async with turn.of("x"), turn.of("x"):
        tasks = await come(turn, order, "a")
        assert order == []
    await asyncio.gather(*tasks)
    async with turn.of("x"), turn.of("x"):
        pass


async def test_one_never_has_all_turns_where_there_are_several() -> None:
    turn, order = FairTurn(3, of_one=2), list[str]()
    async with turn.of("a"):
        async with turn.of("a"):
            mine = await come(turn, order, "a", "a")
            others = await come(turn, order, "b", "c")
            await asyncio.gather(*others)
            assert order == ["b", "c"]
        await asyncio.gather(*mine)
    assert order == ["b", "c", "a", "a"]
    assert not turn.is_wanted


@pytest.mark.parametrize("at_once", [1, 2])
async def test_who_goes_away_takes_no_turn_along(at_once: int) -> None:
    turn, order = FairTurn(at_once), list[str]()
    held = [turn.of("x") for _ in range(at_once)]
    for one in held:
        await one.__aenter__()
    left, stays = await come(turn, order, "a", "b")
    left.cancel()
    await asyncio.sleep(0)
    just_then = (await come(turn, order, "c"))[0]
    for one in held:
        await one.__aexit__(None, None, None)
    just_then.cancel()  # its turn may have come already
    await asyncio.gather(left, stays, just_then, return_exceptions=True)
    assert "b" in order
    async with asyncio.timeout(PATIENCE):
        for _ in range(at_once):
            await turn.of("d").__aenter__()
