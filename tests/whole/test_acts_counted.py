"""How many messages and presses it takes: what the people of a team do, counted over the official form.

A message, a press, a command and opening an invitation are one act each, and so is what is pasted in one piece.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness import Bench, Chat, Clock, text_of
from places import FORMS

from bot.service import form_registry
from dialogs.turn.events import Event
from dialogs.turn.messages import Reply

FORM = "netsec-insurance-pilot"
OWN = (
    *("网络安全保险与安全服务一体化试点工作方案", "企业类（工业互联网）", "2023年12月20日"),
    *("东屿示例财产保险股份有限公司", "浙江省宁波市", "91330200MA0EXAM156", "2007年6月", "宁波市鄞州区示例东路88号"),
    *("20亿元", "沈知遥", "0574-88001200", "无", "shenzy@dongyu.example.com", "国有控股企业"),
)
UNITS = (
    "澄湾示例网络安全技术有限公司\t民营企业\t91330200MA0EXAM231",
    "云岫示例信息安全测评研究院\t事业单位\t52330200MJ0EXAM34N",
    "白鹭示例科技有限公司\t民营企业\t91110108MA01KPGK0L",
)
TEXT = "公司与合作单位共同开展评估、监测和理赔服务。" * 80
CLIENTS = "\n".join(
    f"{name}示例制造公司\t工业互联网\t顾言舟\t138000011{n}7\tgu{n}@qy.example.com"
    for n, name in enumerate("甲乙丙丁戊己")
)
HEADINGS = ("角色与分工", "服务内容与流程", "网络安全服务", "4.网络安全保险单价保费及保额")
PLAN = "中小企业综合保险服务方案\t企业类\t工业互联网\t顾言舟\t13800001107\tguyz@qingyu.example.com"


class Counting(Chat):
    """Counts what the person does."""

    def __init__(self, bench: Bench, person: str = "console:zhang") -> None:
        super().__init__(bench, person)
        self.acts = 0

    async def submit(self, event: Event) -> list[Reply]:
        self.acts += 1
        return await super().submit(event)


@pytest.fixture
async def bench(tmp_path: Path, clock: Clock) -> AsyncIterator[Bench]:
    async with Bench(tmp_path / "data", form_registry.read(FORMS, only=FORM), clock) as bench:
        yield bench


async def begun(bench: Bench) -> Counting:
    """The lead, up to the list of partners."""
    lead = Counting(bench)
    await lead.agree()
    await lead.say_all(*OWN)
    lead.acts = 0
    return lead


async def invited(lead: Counting) -> list[str]:
    """The codes for three partners, pasted and invited in one go."""
    await lead.say("\n".join(UNITS))
    await lead.command("invite")
    await lead.say("张三")
    await lead.press("没邀请过的 3 家")
    return re.findall(r"/join (\S+)", text_of(await lead.press("填写")))


async def joined(bench: Bench, code: str, name: str) -> Counting:
    member = Counting(bench, f"console:{name}")
    await member.command("join", code)
    await member.press("同意并加入")
    await member.say(name)
    return member


async def without_rows(bench: Bench, code: str, name: str) -> int:
    member = await joined(bench, code, name)
    await member.press("都没有", "确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    return member.acts


async def with_six_clients(bench: Bench, code: str, plans: str) -> Counting:
    """Up to the texts of the first plan."""
    member = await joined(bench, code, "李四")
    await member.say(CLIENTS)
    await member.press("填完了")
    await member.say(plans)
    await member.press("填完了")
    return member


async def write_and_finish(chat: Counting, text: str = TEXT) -> None:
    """The same on the page, where 发送并完成 sends the text and, behind it, that it is complete."""
    await chat.say_all(text, "完成")
    chat.acts -= 1  # one press


async def write(chat: Counting, text: str = TEXT) -> None:
    """A text pasted in one piece, with 完成 in a line below it, as the question says."""
    assert "或末行写“完成”" in chat.asked.text
    await chat.say(f"{text}\n完成")


async def test_a_part_pasted_in_one_piece_is_asked_once(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    member = await with_six_clients(bench, codes[0], PLAN)
    await member.say("\n".join(f"{heading}\n{TEXT}" for heading in HEADINGS))
    assert "从这条消息里认出" in member.asked.text
    await member.press("采用这 4 项")
    await member.press("确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    assert member.acts == 10


async def test_a_text_sent_and_complete_by_one_press_of_the_page(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    member = await with_six_clients(bench, codes[0], PLAN)
    for _ in range(4):
        await write_and_finish(member)
    await member.press("确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    assert member.acts == 12


async def test_tables_pasted_with_their_last_word_and_every_text_by_a_press(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    member = await joined(bench, codes[0], "李四")
    await member.say(f"{CLIENTS}\n填完了")
    assert "已添加 6 行" in member.asked.notes[0]
    await member.say(f"{PLAN}\n填完了")
    for _ in range(4):
        await member.say(TEXT)
        await member.press("完成")
    await member.press("确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    assert member.acts == 14


async def test_texts_sent_one_after_the_other_below_their_headings(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    member = await with_six_clients(bench, codes[0], PLAN)
    for heading in HEADINGS:
        await member.say(f"{heading}\n{TEXT}")
    assert "“网络安全服务”已保存" in "".join(member.asked.notes)
    await member.press("完成", "确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    assert member.acts == 13


async def fill_in_the_rest(lead: Counting) -> None:
    """Of the lead unit's own."""
    await lead.press("填完了")
    await write(lead, TEXT[:330])
    await lead.press("确认")
    await write(lead)
    await write(lead)
    await lead.press("填完了", "填完了")
    await write(lead)
    await lead.press("确认")


async def test_from_the_invitation_to_the_final_file(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    member = await with_six_clients(bench, codes[0], PLAN)
    for _ in range(4):
        await write(member)
    await member.press("确认并交给牵头人")
    assert "您单位的部分已确认" in "".join(member.asked.notes)
    assert member.acts == 12
    for code, name in zip(codes[1:], ("王五", "赵六"), strict=True):
        assert await without_rows(bench, code, name) == 5
    await fill_in_the_rest(lead)
    await lead.press("全部内容", "继续填写")
    await lead.press("生成 Word 文件")
    assert lead.files
    assert not [finding for finding in lead.asked.notes if "草稿" in finding]
    assert lead.acts == 17


async def test_a_comment_on_the_third_plan(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    await with_six_clients(bench, codes[0], "\n".join(PLAN.replace("中小", size) for size in ("小型", "中型", "大型")))
    await lead.command("invite")
    await lead.press("东屿示例财产保险股份有限公司")
    [code] = re.findall(r"/join (\S+)", text_of(await lead.press("审阅")))
    reviewer = await joined(bench, code, "吴九")
    reviewer.acts = 0
    await reviewer.press("全部内容")
    third = reviewer.asked.text.index("“大型企业综合保险服务方案”")
    [number] = re.findall(r"\n(\d+)\. 保费", reviewer.asked.text[third:])
    await reviewer.press(number)
    await reviewer.say("请写明免赔额。")
    assert "意见已记下" in "".join(reviewer.asked.notes)
    assert reviewer.acts == 3


async def test_the_lead_fills_in_for_a_unit_to_the_last_table(bench: Bench) -> None:
    lead = await begun(bench)
    codes = await invited(lead)
    await with_six_clients(bench, codes[0], PLAN)
    await fill_in_the_rest(lead)
    waiting = [f"· {unit}（还没有人加入）" for unit in (UNITS[1].split("\t")[0], UNITS[2].split("\t")[0])]
    assert all(line in lead.asked.text for line in waiting)
    await lead.press("替他们填", "云岫示例信息安全测评研究院的表填完了")
    assert "表2 服务方案基本情况填完了" in lead.asked.notes[0]
    await lead.press("替澄湾示例网络安全技术有限公司填")
    for _ in range(4):
        await write(lead)
    assert "云岫示例信息安全测评研究院的表填完了" not in lead.offered
