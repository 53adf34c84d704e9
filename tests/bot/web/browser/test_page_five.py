"""A team of five, each in a window of their own, walks what a team must be able to rely on."""

from __future__ import annotations

import pytest
from page_bench import Opens, in_browser
from page_team import UNITS, Five, comes, goes_through, invites, told
from playwright.async_api import expect

pytestmark = [*in_browser, pytest.mark.drill]
SCHOOL, COLLEGE, STREET = UNITS
NATURE = "partners.nature"


async def test_everybody_is_asked_only_what_is_theirs(five: Five) -> None:
    lead = five.lead
    await five.fills(lead, {("remark", ""): ""})
    await lead.sees("共建单位")
    await lead.press("填完了")  # past what is the others', which is open
    await lead.sees("书架清单")
    await five.fills_in_the_lead_unit()
    await lead.sees("归您填的都填好了，还在等")
    for unit in UNITS:
        await lead.sees(f"{unit}（完成")
        await five.of[unit].sees("单位性质")
        parts = five.of[unit].page.locator("#parts")
        await expect(parts).to_contain_text("承诺书")
        for foreign in ("经费", *(other for other in UNITS if other != unit)):
            await expect(parts).not_to_contain_text(foreign)
    await five.reviewer.sees("还在等")
    await lead.press("催一下")
    await lead.sees("今天不能再催")
    await expect(lead.question.get_by_role("button", name="催一下")).to_have_count(0)
    for unit in UNITS:
        await goes_through(told(five.of[unit], "张三请您抓紧填"), "继续填写", "单位性质")
    await lead.press("替他们填")
    await lead.press(f"替{SCHOOL}填")
    await lead.sees("单位性质")
    await lead.press("学校")
    await lead.sees("归您填的都填好了，还在等")
    await goes_through(told(five.of[SCHOOL], "张三请您抓紧填"), "继续填写", "书架清单")  # not asked that again


async def test_all_ready_is_one_message_and_a_stale_document_is_told_with_the_list(five: Five) -> None:
    lead, school = five.lead, five.of[SCHOOL]
    await five.fills_in_the_lead_unit()
    for unit in (COLLEGE, STREET, SCHOOL):
        await five.fills_in(unit)
    for unit in (COLLEGE, STREET):
        await five.of[unit].press("确认并交给牵头人")
        await expect(told(lead, f"{unit}已填好并确认了")).to_have_count(1)
    ready = told(lead, "全部填好，各单位都确认了")
    await expect(ready).to_have_count(0)
    await school.sees("本单位填的")
    await school.press("确认并交给牵头人")
    await expect(ready).to_have_count(1)
    await expect(told(lead, f"{SCHOOL}已填好并确认了")).to_have_count(1)  # the same message
    await ready.get_by_role("button", name="生成 Word 文件").click()
    files = lead.page.locator("#log a.file")
    await expect(files).to_have_count(1)
    await expect(files.last).to_contain_text("第1版")
    await school.menu("查看和修改")
    for label in ("1", "1", "改：单位性质", "居委会"):
        await school.press(label)
    stale = told(lead, "上次的正式文件（第 1 版")
    await expect(stale).to_contain_text("单位性质：学校 → 居委会")
    await expect(told(lead, "确认已取消")).to_contain_text("要由李四重新确认")
    await school.press("确认本单位内容")  # beside the change itself
    await expect(ready).to_have_count(2)
    await ready.last.get_by_role("button", name="生成 Word 文件").click()
    await expect(files).to_have_count(2)
    await expect(files.last).to_contain_text("第2版")


async def test_a_link_that_does_not_hold_says_so_and_a_role_is_never_taken_unasked(five: Five, windows: Opens) -> None:
    lead, school = five.lead, five.of[SCHOOL]
    [expired, viewing] = [(await invites(lead, COLLEGE, role))[0] for role in ("填写", "查看")]
    [for_school] = await invites(lead, SCHOOL, "查看")
    late = await windows()
    await five.site.sql(
        "UPDATE invitation SET expires = '2020-01-01T00:00:00+08:00' WHERE role = 'member' AND uses = 1"
    )
    await late.page.goto(expired)
    await expect(late.page.locator("main")).to_contain_text("已经用过、过期或作废")
    await late.page.get_by_role("button", name="继续").click()
    await late.sees("已经过期")
    await late.press("请张三换新邀请")
    await late.sees("已通知张三")
    await goes_through(told(lead, "请您换一个新的"), "换新邀请", f"给{COLLEGE}的邀请（填写）")
    await lead.press("换新邀请")
    await comes(late, viewing, "孙八")
    await late.page.goto(viewing)  # one's own, used
    await late.page.get_by_role("button", name="继续").click()
    await late.sees("您已经在这份申报里了")
    await lead.page.goto(for_school)
    await lead.page.get_by_role("button", name="继续").click()
    await expect(lead.page.locator("#log")).to_contain_text("请转发给同事，不要自己打开")
    await school.page.goto(for_school)
    await school.page.get_by_role("button", name="继续").click()
    await school.sees("不能再填")
    await expect(school.question.get_by_role("button", name="改变角色")).to_be_visible()
    await school.press("不改变")
    await school.sees("单位性质")
    assert await five.site.sql("SELECT role FROM member WHERE unit = ?", five.rows[SCHOOL]) == [("member",)]


async def test_a_notice_comes_into_the_log_of_whoever_has_another_application_open(five: Five) -> None:
    college = five.of[COLLEGE]
    await college.menu("新建一份申报")
    await college.type("另一个图书角")
    await five.fills_in_the_lead_unit()
    await five.lead.press("催一下")
    await expect(told(college, "张三请您抓紧填《河边图书角》")).to_have_count(1)
    await college.sees("牵头单位")
    await college.page.reload()
    await goes_through(told(college, "张三请您抓紧填"), "继续填写", "单位性质")
    await expect(college.page.locator("#title")).to_have_text("河边图书角")


async def test_two_who_write_one_text_keep_both_and_whoever_is_overwritten_gets_it_back(five: Five) -> None:
    lead, school = five.lead, five.of[SCHOOL]
    row = five.rows[SCHOOL]
    await school.press("学校")
    shelf = {"shelves.name": "绘本架", "shelves.books": "2024年5月", "shelves.note": ""}
    await five.fills(school, {(item, f"new:{row}"): text for item, text in shelf.items()})
    await five.presses(school, "填完了", "shelves")
    [[shelf_row]] = await five.site.sql("SELECT row FROM instance WHERE grp = 'shelves'")
    await school.sees("放什么书")
    await school.type("放绘本，自助借还。每周开放三次。")
    await five.fills(lead, {("about", shelf_row): "放绘本，登记借还。每周开放三次。"})
    await school.press("完成")
    await school.sees("放绘本，【登记】借还。每周开放三次。")
    await school.sees("放绘本，【自助】借还。每周开放三次。")
    await school.press("两份都留")
    await school.sees("两份都留下了")
    [(both,)] = await five.site.sql("SELECT value FROM answer WHERE field = 'about'")
    assert both == "放绘本，登记借还。每周开放三次。\n放绘本，自助借还。每周开放三次。"
    await school.sees("承诺书")
    await five.fills(lead, {(NATURE, row): "居委会"})
    await five.sends(school, kind="went", item=NATURE, row=row)
    await school.sees("现在的答案：居委会")
    await five.fills(lead, {(NATURE, row): "其他：合作社"})
    await school.press("学校")
    await school.sees("对方写的：其他：合作社")
    await school.press("用我的")
    await goes_through(told(lead, "现在是对方写的"), "看修改", "改后：其他：合作社")
    await lead.press("恢复成这个值")
    await lead.sees("已恢复")
    assert await five.site.sql("SELECT value FROM answer WHERE field = ?", NATURE) == [("其他：合作社",)]


async def test_in_a_cell_ones_own_or_the_others_and_the_overwritten_one_is_told(five: Five) -> None:
    lead, school = five.lead, five.of[SCHOOL]
    rows = [f"new:{five.application}{number}" for number in (1, 2)]
    for row, name in zip(rows, ("绘本架", "文史架"), strict=True):
        await five.fills(school, {("shelves.name", row): name})
    kept = await five.site.sql("SELECT row FROM instance WHERE grp = 'shelves' ORDER BY position")
    await school.open("表格")
    await school.page.locator("#table").get_by_role("button", name="书架清单").click()
    lines = school.page.locator(".lines .line:not(.heads):not(.new)")
    await expect(lines).to_have_count(2)
    await school.page.context.set_offline(True)  # what the lead does meanwhile is not seen
    for (row,), name in zip(kept, ("科学架", "报刊架"), strict=True):
        await five.fills(lead, {("shelves.name", row): name})
    for number in (0, 1):
        await lines.nth(number).locator(".cell").first.click()
        await school.page.keyboard.insert_text("我的架")
        await school.page.keyboard.press("Enter")
    await school.page.context.set_offline(False)
    for number, label, stays in ((0, "用我的", "我的架"), (1, "保留对方的", "报刊架")):
        cell = lines.nth(number).locator(".cell").first
        await expect(cell).to_contain_text("张三")
        await cell.get_by_role("button", name=label, exact=True).click()
        await expect(cell.locator(".value")).to_have_text(stays)
        await expect(cell.locator(".told")).to_have_count(0)
    await expect(told(lead, "现在是对方写的")).to_have_count(1)
    await goes_through(told(lead, "现在是对方写的"), "看修改", "改后：科学架")
    names = await five.site.sql("SELECT value FROM answer WHERE field = 'shelves.name' ORDER BY value")
    assert names == [("我的架",), ("报刊架",)]
