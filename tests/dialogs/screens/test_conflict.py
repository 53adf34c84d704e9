"""Two who write the same: both are shown, both can be kept, and whoever is overwritten is told and gets it back."""

from __future__ import annotations

import pytest
from gathered import Team, gather
from harness import Bench, Chat, labels, notes

from dialogs.turn.beside_chat import Filled, FilledCell
from dialogs.turn.events import Went


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def place(team: Team) -> tuple[str, str]:
    """The application, and the unit of 李四."""
    sql = "SELECT application, unit FROM member WHERE person = ?"
    return tuple((await team.bench.sql(sql, team.chats["李四"].person))[0])


async def at_nature(team: Team) -> None:
    """李四 is asked what kind of unit theirs is."""
    li, (_, unit) = team.chats["李四"], await place(team)
    await li.submit(Went(id="at", person=li.person, item="partners.nature", row=unit))


async def fills(team: Team, chat: Chat, value: str, **more: object) -> None:
    """Somebody fills that in beside the chat."""
    application, unit = await place(team)
    cell = FilledCell(item="partners.nature", row=unit, text=value)
    base = {"id": f"{chat.person}{value}{more}", "person": chat.person, "application": application, "cells": (cell,)}
    await chat.submit(Filled.model_validate({**base, **more}))


async def test_the_overwritten_one_gets_back_to_what_they_wrote(team: Team) -> None:
    """By the button of the notice alone, whatever they are at."""
    await at_nature(team)
    await fills(team, team.lead, "居委会")
    li = team.chats["李四"]
    await li.press("学校")
    await li.press("用我的")
    assert "现在是对方写的" in notes(await team.lead.read())
    await team.lead.command("new")
    replies = await team.lead.press("看修改")
    assert "已切换到《河边图书角》" in notes(replies)
    assert "居委会" in team.lead.asked.text
    await team.lead.press("恢复成这个值")
    assert "已恢复" in notes([team.lead.asked])


async def test_in_a_cell_too_the_overwritten_one_is_told(team: Team) -> None:
    await at_nature(team)
    li = team.chats["李四"]
    [[seen]] = await team.bench.sql("SELECT max(id) FROM history")
    await fills(team, team.lead, "居委会")
    await fills(team, li, "学校", seen=seen)
    [note] = li.receipt.cells
    assert note.state == "conflict"
    assert await team.lead.read() == []
    await fills(team, li, "学校", seen=10**6, accepts=note.accepts)
    assert not li.receipt.cells
    assert "李四同时改了您" in notes(await team.lead.read())
    await team.lead.press("看修改")
    assert "改后：居委会" in team.lead.asked.text
    await fills(team, li, "居委会", seen=10**6)
    assert await team.lead.read() == [], "what one changes knowing it is no conflict"


async def test_a_change_that_is_no_more_ones_own_to_see_is_not_behind_the_button(team: Team) -> None:
    await at_nature(team)
    wang, li = team.chats["王五"], team.chats["李四"]
    await fills(team, li, "居委会")
    await fills(team, team.lead, "学校", seen=10**6, accepts=("overtaken",))
    await li.read()
    data = li.button("看修改").data
    await wang.press_data(data)
    assert "居委会" not in wang.asked.text
    for forged in ("x", "", "99999999"):
        await li.press_data(data.rpartition("/")[0] + f"/{forged}")
        assert "恢复成这个值" not in labels(li.asked)
