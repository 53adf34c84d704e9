"""Deleted rows and units come back whole: what stands in the database, and what the people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gathered import Team, gather
from harness import BEGINNING, SMALL, Bench, Chat, labels, notes, text_of

from dialogs.answers.word_count import han
from dialogs.application.application import Progress, Step
from dialogs.application.changes import (
    AddDraftPart,
    AddRow,
    AssignRow,
    Change,
    DropMember,
    DropRow,
    Invite,
    Join,
    PutAnswer,
    PutComment,
    PutSignOff,
    RestoreRow,
    StartApplication,
)
from dialogs.application.team import BinnedRow
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, Form
from dialogs.screens.restoring import Restoring
from dialogs.turn.messages import Arranged
from dialogs.turn.screen import Conversation
from storage.database import connect, transaction
from storage.recount import refresh
from storage.store import Store
from storage.stored_application import StoredApplication

TEXT = (SMALL / "small" / "1" / "form.toml").read_text("utf-8")
FORM: Form = load(TEXT)
LEADER, LI, WANG = "console:zhang", "telegram:1", "telegram:2"
A = {"application": "a"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    db = connect(tmp_path)
    yield Store(db, {FORM.key: FORM})
    db.close()


def carry_out(store: Store, *what: Change, person: str = LEADER, days: float = 0) -> None:
    with transaction(store.db):
        conversation = Conversation(person=person, consented=True, application="a")
        store.apply(conversation, what, BEGINNING + timedelta(days=days))


def put(item: str, row: str, value: str) -> PutAnswer:
    return PutAnswer(**A, step=Step(item=item, row=row), value=value, han=han(value), ref=f"m-{item}-{row}")


def invite(unit: str, name: str, role: Any = "member", uses: int = 1) -> Invite:
    times: Any = {"expires": BEGINNING + timedelta(days=7)}
    return Invite(**A, invitation=name, unit=unit, role=role, uses=uses, token=f"t-{name}", code=f"c-{name}", **times)


def filled(store: Store) -> None:
    """The lead with a shelf, and two schools with two shelves and one; rows of the three stand in turn."""
    units = [AddRow(**A, table="partners", row=unit) for unit in ("u", "v")]
    shelves = [
        AddRow(**A, table="shelves", row=r, unit=u) for r, u in [("u1", "u"), ("l1", ""), ("v1", "v"), ("u2", "u")]
    ]
    carry_out(store, StartApplication(application="a", form=FORM.key), *units, *shelves)
    carry_out(store, invite("u", "i1"), invite("u", "i2", "viewer"), invite("u", "i3", uses=20), invite("v", "i4"))
    carry_out(store, Join(**A, invitation="i1", name="李四"), person=LI)
    carry_out(store, Join(**A, invitation="i2", name="王五"), person=WANG)
    mine = [put("partners.name", "u", "示例小学"), put("partners.nature", "u", "学校"), put("shelves", "u", "完成")]
    mine += [put("shelves.name", "u1", "绘本架"), put("shelves.note", "u1", ""), put("promise", "u", "确认")]
    mine += [put("shelves.name", "u2", "文史架"), put("about", "u1", "放绘本，自助借还")]
    draft_part = AddDraftPart(**A, step=Step(item="about", row="u2"), text="还没写完", ref="m9")
    carry_out(store, *mine, draft_part, PutSignOff(**A, unit="u", kind="confirmed"), person=LI)
    carry_out(store, put("partners.name", "v", "示例中学"), put("shelves.name", "v1", "科普架"))


def opened(store: Store, scope: str | None = None) -> StoredApplication:
    found = store.application("a", scope)
    assert found is not None
    return found


def state(store: Store, *without: str) -> dict[str, list[Any]]:
    """Every line that a deletion may touch, in no particular order of the rows within their tables."""
    queries = {
        "instance": "SELECT grp, row, unit, missing FROM instance",
        "answer": "SELECT * FROM answer",
        "draft_part": "SELECT row, field, person, ref, text, at FROM draft_part",
        "member": "SELECT person, unit, role, name, joined FROM member",
        "invitation": "SELECT id, unit, uses, revoked FROM invitation",
        "sign_off": "SELECT * FROM sign_off",
        "progress": "SELECT scope, grp, rows, open_rows, missing FROM progress WHERE rows > 0",
    }
    return {name: sorted(store.db.execute(sql).fetchall()) for name, sql in queries.items() if name not in without}


def check(store: Store) -> None:
    """Positions are 1 and on in every group, and the tallies are what counting comes to."""
    counted = (
        "SELECT grp, count(*), sum(missing > 0), sum(missing) FROM instance WHERE application = 'a'{} GROUP BY grp"
    )
    for scope in (None, LEAD_UNIT, "u", "v"):
        found = store.db.execute(counted.format("" if scope is None else f" AND unit = '{scope}'")).fetchall()
        progress = {grp: Progress(rows=rows, open_rows=open_, missing=missing) for grp, rows, open_, missing in found}
        assert {grp: progress for grp, progress in opened(store, scope).progress().items() if progress.rows} == progress
    for table in FORM.tables:
        rows = [row.id for row in opened(store).rows(table, 1, 99)]
        for group in FORM.repeated[table]:
            sql = "SELECT row, position FROM instance WHERE grp = ? AND row != '' ORDER BY position"
            assert store.db.execute(sql, [group]).fetchall() == [(row, n) for n, row in enumerate(rows, 1)]
    assert set(store.db.execute("SELECT position FROM instance WHERE row = ''").fetchall()) == {(0,)}


def last_deleted(store: Store, table: str = "shelves") -> BinnedRow:
    return store.team("a").bin(table, None, 1, 1)[0]


def restore(store: Store, deleted: BinnedRow, person: str = LEADER) -> None:
    carry_out(store, RestoreRow(**A, binned=deleted.id), person=person, days=1)


def test_a_row_comes_back_as_it_was_at_the_end_of_its_table(store: Store) -> None:
    filled(store)
    before = state(store)
    carry_out(store, DropRow(**A, table="shelves", row="u1"), person=LI)
    check(store)
    assert opened(store).answer(Step(item="about", row="u1")) is None
    deleted = last_deleted(store)
    assert (deleted.title, deleted.unit, deleted.person, deleted.at) == ("绘本架", "u", LI, BEGINNING)
    restore(store, deleted)
    check(store)
    assert state(store) == before
    assert [row.id for row in opened(store).rows("shelves", 1, 9)] == ["l1", "v1", "u2", "u1"]
    assert store.given("a", LI, "m-about-u1") == Step(item="about", row="u1"), "their message can still be edited"
    assert store.team("a").bin("shelves", None, 1, 9) == []


def test_a_unit_comes_back_with_all_that_is_its_own(store: Store) -> None:
    filled(store)
    before = state(store)
    carry_out(store, DropRow(**A, table="partners", row="u"))
    check(store)
    assert [row.id for row in opened(store).rows("shelves", 1, 9)] == ["l1", "v1"]
    assert store.member("a", LI, "u") is None
    assert {row[0] for row in state(store)["invitation"] if not row[3]} == {"i4"}
    assert [row for row in state(store)["answer"] if row[1] in ("u", "u1", "u2")] == []
    assert state(store)["draft_part"] == state(store)["sign_off"] == []
    assert last_deleted(store, "partners").people == (LI, WANG)
    assert store.team("a").bin("shelves", None, 1, 9) == [], "they went with the unit, and come back with it"
    restore(store, last_deleted(store, "partners"))
    check(store)
    assert state(store) == before
    assert [row.id for row in opened(store).rows("shelves", 1, 9)] == ["l1", "v1", "u1", "u2"]
    assert [row.id for row in opened(store).rows("partners", 1, 9)] == ["v", "u"]
    assert opened(store).everything().unsaved == {Step(item="about", row="u2")}


@pytest.mark.parametrize(("table", "row", "given"), [("shelves", "u1", 3), ("partners", "u", 8)])
def test_the_history_has_the_deletion_and_the_return_with_their_unit(
    store: Store, table: str, row: str, given: int
) -> None:
    filled(store)
    before = len(opened(store, "u").history(None, None, 99))
    carry_out(store, DropRow(**A, table=table, row=row), person=LI)
    gone = opened(store, "u").history(None, None, 99)[:-before]
    assert [(entry.person, entry.after) for entry in gone] == [(LI, None)] * given
    restore(store, last_deleted(store, table), LEADER)
    back = opened(store, "u").history(None, None, 99)[: -before - given]
    assert {entry.step: (entry.before, entry.after) for entry in back} == {
        entry.step: (None, entry.before) for entry in gone
    }
    assert {(entry.person, entry.at) for entry in back} == {(LEADER, BEGINNING + timedelta(days=1))}
    assert len(opened(store).history(None, None, 99)) == len(opened(store, "u").history(None, None, 99)) + 2


def test_a_row_whose_unit_is_gone_is_the_lead_units_with_its_history(store: Store) -> None:
    filled(store)
    carry_out(store, DropRow(**A, table="shelves", row="u1"), DropRow(**A, table="partners", row="u"))
    restore(store, last_deleted(store))
    check(store)
    assert opened(store).owner("u1") == LEAD_UNIT
    step = Step(item="shelves", row="u1")
    assert opened(store, LEAD_UNIT).history(step, None, 99) == opened(store).history(step, None, 99)
    restore(store, last_deleted(store, "partners"))
    check(store)
    assert opened(store).owner("u1") == LEAD_UNIT, "and stays that when the unit is back, until it is given to it"
    assert opened(store).owner("u2") == "u"


def test_bringing_back_twice_is_bringing_back_once(store: Store) -> None:
    filled(store)
    carry_out(store, DropRow(**A, table="shelves", row="u1"))
    deleted = last_deleted(store)
    restore(store, deleted)
    before = state(store)
    restore(store, deleted)
    assert state(store) == before
    carry_out(store, DropRow(**A, table="shelves", row="u2"))
    restore(store, deleted)
    assert opened(store).owner("u2") is None, "an id is never used for another row"
    check(store)


def test_again_and_again(store: Store) -> None:
    filled(store)
    before = state(store)
    for table, row in [("partners", "u"), ("shelves", "v1"), ("partners", "v"), ("partners", "u")] * 3:
        carry_out(store, DropRow(**A, table=table, row=row))
        check(store)
        restore(store, last_deleted(store, table))
        check(store)
    assert state(store) == before


def test_a_remark_on_a_row_goes_and_comes_back_with_it(store: Store) -> None:
    filled(store)
    carry_out(store, PutComment(**A, step=Step(item="shelves", row="u1"), text="请写明数量"))
    carry_out(store, DropRow(**A, table="partners", row="u"))
    assert store.team("a").comments(None, None) == []
    restore(store, last_deleted(store, "partners"))
    assert [comment.text for comment in store.team("a").comments(None, "u")] == ["请写明数量"]


def test_a_row_in_which_nothing_stands_is_not_kept(store: Store) -> None:
    filled(store)
    carry_out(store, AddRow(**A, table="shelves", row="n"), DropRow(**A, table="shelves", row="n"))
    assert store.team("a").bin("shelves", None, 1, 9) == []


def test_who_had_left_before_stays_out_and_who_came_elsewhere_meanwhile_stays_there(store: Store) -> None:
    filled(store)
    carry_out(store, DropMember(**A, person=WANG, unit="u"), person=WANG)
    carry_out(store, DropRow(**A, table="partners", row="u"))
    carry_out(store, invite("v", "i5"))
    carry_out(store, Join(**A, invitation="i5", name="李四四"), person=LI)
    assert last_deleted(store, "partners").people == (LI,)
    restore(store, last_deleted(store, "partners"))
    members = {(m.person, m.unit, m.role, m.name) for m in store.team("a").members()}
    assert members == {(LEADER, "", "lead", ""), (LI, "u", "member", "李四四"), (LI, "v", "member", "李四四")}


def test_what_somebody_has_not_finished_counts_only_while_they_can_finish_it(store: Store) -> None:
    filled(store)
    unfinished = {Step(item="about", row="u2")}
    assert opened(store).everything().unsaved == unfinished
    carry_out(store, AssignRow(**A, table="shelves", row="u2", unit="v"))
    assert opened(store).everything().unsaved == set()
    carry_out(store, AssignRow(**A, table="shelves", row="u2", unit="u"))
    assert opened(store).everything().unsaved == unfinished
    carry_out(store, DropMember(**A, person=LI, unit="u"))
    assert opened(store).everything().unsaved == set()
    carry_out(store, Join(**A, invitation="i3", name="李四"), person=LI)
    assert opened(store).everything().unsaved == unfinished
    assert opened(store).writers(Step(item="about", row="u2")) == [LI]


def test_what_was_deleted_is_kept_for_thirty_days(store: Store) -> None:
    filled(store)
    carry_out(store, DropRow(**A, table="shelves", row="u1"))
    carry_out(store, DropRow(**A, table="shelves", row="u2"), days=5)
    store.forget(BEGINNING + timedelta(days=29))
    assert len(store.team("a").bin("shelves", None, 1, 9)) == 2
    store.forget(BEGINNING + timedelta(days=31))
    assert [deleted.row for deleted in store.team("a").bin("shelves", None, 1, 9)] == ["u2"]


CHANGED = {
    "a column more": ('{ id = "books"', '{ id = "size", label = "大小", kind = "text" },\n    { id = "books"'),
    "a column less": ('{ id = "note", label = "说明", kind = "text", required = false },\n', ""),
    "no annex for rows": ('each = "shelves"\n', ""),
    "one more annex for units": (
        'id = "pledge"',
        """id = "oath"
title = "附：声明"
each = "units"
item = [{ id = "sure", label = "属实", kind = "text" }]

[[section]]
id = "pledge\"""",
    ),
    "a higher minimum": ("min_han = 6", "min_han = 60"),
}


@pytest.mark.parametrize(("table", "row"), [("shelves", "u1"), ("partners", "u")])
@pytest.mark.parametrize("change", CHANGED)
def test_what_is_brought_back_after_the_form_has_changed_is_as_if_it_had_been_there(
    store: Store, tmp_path: Path, change: str, table: str, row: str
) -> None:
    assert TEXT.count(CHANGED[change][0]) == 1
    later = load(TEXT.replace(*CHANGED[change]))
    (tmp_path / "other").mkdir()
    other = Store(connect(tmp_path / "other"), {FORM.key: FORM})
    for one in (store, other):
        filled(one)
    carry_out(store, DropRow(**A, table=table, row=row))
    for one in (store, other):
        one.forms = {later.key: later}
        refresh(one.db, one.forms)
    restore(store, last_deleted(store, table))
    assert state(store) == state(other)
    other.db.close()


# What the people read and press.

GONE = "30 天内可以恢复：在这张表里点“恢复删除的行”。"


@pytest.fixture
async def team(bench: Bench) -> Team:
    """示例小学 (李四) has two shelves, 示例中学 (王五) none, the lead one."""
    team = await gather(bench)
    for chat, registry in [(team.chats["李四"], "绘本架"), (team.chats["李四"], "文史架"), (team.lead, "科普架")]:
        await to_table(chat, "书架清单")
        await chat.press("添加一行")
        await chat.say_all(registry, "2024年5月")
        await chat.press("跳过")
    await team.read_all()
    return team


async def to_table(chat: Chat, title: str) -> None:
    """The list of a table's rows, by the review."""
    await chat.command("review")
    while f". {title}" not in chat.asked.text:
        await chat.press("下一页")
    number = next(line for line in chat.asked.text.splitlines() if f". {title}" in line).partition(".")[0]
    await chat.press(number)


async def drop_unit(team: Team) -> None:
    await to_table(team.lead, "共建单位")
    await team.lead.press("1", "删除这一行", "确定删除", "确定删除")


async def applications(team: Team) -> str:
    [(application,)] = await team.bench.sql("SELECT DISTINCT application FROM member WHERE role = 'lead'")
    return str(application)


async def test_a_unit_goes_only_after_a_second_yes_that_names_what_goes_along(team: Team) -> None:
    await to_table(team.lead, "共建单位")
    await team.lead.press("1", "删除这一行")
    assert GONE in team.lead.asked.text
    await team.lead.press("确定删除")
    assert "书架清单：2 个书架" in team.lead.asked.text
    assert "1 位成员（李四）" in team.lead.asked.text
    assert "没有删除" in notes(await team.lead.press("不删除"))
    assert (await team.bench.sql("SELECT count(*) FROM instance WHERE grp = 'shelves'"))[0] == (3,)
    await team.lead.press("删除这一行", "确定删除")
    assert "已删除第 1 行" in notes(await team.lead.press("确定删除"))
    told = await team.read()
    assert told.keys() == {"李四"}
    assert "示例小学已从《河边图书角》里删除" in told["李四"]
    assert (await team.bench.sql("SELECT count(*) FROM instance WHERE grp = 'shelves'"))[0] == (1,)


async def test_whoever_comes_back_with_the_unit_is_told_and_goes_on(team: Team) -> None:
    li = team.chats["李四"]
    await drop_unit(team)
    await team.read_all()
    assert "您现在没有申报" in text_of(await li.command("list"))
    assert "它的 1 位成员也恢复了" in notes(await team.lead.press("恢复删除的行", "1"))
    assert team.lead.asked.text.startswith("共建单位 · 第 2 行")
    told = await team.read()
    assert told.keys() == {"李四"}
    assert "示例小学已恢复" in told["李四"]
    await li.command("list")
    await li.press(labels(li.asked)[0])
    await to_table(li, "书架清单")
    assert "1. 科普架" not in li.asked.text
    assert "2. 绘本架\n3. 文史架" in li.asked.text


async def test_the_chat_beside_a_table_tells_the_people_of_a_deleted_unit_too(team: Team) -> None:
    [(row,)] = await team.bench.sql("SELECT row FROM instance WHERE grp = 'partners' AND position = 1")
    base: Any = {"id": "e", "person": team.lead.person, "application": await applications(team)}
    await team.lead.submit(Arranged(**base, table="partners", row=row, what="drop"))
    assert (await team.read()).keys() == {"李四"}


async def test_each_sees_and_brings_back_only_rows_of_the_own_unit(team: Team) -> None:
    li, wang = team.chats["李四"], team.chats["王五"]
    await to_table(li, "书架清单")
    await li.press("1", "删除这一行", "确定删除")
    await to_table(team.lead, "书架清单")
    await team.lead.press("2", "删除这一行", "确定删除", "恢复删除的行")
    assert [line for line in team.lead.asked.text.splitlines() if "删除" in line][1:] == [
        "1. 科普架　03-04 09:00 您删除",
        "2. 绘本架　03-04 09:00 李四删除",
    ]
    await to_table(li, "书架清单")
    await li.press("恢复删除的行")
    assert "绘本架" in li.asked.text
    assert "科普架" not in li.asked.text
    await to_table(wang, "书架清单")
    assert "恢复删除的行" not in labels(wang.asked)
    viewer = team.chats["钱七"]
    await viewer.command("status")
    await viewer.press("二、单位与书架")
    assert "恢复删除的行" not in labels(viewer.asked)


@pytest.mark.parametrize("who", ["王五", "赵六", "钱七"])
async def test_nobody_brings_back_what_is_not_theirs_by_a_forged_press(team: Team, who: str) -> None:
    li, other = team.chats["李四"], team.chats[who]
    await to_table(li, "书架清单")
    await li.press("1", "删除这一行", "确定删除")
    await other.command("status")
    forged = Restoring(table="shelves").model_dump_json()
    sql = "UPDATE conversation SET state = json_set(state, '$.screens', json_array(json(?))) WHERE person = ?"
    await team.bench.sql(sql, forged, other.person)
    [(turn,)] = await team.bench.sql(
        "SELECT state ->> '$.shown.number' FROM conversation WHERE person = ?", other.person
    )
    await other.press_data(f"{turn}.deleted:1")
    assert (await team.bench.sql("SELECT count(*) FROM bin"))[0] == (1,)
    assert (await team.bench.sql("SELECT count(*) FROM instance WHERE grp = 'shelves'"))[0] == (2,)


async def test_two_who_bring_back_the_same_row_bring_it_back_once(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单")
    await li.press("1", "删除这一行", "确定删除", "恢复删除的行")
    await to_table(team.lead, "书架清单")
    await team.lead.press("恢复删除的行", "1")
    assert "已恢复“绘本架”" in notes([team.lead.asked])
    replies = await li.press("1")
    assert "刚才有变动" in notes(replies)
    assert "现在没有可以恢复的行" in text_of(replies)
    assert (await team.bench.sql("SELECT count(*) FROM instance WHERE grp = 'shelves'"))[0] == (3,)


async def test_many_deleted_rows_are_shown_page_by_page(chat: Chat) -> None:
    await chat.agree()
    await to_table(chat, "书架清单")
    await chat.say("\n".join(f"第{n}架\t2024年5月" for n in range(1, 13)))
    for _ in range(12):
        await chat.press("1", "删除这一行", "确定删除")
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
    await to_table(team.lead, "书架清单")
    await team.lead.press("3", "删除这一行", "确定删除", "填完了")
    finished = "SELECT value FROM answer WHERE field = 'shelves' AND row = ''"
    assert await team.bench.sql(finished) == [("完成",)]
    await drop_unit(team)
    assert await team.bench.sql(finished) == []


async def test_bringing_a_row_back_takes_the_confirmation_of_its_unit_back(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单")
    await li.press("2", "删除这一行", "确定删除")
    await team.bench.sql(
        "INSERT INTO sign_off SELECT application, unit, 'confirmed', person, joined FROM member WHERE person = ?",
        li.person,
    )
    await to_table(team.lead, "书架清单")
    await team.lead.press("恢复删除的行")
    assert "示例小学的内容原来已确认" in notes(await team.lead.press("1"))
    assert "确认已取消" in (await team.read())["李四"]
    assert await team.bench.sql("SELECT * FROM sign_off") == []


async def test_nothing_is_written_at_a_row_that_somebody_has_just_deleted(team: Team) -> None:
    li = team.chats["李四"]
    await to_table(li, "书架清单")
    await li.press("1", "改：说明")
    await to_table(team.lead, "书架清单")
    await team.lead.press("1", "删除这一行", "确定删除")
    assert "没有记下：“靠窗”" in notes(await li.say("靠窗"))
    await to_table(li, "书架清单")
    await li.press("1", "改：说明")
    await to_table(team.lead, "书架清单")
    await team.lead.press("1", "删除这一行", "确定删除")
    assert "刚才有变动" in notes(await li.command("skip"))
    assert await team.bench.sql("SELECT * FROM answer WHERE row != '' AND row NOT IN (SELECT row FROM instance)") == []
