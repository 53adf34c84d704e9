"""Several units for which the whole waits: one button for all, which leads to the list of them."""

from __future__ import annotations

import pytest
from gathered import Team, finish, gather
from harness import Bench, notes, text_of
from small_form import BASIC

from dialogs.turn.beside_chat import Filled, FilledCell
from dialogs.turn.events import Went


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def fill_in_the_lead_unit(team: Team) -> None:
    lead = team.lead
    [[application]] = await team.bench.sql("SELECT id FROM application")
    texts = {**BASIC, "remark": "", "goal": "为社区里的孩子提供一个安静读书的地方。", "ways": "志愿者轮流值守。"}
    cells = tuple(FilledCell(item=item, text=text) for item, text in {**texts, "promise": "确认"}.items())
    await lead.submit(Filled(id="all", person=lead.person, application=application, cells=cells, seen=10**6))
    await lead.command("start")
    await lead.press("填完了", "添加一行")
    await lead.say_all("大书架", "2024年5月")
    await lead.press("跳过", "填完了")
    await lead.say("放图画书，自助借还。\n完成")
    assert "归您填的都填好了" in lead.asked.text


async def test_one_fills_in_for_one_of_several_from_their_list(team: Team) -> None:
    await fill_in_the_lead_unit(team)
    assert "替他们填" in team.lead.offered
    assert "替示例小学填" not in team.lead.offered
    listed = text_of(await team.lead.press("替他们填"))
    assert "示例小学：完成 25%（李四）" in listed
    assert "示例中学：完成 25%（王五）" in listed
    assert "单位性质" in text_of(await team.lead.press("替示例小学填"))


async def test_all_are_awaited_again_by_one_press(team: Team) -> None:
    await fill_in_the_lead_unit(team)
    for name in ("李四", "王五"):
        await finish(team.chats[name])
    await team.lead.command("start")
    await team.lead.press("不等确认，直接定稿", "不等了")
    await team.read_all()
    assert "改为仍等示例小学、示例中学确认。" in text_of(await team.lead.press("仍等他们确认"))
    told = await team.read()
    assert list(told) == ["李四", "王五"]
    assert "张三改为仍等示例小学确认" in told["李四"]
    assert "不等确认，直接定稿" in team.lead.offered


async def test_only_the_lead_sees_for_whom_the_whole_waits(team: Team) -> None:
    assert "示例小学" in text_of(await team.lead.command("late"))
    assert "示例小学：" not in text_of(await team.chats["王五"].command("late"))


async def test_of_the_last_promise_the_button_that_ends_it_all_stands_out(team: Team) -> None:
    """And no other beside it; before the last, 确认 does."""
    wang = team.chats["王五"]
    await wang.press("学校", "填完了")
    primary = [one.label for row in wang.asked.buttons for one in row if one.role == "primary"]
    assert primary == ["确认并交给牵头人"]
    await team.lead.submit(Went(id="at", person=team.lead.person, item="promise"))
    primary = [one.label for row in team.lead.asked.buttons for one in row if one.role == "primary"]
    assert primary == ["确认"]


async def test_what_is_confirmed_already_is_not_confirmed_and_told_again(team: Team) -> None:
    li = team.chats["李四"]
    await finish(li)
    await li.press("确认本单位内容")
    await team.read_all()
    assert "本单位内容已经确认过了。" in notes(await li.command("sign"))
    assert await team.read() == {}
