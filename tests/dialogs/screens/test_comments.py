"""Answers and rows returned for correction: who is asked, who is told, and what settles a comment."""

from __future__ import annotations

from datetime import date

import pytest
from gathered import Team, finish, gather, unit_out
from harness import Bench, Chat, labels, notes, text_of

from dialogs.turn.beside_chat import Filled
from dialogs.turn.messages import Reply, Say

SIGN = "确认本单位内容"


@pytest.fixture
async def team(bench: Bench) -> Team:
    """示例小学 has filled in its part; nobody has read anything since."""
    found = await gather(bench)
    await finish(found.chats["李四"])
    await found.read_all()
    return found


async def comment(chat: Chat, *way: str, text: str = "请再核对") -> list[Reply]:
    """Somebody returns what they come to by pressing `way`, page by page of the review."""
    await chat.command("review")
    await chat.press(*way)
    if "提意见" in labels(chat.asked):
        await chat.press("提意见")
    return await chat.say(text)


PROMISE = ["下一页"] * 5 + ["1"]  # in the review of the whole: 示例小学's declaration
ABOUT = ["下一页"] * 3 + ["1"]  # what stands of its only shelf
ROW = ["下一页", "2", "1"]  # the shelf
NAME = ["2"]  # the lead unit's name


async def states(bench: Bench) -> list[str]:
    return [state for (state,) in await bench.sql("SELECT state FROM comment WHERE about IS NULL ORDER BY id")]


async def begin(chat: Chat) -> str:
    """What somebody who comes back is asked."""
    await chat.command("start")
    return chat.asked.text


async def test_the_unit_is_asked_what_was_returned_with_the_remark(team: Team) -> None:
    await comment(team.lead, *ABOUT, text="写清楚借几本")
    told = await team.read()
    assert list(told) == ["李四"]
    assert "写清楚借几本" in told["李四"]
    asked = await begin(team.chats["李四"])
    assert "意见（张三，3月4日 09:00）：写清楚借几本" in asked
    assert "放什么书" in asked
    assert "意见" not in await begin(team.chats["王五"])


async def test_the_unit_is_told_once_a_day_until_it_has_dealt_with_that(team: Team) -> None:
    await comment(team.lead, *ABOUT)
    assert list(await team.read()) == ["李四"]
    await comment(team.lead, *ROW)
    assert await team.read() == {}
    team.bench.clock.pass_(days=1)
    await comment(team.chats["赵六"], *ROW)
    assert list(await team.read()) == ["李四"]


async def test_what_is_returned_after_everything_was_dealt_with_is_told_the_same_day(team: Team) -> None:
    await comment(team.lead, *ROW)
    await begin(team.chats["李四"])
    await team.chats["李四"].press("改好了")
    await team.read_all()
    await comment(team.lead, *ABOUT)
    assert list(await team.read()) == ["李四"]


async def test_a_remark_is_not_told_to_the_one_who_made_it(team: Team) -> None:
    await comment(team.chats["赵六"], *NAME)
    assert list(await team.read()) == ["张三"]


async def test_another_answer_settles_a_remark_and_the_same_does_not(team: Team) -> None:
    await comment(team.lead, *PROMISE)
    await comment(team.lead, "下一页", "1", "1", "改：单位性质")
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press("确认")
    assert await states(team.bench) == ["open", "open"]
    await chat.command("remarks")
    await chat.press("2")
    assert "意见（张三" in chat.asked.text
    assert "意见已处理" not in notes(await chat.press("学校"))
    await chat.command("remarks")
    await chat.press("2")
    assert "意见已处理" in notes(await chat.press("居委会"))
    assert await states(team.bench) == ["open", "mended"]


async def test_what_was_returned_cannot_be_kept_without_a_word(team: Team) -> None:
    await comment(team.lead, *PROMISE)
    await begin(team.chats["李四"])
    shown = labels(team.chats["李四"].asked)
    assert "回复" in shown
    assert "保留原答案" not in shown


async def test_a_reply_is_told_at_once_and_the_step_not_asked_again(team: Team) -> None:
    await comment(team.lead, *PROMISE)
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press("回复")
    await team.read_all()
    assert SIGN in labels((await chat.say("承诺书以盖章件为准。"), chat.asked)[1])
    told = await team.read()
    assert list(told) == ["张三"]
    assert "李四（示例小学）回复了您" in told["张三"]
    assert "承诺书以盖章件为准。" in told["张三"]
    assert await states(team.bench) == ["answered"]


async def test_the_one_who_remarked_sees_the_reply_and_answers_it(team: Team) -> None:
    await comment(team.lead, *PROMISE, text="请盖章")
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press("回复")
    await chat.say("盖好了")
    await team.lead.command("remarks")
    assert "已回复 1 项" in team.lead.asked.text
    await team.lead.press("1")
    assert "回复（李四，3月4日 09:00）：盖好了" in team.lead.asked.text
    await team.lead.say("没有看到章")
    asked = await begin(chat)
    assert [line.partition("）：")[2] for line in asked.splitlines() if "3月4日" in line] == [
        "请盖章（已回复）",
        "盖好了",
        "没有看到章",
    ]


async def test_a_remark_taken_back_is_not_asked_any_more(team: Team) -> None:
    await comment(team.lead, *PROMISE)
    await team.lead.command("remarks")
    await team.lead.press("1", "撤回意见")
    assert await states(team.bench) == ["closed"]
    assert "意见" not in await begin(team.chats["李四"])
    assert "没有要处理的意见" in text_of(await team.lead.command("remarks"))


async def test_of_one_change_the_lead_hears_once_with_every_door(team: Team) -> None:
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press(SIGN)
    await comment(team.lead, *ABOUT)
    await team.read_all()
    await begin(chat)
    await chat.press("重新写")
    await chat.say("放绘本，每次借两本。")
    await chat.press("完成")
    told = await team.lead.read()
    assert len(told) == 1
    assert "确认已取消" in notes(told)
    assert "李四按您的意见改了" in notes(told)
    assert isinstance(told[0], Say)
    assert [door.label for door in told[0].buttons] == ["打开这份申报", "看修改"]


async def test_the_news_of_the_day_leave_out_a_remark_that_the_lead_was_told_at_once(team: Team) -> None:
    await team.set_deadline()
    await team.at_ten(date(2026, 3, 5))
    team.bench.clock.pass_(hours=1)
    await comment(team.chats["赵六"], *NAME)
    assert list(await team.read()) == ["张三"]
    assert await team.at_ten(date(2026, 3, 8)) == {}
    team.bench.clock.pass_(hours=1)
    await comment(team.chats["赵六"], *ROW)
    assert list(await team.read()) == ["李四"]
    assert "张三" in await team.at_ten(date(2026, 3, 11))


@pytest.mark.parametrize("how", ["撤回意见", "undo"])
async def test_whoever_was_told_of_a_remark_hears_that_it_is_withdrawn(team: Team, how: str) -> None:
    reviewer = team.chats["赵六"]
    await comment(reviewer, *ABOUT)
    await comment(reviewer, *ROW)
    await team.read_all()
    await withdraw(reviewer, "2", how)  # of which nobody was told
    assert await team.read() == {}
    await withdraw(reviewer, "1", how)
    told = await team.read()
    assert list(told) == ["李四"]
    assert "赵六撤回了对《河边图书角》里示例小学填写的" in told["李四"]
    assert "不用再处理" in told["李四"]


async def withdraw(chat: Chat, number: str, how: str) -> None:
    if how == "undo":
        await chat.command("undo")
        return
    await chat.command("remarks")
    await chat.press(number, how)


async def test_a_remark_that_is_dealt_with_is_withdrawn_in_silence(team: Team) -> None:
    await comment(team.chats["赵六"], *PROMISE)
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press("回复")
    await chat.say("承诺书以盖章件为准。")
    await team.read_all()
    await team.chats["赵六"].command("remarks")
    await team.chats["赵六"].press("1", "关闭意见")
    assert await team.read() == {}


async def test_the_one_who_remarked_hears_that_the_lead_closed_it(team: Team) -> None:
    await comment(team.chats["赵六"], *ABOUT)
    await team.read_all()
    await team.lead.command("remarks")
    await team.lead.press("1", "关闭意见")
    told = await team.read()
    assert set(told) == {"李四", "赵六"}
    assert "您对《河边图书角》里示例小学填写的" in told["赵六"]
    assert "张三已关闭，不用再处理" in told["赵六"]


async def test_whom_a_remark_concerns_hears_what_taking_back_makes_of_it(team: Team) -> None:
    """Withdrawn and made again, closed and opened, mended and not: nobody is left with what they were told before."""
    lead, reviewer, member = team.lead, team.chats["赵六"], team.chats["李四"]

    async def again(chat: Chat, command: str) -> dict[str, str]:
        await team.read_all()
        await chat.command(command)
        return {name: said.partition("的意见")[2] for name, said in (await team.read()).items()}

    await comment(reviewer, *ABOUT)
    assert await again(reviewer, "undo") == {"李四": "，不用再处理。"}
    assert await again(reviewer, "redo") == {"李四": "又待处理。"}
    await lead.command("remarks")
    await lead.press("1", "关闭意见")
    assert await again(lead, "undo") == {"李四": "又待处理。", "赵六": "又待处理。"}
    assert await again(lead, "redo") == {"李四": "不用再处理。", "赵六": "不用再处理。"}
    assert await again(lead, "undo") == {"李四": "又待处理。", "赵六": "又待处理。"}
    await begin(member)
    await member.press("重新写")
    await member.say("放绘本，每次借两本。")
    await member.press("完成")
    assert await again(member, "undo") == {"张三": "又待处理。", "赵六": "又待处理。"}
    assert await states(team.bench) == ["open"]
    await reviewer.press("看意见")
    assert "请再核对" in reviewer.asked.text


async def test_where_another_remark_stands_that_is_said(team: Team) -> None:
    await comment(team.chats["赵六"], *ABOUT)
    await comment(team.lead, *ABOUT, text="写清楚借几本")
    await team.read_all()
    await team.chats["赵六"].command("remarks")
    await team.chats["赵六"].press("1", "撤回意见")
    assert "那里还有别的意见要处理" in (await team.read())["李四"]


async def test_a_row_is_mended_when_the_unit_says_so(team: Team) -> None:
    await comment(team.lead, *ROW)
    chat = team.chats["李四"]
    await begin(chat)
    await chat.press("改：书架名称")
    await chat.say("图画书架")
    assert await states(team.bench) == ["open"]
    await team.read_all()
    await chat.press("改好了")
    assert SIGN in labels(chat.asked)
    assert list(await team.read()) == ["张三"]
    assert await states(team.bench) == ["mended"]


async def test_the_one_who_remarked_is_told_once_that_all_is_mended(team: Team) -> None:
    reviewer, chat = team.chats["赵六"], team.chats["李四"]
    await comment(reviewer, *ROW)
    await comment(reviewer, *ABOUT)
    await begin(chat)
    await team.read_all()
    await chat.press("改好了")
    assert await team.read() == {}
    await chat.press("重新写")
    await chat.say("放绘本，每次借两本。")
    await chat.press("完成")
    told = await team.read()
    assert list(told) == ["张三", "赵六"]
    assert "按您的意见" in told["赵六"]
    assert "按赵六的意见" in told["张三"]


async def test_what_was_mended_is_behind_the_button_beneath_its_notice(team: Team) -> None:
    """As it is now, with what was said of it; for whoever commented, and for the lead."""
    reviewer, chat = team.chats["赵六"], team.chats["李四"]
    await comment(reviewer, *ABOUT)
    await begin(chat)
    await chat.press("重新写")
    await chat.say("放绘本，每次借两本。")
    await chat.press("完成")
    for reader in (reviewer, team.lead):
        await reader.read()
        await reader.press("看修改")
        assert "放绘本，每次借两本。" in reader.asked.text
        assert "请再核对（已改好）" in reader.asked.text
    await chat.press("去处理")
    assert "这条意见已经处理完了" in notes([chat.asked])


async def test_an_answer_beside_the_chat_settles_a_remark_too(team: Team) -> None:
    await comment(team.lead, *ABOUT)
    chat = team.chats["李四"]
    [[application]] = await team.bench.sql("SELECT id FROM application")
    [[row]] = await team.bench.sql("SELECT row FROM instance WHERE grp = 'shelves'")
    event = {"application": application, "cells": [{"item": "about", "row": row, "text": "每次借两本。"}]}
    assert "意见已处理" in notes(await chat.submit(Filled.model_validate({**chat._base(), **event})))
    assert await states(team.bench) == ["mended"]


async def test_the_part_one_chose_is_asked_before_what_was_returned(team: Team) -> None:
    chat = team.chats["王五"]
    await team.lead.command("review")
    await team.lead.press("下一页", "1", "2", "提意见")
    await team.lead.say("请补充性质")
    assert "意见" in await begin(chat)
    await chat.command("status")
    assert "还有 1 条意见" in chat.asked.text
    await chat.press("附：承诺书")
    assert "图书角长期免费开放" in chat.asked.text
    await chat.press("确认")
    assert "意见（张三" in chat.asked.text


async def test_nobody_confirms_past_a_remark_they_have_not_seen(team: Team) -> None:
    chat = team.chats["李四"]
    assert SIGN in labels(chat.asked)
    await comment(team.lead, *ROW)
    replies = await chat.press(SIGN)
    assert "刚收到新的意见" in notes(replies)
    assert "改好了" in labels(chat.asked)
    assert await team.bench.sql("SELECT * FROM sign_off") == []


async def test_a_button_for_a_remark_that_was_closed_meanwhile_shows_what_is_next(team: Team) -> None:
    await comment(team.lead, *ROW)
    chat = team.chats["李四"]
    await begin(chat)
    await team.lead.command("remarks")
    await team.lead.press("1", "撤回意见")
    await chat.press("改好了")
    assert SIGN in labels(chat.asked)
    assert await states(team.bench) == ["closed"]


async def test_what_is_being_answered_is_taken_though_something_is_returned_meanwhile(team: Team) -> None:
    chat = team.chats["王五"]
    await team.lead.command("review")
    await team.lead.press("下一页", "1", "2", "提意见")
    await team.lead.say("请核对")
    assert "已记下：学校" in notes(await chat.press("学校"))
    assert "意见（张三" in chat.asked.text


async def test_a_deleted_row_takes_its_remarks_along_and_brings_them_back(team: Team) -> None:
    await comment(team.lead, *ROW)
    chat = team.chats["李四"]
    await begin(chat)
    await team.read_all()
    await chat.press("删除这一行", "确定删除")
    told = (await team.read())["张三"]
    assert "李四删除了《河边图书角》的书架清单第 1 行，您在那里的 1 条意见不用再处理" in told
    assert "意见" not in await begin(chat)
    assert "没有要处理的意见" in text_of(await chat.command("remarks"))
    await chat.command("review")
    await chat.press("2", "恢复删除的行", "1")
    assert "意见" in await begin(chat)


@pytest.mark.parametrize("how", ["撤回", "恢复删除的行"])
async def test_the_one_who_remarked_hears_of_a_row_that_goes_and_comes_back(team: Team, how: str) -> None:
    li = team.chats["李四"]
    await comment(team.chats["赵六"], *ROW)
    await li.read()
    await li.press("去处理", "删除这一行", "确定删除")
    assert "您在那里的 1 条意见不用再处理；恢复以后，意见也恢复。" in (await team.read())["赵六"]
    await (li.press(how, "1") if how == "恢复删除的行" else li.press(how))
    told = (await team.read())["赵六"]
    assert told == "李四恢复了《河边图书角》里从“书架清单”删除的行，您在那里的 1 条意见又待处理。"
    await team.chats["赵六"].press("看意见")
    assert "意见（您，3月4日 09:00）：请再核对" in team.chats["赵六"].asked.text


async def test_with_a_unit_come_back_the_remarks_on_all_that_is_its_own(team: Team) -> None:
    await comment(team.chats["赵六"], *ABOUT)
    await comment(team.chats["赵六"], *ROW)
    await unit_out(team)
    await team.read_all()
    await team.lead.command("review")
    await team.lead.press("下一页", "1", "恢复删除的行", "1")
    assert "从“共建单位”删除的行，您在那里的 2 条意见又待处理。" in (await team.read())["赵六"]


async def test_with_a_unit_go_the_remarks_on_all_that_is_its_own(team: Team) -> None:
    """Of those that are open, whoever made them; who made none hears nothing."""
    await comment(team.chats["赵六"], *ABOUT)
    await comment(team.chats["赵六"], *ROW)
    await team.read_all()
    await unit_out(team)
    told = await team.read()
    assert "张三删除了《河边图书角》的共建单位第 1 行，您在那里的 2 条意见不用再处理" in told["赵六"]
    assert "钱七" not in told


async def test_a_remark_goes_to_the_unit_to_which_its_row_is_given(team: Team) -> None:
    await comment(team.lead, *ROW)
    await team.lead.press("改由他方填", "示例中学")
    assert "意见" not in await begin(team.chats["李四"])
    assert "意见（张三" in await begin(team.chats["王五"])


async def test_what_nobody_else_fills_in_is_returned_to_the_lead(team: Team) -> None:
    reviewer = team.chats["赵六"]
    await team.lead.command("members")
    await team.lead.press("5", "移出", "确定")
    await team.read_all()
    await comment(reviewer, "下一页", "1", "2", "提意见")
    assert list(await team.read()) == ["张三"]
    asked = await begin(team.lead)
    assert "意见（赵六" in asked
    assert "共建单位 · 第 2 行" in asked


async def test_what_a_removed_reviewer_remarked_stays_and_the_lead_can_close_it(team: Team) -> None:
    await comment(team.chats["赵六"], *ROW)
    await comment(team.chats["赵六"], *ABOUT)
    await team.lead.command("members")
    await team.lead.press("2", "移出", "确定")
    await team.read_all()
    chat = team.chats["李四"]
    assert "意见（赵六" in await begin(chat)
    await chat.press("改好了", "回复")
    await chat.say("不用改")
    assert list(await team.read()) == ["张三"]
    await team.lead.command("remarks")
    await team.lead.press("1", "关闭意见")
    assert await states(team.bench) == ["mended", "closed"]


async def test_a_unit_sees_its_own_remarks_alone_and_closes_none(team: Team) -> None:
    await comment(team.lead, *ROW)
    await comment(team.chats["赵六"], *NAME, text="这一句只给牵头单位")
    chat = team.chats["李四"]
    await chat.command("remarks")
    assert "待处理 1 项" in chat.asked.text
    assert "只给牵头单位" not in chat.asked.text
    await chat.press("1", "回复")
    assert not {"撤回意见", "关闭意见"} & {*labels(chat.asked)}


async def test_a_viewer_reads_remarks_and_makes_none(team: Team) -> None:
    await comment(team.chats["赵六"], *ROW)
    viewer = team.chats["钱七"]
    await viewer.command("remarks")
    await viewer.press("1")
    assert "请再核对" in viewer.asked.text
    await viewer.say("我也提一个")
    assert await states(team.bench) == ["open"]
    assert labels(viewer.asked) == ["返回"]
    assert "可以请牵头人（张三）来提" in notes([viewer.asked])


async def test_readers_see_rows_and_change_none(team: Team) -> None:
    viewer = team.chats["钱七"]
    await viewer.command("review")
    await viewer.press("下一页", "2")
    assert labels(viewer.asked) == ["1", "返回"]
    before = await team.bench.sql("SELECT * FROM answer")
    await viewer.say("绘本架\t2024年5月\t")
    await viewer.press("1")
    assert labels(viewer.asked) == ["看：书架名称", "看：启用日期", "看：说明", "返回列表"]
    await viewer.press("看：书架名称")
    await viewer.say("别的名字")
    assert await team.bench.sql("SELECT * FROM answer") == before


@pytest.mark.parametrize("text", ["", "\x00", "长" * 301])
async def test_a_remark_that_cannot_be_taken_says_why(team: Team, text: str) -> None:
    replies = await comment(team.lead, *PROMISE, text=text)
    assert await states(team.bench) == []
    assert notes(replies)
    assert team.lead.asked.refusal


async def test_the_check_advises_of_open_remarks_and_leads_there(team: Team) -> None:
    await comment(team.lead, *ROW)
    chat = team.chats["李四"]
    await chat.command("check")
    assert "2. （请核对）书架清单第 1 行：还有没处理的意见" in chat.asked.text
    await chat.press("2", "改好了")
    await chat.command("check")
    assert "意见" not in chat.asked.text


async def test_the_list_has_pages(team: Team) -> None:
    reviewer = team.chats["赵六"]
    await reviewer.command("review")
    for number in range(1, 12):
        await reviewer.press(str(number))
        await reviewer.say(f"第{number}处")
    await reviewer.command("remarks")
    assert "待处理 11 项" in reviewer.asked.text
    assert "第9处" not in reviewer.asked.text
    await reviewer.press("下一页")
    assert "第9处" in reviewer.asked.text
    await reviewer.press("11")
    assert "第11处" in reviewer.asked.text
