"""What people do on Telegram, by long polling, and what the assistant makes of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from fake_botapi import GROUP, FakeBotApi
from telegram import Bot
from telegram_line import AGREE, STALE, Phone, answers, hurry, rows, serving
from waiting import until

from bot.service import writer
from bot.service.writer import Service
from bot.telegram import backlog, channel
from dialogs.engine import dispatch
from dialogs.engine.commands import COMMANDS

pytest_plugins = ["fake_botapi.fixtures"]


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def service(api: FakeBotApi, folder: Path) -> AsyncIterator[Service]:
    async with serving(api, folder) as running:
        yield running


@pytest.fixture
async def phone(api: FakeBotApi, service: Service) -> Phone:
    assert service
    return Phone(api)


@pytest.mark.usefixtures("phone")
async def test_the_commands_are_registered_in_chinese(api: FakeBotApi) -> None:
    await until(lambda: api.state.commands)
    assert [name for name, _ in api.state.commands[""]] == list(COMMANDS)
    assert all(any("一" <= letter <= "鿿" for letter in words) for _, words in api.state.commands[""])


async def test_two_starts_in_a_row(phone: Phone) -> None:
    first, second = await phone.say("/start"), await phone.say("/start")
    assert first.text == second.text
    assert (await phone.press(AGREE)).text.startswith("开始填")
    third, fourth = await phone.say("/start"), await phone.say("/START@shenbao_test_bot 再来")
    assert third.text == fourth.text
    assert third.text.startswith("欢迎回来")


async def test_a_slash_that_is_no_command_is_an_answer(phone: Phone, folder: Path) -> None:
    await phone.agree()
    await phone.say("/安全/保险方案")
    assert answers(folder) == ["/安全/保险方案"]


@pytest.mark.parametrize(
    ("send", "words"),
    [
        (lambda user: user.send_sticker(), "我看不懂表情"),
        (lambda user: user.send_voice(), "听不了语音"),
        (lambda user: user.send_photo(), "图片只能放进"),
        (lambda user: user.send_document("一.docx", b"x", size=21 * 1024 * 1024), "最多 20 MB"),
    ],
)
async def test_what_is_not_text_gets_a_friendly_sentence(
    phone: Phone, send: Callable[[Any], Awaitable[Any]], words: str
) -> None:
    question = await phone.agree()
    await send(phone.user)
    reply = await phone.read()
    assert words in reply.text
    assert question.text.rpartition("\n\n")[2] in reply.text  # the question stays


async def test_a_group_is_sent_to_the_private_chat(api: FakeBotApi, phone: Phone, folder: Path) -> None:
    await phone.user.send_in_group("大家好")
    await phone.user.send_in_group("/start@another_bot")
    await phone.user.send_in_group("/start@shenbao_test_bot")
    reply = await api.chat(GROUP).next_message()
    assert "单独对话" in reply.text
    assert not reply.buttons
    await phone.say("/start")
    assert len(api.calls_of("sendMessage", GROUP)) == 1
    assert rows(folder, "SELECT * FROM conversation") == []


async def test_editing_a_message_corrects_its_answer(phone: Phone, folder: Path) -> None:
    await phone.agree()
    sent = await phone.user.send("错的名称")
    await phone.read()
    await phone.user.edit(sent, "对的名称")
    reply = await phone.read()
    assert "更正" in reply.text
    assert "申报方向" in reply.text
    assert answers(folder) == ["对的名称"]


async def test_editing_a_piece_of_a_long_text_corrects_that_piece(phone: Phone, folder: Path) -> None:
    await phone.agree()
    await phone.part("试点方案")
    sent = [await phone.user.send(text) for text in ("第一段。", "第二段错。", "第三段。")]
    for _ in sent:
        await phone.read()
    await phone.user.edit(sent[1], "第二段对。")
    assert "那一段" in (await phone.read()).text
    await phone.press("完成")
    assert answers(folder) == ["第一段。\n第二段对。\n第三段。"]


async def test_a_press_is_answered_once_and_an_old_one_says_so(api: FakeBotApi, phone: Phone, folder: Path) -> None:
    await phone.agree()
    old = await phone.say("方案")
    fresh = await phone.press_on(old, "企业类（车联网）")
    await phone.read()
    stale = await phone.press_on(old, "企业类（工业互联网）")
    assert (fresh.text, stale.text) == ("", STALE)
    assert answers(folder) == ["方案", "企业类（车联网）"]
    asked = [call.params["callback_query_id"] for call in api.calls_of("answerCallbackQuery")]
    assert len(asked) == len(set(asked)) == 3


async def test_a_button_of_another_application_has_no_effect(phone: Phone, folder: Path) -> None:
    await phone.agree()
    old = await phone.say("方案一")
    await phone.say("/new")
    await phone.say("方案二")
    assert (await phone.press_on(old, "企业类（车联网）")).text == STALE
    assert answers(folder) == ["方案一", "方案二"]


async def test_a_button_from_before_everything_was_deleted_has_no_effect(phone: Phone, folder: Path) -> None:
    await phone.agree()
    old = await phone.say("方案一")
    await phone.say("/delete")
    await phone.press("彻底删除")
    await phone.agree()
    await phone.say("方案二")
    assert (await phone.press_on(old, "企业类（车联网）")).text == STALE
    assert answers(folder) == ["方案二"]


async def test_a_forged_or_foreign_press_has_no_effect(api: FakeBotApi, phone: Phone, folder: Path) -> None:
    await phone.agree()
    shown = await phone.say("方案")
    other = Phone(api, 43)
    await other.agree()
    await other.say("别的方案")
    before = rows(folder, "SELECT * FROM conversation")
    chosen = shown.buttons[0][0].data
    forged = ["", ".", "delete", "0.agree", chosen + "0", f"{chosen.partition('.')[0]}.delete", "\ud83d", "9" * 64]
    messages = len(phone.user.messages), len(other.user.messages)
    for data in forged:
        inject_press(api, phone, shown.json(phone.user.chat.info), data)
    assert (await other.press_on(shown, chosen)).text == STALE  # right data of somebody else's chat
    await until(lambda: len(api.calls_of("answerCallbackQuery")) == 3 + len(forged))
    assert {call.params.get("text") for call in api.calls_of("answerCallbackQuery")[2:]} == {STALE}
    assert messages == (len(phone.user.messages), len(other.user.messages))
    assert rows(folder, "SELECT * FROM conversation") == before
    assert sorted(answers(folder)) == ["别的方案", "方案"]


def inject_press(api: FakeBotApi, phone: Phone, message: dict[str, Any] | None, data: str) -> None:
    """A press with data of one's own making; without a message it comes from an inline message."""
    place = {"message": message} if message else {"inline_message_id": "x"}
    query = {"id": "77", "from": phone.user.info, "chat_instance": "1", "data": data, **place}
    api.state.updates.add("callback_query", query)


SERVICE_MESSAGES: list[dict[str, Any]] = [
    {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 42, "type": "private"}, "text": "一"}},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"write_access_allowed": {"from_request": True}},
    {"delete_chat_photo": True},
    {"chat_background_set": {"type": {"type": "wallpaper"}}},
    {"users_shared": {"request_id": 1, "users": []}},
]


async def test_service_messages_of_a_chat_get_no_reply(api: FakeBotApi, phone: Phone) -> None:
    await phone.agree()
    told = len(phone.shown)
    base = {"date": 1, "chat": phone.user.chat.info, "from": phone.user.info}
    for service in SERVICE_MESSAGES:
        api.state.updates.add("message", {**base, "message_id": api.state.next_id(), **service})
    feed = {"id": -100500, "type": "channel", "title": "频道"}
    api.state.updates.add("message", {**base, "message_id": 1, "chat": feed, "text": "公告"})
    assert (await phone.say("方案")).text.startswith("已记下") or len(phone.shown) == told + 1
    assert len(phone.shown) == told + 1


async def test_a_list_to_be_ticked_off_is_told_to_be_none_of_what_is_read(api: FakeBotApi, phone: Phone) -> None:
    """As any other message of a person without text: it was taken for one about the chat."""
    await phone.agree()
    base = {"message_id": api.state.next_id(), "date": 1, "chat": phone.user.chat.info, "from": phone.user.info}
    tasks = [{"id": 1, "text": "营业执照"}]
    api.state.updates.add("message", base | {"checklist": {"title": "材料", "tasks": tasks}})
    assert "读不了，请用文字回答" in (await phone.read()).text


def odd_updates(phone: Phone, number: int) -> list[tuple[str, Any]]:
    """What a bot may be sent besides; `number` is that of the messages in the chat."""
    chat = phone.user.chat.info
    base = {"message_id": number, "date": 1, "chat": chat, "from": phone.user.info}
    feed = {"id": -100500, "type": "channel", "title": "频道"}
    return [
        ("channel_post", {"message_id": 1, "date": 1, "chat": feed, "text": "公告"}),
        ("something_new", {"of": ["next", "year"]}),
        ("message", {"message_id": 901}),
        ("message", "no message at all"),
        ("message", base | {"text": "\ud83d残方案\udc00"}),
        ("message", base | {"text": "/"}),
        ("message", base | {"text": "/ "}),
        ("message", base | {"text": ""}),
        ("message", base),
        ("message", base | {"contact": {"phone_number": "1", "first_name": "甲"}}),
        ("message", base | {"new_chat_title": "新"}),
        *(("message", base | service) for service in SERVICE_MESSAGES),
        ("message", {"message_id": 1, "date": 1, "chat": feed | {"type": "group"}, "new_chat_title": "新"}),
        ("edited_message", base | {"edit_date": 2}),
        ("edited_message", base | {"edit_date": 2, "location": {"latitude": 1.0, "longitude": 2.0}}),
        ("edited_message", base | {"message_id": 999, "edit_date": 2, "text": "从没发过"}),
        ("callback_query", {"id": "1"}),
        ("callback_query", {"id": "2", "from": phone.user.info, "chat_instance": "1", "game_short_name": "g"}),
        ("my_chat_member", {"chat": chat}),
    ]


@pytest.mark.parametrize("consented", [False, True])
async def test_odd_updates_are_confirmed_and_skipped(api: FakeBotApi, folder: Path, *, consented: bool) -> None:
    phone = Phone(api)
    if consented:
        async with serving(api, folder):
            await phone.agree()
    api.state.updates.allowed = []  # as if the bot had never said what it wants
    for kind, content in odd_updates(phone, api.state.next_id()):
        api.state.updates.add(kind, content)
    inject_press(api, phone, None, "1.back")
    await phone.user.send("/status")
    async with serving(api, folder):
        await phone.user.wait(
            lambda m: "总进度" in m.text and "○ 封面" in m.text if consented else AGREE in str(m.buttons)
        )
        await until(lambda: not api.state.updates.waiting)
    assert answers(folder) == (["�残方案�"] if consented else []), "the first answer to a question counts"


async def test_the_same_update_twice_has_one_effect(api: FakeBotApi, phone: Phone, folder: Path) -> None:
    await phone.agree()
    sent = await phone.user.send("方案")
    await phone.read()
    press = await phone.user.press(phone.shown[-1], "企业类（车联网）")
    await phone.read()
    before = len(phone.user.messages), rows(folder, "SELECT state FROM conversation")
    for update in (sent.update_id, press.update_id, sent.update_id):
        api.redeliver(update)
    await until(lambda: not api.state.updates.waiting)
    assert (await phone.say("/status")).text.startswith("《方案》")
    assert len(phone.user.messages) == before[0] + 2
    assert answers(folder) == ["方案", "企业类（车联网）"]


async def test_a_server_that_hands_out_handled_updates_for_ever_is_asked_ever_more_rarely(
    api: FakeBotApi, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.agree()
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def slept(seconds: float) -> None:
        if seconds >= channel.HANDLED_PAUSE:
            pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr(channel.asyncio, "sleep", slept)
    sent = await phone.user.send("方案")
    await phone.read()
    for _ in range(8):
        polls = len(api.calls_of("getUpdates"))
        api.redeliver(sent.update_id)
        await until(lambda polls=polls: len(api.calls_of("getUpdates")) > polls)
    await until(lambda: len(pauses) >= 8)
    assert pauses[:8] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


@pytest.mark.usefixtures("service")
async def test_nothing_is_confirmed_before_it_is_committed(
    api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(api)
    await phone.agree()
    committed = writer.commit

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "commit", failing)
    polls = len(api.calls_of("getUpdates"))
    texts = ["方案", "企业类（车联网）", "2024-03-04"]
    sent = [await phone.user.send(text) for text in texts]
    await until(lambda: len(api.calls_of("getUpdates")) >= polls + 3)
    offsets = [int(call.params["offset"]) for call in api.calls_of("getUpdates")[polls:]]
    assert max(offsets) <= sent[0].update_id
    assert [one.update_id for one in api.state.updates.waiting] == [one.update_id for one in sent]
    assert answers(folder) == []
    monkeypatch.setattr(writer, "commit", committed)
    await until(lambda: not api.state.updates.waiting)
    assert answers(folder) == ["方案"], "the others were sent before the next question stood there"
    for text in texts[1:]:
        await phone.user.wait(lambda message, text=text: f"刚才发的没有保存：“{text}”" in message.text)


async def test_one_persons_events_never_overtake_each_other(
    api: FakeBotApi, service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, other = Phone(api), Phone(api, 43)
    await phone.agree()
    await phone.part("试点方案")
    submit, failed = service.submit_all, []

    async def failing_once(events: Any) -> Any:
        if any(getattr(event, "text", "") == "二" for event in events) and not failed:
            failed.append(events)
            raise OSError(5, "I/O error")
        return await submit(events)

    monkeypatch.setattr(backlog, "TOGETHER", 1)
    monkeypatch.setattr(service, "submit_all", failing_once)
    for text in "一二三四":
        await phone.user.send(text)
    await other.agree()
    await phone.user.wait(lambda m: "已写 4 段" in m.text)
    assert [text for (text,) in rows(folder, "SELECT text FROM draft_part ORDER BY id")] == list("一二三四")
    assert failed


async def test_a_turn_that_fails_amid_many_takes_none_of_them_along(
    phone: Phone, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.agree()
    await phone.part("试点方案")
    advance = dispatch.advance

    def failing(desk: Any, before: Any, event: Any, *more: Any, **named: Any) -> Any:
        if getattr(event, "text", "") == "二":
            raise ZeroDivisionError
        return advance(desk, before, event, *more, **named)

    monkeypatch.setattr(dispatch, "advance", failing)
    for number in range(12):
        await phone.user.send("一二三四五六七八九十甲乙"[number])
    await phone.user.wait(lambda m: "程序出了点问题" in m.text)
    wanted = list("一三四五六七八九十甲乙")
    await until(lambda: [text for (text,) in rows(folder, "SELECT text FROM draft_part ORDER BY id")] == wanted)


async def test_telegram_may_be_down_at_the_start(
    api: FakeBotApi, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await api.stop()
    async with serving(api, folder):
        await until(lambda: sum("next try" in record.getMessage() for record in caplog.records) > 1)
        await api.start()
        assert (await Phone(api).agree()).text.startswith("开始填")


async def test_telegram_may_go_away_in_between(
    api: FakeBotApi, phone: Phone, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await phone.agree()
    await api.stop()
    await until(lambda: "next try" in caplog.text)
    await api.start()
    await phone.say("方案")
    assert answers(folder) == ["方案"]


async def test_telegram_may_limit_or_fail_any_call(api: FakeBotApi, folder: Path) -> None:
    api.inject("getMe", 500)
    api.inject("setMyCommands", 502)
    api.inject("deleteWebhook", "reset_before")
    api.inject("getUpdates", "reset_after")
    api.inject("getUpdates", 502)
    api.inject("answerCallbackQuery", 500)
    async with serving(api, folder):
        await Phone(api).agree()
        await until(lambda: api.state.commands)


async def test_a_second_poller_is_logged_and_borne(bot: Bot, phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    await phone.agree()
    assert await bot.get_updates(timeout=0) == ()
    await until(lambda: "Conflict" in caplog.text)
    assert "申报方向" in (await phone.say("方案")).text


async def test_no_log_line_holds_the_token_or_an_answer(
    api: FakeBotApi, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "绝密计划"  # noqa: S105 - an answer
    for method, kind in (("getMe", 500), ("getUpdates", "reset_before"), ("sendMessage", 502)):
        api.inject(method, kind)  # type: ignore[arg-type]
    phone = Phone(api)
    with caplog.at_level(logging.DEBUG, "bot"):
        async with serving(api, folder) as service:
            await phone.agree()
            await phone.say(secret)
            api.state.updates.allowed = []
            api.state.updates.add("message", {"text": secret})
            service.turns._turn, turn = None, service.turns._turn  # type: ignore[assignment,method-assign]
            assert "抱歉" in (await phone.say(secret)).text
            service.turns._turn = turn  # type: ignore[method-assign]
            phone.user.chat.blocked = True
            await phone.user.send(secret)
            await until(lambda: "given up" in caplog.text)
    lines = [caplog.handler.format(r) for r in caplog.records if r.name.startswith("bot")]
    assert len(lines) > 3
    assert not [line for line in lines if api.token.partition(":")[2] in line or secret in line]
