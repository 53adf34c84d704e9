"""The whole application deleted: what is asked, who can bring it back and how long, and what is left of it after."""

from __future__ import annotations

import pytest
from gathered import Team, gather, handed_over
from harness import Bench, Clock, labels, notes, text_of

from bot import clock as times

BIN, ERASE, BACK = "删除，30 天内可恢复", "彻底删除", "恢复删除的申报"
ROLES = "SELECT person, unit, role FROM member WHERE role != 'gone' ORDER BY 1, 2"


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def deleted(team: Team, how: str = BIN) -> None:
    await team.lead.command("delete")
    await team.lead.press(how)


async def restore(team: Team) -> None:
    await team.lead.press(BACK)
    [entry] = [label for label in labels(team.lead.asked) if "河边图书角" in label]
    await team.lead.press(entry)


async def test_is_asked_with_its_name_form_units_and_people(team: Team) -> None:
    await team.lead.command("delete")
    for said in ("《河边图书角》", "社区图书角共建申请表", "示例小学、示例中学", "李四", "钱七", "30 天内您可以恢复"):
        assert said in team.lead.asked.text
    assert labels(team.lead.asked) == [BIN, ERASE, "不删除"]


async def test_nobody_is_in_it_and_nobody_comes_in(team: Team) -> None:
    await team.lead.command("invite")
    await team.lead.press("示例小学")
    code = text_of(await team.lead.press("填写")).rpartition("/join ")[2][:9]
    await deleted(team)
    assert await team.bench.sql(ROLES) == []
    told = await team.read()
    assert told["李四"] == "张三已删除《河边图书角》，您不能再看和改。30 天内对方可以恢复。"
    assert "现在不能填了" in notes(await team.chats["李四"].say("学校"))
    assert "那份申报已被删除" in notes(await team.chats["李四"].command("join", code))
    assert BACK not in labels(team.chats["李四"].asked)


async def test_comes_back_with_its_people_and_answers(team: Team) -> None:
    await team.chats["李四"].press("学校")
    roles, answers = await team.bench.sql(ROLES), await team.bench.sql("SELECT * FROM answer")
    await deleted(team)
    await restore(team)
    assert await team.bench.sql(ROLES) == roles
    assert await team.bench.sql("SELECT * FROM answer") == answers
    await team.chats["李四"].command("start")
    assert "书架清单" in team.chats["李四"].asked.text


async def test_after_thirty_days_it_is_erased_with_all_that_is_kept_of_whoever_deleted_it(
    team: Team, clock: Clock
) -> None:
    await deleted(team)
    clock.pass_(days=31)
    await team.bench.service.do(lambda store: store.forget(times.now()))
    assert await team.bench.sql("SELECT * FROM application") == []
    assert await team.bench.sql("SELECT * FROM conversation WHERE person = ?", team.lead.person) == []


async def test_erased_at_once_there_is_nothing_to_bring_back(team: Team) -> None:
    await deleted(team, ERASE)
    assert await team.bench.sql("SELECT * FROM application") == []


async def test_whoever_was_in_it_is_told_that_it_is_back_and_comes_there(team: Team) -> None:
    await deleted(team)
    await team.read_all()
    await restore(team)
    told = await team.read()
    assert told == dict.fromkeys(
        ("李四", "王五", "赵六", "钱七"), "张三已恢复《河边图书角》，您写过的内容都在，可以接着用。"
    )
    await team.chats["李四"].press("打开这份申报")
    assert "单位性质" in team.chats["李四"].asked.text


async def test_not_while_whoever_led_before_can_take_the_lead_back(team: Team, clock: Clock) -> None:
    await handed_over(team, "李四")
    li = team.chats["李四"]
    assert "张三 7 天内可以收回牵头，这期间不能删除这份申报" in notes([li.asked])
    assert "7 天内可以收回牵头" in notes(await li.command("delete"))
    assert ERASE not in labels(li.asked)
    clock.pass_(days=8)
    await li.command("delete")
    assert labels(li.asked) == [BIN, ERASE, "不删除"]
