"""Rows in a workbook of ours: the template, and faulty rows that come back, are mended and sent again."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from fake_botapi import FakeBotApi
from harness import Clock, labels, text_of
from on_channel import CHANNELS, on
from telegram_line import hurry

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
GOOD = ["东屿示例供电公司", "电力", "沈知遥", "13800138000", "a@example.com"]
BAD = ["澄湾示例水务公司", "水利", "顾晚舟", "1380013800", "b@example.com"]


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_template_is_filled_in_and_what_is_wrong_comes_back_and_is_mended(  # noqa: PLR0917
    channel: str, tmp_path: Path, clock: Clock, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    hurry(monkeypatch)
    async with on(channel, tmp_path / "data", clock, api) as chat:
        await chat.command("start")
        await chat.press(next(label for label in labels(chat.asked) if label.startswith("同意")))
        await chat.command("status")
        await chat.press(next(label for label in labels(chat.asked) if "试点方案" in label))
        while "领 Excel 模板" not in labels(chat.asked):
            await chat.press("以后再填")
        await chat.press("领 Excel 模板")
        await chat.hand_in(filled(folder, chat.files[-1], GOOD, BAD))
        assert "1380013800" in chat.asked.text
        assert "示例" in chat.asked.text
        said = text_of(await chat.press("领回有误的 1 行"))
        assert "已添加 1 行" in said
        again = filled(folder, chat.files[-1], mended={"1380013800": "13800138001"})
        assert "已添加 1 行" in text_of(await chat.hand_in(again))
        rows = await chat.bench.sql("SELECT value FROM answer WHERE field = 'clients.mobile' ORDER BY value")
        assert [value for (value,) in rows] == ["13800138000", "13800138001"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def filled(folder: Path, content: bytes, *rows: list[str], mended: dict[str, str] | None = None) -> Path:
    """The workbook with rows below those that there are, and some cells with another text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append([None, *row])
    for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
        cell.value = (mended or {}).get(str(cell.value), cell.value)
    path = folder / "表.xlsx"
    book.save(path)
    return path
