"""What waits for a yes: it is judged again when the yes comes, and lost in no case without a word."""

from __future__ import annotations

from typing import Any

import pytest
from gathered import Team, gather
from harness import Bench, Chat, labels, notes, text_of

from bot import clock
from dialogs.form.model import LEAD_UNIT
from dialogs.turn.beside_chat import Arranged, Filled, FilledCell
from dialogs.turn.events import Went
from storage.database import connect
from storage.store import Store

HELD = "SELECT count(*) FROM held"
SHELVES = "SELECT row FROM instance WHERE grp = 'shelves' ORDER BY position"
ASKED_AGAIN = "还没有删除：李四刚刚改过这里"
LONG = "两年内办成社区里大家都爱来、都能来的读书地方。" * 40


@pytest.fixture
async def team(bench: Bench) -> Team:
    """示例小学 (李四) has one shelf, with its first cell filled in."""
    team = await gather(bench)
    await go(team.chats["李四"], "shelves", LEAD_UNIT, "添加一行")
    await team.chats["李四"].say("绘本架")
    await team.read_all()
    return team


async def go(chat: Chat, item: str, row: str = "", *pressed: str) -> None:
    """To a place of the outline, and on from there."""
    await chat.submit(Went(id=f"{chat.person} {len(chat.asks)}", person=chat.person, item=item, row=row))
    await chat.press(*pressed)


async def fill(team: Team, name: str, item: str, row: str, text: str) -> None:
    """Somebody fills in a cell of the table beside the chat."""
    chat = team.chats[name]
    [(application,)] = await team.bench.sql("SELECT id FROM application")
    event: dict[str, Any] = {"id": f"{name} {item} {text}", "person": chat.person, "application": application}
    receipt = await team.bench.service.submit(Filled(**event, cells=(FilledCell(item=item, row=row, text=text),)))
    assert not receipt.refused
    await chat.read()


async def test_what_others_change_after_the_question_is_not_deleted_unseen(team: Team) -> None:
    [(row,)] = await team.bench.sql(SHELVES)
    await go(team.lead, "shelves", "", "1", "删除这一行")
    await fill(team, "李四", "shelves.note", row, "靠窗")
    assert ASKED_AGAIN in notes(await team.lead.press("确定删除"))
    assert await team.bench.sql(SHELVES) == [(row,)]
    assert "已删除" in notes(await team.lead.press("确定删除"))
    assert await team.bench.sql(SHELVES) == []
    assert await team.bench.sql(HELD) == [(0,)]


async def test_of_a_unit_nothing_that_belongs_to_it(team: Team) -> None:
    [(row,)] = await team.bench.sql(SHELVES)
    await go(team.lead, "partners", "", "1", "删除这一行", "确定删除")
    await fill(team, "李四", "shelves.note", row, "靠窗")
    assert ASKED_AGAIN in notes(await team.lead.press("确定删除"))
    assert await team.bench.sql(SHELVES) == [(row,)]
    await team.lead.press("确定删除")
    assert "已删除" in notes(await team.lead.press("确定删除"))
    assert await team.bench.sql(SHELVES) == []


async def test_one_s_own_changes_are_no_reason_to_ask_again(team: Team) -> None:
    [(row,)] = await team.bench.sql(SHELVES)
    await go(team.lead, "shelves", "", "1", "删除这一行")
    await fill(team, "张三", "shelves.note", row, "靠窗")
    assert "已删除" in notes(await team.lead.press("确定删除"))


async def conflicting(team: Team) -> Chat:
    """李四's colleague, asked which of two texts is to stay: 李四's, or the long one that they have just written."""
    both = await team.join("周九", "填写", "示例小学", new=False)
    [(row,)] = await team.bench.sql(SHELVES)
    await go(both, "about", row)
    await both.say(LONG)
    await fill(team, "李四", "about", row, "放绘本，按图书馆规则借还。")
    await both.press("完成")
    assert "李四" in both.asked.text
    return both


async def test_what_is_held_is_not_in_the_conversation(team: Team) -> None:
    both = await conflicting(team)
    [(state,)] = await team.bench.sql("SELECT state FROM conversation WHERE person = ?", both.person)
    assert LONG[:40] not in state
    assert await team.bench.sql(HELD) == [(1,)]
    assert "已记下您写的" in notes(await both.press("用我的"))
    assert [value for (value,) in await team.bench.sql("SELECT value FROM answer WHERE field = 'about'")] == [LONG]
    assert await team.bench.sql(HELD) == [(0,)]


async def test_where_the_question_is_gone_what_was_written_is_shown_back_once(team: Team) -> None:
    both = await conflicting(team)
    [(row,)] = await team.bench.sql(SHELVES)
    [(application,)] = await team.bench.sql("SELECT id FROM application")
    event = {"id": "gone", "person": team.lead.person, "application": application, "table": "shelves", "row": row}
    await team.bench.service.submit(Arranged.model_validate({**event, "what": "drop"}))
    assert LONG in text_of(await both.command("status"))
    assert LONG not in text_of(await both.command("status"))
    assert await team.bench.sql(HELD) == [(0,)]


async def test_where_this_program_does_not_know_the_question_what_was_written_is_shown_back_once(team: Team) -> None:
    both = await conflicting(team)
    await team.bench.stop()
    db = connect(team.bench.folder)
    db.execute("UPDATE conversation SET state = replace(state, '\"conflict\"', '\"of a later program\"')")
    db.close()
    await team.bench.__aenter__()
    assert LONG in text_of(await both.command("status"))
    assert LONG not in text_of(await both.command("status"))
    assert await team.bench.sql(HELD) == [(0,)]


async def test_it_goes_with_its_application_and_after_a_month(team: Team) -> None:
    both = await conflicting(team)
    team.bench.clock.pass_(days=29)
    await team.bench.service.do(lambda store: store.forget(clock.now()))
    assert await team.bench.sql(HELD) == [(1,)]
    team.bench.clock.pass_(days=2)
    await team.bench.service.do(lambda store: store.forget(clock.now()))
    assert await team.bench.sql(HELD) == [(0,)]
    assert "用我的" not in labels((await both.command("help"))[-1])
    await team.lead.command("delete")
    assert await team.bench.sql(HELD) == [(1,)]
    await team.bench.service.do(_delete_all)
    assert await team.bench.sql(HELD) == [(0,)]


def _delete_all(store: Store) -> None:
    store.sql.run("DELETE FROM application")


async def test_after_a_no_nothing_waits(team: Team) -> None:
    await team.lead.command("delete")
    assert await team.bench.sql(HELD) == [(1,)]
    await team.lead.press("不删除")
    assert await team.bench.sql(HELD) == [(0,)]


async def test_going_back_from_a_new_row_keeps_what_stands_in_its_annex(team: Team) -> None:
    await go(team.lead, "shelves", "", "添加一行")
    [(row,)] = await team.bench.sql("SELECT row FROM instance WHERE grp = 'shelves' AND unit = ''")
    await fill(team, "张三", "about", row, "放绘本，按图书馆规则借还。")
    assert "没有添加" not in notes(await team.lead.command("back"))
    assert await team.bench.sql("SELECT count(*) FROM instance WHERE row = ? AND grp = 'shelves'", row) == [(1,)]


async def test_going_back_from_an_empty_one_takes_it_away(team: Team) -> None:
    await go(team.lead, "shelves", "", "添加一行")
    assert "没有添加" in notes(await team.lead.command("back"))
    assert await team.bench.sql("SELECT count(*) FROM instance WHERE unit = '' AND grp = 'shelves'") == [(0,)]
