"""The list of what the check found, as others go on meanwhile."""

from __future__ import annotations

import re

from gathered import finish, gather
from harness import Bench, text_of


async def test_a_list_that_is_shown_again_does_not_name_what_others_have_dealt_with(bench: Bench) -> None:
    team = await gather(bench)
    lead, li = team.lead, team.chats["李四"]
    await lead.command("check")
    assert "第 1 行 · 单位性质" in text_of(await lead.press("下一页"))
    while "示例小学还没确认" not in lead.asked.text:
        await lead.press("下一页")
    number = re.findall(r"(\d+)\. .*示例小学还没确认", lead.asked.text)[0]
    await finish(li)
    await li.press("确认本单位内容")
    shown = text_of(await lead.press(number))
    assert "刚被别的成员处理了" in shown
    assert "示例小学还没确认" not in shown
    assert "1 家单位没确认" in shown
    await lead.press("上一页")
    assert "第 1 行 · 单位性质" not in lead.asked.text


async def test_what_was_lacking_goes_once_it_is_there_wherever_that_was_mended(bench: Bench) -> None:
    team = await gather(bench)
    lead, li = team.lead, team.chats["李四"]
    await lead.command("check")
    while "至少要有 1 行" not in lead.asked.text:
        await lead.press("下一页")
    await finish(li)  # who has a row in the table now, so that it is no longer without one
    await lead.press("上一页")
    shown = [lead.asked.text]
    while "下一页" in lead.offered:
        shown.append(text_of(await lead.press("下一页")))
    assert "至少要有 1 行" not in "".join(shown)


async def test_a_finding_about_two_places_leads_to_each(bench: Bench) -> None:
    lead = (await gather(bench)).lead
    await lead.command("review")
    await lead.press("下一页", "2", "添加一行")
    await lead.say_all("绘本架", "2024年5月")
    await lead.press("跳过", "添加一行")
    await lead.say_all("绘本架", "2024年6月")
    await lead.command("check")
    while "同名" not in lead.asked.text:
        await lead.press("下一页")
    [number] = re.findall(r"(\d+)\. .*同名", lead.asked.text)
    assert "绘本架" in text_of(await lead.press(f"{number} 另一处"))
    await lead.say("大书架")
    assert "同名" not in lead.asked.text
    await lead.command("review")
    await lead.press("下一页", "2")
    assert "1. 大书架" in lead.asked.text
