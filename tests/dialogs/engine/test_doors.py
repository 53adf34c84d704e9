"""The buttons beneath notices: where they lead, for whom, and as long as what they are about is there."""

from __future__ import annotations

import pytest
from harness import Bench, Chat, notes
from stage import ONE, OTHER, A, B, build, shelf_of

from dialogs.application.application import Step
from dialogs.texts import say
from dialogs.turn import review
from dialogs.turn.door import Behind, Place, door, place_of

COMMENTED = review.mark(Step(item="shelves.name", row=shelf_of(ONE)))


def data(behind: Behind, application: str = A, unit: str = ONE, about: str = "") -> str:
    return door("open", Place(behind, application, unit, about)).data


@pytest.fixture
async def one(bench: Bench) -> Chat:
    """Somebody who fills in the part of a unit, and has another application of their own open."""
    await bench.service.do(build)
    one = Chat(bench, "console:one")
    await one.command("new")
    return one


async def seat(chat: Chat) -> tuple[str | None, str]:
    found = await chat.bench.service.do(lambda store: store.conversations.get(chat.person))
    return found.application, found.unit


async def test_leads_into_its_application_for_its_unit_and_says_so(one: Chat) -> None:
    replies = await one.press_data(data("comment", about=COMMENTED))
    assert await seat(one) == (A, ONE)
    assert "已切换到《河边图书角》" in notes(replies)
    assert one.asked.step == Step(item="shelves.name", row=shelf_of(ONE))


async def test_holds_whatever_was_asked_since(one: Chat) -> None:
    for _ in range(3):
        await one.press_data(data("comment", about=COMMENTED))
        await one.command("status")
    await one.press_data(data("comment", about=COMMENTED))
    assert one.asked.step == Step(item="shelves.name", row=shelf_of(ONE))


async def test_what_is_dealt_with_is_said(one: Chat) -> None:
    await one.press_data(data("comment", about=COMMENTED))
    await one.say("另一个架")
    assert say("comment.gone") in notes(await one.press_data(data("comment", about=COMMENTED)))


@pytest.mark.parametrize("behind", ["on", "comment", "word"])
async def test_is_closed_to_whoever_is_not_in(one: Chat, behind: Behind) -> None:
    before = await seat(one)
    for forged in (data(behind, B), data(behind, "nowhere"), data(behind, A).replace(A, "")):
        replies = await one.press_data(forged)
        assert await seat(one) == before
        assert "小学" not in notes(replies)
    assert say("door.closed") in notes(await one.press_data(data(behind, B)))


async def test_somebody_elses_right_is_not_behind_it(one: Chat) -> None:
    """The whole as a file is not a member's, whichever unit the button names."""
    await one.press_data(data("on"))
    assert "整份文件由牵头人" in notes(await one.press_data(data("word", unit="")))
    assert not one.files


async def test_of_another_unit_leads_to_ones_own(one: Chat) -> None:
    await one.press_data(data("on", unit=""))
    assert await seat(one) == (A, ONE)


async def test_nobody_else_comes_in_by_it(one: Chat) -> None:
    stranger = Chat(one.bench, OTHER)
    await stranger.command("start")
    await stranger.press_data(data("on"))
    assert (await seat(stranger))[0] != A


@pytest.mark.parametrize("forged", ["to.", "to.on", "to.on:a", "to.elsewhere:a/b", "to.on:a/b/c/d", "7.on:a/b"])
def test_only_doors_are_doors(forged: str) -> None:
    assert place_of(forged) is None


def test_fits_into_a_button_of_any_chat() -> None:
    """64 bytes (Bot API, InlineKeyboardButton)."""
    id_ = "a" * 12
    assert len(door("open", Place("comment", id_, id_, review.mark(Step(item="x" * 90, row=id_)))).data) <= 64
