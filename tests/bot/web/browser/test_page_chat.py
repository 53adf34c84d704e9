"""The conversation in a real browser: typed and pressed, offline and back, in two tabs, over restarts."""

from __future__ import annotations

import asyncio
import tomllib

import pytest
from page_bench import PHONE, Opens, Screen, in_browser
from playwright.async_api import Route, expect
from web_bench import Site

from bot.terminal.answer_file import AnswerFile
from bot.web.inputs import LONGEST
from dialogs.turn.messages import Ask

pytestmark = in_browser


async def newest(site: Site, person: str) -> Ask:
    messages = await site.service.do(lambda store: store.page_log.before(person, 2**63 - 1, 10))
    return next(message.reply for message in reversed(messages) if isinstance(message.reply, Ask))


@pytest.mark.drill
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
async def test_the_whole_example_by_clicks_and_typing(
    windows: Opens, official: Site, options: dict[str, object]
) -> None:
    """As on every other channel: the same player answers the same questions."""
    [registered] = official.registry.values()
    player = AnswerFile(registered.form, tomllib.loads(registered.example.read_text("utf-8")))
    screen = await windows(**options)
    screen.url = official.url
    await screen.begin_by_hand()
    person = str(await screen.page.locator("body").get_attribute("data-person"))
    while action := player.act(await newest(official, person)):
        await (screen.press if action.press else screen.type)(action.text)
    assert player.answered > 100
    await screen.sees("全部填好了")
    await expect(screen.page.locator("#percent")).to_have_text("100%")
    await screen.question.get_by_role("button", name="生成 Word 文件").click()
    link = screen.page.locator("#log a.file").last
    async with screen.page.expect_download() as download:
        await link.click()
    file = await (await download.value).path()
    assert file.read_bytes().startswith(b"PK")
    assert (await download.value).suggested_filename.endswith(".docx")


async def test_the_enter_key_sends_and_shift_enter_is_a_new_line(screen: Screen) -> None:
    await screen.begin()
    await screen.input.press_sequentially("河边")
    await screen.input.press("Shift+Enter")
    await screen.input.press_sequentially("图书角")
    assert await screen.input.input_value() == "河边\n图书角"
    await screen.input.fill("河边图书角")
    await screen.input.press("Enter")
    await screen.sees("牵头单位")
    assert await screen.input.input_value() == ""


async def test_enter_while_a_word_is_composed_sends_nothing(screen: Screen) -> None:
    await screen.begin()
    await screen.input.fill("hebian")
    await screen.input.evaluate(
        "box => box.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    await expect(screen.page.locator("#pending .waiting")).to_have_count(0)  # where it would stand at once
    assert await screen.input.input_value() == "hebian"
    await screen.input.press("Enter")
    await screen.sees("牵头单位")
    assert await screen.own() == ["同意并开始", "hebian"]


@pytest.mark.drill
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
async def test_a_long_text_is_sent_and_complete_by_one_press(
    windows: Opens, site: Site, options: dict[str, object]
) -> None:
    screen = await windows(**options)
    await screen.begin()
    finish = screen.page.get_by_role("button", name="发送并完成")
    await screen.input.fill("河边图书角")
    await expect(finish).to_be_hidden()  # one message is all that this question takes
    await screen.type("河边图书角")
    await screen.open("目录") if options else None
    await screen.page.get_by_role("button", name="（一）目标").click()
    await screen.sees("（一）目标")
    await expect(finish).to_be_hidden()  # nothing is in the box
    await screen.input.fill("为社区里的孩子和老人提供一个安静读书、借书还书、写作业听故事的地方，")
    await finish.click()
    await screen.sees("字数超出了")  # and the text is there to be mended
    await screen.press("撤回上一段")
    await screen.type("为社区里的孩子和老人，")
    await screen.page.reload()
    await screen.input.fill("提供一个安静读书的地方")
    await finish.click()
    await screen.sees("“（一）目标”已保存")
    assert await site.sql("SELECT value FROM answer WHERE field = 'goal'") == [
        ("为社区里的孩子和老人，\n提供一个安静读书的地方",)
    ]
    await screen.open("目录") if options else None
    await screen.page.get_by_role("button", name="（二）做法").click()
    await screen.sees("（二）做法")
    await screen.input.fill("志愿者值守。\n每周开放三次。")
    await expect(finish).to_be_visible()


async def test_only_the_newest_buttons_can_be_pressed(screen: Screen) -> None:
    await screen.begin_by_hand()
    await screen.type("河边图书角")
    await screen.type("示例社区居委会")
    await screen.press("儿童绘本")
    enabled = screen.page.locator("#log [data-press]:enabled")
    assert set(await enabled.all_inner_texts()) == {"上一题", "以后再填", "撤回"}
    assert await screen.own() == ["同意并开始", "河边图书角", "示例社区居委会", "儿童绘本"]


async def test_a_refused_answer_says_why_and_asks_again(screen: Screen) -> None:
    await screen.begin()
    await screen.type("很长的名字" * 5)
    await expect(screen.question.locator(".refused")).to_contain_text("超出 13 字")
    await screen.sees("图书角名称")


async def test_a_command_that_is_not_kept_does_not_stand_below_what_it_led_to(screen: Screen) -> None:
    await screen.page.add_init_script(
        "const later = setTimeout; window.setTimeout = (work, delay) => delay === 4000 || later(work, delay);"
    )
    await screen.begin()
    await screen.type("河边图书角")
    await screen.type("/status")
    await screen.type("/start")
    await screen.sees("牵头单位")
    await expect(screen.page.locator("#pending .message")).to_have_count(0)


async def test_reload_shows_the_same_and_keeps_what_is_half_typed(screen: Screen) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.input.fill("示例社区")
    before = await screen.log.all_inner_texts()
    await screen.page.reload()
    assert await screen.log.all_inner_texts() == before
    assert await screen.input.input_value() == "示例社区"
    await screen.type("示例社区居委会")
    assert await screen.own() == ["同意并开始", "河边图书角", "示例社区居委会"]


async def test_what_is_typed_offline_is_sent_once_when_the_line_is_back(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.get_by_role("navigation", name="申报目录").get_by_role("button", name="（一）目标").click()
    await screen.sees("可以分几条消息发")
    await screen.page.context.set_offline(True)
    await screen.send("第一段。")
    await screen.send("第二段。")
    await expect(screen.page.locator("#pending .waiting")).to_have_count(2)
    await expect(screen.page.locator("#offline")).to_contain_text("网络断开了")
    await screen.page.context.set_offline(False)
    await screen.sees("已写 2 段")
    assert await screen.own() == ["同意并开始", "第一段。", "第二段。"]
    await expect(screen.page.locator("#pending .waiting")).to_have_count(0)
    await expect(screen.page.locator("#offline")).to_be_hidden()
    assert await site.sql("SELECT text FROM draft_part ORDER BY id") == [("第一段。",), ("第二段。",)]


async def test_typed_offline_nothing_answers_a_question_that_was_not_shown_yet(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.context.set_offline(True)
    await screen.send("河边图书角")
    await screen.send("不对，是山上图书角")
    await screen.page.context.set_offline(False)
    await screen.sees("刚才发的没有保存：“不对，是山上图书角”")
    await screen.sees("牵头单位")
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_what_was_not_sent_outlives_a_closed_tab(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.page.context.set_offline(True)
    await screen.send("河边图书角")
    await screen.page.context.set_offline(False)
    await screen.page.route("**/events", lambda route: route.abort())
    await screen.page.close()
    again = Screen(await screen.page.context.new_page(), site.url)
    await again.page.goto(site.url)
    await again.sees("牵头单位")
    assert await again.own() == ["同意并开始", "河边图书角"]


@pytest.mark.drill
async def test_an_answer_whose_confirmation_was_lost_is_not_doubled(screen: Screen, site: Site) -> None:
    await screen.begin()
    lost = 0

    async def lose(route: object) -> None:
        nonlocal lost
        lost += 1
        if lost <= 2:
            await route.fetch()  # type: ignore[attr-defined]  # it arrives, and nobody hears of it
            await route.abort()  # type: ignore[attr-defined]
        else:
            await route.continue_()  # type: ignore[attr-defined]

    await screen.page.route("**/events", lose)
    await screen.page.route("**/stream*", lambda route: route.abort())  # by which it would be heard of too
    await screen.page.reload()
    await screen.send("河边图书角")
    await expect(screen.page.locator("#pending .waiting")).to_have_count(1)
    await expect(screen.page.locator("#pending .waiting")).to_have_count(0)
    assert lost == 3
    await screen.page.unroute("**/stream*")
    await screen.sees("牵头单位")
    assert await screen.own() == ["同意并开始", "河边图书角"]
    assert len(await site.sql("SELECT * FROM message WHERE event != ''")) == 2
    screen.faults.clear()  # the requests that were lost


@pytest.mark.drill
async def test_a_restart_of_the_server_in_mid_answer_loses_and_doubles_nothing(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await site.__aexit__(None, None, None)
    await screen.send("示例社区居委会")
    await expect(screen.page.locator("#pending .waiting")).to_have_count(1)
    await site.__aenter__()
    await screen.sees("主题")
    await screen.press("儿童绘本")
    assert await screen.own() == ["同意并开始", "河边图书角", "示例社区居委会", "儿童绘本"]


@pytest.mark.drill
async def test_two_tabs_show_the_same_and_a_press_in_both_counts_once(screen: Screen, site: Site) -> None:
    await screen.begin()
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    await screen.type("河边图书角")
    await other.sees("牵头单位")
    await other.type("示例社区居委会")
    await screen.sees("主题")
    pressed = asyncio.Event()

    async def held(route: Route) -> None:
        await pressed.wait()  # else the next question may be there before the second press
        await route.continue_()

    await screen.page.context.route("**/events", held)
    for one in (screen, other):
        await one.question.get_by_role("button", name="儿童绘本", exact=True).click()
    await expect(other.page.locator("#pending .waiting")).to_have_count(2)
    pressed.set()
    for one in (screen, other):
        await one.sees("申请日期")
        assert await one.own() == ["同意并开始", "河边图书角", "示例社区居委会", "儿童绘本"]
        one.check()
    assert await site.sql("SELECT count(*) FROM answer") == [(3,)]


async def test_the_back_button_comes_back_to_the_conversation(screen: Screen) -> None:
    await screen.begin()
    await screen.page.goto(f"{screen.url}/nothing")
    await expect(screen.page.get_by_role("heading")).to_contain_text("没有这个页面")
    screen.faults.clear()
    await screen.page.go_back()
    await screen.type("河边图书角")
    await screen.sees("牵头单位")


async def test_a_session_that_is_over_shows_the_door_and_keeps_what_was_typed(screen: Screen) -> None:
    await screen.begin()
    await screen.menu("换设备继续")
    code = await screen.page.locator(".big-code").inner_text()
    await screen.page.get_by_role("button", name="关闭").click()
    await screen.page.context.set_offline(True)
    await screen.send("河边图书角")
    await screen.page.context.clear_cookies()
    await screen.page.context.set_offline(False)
    await expect(screen.page.get_by_label("邀请码或换设备代码")).to_be_visible()
    await expect(screen.page.locator("#flash")).to_contain_text("已退出")
    await screen.page.get_by_label("邀请码或换设备代码").fill(code)
    await screen.page.get_by_role("button", name="进入").click()
    await screen.sees("牵头单位")
    assert await screen.own() == ["同意并开始", "河边图书角"]
    screen.faults.clear()  # 401 is what this is about


@pytest.mark.drill
async def test_a_link_opens_the_conversation_on_a_phone(screen: Screen, windows: Opens) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.menu("换设备继续")
    link = await screen.page.get_by_label("个人链接", exact=True).input_value()
    phone = await windows(**PHONE)
    await phone.page.goto(link)
    await phone.page.get_by_role("button", name="继续").click()
    await phone.type("示例社区居委会")
    await phone.sees("主题")
    await screen.page.get_by_role("button", name="关闭").click()
    await screen.sees("主题")
    await screen.menu("换设备继续")
    await screen.page.get_by_role("button", name="退出其他设备").click()
    await expect(phone.page.get_by_label("邀请码或换设备代码")).to_be_visible()


@pytest.mark.drill
async def test_deleting_everything_leads_to_the_door_in_every_tab(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    other = Screen(await screen.page.context.new_page(), site.url)
    await other.page.goto(site.url)
    await screen.menu("删除这份申报")
    await screen.sees("彻底删除")
    await screen.question.get_by_role("button", name="彻底删除").click()
    await expect(screen.page.locator("#flash")).to_contain_text("已全部删除")
    await expect(other.page.get_by_label("邀请码或换设备代码")).to_be_visible()


async def test_cells_pasted_from_a_sheet_keep_their_columns_and_rows(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.input.evaluate(
        """box => {
            const data = new DataTransfer();
            data.setData('text/plain', '示例小学\\t学校\\n示例街道\\t居委会');
            data.items.add(new File([new Uint8Array([137])], 'image.png', {type: 'image/png'}));
            box.focus();
            const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            if (box.dispatchEvent(paste)) document.execCommand('insertText', false, data.getData('text/plain'));
        }"""
    )
    assert await screen.input.input_value() == "示例小学\t学校\n示例街道\t居委会"
    await screen.page.get_by_role("button", name="发送").click()
    await expect(screen.page.locator("#log .own")).to_have_count(2)
    kept = await site.sql("SELECT content FROM message WHERE event != '' ORDER BY id DESC LIMIT 1")
    assert "\\t" in kept[0][0]


@pytest.mark.drill
async def test_long_conversations_begin_at_their_end_and_earlier_messages_can_be_had(screen: Screen) -> None:
    await screen.begin()
    for number in range(30):
        event = {"id": f"no-command-{number}", "kind": "said", "text": f"/back{number}"}
        requests, headers = screen.page.context.request, {"Origin": screen.url}
        assert (await requests.post(f"{screen.url}/events", headers=headers, data=event)).ok
    await screen.page.reload()
    await expect(screen.question).to_be_in_viewport()
    shown = await screen.log.count()
    assert shown == 40
    await screen.page.get_by_role("button", name="显示更早的消息").click()
    await expect(screen.log).to_have_count(63)
    ids = [int(id_[1:]) for id_ in await screen.log.evaluate_all("all => all.map(one => one.id)")]
    assert ids == sorted(ids)
    await expect(screen.page.get_by_role("button", name="显示更早的消息")).to_be_hidden()


@pytest.mark.drill
async def test_an_answer_typed_offline_holds_for_the_question_that_was_shown(
    screen: Screen, windows: Opens, site: Site
) -> None:
    await screen.begin()
    await screen.type("河边图书角")
    await screen.menu("换设备继续")
    link = await screen.page.get_by_label("链接", exact=False).input_value()
    await screen.page.get_by_role("button", name="关闭").click()
    phone = await windows(**PHONE)
    await phone.page.goto(link)
    await phone.page.get_by_role("button", name="继续").click()
    await phone.sees("牵头单位")
    await phone.page.context.set_offline(True)
    await phone.send("示例居委会")
    await screen.type("示例街道办事处")
    await phone.page.context.set_offline(False)
    await phone.sees("没有保存：“示例居委会”")
    await phone.sees("主题")
    await phone.type("阅读推广")
    assert await site.sql("SELECT value FROM answer ORDER BY rowid") == [
        ("河边图书角",),
        ("示例街道办事处",),
        ("阅读推广",),
    ]


async def test_a_message_that_is_too_long_stays_in_the_box_and_says_so(screen: Screen, site: Site) -> None:
    await screen.begin()
    await screen.send("长" * (LONGEST + 1))
    await expect(screen.page.locator("#toast")).to_contain_text("最多 20 万字")
    assert len(await screen.input.input_value()) == LONGEST + 1
    assert await site.sql("SELECT * FROM answer") == []
