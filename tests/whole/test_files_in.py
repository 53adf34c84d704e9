"""The shipped example handed in as one Word file and two sheets: counted, and complete."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from fake_botapi import FakeBotApi
from harness import Chat, Clock, labels, text_of
from on_channel import CHANNELS, on
from places import FORMS, PILOT
from telegram_line import hurry

from bot.service import form_registry

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
EXAMPLE: dict[str, Any] = tomllib.loads((PILOT / "example.toml").read_text("utf-8"))
MOST = 25  # messages and presses, of about 250 where all is typed


def table(keys: list[str], heads: list[str], rows: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(heads)
    for row in rows:
        book.active.append([row[key] for key in keys])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def form_filled_in_by_hand() -> bytes:
    """The official form with the answers below and beside its labels, as one writes in Word, without its tables."""
    document = docx.Document()
    for label, key in (("方案名称", "plan_name"), ("申报方向", "direction"), ("牵头申报单位", "lead_unit")):
        document.add_paragraph(f"{label}：{EXAMPLE[key]}")
    document.add_paragraph(f"申报日期：{EXAMPLE['apply_date']}")
    document.add_heading("一、基本情况", 1)
    single = [("所在地区", "region"), ("组织机构代码/三证合一码", "lead_code"), ("成立时间", "founded")]
    single += [("通讯地址", "address"), ("注册资本（万元）", "capital"), ("联系人", "contact")]
    single += [("联系电话", "phone")]
    single += [("传真", "fax"), ("邮箱", "email"), ("单位性质", "lead_nature"), ("申报单位简介", "profile")]
    grid = document.add_table(0, 2)
    for label, key in single:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = label, str(EXAMPLE[key])
    units = document.add_table(0, 3)
    for row in [["单位名称", "单位性质", "组织机构代码/三证合一码"], *EXAMPLE["joint_units"]]:
        values = row if isinstance(row, list) else [row["name"], row["nature"], row["code"]]
        for cell, value in zip(units.add_row().cells, values, strict=True):
            cell.text = value
    document.add_heading("二、试点方案", 1)
    for label, key in (
        ("（一）工作思路", "approach"),
        ("（二）试点安排", "arrangement"),
        ("（三）组织保障", "support"),
    ):
        document.add_heading(label, 2)
        _lines(document, EXAMPLE[key])
    form = form_registry.read(FORMS, "netsec-insurance-pilot")["netsec-insurance-pilot/2023"].form
    for number, plan in enumerate(EXAMPLE["plans"], 1):
        document.add_heading(f"附：网络安全保险服务方案\n方案{number}：{plan['name']}", 1)
        for key, text in plan["annex"].items():
            document.add_heading(form.fields[key].label, 2)
            _lines(document, text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _lines(document: Any, text: str) -> None:
    for line in text.strip().split("\n"):
        document.add_paragraph(line)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contacts = ["industry", "contact", "mobile", "email"]
    heads = ["行业领域", "联系人", "手机", "邮箱"]
    made = {
        "服务方案.xlsx": table(["name", "type", *contacts], ["方案名称", "方案类型", *heads], EXAMPLE["plans"]),
        "服务对象.xlsx": table(["company", *contacts], ["企业名称", *heads], EXAMPLE["clients"]),
        "申报表.docx": form_filled_in_by_hand(),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in made]


class Counting:
    """A person who hands in the files and then presses what is offered, and how often they do anything."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.acts: list[str] = []

    async def do(self, name: str, act: Any) -> str:
        self.acts.append(name)
        return text_of(await act)

    async def press(self, *wanted: str) -> str:
        """Presses the first of the wanted buttons that is on offer, by how its label begins."""
        found = [label for want in wanted for label in labels(self.chat.asked) if label.startswith(want)]
        assert found, labels(self.chat.asked)
        return await self.do(f"[{found[0]}]", self.chat.press(found[0]))


async def complete(chat: Chat, files: list[Path]) -> list[str]:
    """Everything up to the finished document; what was done."""
    person = Counting(chat)
    await person.do("/start", chat.command("start"))
    await person.press("同意并开始")
    for file in files:
        await person.do(file.name, chat.hand_in(file))
        while any(label.startswith(("都加进去", "采用")) for label in labels(chat.asked)):
            await person.press("都加进去", "采用")
    await person.do("/start", chat.command("start"))
    while not chat.files:
        await person.press("生成 Word", "确认", "填完了", "就这样", "不等确认", "继续填写")
        assert len(person.acts) <= MOST, person.acts
    return person.acts


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_one_word_file_and_two_sheets_are_the_whole_example(  # noqa: PLR0917
    channel: str, tmp_path: Path, clock: Clock, files: list[Path], api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api) as chat:
        acts = await complete(chat, files)
        assert len(acts) == 15, acts
        assert await chat.bench.sql("SELECT sum(missing) FROM instance") == [(0,)]
        kept = await chat.bench.sql("SELECT field, value FROM answer WHERE row = '' AND value != '完成'")
        for field, value in kept:
            if isinstance(said := EXAMPLE.get(field), str) and field in ("plan_name", "approach", "support", "email"):
                assert value == said.strip()
        assert await chat.bench.sql("SELECT grp, count(*) FROM instance WHERE row != '' GROUP BY grp") == [
            ("annex", 3),
            ("clients", 15),
            ("joint_units", 2),
            ("plans", 3),
            ("statement", 2),
        ]
