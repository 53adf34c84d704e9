"""One person on the page and in Telegram: begins in one, goes on in the other, and is told where they are."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fake_botapi import FakeBotApi
from telegram_line import AGREE, Phone, attached, hurry, known, settings
from waiting import PATIENCE
from web_bench import Site, Visitor

from bot import composition
from bot.web import stream

pytest_plugins = ["fake_botapi.fixtures", "web_fixtures"]
CHAT_LINK = re.compile(r"https://t\.me/shenbao_test_bot\?start=([0-9A-Za-z_-]{16,64})\"")
PAGE_LINK = re.compile(r"http://[0-9.:]+(/link/\w{32})\s")
CODE = re.compile(r"输入换设备代码：(\w{4}-\w{4})")


@pytest.fixture
async def phone(site: Site, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    """Somebody's Telegram, served beside the page."""
    hurry(monkeypatch)
    async with known(api, site.service):
        yield Phone(api)


async def device(visitor: Visitor) -> str:
    """What the page shows for going on elsewhere."""
    return (await visitor.http.post("/device")).text


async def opened(visitor: Visitor, phone: Phone) -> str:
    """What the phone shows when the page's link to Telegram is opened on it."""
    found = CHAT_LINK.search(await device(visitor))
    assert found
    return (await phone.say(f"/start {found[1]}")).text


async def linked(visitor: Visitor, phone: Phone) -> str:
    """What the phone shows first when both are one."""
    await opened(visitor, phone)
    assert "已关联" in (await phone.press("关联")).text
    return (await phone.read()).text


async def invited(phone: Phone) -> str:
    """An invitation to the lead unit, made in Telegram, as a path of the page."""
    for text in ("/invite", "张三"):
        await phone.say(text)
    await phone.press("牵头单位")
    await phone.press("填写")
    link = re.search(r"/join/\w{32}", (await phone.read()).text)
    assert link
    await phone.read()  # the question that was open
    return link[0]


async def last(visitor: Visitor) -> str:
    """The newest bubbles of the page."""
    return (await visitor.page()).rpartition('id="m')[2]


async def people(site: Site) -> list[tuple[str, str]]:
    return [tuple(row) for row in await site.sql("SELECT person, role FROM member ORDER BY person")]


async def test_begun_on_the_page_one_goes_on_in_telegram_and_back(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    asked = await opened(visitor, phone)
    assert "《河边图书角》" in asked
    assert "请点“不关联”" in asked, "what a link from somebody else would come to"
    assert "已关联" in (await phone.press("关联")).text
    assert "牵头单位" in (await phone.read()).text
    assert "已记下：示例街道办事处" in (await phone.say("示例街道办事处")).text
    shown = await visitor.page()
    assert "已记下：示例街道办事处" in shown, "the page shows the whole conversation"
    assert re.search(r'message own"[^>]*>\s*<h3[^>]*>您</h3>\s*<div class="bubble"><p>示例街道办事处', shown)
    await visitor.say("地方文史")
    assert "第 4 题" in await last(visitor)
    shown_there = (await phone.say("/status")).text
    assert "总进度" in shown_there, "what was answered on the page was not repeated in the chat"
    ((person, role),) = await people(site)
    assert person.startswith("page:")
    assert role == "lead"


async def test_an_answer_to_a_question_long_passed_counts_for_nothing(
    site: Site, visitor: Visitor, phone: Phone
) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    old = await linked(visitor, phone)
    assert "牵头单位" in old
    question = phone.shown[-1]
    await visitor.say("示例街道办事处")
    now = (await phone.say("示例居委会")).text
    assert "刚才发的没有保存：“示例居委会”" in now
    assert await site.sql("SELECT value FROM answer WHERE value = '示例居委会'") == []
    answer = await phone.press_on(question, "上一题")
    assert "过期" in answer.text, "now that the newest question is here, an older button is only stale"
    await visitor.say("地方文史")
    answer = await phone.press_on(question, "上一题")
    assert "您后来在别处接着填过" in (await phone.read()).text


async def test_begun_in_telegram_one_goes_on_on_the_page_and_back(site: Site, phone: Phone, visitor: Visitor) -> None:
    await phone.agree()
    await phone.say("河边图书角")
    letter = (await phone.say("/web")).text
    link = PAGE_LINK.search(letter)
    assert link
    assert "在这台设备上继续填写" in (await visitor.http.get(link[1])).text
    assert (await visitor.http.post(link[1])).status_code == 303
    shown = await visitor.page()
    assert "牵头单位" in shown
    assert "河边图书角" in shown
    await visitor.say("示例街道办事处")
    assert "没有保存" in (await phone.say("晚了")).text
    assert "已记下：一个联系人" in (await phone.say("一个联系人")).text
    ((person, role),) = await people(site)
    assert person.startswith("page:")
    assert role == "lead"
    assert await site.sql("SELECT DISTINCT person FROM answer") == [(person,)]


async def test_the_code_of_the_letter_lets_in_too_and_only_once(phone: Phone, visitor: Visitor, other: Visitor) -> None:
    await phone.agree()
    code = CODE.search((await phone.say("/web")).text)
    assert code
    assert (await visitor.http.post("/code", data={"code": code[1]})).status_code == 303
    assert "图书角名称" in await visitor.page()
    assert "代码不对" in (await other.http.post("/code", data={"code": code[1]})).text


async def test_what_both_had_is_together_afterwards(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await visitor.say("河边图书角")
    await phone.agree()
    await phone.say("山上图书角")
    assert "已有的 1 份申报也会并过去" in await opened(visitor, phone)
    await phone.press("关联")
    await phone.read()
    listed = [button.text for row in (await phone.say("/list")).buttons for button in row]
    assert any("河边图书角" in label for label in listed)
    assert any("山上图书角" in label for label in listed)
    assert len({person for person, _ in await people(site)}) == 1


async def test_somebody_else_s_link_changes_nothing_when_it_is_declined(
    site: Site, visitor: Visitor, phone: Phone
) -> None:
    await visitor.begin()
    await phone.agree()
    before = await people(site)
    await opened(visitor, phone)
    assert "没有关联" in (await phone.press("不关联")).text
    assert "已记下：山上图书角" in (await phone.say("山上图书角")).text
    assert await people(site) == before
    assert await site.sql("SELECT * FROM alias") == []


async def test_before_consent_nothing_but_yes_and_no_counts(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await opened(visitor, phone)
    for text in ("/new", "／new", "河边图书角", AGREE):
        assert "要在这里接着填网页上的申报吗" in (await phone.say(text)).text
    assert len(await people(site)) == 1
    assert "开始前请了解" in (await phone.press("不关联")).text
    assert await site.sql("SELECT * FROM conversation WHERE person = ?", phone.person) == []


async def test_a_link_is_good_once_and_not_for_ever(
    site: Site, visitor: Visitor, api: FakeBotApi, phone: Phone
) -> None:
    await visitor.begin()
    link = CHAT_LINK.search(await device(visitor))
    assert link
    await phone.say(f"/start {link[1]}")
    await phone.press("关联")
    await phone.read()
    stranger = Phone(api, 43)
    assert "这个链接已经失效" in (await stranger.say(f"/start {link[1]}")).text
    assert "这个链接已经失效" in (await stranger.say("/start on-xxxxxxxxxxxxxxxxxxxxxxxx")).text
    assert "已关联 Telegram" in await device(visitor)
    await site.sql("UPDATE page_link SET expires = '2000-01-01'")
    assert CHAT_LINK.search(await device(visitor)) is None


async def test_other_devices_out_means_the_chat_too(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await visitor.http.post("/others-out")
    assert "这里和网页断开了" in (await phone.read()).text
    assert "开始前请了解" in (await phone.say("河边图书角")).text
    assert await site.sql("SELECT * FROM answer") == []
    assert await site.sql("SELECT * FROM alias") == []


async def test_what_a_job_makes_goes_where_it_was_asked_for(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await phone.user.send("/export")
    document = await phone.read()
    assert document.document
    await site.service.job_runner.settled()
    links = re.findall(r'href="(/file/[^"]+)"', await visitor.page())
    assert len(links) == 1
    assert (await visitor.http.get(links[0])).status_code == 200, "the page still has it after it was delivered"


async def test_a_notice_comes_to_both(visitor: Visitor, phone: Phone, other: Visitor) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    link = await invited(phone)
    assert link not in await visitor.page(), "the letter was told where it was asked for, and is kept nowhere"
    await other.http.post(link)
    await other.press("同意并加入")
    await other.say("李四")
    assert "李四（牵头单位）已加入" in (await phone.read()).text
    assert "李四（牵头单位）已加入" in await visitor.page()


async def test_what_is_done_in_telegram_is_seen_at_once_on_a_colleague_s_page(
    visitor: Visitor, phone: Phone, other: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING", 3600.0)
    await visitor.begin()
    await linked(visitor, phone)
    link = await invited(phone)
    await other.http.post(link)
    await other.press("同意并加入")
    await other.say("李四")
    await phone.read()  # that 李四 has come
    async with other.stream() as events, asyncio.timeout(PATIENCE):
        assert "河边图书角" not in str(await _around(events))
        await phone.say("/start")
        await phone.say("河边图书角")
        assert (await _around(events))["title"] == "河边图书角"


async def _around(events: AsyncIterator[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """What stands around the conversation, when it comes next."""
    async for kind, data in events:
        if kind == "around":
            return data
    pytest.fail("nothing came")


async def test_the_last_application_deleted_leaves_nothing_of_either(
    site: Site, visitor: Visitor, phone: Phone
) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await phone.say("/delete")
    said = (await phone.press("彻底删除")).text
    assert "删除" in said
    for table in ("alias", "conversation", "message", "page_session", "member"):
        assert await site.sql(f"SELECT * FROM {table}") == [], table  # noqa: S608
    assert "开始前请了解" in (await phone.say("你好")).text


async def test_another_person_s_link_in_a_browser_with_its_own_warns(visitor: Visitor, other: Visitor) -> None:
    await visitor.begin()
    await other.begin()
    link = re.search(r"/link/[\w-]{43}", await device(visitor))
    assert link
    assert "已登录着别的申报" in (await other.http.get(link[0])).text
    assert "已登录着别的申报" not in (await visitor.http.get(link[0])).text


async def test_a_message_edited_in_telegram_is_edited_on_the_page(site: Site, visitor: Visitor, phone: Phone) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    sent = await phone.user.send("河边图书角")
    await phone.read()
    assert 'data-edit="' not in await last(visitor), "what was sent in Telegram is edited there"
    await phone.user.edit(sent, "山上图书角")
    await phone.read()
    shown = await visitor.page()
    assert "<p>山上图书角</p>" in shown
    assert "<p>河边图书角</p>" not in shown
    assert "已修改" in shown
    assert await site.sql("SELECT value FROM answer") == [("山上图书角",)]


async def test_what_is_said_while_only_telegram_is_served_is_on_the_page_later(
    site: Site, visitor: Visitor, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    phone = Phone(api)
    await visitor.begin()
    async with known(api, site.service):
        await linked(visitor, phone)
    await site.__aexit__(None, None, None)
    told = settings(api).model_copy(update={"data": site.folder})
    async with composition.opened(told, site.registry) as service, attached(api, service):
        await phone.user.send("河边图书角")
        await phone.user.wait(lambda message: "已记下" in message.text)
    await site.__aenter__()
    assert "已记下：河边图书角" in await visitor.page()


async def test_what_was_asked_for_in_telegram_comes_there_though_the_last_question_was_on_the_page(
    visitor: Visitor, phone: Phone
) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await visitor.say("河边图书角")
    await phone.user.send("/export")
    assert (await phone.read()).document
    await phone.read()  # what is still missing
    assert "第 2 题" in (await phone.read()).text, "nothing else was done since, so that one goes on there"
    assert "已记下：示例街道办事处" in (await phone.say("示例街道办事处")).text
    assert len(re.findall(r'href="/file/', await visitor.page())) == 1


async def test_what_was_only_begun_in_the_chat_does_not_stay_in_the_list(
    site: Site, visitor: Visitor, phone: Phone
) -> None:
    await phone.agree()
    await visitor.begin()
    await visitor.say("河边图书角")
    assert "牵头单位" in await linked(visitor, phone)
    assert await site.sql("SELECT count(*) FROM application") == [(1,)]


async def test_everything_deleted_on_the_page_is_said_in_the_chat_too(
    site: Site, visitor: Visitor, phone: Phone
) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await visitor.say("/delete")
    said = await visitor.press("彻底删除")
    assert "已删除" in said
    assert (await phone.read()).text == said
    assert await site.sql("SELECT * FROM alias") == []


async def test_of_two_chats_only_the_one_that_was_asked_last_is_answered(
    site: Site, phone: Phone, api: FakeBotApi
) -> None:
    second = Phone(api, 43)
    await phone.agree()
    link = PAGE_LINK.search((await phone.say("/web")).text)
    assert link
    await second.say(f"/start on-{link[1].removeprefix('/link/')}")
    assert "已关联" in (await second.press("关联")).text
    await second.read()
    await second.say("河边图书角")
    await phone.read()  # that both are one
    assert "刚才发的没有保存：“晚了”" in (await phone.say("晚了")).text
    assert await site.sql("SELECT value FROM answer") == [("河边图书角",)]


async def test_an_earlier_message_can_be_edited_when_two_of_the_page_have_become_one(
    site: Site, visitor: Visitor, phone: Phone, other: Visitor
) -> None:
    await visitor.begin()
    await linked(visitor, phone)
    await visitor.say("河边图书角")
    await other.http.post("/begin")  # and no more, so that what the first was doing goes on
    await linked(other, phone)
    for one, text in ((visitor, "山上图书角"), (other, "湖边图书角")):
        [ref] = re.findall(r'data-edit="([^"]+)"', await one.page())
        await one.send(kind="edited", ref=ref, text=text)
        assert await site.sql("SELECT value FROM answer") == [(text,)]


async def test_who_has_agreed_in_telegram_does_not_lose_that_by_an_invitation_looked_at_on_the_page(
    site: Site, visitor: Visitor, phone: Phone, other: Visitor
) -> None:
    await phone.agree()
    await phone.say("山上图书角")
    await other.begin()
    for text in ("河边图书角", "/invite", "张三"):
        await other.say(text)
    await other.press("牵头单位")
    await other.press("填写")
    ((letter,),) = await site.sql("SELECT reply FROM outbox WHERE person LIKE 'page:%'")
    link = re.search(r"/join/\w{32}", letter)
    assert link
    await visitor.http.post(link[0])
    assert "牵头单位" in await linked(visitor, phone)
    assert "总进度" in (await phone.say("/status")).text
