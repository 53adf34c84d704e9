"""An application in which nothing was ever done is gone once its person is elsewhere, by whichever way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from gathered import come_in
from harness import Bench, Chat
from stage import CODE, ONE, A, build

from dialogs.turn.door import Place, door


@pytest.fixture
async def one(bench: Bench) -> Chat:
    """Somebody who fills in the part of a unit, and has just begun an application of their own."""
    await bench.service.do(build)
    one = Chat(bench, "console:one")
    await one.command("new")
    return one


async def own(chat: Chat) -> list[str]:
    """The applications that the person leads."""
    found = await chat.bench.sql("SELECT application FROM member WHERE person = ? AND role = 'lead'", chat.person)
    return [id_ for (id_,) in found]


async def by_a_door(one: Chat) -> None:
    await one.press_data(door("open", Place("on", A, ONE)).data)


async def by_the_list(one: Chat) -> None:
    await one.command("list")
    await one.press(next(label for label in one.offered if "河边图书角" in label))


async def by_an_invitation_to_where_one_is_in(one: Chat) -> None:
    await one.command("join", "cconsole:one")


WAYS = [by_a_door, by_the_list, by_an_invitation_to_where_one_is_in]


@pytest.mark.parametrize("way", WAYS)
async def test_it_goes_with_whoever_leaves_it(one: Chat, way: Callable[[Chat], Awaitable[None]]) -> None:
    [empty] = await own(one)
    await way(one)
    assert await one.bench.sql("SELECT 1 FROM application WHERE id = ?", empty) == []
    await one.command("list")
    assert "未命名" not in "".join(one.offered)


async def test_of_two_that_are_begun_one_stays(one: Chat) -> None:
    [first] = await own(one)
    await one.command("new")
    [second] = await own(one)
    assert first != second


async def test_it_goes_with_somebody_who_comes_in_elsewhere(one: Chat) -> None:
    stranger = Chat(one.bench, "console:new")
    await stranger.agree()
    [empty] = await own(stranger)
    await stranger.command("join", CODE)
    await come_in(stranger, "赵六")
    assert await one.bench.sql("SELECT 1 FROM application WHERE id = ?", empty) == []


@pytest.mark.parametrize("begun", ["answered", "written", "invited"])
async def test_one_in_which_anything_was_done_stays(one: Chat, begun: str) -> None:
    if begun == "answered":
        await one.say("山上图书角")
    elif begun == "written":
        await one.command("status")
        await one.press("三、共建方案")
        await one.say("先写一段。")
        assert "先写一段。" in [text for (text,) in await one.bench.sql("SELECT text FROM draft_part")]
    else:
        await one.command("invite")
        await one.say("李四")
        await one.press("牵头单位", "填写")
    kept = await own(one)
    await by_a_door(one)
    assert await own(one) == kept
