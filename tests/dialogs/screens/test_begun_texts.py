"""A long text that somebody has begun: everybody who looks sees that it is, and tells apart what several have left."""

from __future__ import annotations

import pytest
from gathered import Team, gather
from harness import Bench, Chat, Clock, labels, notes


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def begins(chat: Chat, text: str) -> None:
    """A text of the unit, as far as it is not done."""
    await chat.press("学校", "添加一行")
    await chat.say_all("绘本架", "2024年5月")
    await chat.press("跳过", "填完了")
    await chat.say(text)


async def test_a_begun_text_is_not_shown_as_if_there_were_nothing(team: Team) -> None:
    await begins(team.chats["李四"], "放绘本，")
    for reader in (team.lead, team.chats["赵六"]):
        await reader.command("read")
        assert "书与借还：（李四写了一些，还没点“完成”）" in reader.asked.text
    await team.lead.command("review")
    await team.lead.press("下一页", "下一页")
    await team.lead.press("1")
    await team.lead.say("读书的地方。")
    await team.chats["赵六"].command("status")
    assert "· （一）目标（张三写了一些，还没点“完成”）" in team.chats["赵六"].asked.text
    await team.lead.command("status")
    assert "· （一）目标（您写了一些，还没点“完成”）" in team.lead.asked.text


async def test_of_several_who_left_each_has_a_button_of_their_own(team: Team, clock: Clock) -> None:
    await begins(team.chats["李四"], "放绘本，")
    wu = await team.join("吴八", "填写", "示例小学", new=False)
    await wu.command("review")
    await wu.press("下一页", "1")
    await wu.say("周末开放。")
    clock.pass_(hours=25)
    await team.lead.command("review")
    await team.lead.press("下一页", "下一页", "下一页", "1")
    assert {"看李四写的", "接着李四写", "看吴八写的", "接着吴八写"} <= {*labels(team.lead.asked)}
    await team.lead.press("接着吴八写")
    assert "吴八没写完的已接过来" in notes([team.lead.asked])
