"""Every change of an answer is kept, found again without going through the rest, and gone with its application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from harness import Bench, Chat, labels, text_of
from places import DATABASES

from dialogs.application.application import Entry, Step
from dialogs.application.changes import AddRow, Change, DropAnswer, DropRow, PutAnswer, StartApplication
from dialogs.form.load import load
from dialogs.form.model import NO_ROW
from dialogs.turn.screen import Conversation
from storage.database import connect, transaction
from storage.store import Store

NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
FORM = load((DATABASES / "form.toml").read_text("utf-8"))
STALL = Step(item="stall")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    db = connect(tmp_path)
    opened = Store(db, {FORM.key: FORM})
    carry_out(opened, StartApplication(application="a", form=FORM.key))
    yield opened
    db.close()


def carry_out(store: Store, *what: Change, person: str = "console:gu") -> None:
    with transaction(store.db):
        store.apply(Conversation(person=person, consented=True, application="a"), what, NOW)


def put(value: str, step: Step = STALL) -> PutAnswer:
    return PutAnswer(application="a", step=step, value=value)


def history(store: Store, step: Step | None = None, below: int | None = None, count: int = 99) -> list[Entry]:
    application = store.application("a")
    assert application
    return list(application.history(step, below, count))


def changed(store: Store, step: Step | None = None, **bounds: Any) -> list[tuple[str, str, str | None, str | None]]:
    return [(e.step.item, e.step.row, e.before, e.after) for e in history(store, step, **bounds)]


def test_a_change_is_kept_with_who_and_when_and_the_same_answer_again_is_none(store: Store) -> None:
    carry_out(store, put("梨摊"), put("梨摊"), put(""))
    carry_out(store, put(""), put("桃摊"), person="telegram:7")
    carry_out(store, DropAnswer(application="a", step=STALL), DropAnswer(application="a", step=STALL), put("桃摊"))
    values = [None, "梨摊", "", "桃摊", None, "桃摊"]
    assert [(e.before, e.after) for e in reversed(history(store))] == list(pairwise(values))
    assert [e.person for e in reversed(history(store))] == ["console:gu"] * 2 + ["telegram:7"] + ["console:gu"] * 2
    assert {(e.step, e.at) for e in history(store)} == {(STALL, NOW)}


def test_the_answers_of_a_deleted_row_can_still_be_read(store: Store) -> None:
    name, price = Step(item="wares.name", row="x"), Step(item="wares.price", row="x")
    farm = Step(item="farm", row="x")
    rows = [AddRow(application="a", table="wares", row=row) for row in "xy"]
    carry_out(
        store, *rows, put("梨", name), put("3", price), put("山里", farm), put("桃", Step(item="wares.name", row="y"))
    )
    carry_out(store, DropRow(application="a", table="wares", row="x"))
    of_row = changed(store, Step(item="wares", row="x"))
    gone = {("wares.name", "x", "梨", None), ("wares.price", "x", "3", None), ("farm", "x", "山里", None)}
    assert set(of_row[:3]) == gone
    assert len(of_row) == 6
    assert changed(store, farm) == [("farm", "x", "山里", None), ("farm", "x", None, "山里")]
    assert changed(store, Step(item="wares", row=NO_ROW)) == [], "this is whether the table is finished"


def test_the_history_of_a_unit_is_that_of_all_it_owns(store: Store) -> None:
    unit = AddRow(application="a", table="partners", row="p")
    row = AddRow(application="a", table="wares", row="x", unit="p")
    carry_out(store, unit, row, AddRow(application="a", table="wares", row="y"))
    for value, step in (("梨", Step(item="wares.name", row="x")), ("桃", Step(item="wares.name", row="y"))):
        carry_out(store, put(value, step))
    assert changed(store, Step(item="partners", row="p")) == [("wares.name", "x", None, "梨")]


def test_it_is_read_page_by_page(store: Store) -> None:
    carry_out(store, *(put(str(number)) for number in range(9)))
    first = history(store, count=4)
    assert [e.after for e in first] == ["8", "7", "6", "5"]
    assert [e.after for e in history(store, STALL, below=first[-1].id, count=4)] == ["4", "3", "2", "1"]


@pytest.mark.parametrize(
    ("step", "index"),
    [
        (None, "history_application (application=? AND rowid<?)"),
        (Step(item="wares", row="x"), "history_row (application=? AND row=? AND rowid<?)"),
        (STALL, "history_step (application=? AND row=? AND field=? AND rowid<?)"),
    ],
)
def test_it_is_found_through_an_index_in_its_order(store: Store, step: Step | None, index: str) -> None:
    asked: dict[str, Any] = {}
    with store.db.tracer(asked.setdefault):
        history(store, step)
    sql = next(sql for sql in asked if "history" in sql)
    plan = [line for *_, line in store.db.execute(f"EXPLAIN QUERY PLAN {sql}", asked[sql])]
    assert plan[0] == f"SEARCH now USING INDEX {index}"
    assert not [line for line in plan if "TEMP" in line or "SCAN" in line]


async def test_who_changed_it_is_said_without_the_account(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await bench.sql("UPDATE history SET person = 'telegram:7007'")
    said = text_of(await chat.command("history"))
    assert "Telegram 用户" in said
    assert "7007" not in said


async def test_a_forged_press_brings_nothing_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会")
    await chat.command("new")
    await chat.say("山脚图书角")
    await chat.command("history")
    before = await bench.sql("SELECT * FROM answer")
    for action in ("entry:1", "entry:99", "entry:", "restore", "whole", "newer", "older:1", "all"):
        await chat.press_data(chat.button("1").data.replace("entry:3", action))
        assert chat.toast
    await chat.press("1")
    await chat.press_data(chat.button("返回").data.replace("back", "restore"))
    assert chat.toast, "it is the answer already"
    assert await bench.sql("SELECT * FROM answer") == before


@pytest.mark.parametrize(
    ("value", "reason"), [("一个现在已经太长而不合要求的名称", "不能超过 12 字"), ("", "“图书角名称”必须填写")]
)
async def test_a_value_that_no_longer_fits_is_shown_but_not_brought_back(
    bench: Bench, chat: Chat, value: str, reason: str
) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await bench.sql("UPDATE history SET value = ?", value)
    await chat.command("history")
    said = text_of(await chat.press("1"))
    assert f"不能恢复：{reason}" in said
    assert labels(chat.asked) == ["返回"]


async def test_an_optional_answer_that_was_skipped_is_brought_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("review")
    await chat.press("14")
    await chat.command("skip")
    await chat.press("14")
    await chat.say("靠河")
    await chat.command("history")
    await chat.press("2", "恢复成这个值")
    assert await bench.sql("SELECT value, ref FROM answer") == [("", "")]


async def test_an_answer_that_was_taken_away_is_brought_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")

    def take_away(store: Store) -> None:
        conversation = store.conversation(chat.person)
        drop = DropAnswer(application=str(conversation.application), step=Step(item="name"))
        store.apply(conversation, [drop], NOW)

    await bench.service.do(take_away)
    await chat.command("history")
    await chat.press("1", "恢复成修改前的值")
    assert await bench.sql("SELECT field, value FROM answer") == [("name", "河边图书角")]


async def test_a_long_text_is_shown_by_its_beginning_and_whole_on_demand(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子")
    await chat.press("完成")
    text = "一起读\n" + "好" * 300
    await chat.say(text)
    await chat.press("完成")
    await chat.command("review")
    await chat.press("下一页", "下一页", "2")
    await chat.press("重新写")
    await chat.say("另一篇")
    await chat.press("完成", "2")
    await chat.say("还没写完的")
    await chat.command("history")
    said = text_of(await chat.press("2"))
    assert f"{text[:200]}……（共 303 字）" in said
    assert text in text_of(await chat.press("看全文"))
    await chat.press("恢复成这个值")
    assert await bench.sql("SELECT value, han FROM answer WHERE field = 'ways'") == [(text, 303)]
    assert await bench.sql("SELECT * FROM draft_part WHERE field = 'ways'") == [], (
        "writing goes on from what was brought back"
    )


async def test_yes_and_no_to_a_deletion_lead_on_from_the_history(chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("history")
    await chat.command("delete")
    assert "修改记录" in text_of(await chat.press("不删除"))
    await chat.command("delete")
    await chat.command("history")
    assert "牵头单位" in text_of(await chat.press("返回"))
