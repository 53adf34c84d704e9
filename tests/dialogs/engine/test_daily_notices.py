"""What the lead is told once a day: what others did since, and never what they did themself."""

from __future__ import annotations

from datetime import date

import pytest
from enacting import enact
from gathered import Team, finish, gather, handed_over, removed, unit_out
from harness import Bench, Clock

from dialogs.application.application import Step
from dialogs.application.changes import PutComment
from dialogs.turn.beside_chat import Arranged


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def test_the_lead_is_told_of_a_day_what_others_did_in_it(team: Team, clock: Clock) -> None:
    """Also without a deadline; never what the lead did, and nothing where nothing was done."""
    assert await team.at_ten(date(2024, 3, 5)) == {}  # that they came was told at once
    clock.pass_(hours=1)
    await team.lead.say("示例社区居委会")
    await team.read()
    assert await team.at_ten(date(2024, 3, 6)) == {}
    clock.pass_(hours=1)
    await finish(team.chats["李四"])
    await team.chats["王五"].command("delete")
    await team.chats["王五"].press("确定")
    await team.read_all()
    told = await team.at_ten(date(2024, 3, 7))
    assert set(told) == {"张三"}
    assert "3月6日 10:00 以来" in told["张三"]
    assert "示例小学：填写或修改 7 项，新增 1 行，完成 100%" in told["张三"]
    assert "退出" not in told["张三"]
    assert "示例中学：" not in told["张三"]
    assert "加入" not in told["张三"]
    assert await team.at_ten(date(2024, 3, 8)) == {}


async def test_what_was_told_at_once_is_not_told_again(team: Team, clock: Clock) -> None:
    """That a unit is filled in, what of it is changed afterwards, and how a comment was dealt with."""
    member = team.chats["李四"]
    await team.at_ten(date(2024, 3, 5))
    clock.pass_(hours=1)
    await finish(member)
    await member.press("确认本单位内容")
    assert "示例小学已填好并确认" in (await team.read())["张三"]
    assert await team.at_ten(date(2024, 3, 6)) == {}
    clock.pass_(hours=1)
    await member.edit("绘本架", "大绘本架")
    assert "绘本架 → 大绘本架" in (await team.read())["张三"]
    assert await team.at_ten(date(2024, 3, 7)) == {}
    clock.pass_(hours=1)
    application, row = (await team.bench.sql("SELECT application, row FROM instance WHERE grp = 'shelves'"))[0]
    comment = PutComment(application=application, step=Step(item="shelves.name", row=row), text="请写全名。")
    lead = team.lead.person
    await team.bench.service.do(lambda store: enact(store, store.conversations.get(lead), [comment], clock.now))
    clock.pass_(hours=1)
    await member.edit("大绘本架", "绘本架一")
    assert "按您的意见改了" in (await team.read())["张三"]
    assert await team.at_ten(date(2024, 3, 8)) == {}
    clock.pass_(hours=1)
    await member.edit("绘本架一", "绘本架二")
    assert "示例小学：填写或修改 1 项，" in (await team.at_ten(date(2024, 3, 9)))["张三"]


async def test_an_answer_changed_again_and_again_counts_once_and_a_row_dropped_does_not(
    team: Team, clock: Clock
) -> None:
    await team.at_ten(date(2024, 3, 5))
    clock.pass_(hours=1)
    chat = team.chats["李四"]
    await chat.press("学校", "添加一行")
    await chat.say_all("绘本架", "2024年5月")
    await chat.press("跳过")
    await chat.edit("绘本架", "小绘本架")
    await chat.edit("小绘本架", "大绘本架")
    assert "示例小学：填写或修改 4 项，新增 1 行，完成" in (await team.at_ten(date(2024, 3, 6)))["张三"]
    clock.pass_(hours=1)
    await chat.edit("大绘本架", "绘本架")
    assert "示例小学：填写或修改 1 项，完成" in (await team.at_ten(date(2024, 3, 7)))["张三"]
    clock.pass_(hours=1)
    await chat.edit("绘本架", "别的架")
    application, row = (await team.bench.sql("SELECT application, row FROM instance WHERE grp = 'shelves'"))[0]
    gone = {"application": application, "table": "shelves", "row": row}
    await chat.submit(Arranged(id="gone", person=chat.person, **gone, what="drop"))
    assert "示例小学：删除 1 行，完成" in (await team.at_ten(date(2024, 3, 8)))["张三"]


async def row_added_and_dropped(team: Team) -> None:
    chat = team.chats["李四"]
    await chat.press("学校", "添加一行")
    await chat.say("绘本架")
    application, row = (await team.bench.sql("SELECT application, row FROM instance WHERE grp = 'shelves'"))[0]
    gone = {"application": application, "table": "shelves", "row": row}
    await chat.submit(Arranged(id="gone", person=chat.person, **gone, what="drop"))


async def test_somebody_whom_the_lead_removed_is_not_told_as_leaving(team: Team, clock: Clock) -> None:
    await team.at_ten(date(2024, 3, 5))
    clock.pass_(hours=1)
    await removed(team)
    await team.read_all()
    assert await team.at_ten(date(2024, 3, 6)) == {}


async def test_a_unit_that_was_taken_out_is_not_told(team: Team, clock: Clock) -> None:
    await team.at_ten(date(2024, 3, 5))
    clock.pass_(hours=1)
    await row_added_and_dropped(team)
    await unit_out(team)
    await team.read_all()
    assert await team.at_ten(date(2024, 3, 6)) == {}


async def test_a_remark_of_somebody_else_is_told_and_the_lead_s_own_is_not(team: Team, clock: Clock) -> None:
    await team.at_ten(date(2024, 3, 5))
    application, unit = (await team.bench.sql("SELECT application, unit FROM member WHERE unit != ''"))[0]
    for day, name, told in ((6, "张三", False), (7, "赵六", True), (8, "张三", False)):
        clock.pass_(hours=1)
        comment = PutComment(application=application, step=Step(item="partners.name", row=unit), text="请写全称。")
        person = team.chats[name].person
        await team.bench.service.do(lambda store: enact(store, store.conversations.get(person), [comment], clock.now))  # noqa: B023
        assert ("张三" in await team.at_ten(date(2024, 3, day))) == told


async def test_whoever_leads_now_is_told_and_not_of_what_they_do_themselves(team: Team, clock: Clock) -> None:
    await team.at_ten(date(2024, 3, 5))
    clock.pass_(hours=1)
    await finish(team.chats["李四"])
    await team.chats["李四"].press("确认本单位内容")
    await handed_over(team, "李四")
    await team.chats["李四"].command("start")
    await team.chats["王五"].press("学校")
    await team.read_all()
    told = await team.at_ten(date(2024, 3, 6))
    assert set(told) == {"李四"}
    assert "示例中学：填写或修改 1 项" in told["李四"]
    assert "示例小学" not in told["李四"]
