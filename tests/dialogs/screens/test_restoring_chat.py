"""What the people read and press where rows and units are deleted and brought back; see `test_restoring`."""

from __future__ import annotations

from typing import Any

import pytest
from gathered import Team, gather
from harness import Bench, Chat, labels, notes, text_of

from dialogs.screens.restoring import Restoring
from dialogs.turn.beside_chat import Arranged

GONE = "30 天内可以恢复：在这张表里点“恢复删除的行”。"
DROP = ("删除这一行", "确定删除")
SHELVES = "SELECT count(*) FROM instance WHERE grp = 'shelves'"


@pytest.fixture
async def team(bench: Bench) -> Team:
    """示例小学 (李四) has two shelves, 示例中学 (王五) none, the lead one."""
    team = await gather(bench)
    for chat, registry in [(team.chats["李四"], "绘本架"), (team.chats["李四"], "文史架"), (team.lead, "科普架")]:
        await to_table(chat, "书架清单", "添加一行")
        await chat.say_all(registry, "2024年5月")
        await chat.press("跳过")
    await team.read_all()
    return team


async def to_table(chat: Chat, title: str, *pressed: str) -> str:
    """To the list of a table's rows, by the review; what is pressed there, and what is said to it."""
    await chat.command("review")
    while f". {title}" not in chat.asked.text:
        await chat.press("下一页")
    number = next(line for line in chat.asked.text.splitlines() if f". {title}" in line).partition(".")[0]
    return text_of(await chat.press(number, *pressed))


async def shelves(team: Team) -> int:
    return int((await team.bench.sql(SHELVES))[0][0])


async def test_a_unit_goes_only_after_a_second_yes_that_names_what_goes_along(team: Team) -> None:
    assert GONE in await to_table(team.lead, "共建单位", "1", DROP[0])
    await team.lead.press(DROP[1])
    assert "书架清单：2 个书架" in team.lead.asked.text
    assert "1 位成员（李四）" in team.lead.asked.text
    assert "没有删除" in notes(await team.lead.press("不删除"))
    assert await shelves(team) == 3
    assert "已删除第 1 行" in notes(await team.lead.press(*DROP, DROP[1]))
    told = await team.read()
    assert told.keys() == {"李四"}
    assert "示例小学已从《河边图书角》里删除" in told["李四"]
    assert await shelves(team) == 1


async def test_whoever_comes_back_with_the_unit_is_told_and_goes_on(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(team.lead, "共建单位", "1", *DROP, DROP[1])
    await team.read_all()
    assert "您现在没有申报" in text_of(await li.command("list"))
    assert "它的 1 位成员也恢复了" in notes(await team.lead.press("恢复删除的行", "1"))
    assert team.lead.asked.text.startswith("共建单位 · 第 1 行")
    told = await team.read()
    assert told.keys() == {"李四"}
    assert "示例小学已恢复" in told["李四"]
    await li.command("list")
    await li.press(labels(li.asked)[0])
    listed = await to_table(li, "书架清单")
    assert "科普架" not in listed
    assert "1. 绘本架\n2. 文史架" in listed


async def test_the_chat_beside_a_table_tells_the_people_of_a_deleted_unit_too(team: Team) -> None:
    [at] = await team.bench.sql("SELECT application, row FROM instance WHERE grp = 'partners' AND position = 1")
    base: Any = {"id": "e", "person": team.lead.person, "application": at[0]}
    await team.lead.submit(Arranged(**base, table="partners", row=at[1], what="drop"))
    assert (await team.read()).keys() == {"李四"}


async def test_each_sees_and_brings_back_only_rows_of_the_own_unit(team: Team) -> None:
    li, viewer = team.chats["李四"], team.chats["钱七"]
    await to_table(li, "书架清单", "1", *DROP)
    await to_table(team.lead, "书架清单", "2", *DROP, "恢复删除的行")
    assert [line for line in team.lead.asked.text.splitlines() if "删除" in line][1:] == [
        "1. 科普架　3月4日 09:00 您删除",
        "2. 绘本架　3月4日 09:00 李四删除",
    ]
    listed = await to_table(li, "书架清单", "恢复删除的行")
    assert ("绘本架" in listed, "科普架" in li.asked.text) == (True, False)
    await to_table(team.chats["王五"], "书架清单")
    assert "恢复删除的行" not in labels(team.chats["王五"].asked)
    await viewer.command("status")
    await viewer.press("二、单位与书架")
    assert "恢复删除的行" not in labels(viewer.asked)


@pytest.mark.parametrize("who", ["王五", "赵六", "钱七"])
async def test_nobody_brings_back_what_is_not_theirs_by_a_forged_press(team: Team, who: str) -> None:
    other = team.chats[who]
    await to_table(team.chats["李四"], "书架清单", "1", *DROP)
    await other.command("status")
    forged = Restoring(table="shelves").model_dump_json()
    sql = "UPDATE conversation SET state = json_set(state, '$.screens', json_array(json(?))) WHERE person = ?"
    await team.bench.sql(sql, forged, other.person)
    [(turn,)] = await team.bench.sql(
        "SELECT state ->> '$.shown.number' FROM conversation WHERE person = ?", other.person
    )
    [(binned,)] = await team.bench.sql("SELECT id FROM bin WHERE tbl = 'shelves'")
    await other.press_data(f"{turn}.deleted:{binned}")
    assert await team.bench.sql("SELECT id FROM bin WHERE tbl = 'shelves'") == [(binned,)]
    assert await shelves(team) == 2


async def test_two_who_bring_back_the_same_row_bring_it_back_once(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单", "1", *DROP, "恢复删除的行")
    await to_table(team.lead, "书架清单", "恢复删除的行", "1")
    assert "已恢复“绘本架”" in notes([team.lead.asked])
    replies = await li.press("1")
    assert "刚被别的成员处理了" in notes(replies)
    assert "现在没有可以恢复的行" in text_of(replies)
    assert await shelves(team) == 3


async def test_many_deleted_rows_are_shown_page_by_page(chat: Chat) -> None:
    await chat.agree()
    await to_table(chat, "书架清单")
    await chat.say("\n".join(f"第{n}架\t2024年5月\t" for n in range(1, 13)))
    for _ in range(12):
        await chat.press("1", *DROP)
    await chat.press("恢复删除的行")
    assert "1. 第12架" in chat.asked.text
    assert "10. 第3架" in chat.asked.text
    assert "第2架" not in chat.asked.text
    await chat.press("下一页")
    assert "12. 第1架" in chat.asked.text
    await chat.press("12")
    assert "书架名称：第1架" in chat.asked.text
    await chat.press("返回列表", "恢复删除的行", "下一页", "上一页", "返回")
    assert "已有 1 个书架" in chat.asked.text


async def test_a_table_that_a_unit_leaves_too_short_is_open_again(team: Team) -> None:
    await to_table(team.lead, "书架清单", "3", *DROP, "填完了")
    finished = "SELECT value FROM answer WHERE field = 'shelves' AND row = ''"
    assert await team.bench.sql(finished) == [("完成",)]
    await to_table(team.lead, "共建单位", "1", *DROP, DROP[1])
    assert await team.bench.sql(finished) == []


async def test_bringing_a_row_back_takes_the_confirmation_of_its_unit_back(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单", "2", *DROP)
    signed = "SELECT application, unit, 'confirmed', person, joined FROM member WHERE person = ?"
    await team.bench.sql(f"INSERT INTO sign_off {signed}", li.person)
    await to_table(team.lead, "书架清单", "恢复删除的行")
    assert "示例小学的内容有改动，确认已取消" in notes(await team.lead.press("1"))
    assert "确认已取消" in (await team.read())["李四"]
    assert await team.bench.sql("SELECT * FROM sign_off") == []


async def test_nothing_is_written_at_a_row_that_somebody_has_just_deleted(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单", "1", "改：说明")
    await to_table(team.lead, "书架清单", "1", *DROP)
    assert "没有保存：“靠窗”" in notes(await li.say("靠窗"))
    await to_table(li, "书架清单", "1", "改：说明")
    await to_table(team.lead, "书架清单", "1", *DROP)
    assert "刚被别的成员处理了" in notes(await li.command("skip"))
    assert await team.bench.sql("SELECT * FROM answer WHERE row != '' AND row NOT IN (SELECT row FROM instance)") == []
