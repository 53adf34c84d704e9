"""Whoever sees the whole takes the part of one unit alone; nobody else is offered that."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from gathered import Team, finish, gather
from harness import Bench, labels


@pytest.fixture
async def team(bench: Bench) -> Team:
    team = await gather(bench)
    await finish(team.chats["李四"])
    await team.read_all()
    return team


async def test_the_lead_takes_the_part_of_one_unit(team: Team) -> None:
    await team.lead.command("files")
    await team.lead.press("一家单位的")
    assert labels(team.lead.asked)[1:] == ["示例小学", "示例中学", "返回"]
    await team.lead.press("示例小学", "数据（JSON）")
    answers = json.loads(team.lead.files[-1])["answers"]
    assert [row["name"] for row in answers["partners"]] == ["示例小学"]
    assert [row["name"] for row in answers["shelves"]] == ["绘本架"]
    assert "name" not in answers
    await team.lead.press("返回", "示例中学", "Excel 文件")
    book = openpyxl.load_workbook(io.BytesIO(team.lead.files[-1]))
    assert [cell.value for cell in book["书架清单"]["A"]] == ["书架名称"]
    await team.lead.press("返回", "返回")
    assert "Word 文件" in labels(team.lead.asked)


async def test_a_colleague_of_one_unit_is_offered_only_their_own(team: Team) -> None:
    await team.chats["李四"].command("files")
    assert "一家单位的" not in labels(team.chats["李四"].asked)
    await team.chats["赵六"].command("files")
    assert "一家单位的" in labels(team.chats["赵六"].asked)
