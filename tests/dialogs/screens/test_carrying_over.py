"""A new version of a form: the lead is told what is other there, and only their yes carries the application over."""

from __future__ import annotations

import io
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
import pytest_asyncio
from harness import SMALL, Bench, Chat, Clock, labels, notes, small_shelf, template_lines
from places import FORMS

from bot.service import form_registry
from dialogs.form.carrying import differences, losses
from dialogs.form.load import load

TEXT = (SMALL / "small/1/form.toml").read_text("utf-8")
OLD = load(TEXT)
EDITS = (
    ('version = "1"', 'version = "2"\nmoved = { theme = "topic", shelves = "racks" }'),
    ('id = "theme", label = "主题"', 'id = "topic", label = "主题（改）"'),
    ('id = "shelves"', 'id = "racks"'),
    ('each = "shelves"', 'each = "racks"'),
    ('{ id = "remark"', '{ id = "seats", label = "座位数", kind = "number" },\n    { id = "remark"'),
    ('    { id = "place", label = "所在地区", kind = "region", example = "浙江省杭州市" },\n', ""),
    ('label = "图书角名称", kind = "text", max_words = 12', 'label = "图书角名称", kind = "text", max_words = 5'),
    ('choices = ["儿童绘本", "地方文史"]', 'choices = ["儿童绘本"]'),
)


def newer() -> str:
    text = TEXT
    for old, new in EDITS:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest_asyncio.fixture
async def chat(tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Somebody who has answered the first questions and added a shelf, when the next version comes."""
    async with Bench(tmp_path / "data", small_shelf(tmp_path), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.say_all("河边图书角", "示例社区居委会", "儿童绘本", "2024年4月23日", "浙江省杭州市")
        await chat.command("status")
        await chat.press("二、单位与书架", "填完了", "添加一行")
        await chat.say_all("绘本架", "2024年5月")
        folder = tmp_path / "forms/small/2"
        shutil.copytree(tmp_path / "forms/small/1", folder)
        (folder / "form.toml").write_text(newer(), "utf-8")
        document = docx.Document()
        for line in template_lines(load(newer())):
            document.add_paragraph(line)
        document.save(str(folder / "template.docx"))
        bench.registry = form_registry.read(tmp_path / "forms")
        await bench.restart()
        yield chat


async def test_nothing_is_other_until_the_lead_says_yes(chat: Chat) -> None:
    await chat.command("status")
    assert "申报表有了新版本，点“查看新版本”。" in chat.asked.text
    await chat.press("查看新版本")
    for line in ("（2）", "不再填：所在地区", "要求变了，请核对：图书角名称", "新增：座位数", "已填的都保留"):
        assert line in chat.asked.text
    assert "没有换" in notes(await chat.press("先不换"))
    assert await chat.bench.sql("SELECT form FROM application") == [("small/1",)]
    await chat.command("review")
    assert "所在地区：浙江省杭州市" in chat.asked.text


async def test_with_a_yes_what_was_answered_is_carried_over(chat: Chat) -> None:
    await chat.command("status")
    await chat.press("查看新版本")
    assert "已换用新版本。" in notes(await chat.press("换用新版本"))
    assert await chat.bench.sql("SELECT form FROM application") == [("small/2",)]
    await chat.command("review")
    assert "主题（改）：儿童绘本" in chat.asked.text
    assert "座位数" in chat.asked.text
    assert "所在地区" not in chat.asked.text
    await chat.command("status")
    assert "查看新版本" not in labels(chat.asked)
    await chat.command("export")
    lines = [one.text for one in docx.Document(io.BytesIO(chat.files[-1])).paragraphs]
    assert any(line.startswith("书架清单 1：绘本架，2024年5月") for line in lines)
    await chat.bench.restart()
    await chat.command("review")
    assert "主题（改）：儿童绘本" in chat.asked.text


def test_losses_and_differences_are_told_by_what_they_mean() -> None:
    new = load(newer())
    assert {(one.code, one.item) for one in losses(OLD, new)} == {("gone", "place"), ("rule", "name")}
    assert {(one.code, one.item) for one in differences(OLD, new)} == {
        *(("gone", "place"), ("rule", "name"), ("new", "seats"))
    }
    assert losses(new, new) == []


def test_a_choice_that_went_is_a_loss_and_one_more_is_none() -> None:
    less = load(TEXT.replace('kind = "choice", choices = ["居委会", "学校"]', 'kind = "choice", choices = ["居委会"]'))
    assert {(one.code, one.item) for one in losses(OLD, less)} == {("choice", "nature"), ("choice", "partners.nature")}
    assert losses(less, OLD) == []


SIGNUP = (FORMS / "training-signup" / "2025" / "form.toml").read_text("utf-8")
CHECK = '[[group.check]]\nthat = "has(summary)"\nsays = "请写简介"\nat = "summary"\n'
TIGHTER = [
    ("max_words = 200", "max_words = 300", set()),
    ("max_words = 200", "max_words = 100", {("rule", "summary")}),
    ("required = false\n", "", {("rule", "photo")}),
    ('types = ["jpg", "png"]', 'types = ["jpg", "png", "bmp"]', set()),
    ('types = ["jpg", "png"]', 'types = ["jpg"]', {("rule", "photo")}),
    ("max_kb = 2048", "max_kb = 4096", set()),
    ("max_kb = 2048", "max_kb = 100", {("rule", "photo")}),
    ("[[group.check]]", f"{CHECK}\n[[group.check]]", {("rule", "course")}),
    ("[[group.check]]", f"{CHECK}advice = true\n\n[[group.check]]", set()),
    ('label = "职务或职称"', "label = \"职务或职称\"\npattern = '.+'", {("rule", "post")}),
    ('unit = "年"', 'unit = "月"', {("kind", "years")}),
    ('choices = ["现场", "线上"]\n', 'choices = ["现场", "线上", "都行"]\n', set()),
    ("many = true\n", "", {("rule", "topics")}),
    ("when = 'lodging == \"是\"'\n", "", set()),  # asked of more people, as a new question is
    ("when = 'lodging == \"是\"'", "when = 'lodging ==  “是”'", set()),
    ("when = 'lodging == \"是\"'", "when = 'lodging == \"否\"'", {("when", "arrival")}),
    ('label = "从事相关工作年限"', 'label = "从事相关工作年限"\nwhen = "has(post)"', {("when", "years")}),
    ('that = "arrival <= departure"', "that = 'arrival<=departure'", set()),
    ('that = "arrival <= departure"', 'that = "arrival < departure"', {("rule", "course")}),
]


@pytest.mark.parametrize(("old", "new", "lost"), TIGHTER)
def test_an_edit_that_tightens_a_rule_is_told_and_one_that_loosens_it_is_not(
    old: str, new: str, lost: set[tuple[str, str]]
) -> None:
    assert old in SIGNUP
    found = losses(load(SIGNUP), load(SIGNUP.replace(old, new, 1)))
    assert {(one.code, one.item) for one in found} == lost


SUMS = """
id = "fair"
version = "1"
title = "集市"
issuer = "街道"
name_field = "stall"
group = [{ id = "head", title = "概况", item = [
    { id = "stall", label = "摊位", kind = "text" },
    { id = "wares", title = "货品", repeat = {}, item = [
        { id = "price", label = "单价", kind = "money" },
        { id = "twice", label = "两份", kind = "money", value = "wares.price * 2" },
    ] },
] }]
"""


def test_what_is_computed_in_a_table_goes_with_it_where_that_is_renamed() -> None:
    renamed = SUMS.replace("wares", "goods").replace('version = "1"', 'version = "2"\nmoved = { wares = "goods" }')
    assert differences(load(SUMS), load(renamed)) == []
