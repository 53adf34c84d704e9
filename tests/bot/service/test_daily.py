"""Once a day at ten: who is reminded on which day and in which state, and nobody twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from gathered import DUE, Team, finish, gather, handed_over, removed, unit_out
from harness import REMINDED, Bench, Chat, Clock, notes
from query_plans import WHOLE, plan
from waiting import PATIENCE

from bot.clock import BEIJING
from bot.service import daily
from dialogs.turn.events import Said
from storage import daily_news
from storage.store import Store

UNFINISHED = {"张三", "李四", "王五"}  # the lead, and who fills in for the two schools


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


def reminded(told: dict[str, str]) -> set[str]:
    return {name for name, text in told.items() if "提醒：" in text}


@pytest.mark.parametrize(
    ("days", "who"),
    [(days, UNFINISHED if days in (7, 3, 1, 0, -1) else set()) for days in (30, 8, 7, 6, 4, 3, 2, 1, 0, -1, -2, -30)],
)
async def test_reminded_are_units_and_the_lead_on_the_days_set_and_on_the_last(
    team: Team, days: int, who: set[str]
) -> None:
    await team.set_deadline()
    told = await team.before(days)
    assert reminded(told) == who
    left = f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "就是今天"
    assert all(f"4月1日（{left}）" in text for text in told.values())


TEN_DAYS = """
-8  .           .           .
-7  还有 7 天   还有 7 天   还有 7 天
-6  .           .           .
-5  .           .           .
-4  .           .           .
-3  还有 3 天   .           还有 3 天
-2  .           .           .
-1  还有 1 天   .           还有 1 天
0   就是今天    .           就是今天
+1  已过 1 天   .           已过 1 天
+2  .           .           .
"""


async def test_ten_days_around_a_deadline_who_is_told_when_and_what(team: Team) -> None:
    """The columns: 张三, who leads; 李四, who confirms six days before it; 王五, who does nothing."""
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=9))
    for line in TEN_DAYS.strip().splitlines():
        day, *wanted = re.split(r"\s{2,}", line)
        told = await team.at_ten(DUE + timedelta(days=int(day)))
        for name, what in zip(("张三", "李四", "王五"), wanted, strict=True):
            assert (what in told[name]) if what != "." else (name not in told), (day, name, told)
        if day == "-6":
            await confirmed(team)
            await team.read_all()


async def confirmed(team: Team) -> None:
    await finish(team.chats["李四"])
    await team.chats["李四"].press("确认本单位内容")


async def changed_again(team: Team) -> None:
    await confirmed(team)
    await team.chats["李四"].edit("绘本架", "大绘本架")


async def only_complete(team: Team) -> None:
    await finish(team.chats["李四"])


async def muted(team: Team) -> None:
    for name in ("李四", "张三"):
        await team.chats[name].command("mute")
        await team.chats[name].press("关闭提醒")


async def muted_and_back(team: Team) -> None:
    await muted(team)
    for name in ("李四", "张三"):
        await team.chats[name].command("mute")
        assert "已关闭" in team.chats[name].asked.text
        await team.chats[name].press("恢复提醒")


async def left(team: Team) -> None:
    await team.chats["李四"].command("delete")
    await team.chats["李四"].press("确定")


async def none(team: Team) -> None:
    await team.lead.command("deadline")
    await team.lead.press("取消截止日期")


async def later(team: Team) -> None:
    await team.set_deadline(DUE + timedelta(days=1))


async def led_by_another(team: Team) -> None:
    await handed_over(team, "钱七")


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (confirmed, UNFINISHED - {"李四"}),
        (changed_again, UNFINISHED),
        (only_complete, UNFINISHED),
        (muted, {"王五"}),
        (muted_and_back, UNFINISHED),
        (left, UNFINISHED - {"李四"}),
        (removed, UNFINISHED - {"李四"}),
        (unit_out, UNFINISHED - {"李四"}),
        (none, set()),
        (later, set()),
        (led_by_another, UNFINISHED | {"钱七"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_reminded_is_who_still_has_something_to_do(
    team: Team, state: Callable[[Team], Awaitable[None]], who: set[str]
) -> None:
    await team.set_deadline()
    await state(team)
    await team.read_all()
    assert reminded(await team.before(3)) == who


@pytest.mark.parametrize(("hour", "again"), [(9, UNFINISHED), (11, set[str]())])
async def test_a_deadline_that_is_moved_to_the_same_day_is_told_at_once(
    team: Team, clock: Clock, hour: int, again: set[str]
) -> None:
    """And, before ten, what is still missing at ten; after that not again on that day, but on the next."""
    await team.set_deadline()
    day = datetime(2024, 3, 20, tzinfo=BEIJING)
    if hour > daily.TEN:
        await team.at_ten(day.date())
    clock.now = day.replace(hour=hour)
    await team.lead.command("deadline")
    await team.lead.say("2024年3月20日")
    told = await team.read()
    assert {name for name, text in told.items() if "改为 3月20日（就是今天）" in text} == {*team.chats} - {"张三"}
    clock.now = day.replace(hour=12)
    await team.bench.daily()
    assert reminded(await team.read()) == again
    assert reminded(await team.at_ten(day.date() + timedelta(days=1))) == UNFINISHED


async def test_days_with_restarts_between_tell_everything_exactly_once(team: Team, clock: Clock) -> None:
    await team.set_deadline()
    clock.now = datetime(2024, 3, 20, 9, 59, tzinfo=BEIJING)
    told: list[tuple[str, str]] = []
    for _ in range(14 * 8):  # up to 3 April, every three hours
        for restart in (False, True):
            if restart:
                await team.bench.restart()
            await team.bench.daily()
            told += [(f"{clock.now:%m-%d %H}", name) for name in reminded(await team.read())]
        clock.pass_(hours=3)
    days = ("03-25 12", "03-29 12", "03-31 12", "04-01 12", "04-02 12")  # the first time after ten
    assert sorted(told) == sorted((day, name) for day in days for name in UNFINISHED)


async def test_two_at_the_same_time_tell_it_once(team: Team) -> None:
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=4))
    team.bench.clock.pass_(days=1)
    await asyncio.gather(team.bench.daily(), team.bench.daily())
    assert reminded(await team.read()) == UNFINISHED  # which would not pass over a second message


async def test_nothing_is_told_before_ten(team: Team, clock: Clock) -> None:
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=4))
    clock.pass_(hours=23, minutes=59)
    await team.bench.daily()
    assert await team.read() == {}
    clock.pass_(minutes=1)
    await team.bench.daily()
    assert reminded(await team.read()) == UNFINISHED


@pytest.mark.parametrize(
    ("down", "up", "who"),
    [(5, 2, UNFINISHED), (2, 2, set()), (5, 4, set()), (2, -1, UNFINISHED), (2, -2, set())],
)
async def test_a_day_that_was_missed_is_made_up_for(team: Team, down: int, up: int, who: set[str]) -> None:
    """The service is down from after `down` days before the deadline to `up` days before it."""
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=down))
    assert reminded(await team.at_ten(DUE - timedelta(days=up))) == who


async def test_two_units_of_one_person_are_one_message(team: Team) -> None:
    chat = await team.join("李四", "填写", "示例幼儿园")
    await team.set_deadline()
    text = (await team.before(7))["李四"]
    assert "示例小学的部分" in text
    assert "示例幼儿园的部分" in text
    await chat.press("填示例幼儿园")
    assert "单位性质" in chat.asked.text
    await chat.command("mute")
    await chat.press("关闭提醒")
    assert reminded(await team.before(3)) == UNFINISHED - {"李四"}, "and silent for both"


async def test_a_reminder_leads_to_the_unit_it_is_about(team: Team) -> None:
    """Not to one of which the same person only looks on."""
    viewer = await team.join("钱七", "填写", "示例小学", new=False)
    await team.set_deadline()
    assert "示例小学的部分" in (await team.before(7))["钱七"]
    assert [door.label for door in viewer.doors[-1:]] == ["继续填写"]
    assert not [door for door in viewer.doors if "示例社区居委会" in door.label]
    await viewer.command("list")
    await viewer.press_data(viewer.doors[-1].data)
    assert "单位性质" in viewer.asked.text


async def test_news_and_reminder_in_one_message_say_the_deadline_once(team: Team) -> None:
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=8))
    await team.chats["李四"].press("学校")
    told = (await team.at_ten(DUE - timedelta(days=7)))["张三"]
    assert "示例小学：填写或修改 1 项" in told
    assert told.count("4月1日（还有 7 天）") == 1
    assert "总进度" not in told
    await team.chats["李四"].press("添加一行")
    await team.chats["李四"].say("绘本架")
    assert "总进度" in (await team.at_ten(DUE - timedelta(days=6)))["张三"], "by itself it says both"


async def test_the_lead_is_reminded_until_the_whole_is_finished(team: Team) -> None:
    await team.set_deadline()
    assert "一、基本情况" in (await team.before(7))["张三"]
    for name in ("李四", "王五"):
        await finish(team.chats[name])
        await team.chats[name].press("确认本单位内容")
    application = (await team.bench.sql("SELECT id FROM application"))[0][0]
    await team.bench.service.do(lambda store: complete(store, application))
    await team.read_all()
    assert reminded(await team.before(3)) == set()
    await team.chats["王五"].edit("绘本架", "大绘本架")
    await team.read_all()
    told = await team.before(1)
    assert reminded(told) == {"张三", "王五"}
    assert "示例中学（完成 100%）" in told["张三"]
    assert "示例小学" not in told["张三"].partition("提醒：")[2]
    assert "都填好了，还没有确认" in told["王五"]


def complete(store: Store, application: str) -> None:
    """As if the lead had answered the rest."""
    store.db.execute("UPDATE instance SET missing = 0 WHERE application = ?", [application])


async def test_one_person_alone_is_told_nothing_without_a_deadline(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    for _ in range(3):
        bench.clock.pass_(days=1, hours=2)
        await bench.daily()
        assert await chat.read() == []


async def test_what_is_gone_is_passed_over_and_what_is_no_longer_served_goes_on(team: Team) -> None:
    await team.set_deadline()
    team.bench.registry = {}
    await team.bench.restart()
    assert await team.before(7) != {}
    await team.lead.command("delete")
    await team.lead.press("彻底删除")
    await team.read_all()
    assert await team.before(3) == {}
    assert await team.bench.sql("SELECT * FROM reminded") == []


async def test_an_application_that_fails_keeps_no_other_and_is_tried_again(
    team: Team, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.set_deadline()
    other = Chat(team.bench, "console:other")
    await other.agree()
    await other.command("deadline")
    await other.say(DUE.isoformat())
    first = (await team.bench.sql("SELECT application FROM member WHERE person = ?", team.lead.person))[0][0]
    fails = [True]
    notifications = daily.notifications

    def sometimes(*args: Any) -> Any:
        found = notifications(*args)
        if fails and args[1] == first:
            raise RuntimeError
        return found

    monkeypatch.setattr(daily, "notifications", sometimes)
    assert await team.before(3) == {}
    assert "还有 3 天" in notes(await other.read())
    fails.clear()
    clock.pass_(hours=1)
    await team.bench.daily()
    assert reminded(await team.read()) == UNFINISHED
    assert await other.read() == []


async def test_it_goes_by_itself_from_ten_on(team: Team, clock: Clock) -> None:
    await team.set_deadline()
    await team.at_ten(DUE - timedelta(days=4))
    clock.pass_(hours=20)
    async with daily.reminding(team.bench.service, REMINDED):
        for _ in range(9):  # what it does takes its turn, as this does
            await team.bench.service.do(lambda _: None)
        assert await team.read() == {}, "at six in the morning"
    clock.pass_(hours=5)
    await team.bench.service.posted("telegram")  # all until now
    async with asyncio.timeout(PATIENCE), daily.reminding(team.bench.service, REMINDED):
        assert team.chats["李四"].person in await team.bench.service.posted("telegram")
    assert reminded(await team.read()) == UNFINISHED


@pytest.mark.parametrize(
    ("now", "ten"),
    [("2024-03-04 09:59:59", "2024-03-04"), ("2024-03-04 10:00", "2024-03-05"), ("2024-12-31 23:59", "2025-01-01")],
)
def test_the_next_ten_is_later_than_now(now: str, ten: str) -> None:
    found = daily.next_ten(datetime.fromisoformat(f"{now}+08:00"))
    assert found == datetime.fromisoformat(f"{ten} 10:00+08:00")


async def test_people_are_served_while_many_are_reminded(team: Team, clock: Clock) -> None:
    await team.set_deadline()
    clock.now = datetime(2024, 3, 29, 11, tzinfo=BEIJING)
    await team.bench.service.do(lambda store: copies(store, 5 * daily.TOGETHER))
    reminding = asyncio.create_task(team.bench.daily())
    await asyncio.sleep(0)
    await team.bench.service.submit(Said(id="in between", person=team.lead.person, text="示例社区居委会"))
    left = await team.bench.service.do(lambda store: daily_news.due(store.sql, clock.now))
    assert len(left) > daily.TOGETHER
    await reminding
    ten = clock.now.replace(hour=10)
    assert await team.bench.service.do(lambda store: daily_news.due(store.sql, ten)) == []


def copies(store: Store, count: int) -> None:
    """More applications with a deadline, each led by the same person."""
    for number in range(count):
        store.db.execute(
            "INSERT INTO application (id, form, digest, created, changed, deadline)"
            " SELECT ?, form, digest, created, changed, deadline FROM application WHERE id NOT LIKE 'copy%'",
            [f"copy{number}"],
        )
        store.db.execute(
            "INSERT INTO member (application, person, unit, role, name, joined) VALUES (?, 'x:1', '', 'lead', '', '')",
            [f"copy{number}"],
        )


async def test_nothing_walks_through_an_application(team: Team) -> None:
    await team.set_deadline()
    await finish(team.chats["李四"])
    asked: dict[str, object] = {}

    def trace(store: Store) -> None:
        store.db._tracer = asked.setdefault

    await team.bench.service.do(trace)
    assert reminded(await team.at_ten(DUE)) == UNFINISHED
    plans = await team.bench.service.do(lambda store: {sql: plan(store, sql, asked[sql]) for sql in list(asked)})
    assert any("history" in sql for sql in plans)
    # Which applications there are to see to is found by going through all, once a day; `fresh` is what was just found.
    walks = {
        (sql, line)
        for sql, lines in plans.items()
        for line in lines
        if not sql.startswith("SELECT id FROM application")
        if (line.startswith("SCAN") and line.split()[1] not in ("fresh", "CONSTANT", "job")) or WHOLE.fullmatch(line)
    }
    assert not walks


async def test_the_lead_reads_that_nobody_came_in_for_a_unit_and_what_to_do(team: Team) -> None:
    await team.lead.command("invite")
    await team.lead.press("添加联合单位")
    await team.lead.say("示例大学")
    await team.lead.press("填写")
    await team.set_deadline()
    told = await team.before(1)
    assert "· 示例大学（邀请已过期，没有人加入，请到“成员和进度”里换新邀请）" in told["张三"]
    assert "· 示例中学（完成" in told["张三"]
