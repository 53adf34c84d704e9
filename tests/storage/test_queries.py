"""What a turn asks of the database is found through an index and never walks a whole application."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness import Chat
from places import FORMS
from query_plans import WHOLE, plan

from bot.service import form_registry
from bot.service.writer import Service
from bot.terminal.answer_file import AnswerFile
from bot.terminal.answer_player import play
from bot.terminal.console import Console
from dialogs.turn.notice import Operator
from storage.database import connect
from storage.store import Store

# Small by its nature: it holds only the work that is under way, and is looked through after every commit. What is given
# as JSON is no table of the database: the rows that are deleted together, or what stood in them.
SCANNED = {"job", "json_each", "one", "going", "sent"}  # and rows given, or going, with what belongs to them; one text
# What may walk all the same: the statement's beginning, and why.
ALLOWED = {
    "SELECT field, row FROM answer WHERE application = ? AND instr(doubts": "an index of just these",
    "DELETE FROM application": "deleting an application goes through all that belongs to it",
    "SELECT count(*) FROM (SELECT 1 FROM answer WHERE": "it ends at so many",
    "SELECT field, row, value, doubts FROM answer WHERE": "only where there are so few",
    "SELECT grp, row, parent, unit FROM instance WHERE": "the same",
    "UPDATE instance SET position = number": "a deletion, and it alone, numbers the rows anew",
    "SELECT reply FROM outbox": "at the start and after a deletion: files that nobody waits for are removed",
    "SELECT content FROM message WHERE files": "the same, and only the messages that have files",
    "SELECT (SELECT coalesce(sum(octet_length": "once a day for each application: how much it takes up",
    "DELETE FROM message WHERE application IS NULL": "once a day: what is left of those who never consented",
}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with Service(tmp_path, form_registry.read(FORMS), Operator()) as running:
        yield running


async def test_every_query_of_a_conversation_uses_an_index(service: Service, tmp_path: Path) -> None:
    asked: dict[str, object] = {}

    def trace(store: Store) -> None:
        store.db._tracer = asked.setdefault

    await service.do(trace)
    await converse(service, tmp_path)
    plans = await service.do(lambda store: {sql: plan(store, sql, asked[sql]) for sql in list(asked)})
    assert len([sql for sql in plans if sql.startswith("SELECT")]) > 15, "the conversation was watched"
    walks = {
        (sql, line)
        for sql, lines in plans.items()
        for line in lines
        if not sql.startswith(tuple(ALLOWED))
        if (line.startswith("SCAN") and line.split()[1] not in SCANNED) or WHOLE.fullmatch(line)
    }
    assert not walks


async def converse(service: Service, folder: Path) -> None:
    """A whole application, and then everything that can be done with one."""
    form = form_registry.read(FORMS)["netsec-insurance-pilot/2023"]
    console = Console(service, file=folder / "out.docx")
    answers = tomllib.loads(form.example.read_text("utf-8"))
    await play(console, AnswerFile(form.form, answers), show=lambda _: None, progress=lambda *_: None)
    person = Later(service, console)
    for name in ("status", "back", "back", "review", "list", "help", "start", "skip"):
        await person.command(name)
    await person.press_data("review")
    await person.command("review")
    await person.press("下一页", "12")
    await person.press("2", "下移", "上移", "复制为新行")
    await person.command("history")
    await person.press("1", "返回", "返回", "改：单位名称")
    await person.say("示例新增单位")
    await person.press("改：单位名称")
    await person.command("history")
    await person.press("2", "恢复成这个值", "全部修改记录", "下一页", "上一页", "返回", "保留原答案")
    await person.press("删除这一行", "确定删除", "恢复删除的行", "1")
    await person.command("new")
    await person.command("list")
    await person.command("delete")
    await person.press("彻底删除")


class Later(Chat):
    """The same person as at a console, who goes on by hand."""

    def __init__(self, service: Service, console: Console) -> None:
        self.bench = type("Bench", (), {"service": service})()
        super().__init__(self.bench, console.person)


def test_deleting_an_application_finds_what_belongs_to_it_through_an_index(tmp_path: Path) -> None:
    db = connect(tmp_path)
    missing = set()
    for table in db.table_names():
        for key in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            names = [name for _, name, *_ in db.execute(f"PRAGMA index_list({table})")]
            first = {db.execute(f"PRAGMA index_info({name})").fetchall()[0][2] for name in names}
            if key[3] not in first:
                missing.add(table)
    db.close()
    assert missing <= SCANNED
