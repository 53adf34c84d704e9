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


async def _taken_over(team: Team, clock: Clock) -> Chat:
    """What 李四 wrote is 吴八's, who is of the same unit, by now."""
    await begins(team.chats["李四"], "放绘本，")
    wu = await team.join("吴八", "填写", "示例小学", new=False)
    clock.pass_(hours=25)
    await wu.command("start")
    await wu.press("接着李四写")
    await team.read_all()
    return wu


@pytest.mark.parametrize("by", ["撤回上一段", "撤回"])
async def test_a_text_that_was_taken_over_is_given_back_and_its_writer_told(team: Team, clock: Clock, by: str) -> None:
    """By the button at the text, and by a command from elsewhere; done again, the writer hears of that too."""
    wu, li = await _taken_over(team, clock), team.chats["李四"]
    if by == "撤回":
        await wu.command("review")
    said = notes(await (wu.press(by) if by == "撤回上一段" else wu.command("undo")))
    assert said == "已撤回：附：书架说明（绘本架） · 书与借还，没写完的还给李四"
    assert await team.read() == {
        "李四": "吴八把您在《河边图书角》里没写完的“附：书架说明（绘本架） · 书与借还”还给您了。"
    }
    await li.press("打开这份申报")
    assert "已写 1 段，共 4 字" in li.asked.text
    said = notes(await wu.command("redo"))
    assert said == "已重做：附：书架说明（绘本架） · 书与借还，又接过李四没写完的"
    assert "吴八接着写您在《河边图书角》里没写完的" in (await team.read())["李四"]


async def test_what_its_writer_has_done_meanwhile_is_not_taken_over_again(team: Team, clock: Clock) -> None:
    wu, li = await _taken_over(team, clock), team.chats["李四"]
    await wu.press("撤回上一段")
    await li.read()
    await li.command("start")
    await li.say("自助借还。")
    await li.press("完成")
    await team.read_all()
    assert notes(await wu.command("redo")) == "没有重做：附：书架说明（绘本架） · 书与借还，李四后来改过"
    assert await team.read() == {}
    await li.edit("自助借还。", "周末开放。")
    assert await team.bench.sql("SELECT value FROM answer WHERE field = 'about'") == [("放绘本，\n周末开放。",)]
