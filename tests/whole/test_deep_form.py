"""A form whose rows belong to rows that belong to rows: in the chat, as a file of answers, in document and workbook."""

from __future__ import annotations

import io
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import openpyxl
import pytest
from command_line import Capture, text_of
from harness import SMALL, Bench, Chat, Clock, labels, notes, template_lines
from walking import walk

from bot.__main__ import main
from bot.service import form_registry
from bot.service.form_folder import look
from dialogs.form.load import load
from dialogs.turn.events import Went
from dialogs.turn.messages import Document
from render import sheets

FORM = load((SMALL / "deep/1/form.toml").read_text("utf-8"))
ANSWERS = """
name = "示例街区"
lead = "示例街道办"

[[streets]]
name = "一号街区"
old = "1986年"
people = "120"
green = "是"
trees = [{ sort = "香樟", count = "8" }]
years = [{ share = "40" }, { share = "60" }]

[[streets.houses]]
name = "甲栋"
works = [{ what = "外墙", cost = "10" }, { what = "电梯", cost = "2.5" }]

[[streets.houses]]
name = "乙栋"

[[streets]]
name = "二号街区"
old = "1990年"
people = "80"
green = "否"
years = [{ share = "40" }, { share = "60" }]

[[streets.houses]]
name = "丙栋"
works = [{ what = "屋顶", cost = "7" }]
"""


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "forms" / "deep" / "1"
    shutil.copytree(SMALL / "deep/1", folder)
    document = docx.Document()
    for line in template_lines(FORM):
        document.add_paragraph(line)
    document.save(str(folder / "template.docx"))
    assert [one.text for one in look(folder).errors] == []
    return tmp_path / "forms"


@pytest.fixture
async def chat(tmp_path: Path, forms: Path, clock: Clock) -> AsyncIterator[Chat]:
    async with Bench(tmp_path / "data", form_registry.read(forms), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        yield chat


async def went(chat: Chat, item: str) -> None:
    """To a table, as from the outline of the page."""
    await chat.submit(Went(**chat._base(), item=item, row=""))


def lines(document: bytes | Path) -> list[str]:
    whole = docx.Document(io.BytesIO(document) if isinstance(document, bytes) else str(document))
    return [paragraph.text for paragraph in whole.paragraphs]


async def test_everything_is_asked_row_by_row_and_stands_in_the_document(chat: Chat) -> None:
    asked = await walk(chat, FORM, {}, rows=2)

    assert asked.count("works.cost") == 8, "two in each of two houses of two streets"
    assert asked.count("years.share") == 4
    street = asked.index("streets.name")
    assert asked[street + 1 : street + 4] == ["houses", "houses.name", "works"], "a row is filled in with all below it"
    [document] = [reply for reply in await chat.command("export") if isinstance(reply, Document)]
    assert "草稿" not in document.caption, (await chat.command("check"))[-1]
    found = lines(chat.files[-1])
    assert found.count("改造内容 2：外墙，10") == 4

    assert "二、街区 2：一号街区，1986年，120，是，40" in found
    assert found.count("树木 2：香樟，8") == 2
    assert found[found.index("三、合计") + 1 :][1:4] == ["费用合计（万元）：80", "改造项数：8", "补种株数：32"]


async def test_a_table_that_closes_at_its_row_keeps_what_stands_in_it_and_counts_nowhere(chat: Chat) -> None:
    await walk(chat, FORM, {}, rows=2)
    await went(chat, "streets")
    await chat.press("2", "改：是否补种树木")
    await chat.say("否")
    assert "树木" not in labels(chat.asked)
    await chat.command("export")
    found = lines(chat.files[-1])
    assert found.count("树木 2：香樟，8") == 1
    assert "补种株数：16" in found
    await chat.press("改：是否补种树木")
    await chat.say("是")
    await chat.command("export")
    assert "补种株数：32" in lines(chat.files[-1])


async def test_from_a_row_one_goes_into_its_tables_and_back(chat: Chat) -> None:
    await walk(chat, FORM, {}, rows=2)
    await went(chat, "streets")
    await chat.press("2", "楼栋", "1", "改造内容")
    assert "外墙" in chat.asked.text
    await chat.press("2", "删除这一行")
    await chat.press("确定删除")
    await chat.press("返回", "返回列表", "返回")
    assert "楼栋" in labels(chat.asked)


async def test_no_more_rows_than_the_form_allows(chat: Chat) -> None:
    await walk(chat, FORM, {}, rows=3)
    await went(chat, "streets")
    assert "添加一行" not in labels(chat.asked)
    assert "没有更多的行" in notes(await chat.say("四号街区"))


def test_a_file_of_answers_has_rows_within_rows(
    forms: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(forms))
    monkeypatch.chdir(tmp_path)
    file, out = tmp_path / "answers.toml", tmp_path / "out.docx"
    file.write_text(ANSWERS, "utf-8")
    assert main(["fill", str(file), "--form", "deep", "--out", str(out)]) == 0
    capsys.readouterr()
    text = text_of(out)
    assert "改造内容 2：电梯，2.5" in text
    assert "费用合计（万元）：19.5" in text
    assert "补种株数：8" in text
    file.write_text(ANSWERS.replace('cost = "7"', 'cost = "很多"'), "utf-8")
    main(["fill", str(file), "--form", "deep", "--out", str(out)])
    assert "改造内容 第 1 行 费用（万元）" in capsys.readouterr().err


async def test_the_workbook_says_to_which_rows_a_row_belongs(chat: Chat) -> None:
    await walk(chat, FORM, {}, rows=1)
    [(id_,)] = await chat.bench.sql("SELECT id FROM application")
    file = io.BytesIO()
    sheets.write(FORM, await chat.bench.service.do(lambda store: store.application(id_).everything()), file)  # type: ignore[union-attr]
    book = openpyxl.load_workbook(file)
    assert book["改造内容"]["A2"].value == "一号街区 / 甲栋"
    assert book["年度进度"]["A3"].value == "一号街区 / 2026年"
