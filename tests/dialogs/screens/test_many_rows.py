"""Rows by the hundreds: added some at a time, given back some at a time, and one change set all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from harness import Bench, Chat, labels, text_of

from bot.service import job_runner, portions, quota
from dialogs.application import rows_left
from dialogs.application.application import Step
from dialogs.application.change_set import GIVEN_BACK_AT_A_TIME, SOON
from dialogs.application.changes import AddRow, Change, PutAnswer
from dialogs.screens.pasted_rows import MOST
from dialogs.turn.beside_chat import Arranged
from dialogs.turn.events import Command, Handed, Said
from storage.statements import Statements
from storage.store import Store
from storage.touched_lines import ROWS as ROWS_TOUCHED

ROWS = SOON + 50


@pytest.fixture
async def shelves(chat: Chat) -> Chat:
    """A chat at a table with one row."""
    await chat.agree()
    await chat.say("第一份")
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    await chat.say("书架名称\t启用日期\n旧架\t2023年")
    return chat


def content() -> bytes:
    """A file of so many rows."""
    lines = (f"第{number}架,2024年5月,靠窗" for number in range(ROWS))
    return "\n".join(["书架名称,启用日期,说明", *lines]).encode()


async def handed_in(shelves: Chat, folder: Path) -> str:
    """What is said of that file."""
    file = folder / "书架.csv"
    file.write_bytes(content())
    return text_of(await shelves.hand_in(file))


async def names(bench: Bench) -> list[str]:
    """What the rows are called, in their order."""
    found = await bench.sql(
        "SELECT value FROM answer JOIN instance USING (application, row) WHERE field = 'shelves.name'"
        " AND grp = 'shelves' ORDER BY position"
    )
    return [name for (name,) in found]


async def kept(bench: Bench) -> dict[str, Any]:
    """The rows with their places, what stands there, and all that is counted of them."""
    tables = {
        "instance": "grp, row, position, unit, missing, below",
        "answer": "row, field, value, han, person",
        "progress": "*",
    }
    return {table: sorted(await bench.sql(f"SELECT {what} FROM {table}")) for table, what in tables.items()}  # noqa: S608


async def begun(bench: Bench, chat: Chat, name: str) -> None:
    """A command, of whose work nothing but the first turn is done."""
    await bench.service.submit(Command(**chat._base(), name=name))


async def finished(bench: Bench, chat: Chat) -> str:
    """What is said once all work is done."""
    await bench.service.job_runner.settled()
    return text_of(await chat.read())


async def test_they_are_one_change_set(bench: Bench, shelves: Chat, tmp_path: Path) -> None:
    before = await kept(bench)
    said = await handed_in(shelves, tmp_path)
    assert f"其余 {ROWS - rows_left.ADDED_AT_A_TIME} 行正在添加" in said
    assert f"{ROWS} 行都添加好了" in said
    pasted = await kept(bench)
    assert await names(bench) == ["旧架", *(f"第{number}架" for number in range(ROWS))]
    said = text_of(await shelves.command("undo"))
    assert f"正在撤回，还有 {ROWS - GIVEN_BACK_AT_A_TIME} 行" in said
    assert f"已撤回：“书架清单”去掉 {ROWS} 行" in said
    assert await kept(bench) == before
    assert "重做" in labels(shelves.asked)
    assert f"已重做：“书架清单”恢复 {ROWS} 行" in text_of(await shelves.command("redo"))
    assert await kept(bench) == pasted
    await shelves.command("undo")
    assert await kept(bench) == before


async def test_so_are_those_of_a_form_that_was_filled_in_by_hand(
    bench: Bench, shelves: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them were added in one turn, for which everybody else waited."""
    before, rows = await kept(bench), 3 * rows_left.ADDED_AT_A_TIME + 5
    document = docx.Document()
    document.add_paragraph("图书角名称：山上图书角")
    cells = document.add_table(rows=0, cols=2)
    for line in (("书架名称", "启用日期"), *((f"第{number}架", "2024年5月") for number in range(rows))):
        for cell, text in zip(cells.add_row().cells, line, strict=True):
            cell.text = text
    document.save(str(tmp_path / "表.docx"))
    turns: list[int] = []
    apply = Store.apply

    def counted(store: Store, person: str, changes: Sequence[Change], *more: Any) -> None:
        turns.append(sum(isinstance(change, AddRow) for change in changes))
        apply(store, person, changes, *more)

    monkeypatch.setattr(Store, "apply", counted)
    assert f"新的 {rows} 行" in text_of(await shelves.hand_in(tmp_path / "表.docx"))
    said = text_of(await shelves.press("采用这 1 项"))
    assert f"已采用 1 项，其中 {rows - rows_left.ADDED_AT_A_TIME} 行正在添加，加完会通知您。" in said
    assert f"“书架清单”的 {rows} 行都添加好了" in said
    assert max(turns) == rows_left.ADDED_AT_A_TIME
    assert await names(bench) == ["旧架", *(f"第{number}架" for number in range(rows))]
    await shelves.command("undo")
    assert await kept(bench) == before


async def test_what_waits_to_be_added_counts_once(
    bench: Bench, shelves: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "OF_PERSON", 800_000)
    await handed_in(shelves, tmp_path)
    await shelves.say("书架名称\t启用日期\n末架\t2023年")
    assert (await names(bench))[-1] == "末架"


async def test_rows_deleted_from_the_middle_come_back_to_their_places(
    bench: Bench, shelves: Chat, tmp_path: Path
) -> None:
    await handed_in(shelves, tmp_path)
    await shelves.say("书架名称\t启用日期\n末架\t2023年")
    before = await kept(bench)
    rows = await bench.sql("SELECT row, application FROM instance WHERE grp = 'shelves' ORDER BY position")
    first, *more = [row for row, _ in rows[3:-2]]
    place = {"application": rows[0][1], "table": "shelves", "row": first, "more": tuple(more)}
    await shelves.submit(Arranged(**shelves._base(), **place, what="drop"))
    assert len(await names(bench)) == 5
    await shelves.command("undo")
    assert await kept(bench) == before


async def test_rows_that_go_together_go_by_the_same_statements(
    bench: Bench, shelves: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handed_in(shelves, tmp_path)
    rows = await bench.sql("SELECT row, application FROM instance WHERE grp = 'shelves' ORDER BY position")
    ran: list[str] = []
    run = Statements.run
    monkeypatch.setattr(Statements, "run", lambda self, sql, *params: ran.append(sql) or run(self, sql, *params))
    counts = []
    for first, last in ((0, 2), (2, 2 + portions.ROWS)):  # in one turn
        one, *more = [row for row, _ in rows[first:last]]
        place = {"application": rows[0][1], "table": "shelves", "row": one, "more": tuple(more)}
        ran.clear()
        await shelves.submit(Arranged(**shelves._base(), **place, what="drop"))
        counts.append(sum(sql.startswith("DELETE") for sql in ran))
    assert counts[0] == counts[1] > 0


async def test_others_come_in_between_where_a_message_is_taken_back_and_only_its_end_is_told(
    bench: Bench, shelves: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shelves.say(message("第"))
    monkeypatch.setattr(job_runner, "BETWEEN", 60)  # until the next start
    await begun(bench, shelves, "undo")
    assert len(await names(bench)) == 1 + MOST - GIVEN_BACK_AT_A_TIME
    assert not await shelves.read()
    monkeypatch.setattr(job_runner, "BETWEEN", 0)
    await bench.restart()
    assert f"去掉 {MOST} 行" in await finished(bench, shelves)
    assert await names(bench) == ["旧架"]


async def test_what_others_wrote_meanwhile_stays_and_is_told_at_the_end(
    bench: Bench, shelves: Chat, tmp_path: Path
) -> None:
    await handed_in(shelves, tmp_path)
    ((row, application),) = await bench.sql(
        "SELECT row, application FROM instance WHERE grp = 'shelves' AND position = ?", ROWS // 2
    )
    theirs = PutAnswer(application=application, step=Step(item="shelves.note", row=row), value="靠门")
    await begun(bench, shelves, "undo")
    await bench.service.do(lambda store: store.apply("console:li", [theirs], bench.clock.now))
    said = await finished(bench, shelves)
    assert f"去掉 {ROWS - 1} 行" in said
    assert "没有撤回" in said
    assert await names(bench) == ["旧架", f"第{ROWS // 2 - 2}架"]


async def test_a_stop_in_between_leaves_nothing_half_done_and_meanwhile_nothing_is_begun_anew(
    bench: Bench, shelves: Chat, tmp_path: Path
) -> None:
    await handed_in(shelves, tmp_path)
    for name in ("undo", "undo", "redo"):
        await begun(bench, shelves, name)
    await bench.restart()
    said = await finished(bench, shelves)
    assert said.count("请稍等") == 2
    assert f"去掉 {ROWS} 行" in said
    assert await names(bench) == ["旧架"]


async def test_where_the_person_goes_elsewhere_it_stops_and_says_so(
    bench: Bench, shelves: Chat, tmp_path: Path
) -> None:
    await handed_in(shelves, tmp_path)
    await begun(bench, shelves, "undo")
    await begun(bench, shelves, "new")
    assert "再发一次“撤回”" in await finished(bench, shelves)
    await shelves.command("list")
    await shelves.press("第一份（3月4日 09:00）")
    await shelves.command("undo")
    assert await names(bench) == ["旧架"]


async def test_a_paste_that_is_still_being_added_is_stopped_and_all_of_it_taken_back(
    bench: Bench, shelves: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "BETWEEN", 60)  # until it is stopped
    event = Handed(**shelves._base(), source="", name="书架.csv")
    await bench.service.hand_in(event, content())
    while not await bench.sql("SELECT 1 FROM job WHERE kind = 'rows'"):  # noqa: ASYNC110 - a process reads the file
        await asyncio.sleep(0.01)
    await shelves.read()
    await begun(bench, shelves, "undo")
    said = text_of(await shelves.read())
    assert f"其余 {ROWS - rows_left.ADDED_AT_A_TIME} 行不再添加" in said
    assert f"去掉 {rows_left.ADDED_AT_A_TIME} 行" in said
    assert await names(bench) == ["旧架"]
    assert not await bench.sql("SELECT 1 FROM job")
    await begun(bench, shelves, "redo")
    assert await names(bench) == ["旧架", *(f"第{number}架" for number in range(rows_left.ADDED_AT_A_TIME))]


def message(name: str, faulty: int | None = None) -> str:
    """As many rows as a message may have, one of them with a date that is none."""
    dates = ("某年某月" if number == faulty else "2024年5月" for number in range(MOST))
    return "\n".join(["书架名称\t启用日期", *(f"{name}{number}架\t{date}" for number, date in enumerate(dates))])


async def test_of_a_long_message_all_is_said_once_and_what_is_wrong_far_down_is_asked(
    bench: Bench, shelves: Chat
) -> None:
    await shelves.say(message("第", faulty=MOST - 1))
    said = text_of(await shelves.press("都加进去"))
    assert said.count("已添加") == 1
    assert f"已添加 {MOST} 行，其中 1 行还没填完。" in said
    assert f"【书架清单】第 {MOST + 1} 行" in said
    assert "启用日期" in said
    assert f"去掉 {MOST} 行" in text_of(await shelves.command("undo"))
    assert await names(bench) == ["旧架"]


async def test_one_paste_does_not_come_into_another(bench: Bench, shelves: Chat) -> None:
    texts = [message("甲"), message("乙"), "书架名称\t启用日期\n末架\t2023年"]
    events = [Said(**shelves._base(), text=text, ref=text) for text in texts]
    await asyncio.gather(*map(bench.service.submit, events))
    await finished(bench, shelves)
    assert await names(bench) == ["旧架", *(f"{of}{n}架" for of in "甲乙" for n in range(MOST)), "末架"]


async def test_in_which_order_rows_are_given_back_is_found_out_once_and_by_the_rows_alone(
    bench: Bench, shelves: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shelves.say(message("第"))
    orders: list[int] = []
    read = Statements.all

    def noted(self: Statements, sql: str, *params: object) -> Any:
        found = read(self, sql, *params)
        if sql == ROWS_TOUCHED:
            orders.append(len(found))
        return found

    monkeypatch.setattr(Statements, "all", noted)
    await begun(bench, shelves, "undo")
    assert orders == [2 * MOST], "the row and the section at it, and none of their cells"
