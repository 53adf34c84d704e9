"""Leaving, being left out and coming back, in the middle of whatever one was doing; the lead, who cannot leave."""

from __future__ import annotations

import re

import pytest
from gathered import Team, at_member, come_in, finish, gather, handed_over
from harness import Bench, Chat, Clock, labels, notes, text_of

from dialogs.screens import joining
from dialogs.turn.beside_chat import Arranged, Filled, FilledCell
from dialogs.turn.events import Went

STAYS = "牵头人不能退出"


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


async def remove(team: Team, name: str) -> None:
    await at_member(team, name)
    await team.lead.press("移出", "确定")


async def again(team: Team, name: str, role: str, unit: str) -> Chat:
    """Invited once more; the name is the one they had."""
    await team.lead.command("invite")
    await team.lead.press(unit)
    code = re.findall(r"/join (\S+)", text_of(await team.lead.press(role)))[0]
    chat = team.chats[name]
    await chat.command("join", code)
    await come_in(chat, name)
    await team.lead.read()
    return chat


async def leads(team: Team) -> list[str]:
    return [person for (person,) in await team.bench.sql("SELECT person FROM member WHERE role = 'lead'")]


async def test_the_lead_reads_beside_the_own_name_why_they_cannot_leave(team: Team) -> None:
    await at_member(team, "您")
    assert STAYS in team.lead.asked.text
    assert labels(team.lead.asked) == ["返回"]
    await team.lead.press("返回", "2")
    assert STAYS not in team.lead.asked.text


async def test_the_lead_is_who_accepted_it_and_cannot_leave(team: Team) -> None:
    before = await leads(team)
    await handed_over(team, "赵六", accepts=False)
    assert await leads(team) == before
    zhao = team.chats["赵六"]
    await zhao.press("看移交", "接受牵头")
    assert await leads(team) == [zhao.person]
    await at_member(Team(team.bench, zhao), "您")
    assert STAYS in zhao.asked.text


async def test_everybody_is_told_who_leads(team: Team) -> None:
    await handed_over(team, "李四")
    assert set((await team.read()).items()) >= {
        ("王五", "《河边图书角》现在由李四牵头。"),
        ("钱七", "《河边图书角》现在由李四牵头。"),
    }


async def test_taken_back_within_seven_days_both_are_what_they_were(team: Team, clock: Clock) -> None:
    roles = "SELECT person, unit, role FROM member WHERE role != 'gone' ORDER BY 1, 2"
    before = await team.bench.sql(roles)
    await handed_over(team, "赵六")
    assert await team.bench.sql(roles) != before
    clock.pass_(days=6, hours=23)
    await at_member(team, "您")
    await team.lead.press("收回牵头", "确定")
    assert await team.bench.sql(roles) == before


async def test_whoever_can_take_the_lead_back_is_not_removed(team: Team) -> None:
    """Nor do they lose it as somebody else is asked to lead, or does."""
    old, new = team.lead, team.chats["赵六"]
    await handed_over(team, "赵六")
    await at_member(Team(team.bench, new), "张三")
    assert "3月11日" in new.asked.text
    assert labels(new.asked) == ["移交牵头", "返回"]
    await at_member(Team(team.bench, new), "李四")
    await new.press("移交牵头", "确定", "收回移交")
    await at_member(Team(team.bench, new), "李四")
    await new.press("移交牵头", "确定")
    await team.chats["李四"].read()
    await team.chats["李四"].press("看移交", "接受牵头")
    await old.read()
    await at_member(Team(team.bench, old), "您")
    await old.press("收回牵头", "确定")
    assert await leads(team) == [old.person]
    await at_member(Team(team.bench, old), "李四")
    assert "移出" in labels(old.asked)
    await new.command("members")
    assert "收回牵头" not in labels(new.asked)


async def test_a_unit_is_not_taken_out_with_whoever_can_take_the_lead_back(team: Team, clock: Clock) -> None:
    li, wang = team.chats["李四"], team.chats["王五"]
    await handed_over(team, "李四")
    await at_member(Team(team.bench, li), "王五")
    await li.press("移交牵头", "确定")
    await wang.read()
    await wang.press("看移交", "接受牵头")
    mine = "SELECT application, unit FROM member WHERE person = ? AND role = 'member'"
    [(application, unit)] = await team.bench.sql(mine, li.person)
    drop = Arranged(id="d", person=wang.person, application=application, table="partners", row=unit, what="drop")
    await wang.submit(drop)
    assert "7 天内可以收回牵头" in wang.receipt.refused
    clock.pass_(days=8)
    await wang.submit(drop.model_copy(update={"id": "e"}))
    assert await team.bench.sql("SELECT 1 FROM member WHERE person = ? AND role != 'gone'", li.person) == []


async def test_after_seven_days_it_is_not_taken_back(team: Team, clock: Clock) -> None:
    await handed_over(team, "赵六")
    await at_member(team, "您")
    await team.lead.press("收回牵头")
    clock.pass_(days=8)
    await team.lead.press("确定")
    assert await leads(team) == [team.chats["赵六"].person]


async def test_whoever_is_asked_to_lead_no_more_is_told(team: Team) -> None:
    """As somebody else is asked instead."""
    await handed_over(team, "赵六", accepts=False)
    await handed_over(team, "李四", accepts=False)
    assert "不用您牵头《河边图书角》了" in notes(await team.chats["赵六"].read())


async def test_whoever_was_asked_to_lead_and_removed_does_not(team: Team) -> None:
    await handed_over(team, "李四", accepts=False)
    await remove(team, "李四")
    assert "这里打不开了" in notes(await team.chats["李四"].press("看移交"))
    await team.read_all()
    await handed_over(team, "赵六", accepts=False)
    assert await team.chats["李四"].read() == []


async def test_what_one_who_was_removed_types_is_shown_back(team: Team) -> None:
    li = team.chats["李四"]
    await remove(team, "李四")
    await li.read()
    replies = await li.say("我们学校有五个书架")
    assert "没有保存：“我们学校有五个书架”" in notes(replies)
    assert "您现在没有申报" in text_of(replies)
    assert await team.bench.sql("SELECT * FROM answer WHERE person = ?", li.person) == []


async def test_one_who_was_removed_presses_and_gets_the_list(team: Team) -> None:
    li = team.chats["李四"]
    await remove(team, "李四")
    await li.read()
    replies = await li.press("学校")
    assert "现在不能填了" in notes(replies)
    assert "没有保存" not in notes(replies)
    assert labels(li.asked) == ["新建一份"]


async def test_one_who_was_removed_cannot_go_on_beside_the_chat(team: Team) -> None:
    li = team.chats["李四"]
    [(application, unit)] = await team.bench.sql("SELECT application, unit FROM member WHERE person = ?", li.person)
    await remove(team, "李四")
    await li.read()
    base = {"person": li.person, "application": application}
    step = {"item": "partners.nature", "row": unit}
    assert "没有保存：“学校”" in notes(
        await li.submit(Filled(id="f", **base, cells=(FilledCell(**step, text="学校"),)))
    )
    assert await li.submit(Arranged(id="a", **base, table="shelves", what="add")) == []
    assert "现在不能填了" in li.receipt.refused
    assert await team.bench.sql("SELECT * FROM instance WHERE grp = 'shelves'") == []
    assert await team.bench.sql("SELECT * FROM answer WHERE field = 'partners.nature'") == []


async def test_whoever_is_in_nothing_else_is_at_the_empty_list(team: Team) -> None:
    li = team.chats["李四"]
    await remove(team, "李四")
    await li.read()
    for name in ("start", "status", "review", "skip", "back", "members", "export", "delete"):
        assert "您现在没有申报" in text_of(await li.command(name))
    await li.press("新建一份")
    assert "图书角名称" in li.asked.text


async def test_whoever_is_removed_from_one_unit_still_has_the_other(team: Team) -> None:
    li = await again(team, "李四", "填写", "示例中学")
    await remove(team, "李四　示例中学")
    await li.read()
    assert "现在不能填了" in notes(await li.say("学校"))
    [entry] = [label for label in labels(li.asked) if "河边图书角" in label]
    assert "示例小学" in entry
    await li.press(entry)
    await li.press("学校")
    assert (await team.bench.sql("SELECT count(*) FROM answer WHERE field = 'partners.nature'"))[0] == (1,)


async def test_a_member_of_two_units_sees_one_part_at_a_time(team: Team) -> None:
    li = team.chats["李四"]
    await li.press("学校", "添加一行")
    await li.say_all("绘本架", "2024年5月")
    await again(team, "李四", "填写", "示例中学")
    assert "已有" not in li.asked.text  # a colleague is at what the unit is asked first
    await li.press("填完了")
    assert "绘本架" not in text_of(await li.command("history"))
    await li.command("list")
    first, second = (label for label in labels(li.asked) if "河边图书角" in label)
    assert "示例小学" in first + second
    await li.press(first if "小学" in first else second)
    assert "说明（选填）" in li.asked.text
    assert "绘本架" in text_of(await li.command("history"))
    assert "完成" not in text_of(await li.command("history"))


async def test_a_text_that_was_being_written_waits_for_whoever_comes_back(team: Team) -> None:
    li = team.chats["李四"]
    await li.press("学校", "添加一行")
    await li.say_all("绘本架", "2024年5月")
    await li.press("跳过", "填完了")
    await li.say("放绘本，")
    await li.command("delete")
    await li.press("确定")
    await team.lead.command("status")
    await team.lead.press("附：书架说明")
    assert "李四正在写" not in team.lead.asked.text
    await again(team, "李四", "填写", "示例小学")
    assert "已写 1 段" in li.asked.text
    await li.say("自助借还。")
    assert "已保存，共 9 字" in notes(await li.press("完成"))
    assert [name for (name,) in await team.bench.sql("SELECT name FROM member WHERE person = ?", li.person)] == ["李四"]


async def test_the_text_of_somebody_who_left_is_seen_and_taken_over(team: Team) -> None:
    li = team.chats["李四"]
    await li.press("学校", "添加一行")
    await li.say_all("绘本架", "2024年5月")
    await li.press("跳过", "填完了")
    await li.say("放绘本，自助借还。")
    await team.lead.command("review")
    await team.lead.press("下一页", "下一页", "下一页", "1")
    assert "李四从 3月4日 09:00 起在写" in team.lead.asked.text
    assert "接着李四写" not in labels(team.lead.asked)
    await li.command("delete")
    await li.press("确定")
    await team.lead.command("start")
    assert "李四已离开，有 9 字没写完（3月4日 09:00）" in team.lead.asked.text
    assert "放绘本，自助借还。" in notes(await team.lead.press("看李四写的"))
    await team.lead.press("接着李四写")
    assert "已写 1 段，共 9 字" in team.lead.asked.text
    assert "已保存，共 9 字" in notes(await team.lead.press("完成"))


async def test_a_text_that_was_done_and_is_emptied_by_another_does_not_come_back_as_unfinished(team: Team) -> None:
    li = team.chats["李四"]
    await finish(li)
    [(application, row)] = await team.bench.sql("SELECT application, row FROM answer WHERE field = 'about'")
    emptied = (FilledCell(item="about", row=row, text=""),)
    [(seen,)] = await team.bench.sql("SELECT max(id) FROM history")
    about = {"person": team.lead.person, "application": application, "seen": seen}
    await team.lead.submit(Filled(id="e", cells=emptied, **about))
    assert await team.bench.sql("SELECT 1 FROM answer WHERE field = 'about'") == []
    await li.command("start")
    assert "书与借还" in li.asked.text
    assert "已写" not in li.asked.text


async def test_the_text_of_somebody_silent_for_a_day_is_taken_over_and_they_are_told(team: Team, clock: Clock) -> None:
    li = team.chats["李四"]
    await li.press("学校", "添加一行")
    await li.say_all("绘本架", "2024年5月")
    await li.press("跳过", "填完了")
    await li.say("放绘本，")
    clock.pass_(hours=25)
    await team.lead.command("review")
    await team.lead.press("下一页", "下一页", "下一页", "1")
    assert "李四一天没有动静" in team.lead.asked.text
    await team.read_all()
    await team.lead.press("接着李四写")
    assert "张三接着写您在《河边图书角》里没写完的" in (await team.read())["李四"]
    await li.command("start")
    assert "已写" not in li.asked.text


async def test_whoever_alone_fills_in_a_unit_and_would_only_look_on_is_told_what_that_means(team: Team) -> None:
    """Not unasked; and the lead hears that the part is the lead's now, as where somebody leaves."""
    member = team.chats["李四"]
    await team.lead.command("invite")
    await team.lead.press("示例小学")
    [code] = re.findall(r"/join (\S+)", text_of(await team.lead.press("查看")))
    asked = text_of(await member.command("join", code))
    assert "您现在是这家单位的填写人，接受以后改为查看，不能再填；没有别的填写人，归牵头人填。" in asked
    assert "角色没有改变" in notes(await member.press("不改变"))
    await team.read_all()
    await member.command("join", code)
    assert "（示例小学）的角色改为查看" in notes(await member.press("改变角色"))
    told = (await team.read())["张三"]
    assert "李四（示例小学）在《河边图书角》里的角色改为查看。示例小学没有别的填写人了，归您填" in told
    assert "请示例小学的同事来做什么" in text_of(await team.lead.press("邀请同事"))


async def test_whoever_leaves_the_last_application_reads_what_is_kept(team: Team) -> None:
    qian = team.chats["钱七"]
    await qian.command("delete")
    said = notes(await qian.press("确定"))
    assert "您已退出《河边图书角》" in said
    assert "您写的内容留在申报里" in said
    assert "姓名留在那份申报里" in said
    assert await team.bench.sql("SELECT * FROM conversation WHERE person = ?", qian.person) == []
    assert (await team.read())["张三"].startswith("钱七")


async def test_a_viewer_who_starts_again_is_not_told_to_fill_in(team: Team) -> None:
    viewer = team.chats["钱七"]
    assert notes(await viewer.command("start")) == "欢迎回来，这是《河边图书角》。"
    assert "继续填写" not in labels(viewer.asked)
    assert "继续填《河边图书角》" in notes(await team.chats["李四"].command("start"))


@pytest.mark.parametrize("asked", [0, 1])
async def test_nobody_comes_into_a_unit_that_was_taken_out_meanwhile(team: Team, asked: int) -> None:
    """Before the invitation is opened, or while the name is asked for."""
    await team.lead.command("invite")
    await team.lead.press("示例小学")
    code = re.findall(r"/join (\S+)", text_of(await team.lead.press("填写")))[0]
    new = Chat(team.bench, "telegram:99")
    if asked:
        await new.command("join", code)
        await new.press("同意并加入")
    await team.lead.command("review")
    await team.lead.press("下一页", "1", "1", "删除这一行", "确定删除", "确定删除")
    replies = await new.say("孙八") if asked else await new.command("join", code)
    assert "这个邀请已经作废，请张三换一个新的" in text_of(replies)
    assert await team.bench.sql("SELECT * FROM member WHERE person = ?", new.person) == []


async def test_after_very_many_wrong_codes_ever_new_persons_have_one_try_each_and_the_right_one_lets_in(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "ALL_FAILURES", 6)
    for number in range(3):
        guesser = Chat(team.bench, f"telegram:{900 + number}")
        for _ in range(2):
            await guesser.command("join", "AAAA-AAAA")
    last = Chat(team.bench, "telegram:990")
    assert "试错的次数太多" not in notes(await last.command("join", "AAAA-AAAA"))
    assert "试错的次数太多" in notes(await last.command("join", "AAAA-AAAB"))
    await team.lead.command("invite")
    await team.lead.press("示例小学")
    code = re.findall(r"/join (\S+)", text_of(await team.lead.press("填写")))[0]
    invited = Chat(team.bench, "telegram:99")
    await invited.command("join", code)
    assert "同意并加入" in labels(invited.asked)


async def test_a_part_for_rows_of_which_a_unit_has_none_is_done(team: Team) -> None:
    li = team.chats["李四"]
    await li.press("学校")
    assert "○ 附：书架说明\n" in text_of(await li.command("status"))
    await li.press("继续填写")
    assert "已记下：没有书架清单。" in notes(await li.press("填完了"))
    assert "✓ 附：书架说明（本单位没有）" in text_of(await li.command("status"))


async def test_a_row_that_was_taken_away_leaves_nothing_of_itself_above_the_question_that_follows(team: Team) -> None:
    """An answer to that question meets another's as any other does; it is not refused."""
    li = team.chats["李四"]
    [(application, unit)] = await team.bench.sql("SELECT application, unit FROM member WHERE person = ?", li.person)
    await li.submit(Went(id="w", person=li.person, item="shelves"))
    await li.press("添加一行")
    [(row,)] = await team.bench.sql("SELECT row FROM instance WHERE grp = 'shelves'")
    await li.submit(Went(id="c", person=li.person, item="shelves.name", row=row))
    base = {"person": team.lead.person, "application": application}
    await team.lead.submit(Arranged(id="d", **base, table="shelves", row=row, what="drop"))
    await li.command("start")
    assert "单位性质" in li.asked.text
    other = (FilledCell(item="partners.nature", row=unit, text="居委会"),)
    await team.lead.submit(Filled(id="f", **base, cells=other))
    await li.say("学校")
    assert "用我的" in labels(li.asked)


async def test_a_second_tap_on_the_same_spot_confirms_nothing_further(bench: Bench) -> None:
    """In Telegram a new question is a new message: what lies under the finger is the button of the one before."""
    team = await gather(bench)
    lead = team.lead
    for pressed in (("移交牵头", "确定"), ("收回移交",), ("移出",)):
        await at_member(team, "李四")
        for label in pressed:
            data = lead.button(label).data
            await lead.press_data(data)
            shown = lead.asked
            await lead.press_data(data)
            assert lead.toast.startswith("这个按钮已经过期")
            assert lead.asked == shown


async def test_an_invitation_to_what_was_deleted_says_so_and_holds_again_with_it(team: Team) -> None:
    await team.lead.command("invite")
    await team.lead.press("示例小学")
    [code] = {*re.findall(r"/join (\S+)", text_of(await team.lead.press("填写")))}
    wu = Chat(team.bench, "telegram:wu")
    await wu.command("join", code)
    await team.lead.command("delete")
    await team.lead.press("删除，30 天内可恢复")
    await wu.press("同意并加入")
    assert "那份申报已被删除" in wu.asked.text
    assert labels(wu.asked) == ["自己填一份"]
    assert "那份申报已被删除" in text_of(await wu.command("join", code))
    await team.lead.press("恢复删除的申报")
    await team.lead.press(labels(team.lead.asked)[0])
    await wu.command("join", code)
    await come_in(wu, "吴八")


async def test_whoever_asks_another_to_lead_reads_who_is_no_longer_asked(team: Team) -> None:
    await handed_over(team, "李四", accepts=False)
    await at_member(team, "王五")
    await team.lead.press("移交牵头")
    assert "李四还没有接受，改请别人就不再请李四" in team.lead.asked.text
    await team.lead.press("确定")
    assert "收回了移交" in (await team.read())["李四"]


async def test_another_role_says_what_is_lost_with_it(team: Team) -> None:
    for role, lost in (("填写", "改为填写，不能再提意见，只看得到您单位的部分"), ("查看", "改为查看，不能再提意见")):
        await team.lead.command("invite")
        await team.lead.press("牵头单位")
        [code] = {*re.findall(r"/join (\S+)", text_of(await team.lead.press(role)))}
        reviewer = team.chats["赵六"]
        await reviewer.command("join", code)
        assert f"{lost}。" in reviewer.asked.text
        await reviewer.press("不改变")
