"""Rows and units are called by the same name wherever one chooses among them, and all of them fit a keyboard."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from enacting import enact
from harness import BEGINNING, Bench, Chat, Clock, labels, notes

from bot.service import form_registry
from dialogs.application.application import Step
from dialogs.application.changes import PutAnswer, StartApplication
from dialogs.form.load import load
from dialogs.turn.conversation import Conversation
from storage.database import connect
from storage.store import Store

UNITS = """
id = "small"
version = "1"
title = "摊位表"
issuer = "集市"
name_field = "stall"
date_field = "day"

[[document]]
id = "slip"
title = "摊位牌"
template = "slip.docx"
group = "head"

[[document]]
id = "pass"
title = "通行证"
template = "slip.docx"
group = "pledge"

[[document]]
id = "badge"
title = "胸牌"
template = "slip.docx"
group = "pledge"

[[group]]
id = "head"
title = "概况"
item = [
    { id = "stall", label = "摊位", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
    { id = "partners", title = "合伙人", units = { lead = "stall", name = "who" }, repeat = {}, item = [
        { id = "role", label = "分工", kind = "text" },
        { id = "who", label = "姓名", kind = "text" },
    ] },
]

[[group]]
id = "pledge"
title = "承诺"
each = "units"
item = [{ id = "tidy", label = "打扫", kind = "confirm", statement = "收摊时打扫。" }]
"""


def save_template(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ stall }}")
    document.save(str(path))


@pytest.fixture
async def bench(tmp_path: Path, clock: Clock) -> Bench:
    home = tmp_path / "forms" / "small" / "1"
    home.mkdir(parents=True)
    (home / "form.toml").write_text(UNITS, "utf-8")
    for name in ("template.docx", "slip.docx"):
        save_template(home / name)
    return Bench(tmp_path / "data", form_registry.read(tmp_path / "forms"), clock)


WITHIN = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"
group = [{ id = "head", title = "概况", guidance = "先看价目。", item = [
    { id = "hint", label = "提示", kind = "text", when = 'has(note)' },
    { id = "stall", label = "摊位", kind = "text" },
    { id = "note", label = "说明", kind = "text", required = false },
    { id = "wares", title = "货品", repeat = {}, item = [
        { id = "name", label = "名称", kind = "text" },
        { id = "kept", title = "保存", guidance = "写明怎样保存。", min_han = 8, item = [
            { id = "days", label = "天数", kind = "number", when = 'wares.name != "盐"' },
            { id = "how", label = "办法", kind = "longtext" },
            { id = "why", label = "理由", kind = "longtext" },
        ] },
    ] },
] }]
"""


async def begin(chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("糖画", "今天")


async def test_what_a_group_is_about_is_said_before_its_first_question_that_is_asked(
    tmp_path: Path, clock: Clock
) -> None:
    home = tmp_path / "forms" / "fair" / "1"
    home.mkdir(parents=True)
    (home / "form.toml").write_text(WITHIN, "utf-8")
    save_template(home / "template.docx")
    async with Bench(tmp_path / "data", form_registry.read(tmp_path / "forms"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        assert "先看价目。" in chat.asked.text
        await chat.say("糖画")
        await chat.press("跳过", "添加一行")
        await chat.say("糖")
        assert "写明怎样保存。" in chat.asked.text
        await chat.say_all("3", "放在阴凉处")
        assert "写明怎样保存。" not in chat.asked.text
        assert "8" in chat.asked.text
        await chat.press("完成")
        await chat.say("怕热")
        await chat.press("完成", "添加一行")
        await chat.say("盐")
        assert "写明怎样保存。" in chat.asked.text


async def test_a_unit_is_called_by_the_column_of_the_units_names(bench: Bench) -> None:
    async with bench:
        chat = Chat(bench)
        await begin(chat)
        await chat.press("添加一行")
        await chat.say_all("收钱", "王五")
        assert "1. 王五" in chat.asked.text
        await chat.press("填完了", "确认")
        assert "王五（第 2 家，共 2 家）" in chat.asked.text
        found = notes(await chat.command("check")) + chat.asked.text
        assert "承诺（王五）" in found
        await chat.command("files")
        offered = labels(chat.asked)
        assert offered[offered.index("摊位牌") :][:5] == [
            *("摊位牌", "通行证：糖画", "通行证：王五"),
            *("胸牌：糖画", "胸牌：王五"),
        ]


async def test_the_parts_of_all_documents_together_fit_a_keyboard(bench: Bench) -> None:
    async with bench:
        chat = Chat(bench)
        await begin(chat)
        await chat.press("添加一行")
        await chat.say_all("收钱", "王五")
        await chat.press("1")
        for _ in range(60):
            await chat.press("复制为新行")
        await chat.command("files")
        offered = labels(chat.asked)
        assert "通行证：王五" in offered
        assert len(offered) <= 100


def test_each_form_says_itself_how_its_applications_are_called_and_one_query_tells(tmp_path: Path) -> None:
    other = UNITS.replace('version = "1"', 'version = "2"').replace('name_field = "stall"', 'name_field = "day"')
    forms = {form.key: form for form in map(load, (UNITS, other))}
    store = Store(connect(tmp_path), forms)
    me = Conversation(person="console:zhang", consented=True)
    for name, form in (("a", "small/1"), ("b", "small/2"), ("nameless", "small/1")):
        answers = [
            PutAnswer(application=name, step=Step(item=item), value=value)
            for item, value in (("stall", "糖画"), ("day", "2024-05-01"))
            if name != "nameless"
        ]
        enact(store, me, [StartApplication(application=name, form=form), *answers], BEGINNING)
    asked: list[str] = []
    with store.db.tracer(lambda sql, _: asked.append(sql)):
        found = store.applications(me.person)
    assert {summary.id: summary.name for summary in found} == {"a": "糖画", "b": "2024-05-01", "nameless": ""}
    assert len(asked) == 1
    store.db.close()
