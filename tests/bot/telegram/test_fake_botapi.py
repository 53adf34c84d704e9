"""The fake Bot API takes and refuses calls as Telegram's does, seen through the library's own Bot."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from fake_botapi import Answer, Button, FakeBotApi
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.telegram.request import AiohttpRequest

STRANGE_BOT = "987654321:TEST_bbbbbbbbbbbbbbbbbbbbbbbbbbbbb-"
pytest_plugins = ["fake_botapi.fixtures"]


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Buttons named "label=data"."""
    cells = [[cell.partition("=") for cell in row] for row in rows]
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, _, data in row] for row in cells]
    )


async def test_a_message_with_buttons_is_seen_and_pressed(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42, name="李四")
    sent = await bot.send_message(42, "  请选择 ", reply_markup=keyboard(("是=y", "否=n"), ("返回=b",)))
    seen = await user.next_message()
    assert (seen.text, seen.message_id, seen.from_bot) == ("请选择", sent.message_id, True)
    assert seen.buttons == (
        (Button("是", "y"), Button("否", "n")),
        (Button("返回", "b"),),
    )
    presses = [await user.press(seen, "否"), await user.press(seen, "b")]
    updates = await bot.get_updates()
    queries = [update.callback_query for update in updates]
    assert [(q.data, q.from_user.first_name, q.id) for q in queries if q] == [
        ("n", "李四", presses[0].query_id),
        ("b", "李四", presses[1].query_id),
    ]
    assert queries[0]
    assert queries[0].message
    assert queries[0].message.message_id == sent.message_id
    await bot.answer_callback_query(presses[0].query_id, "好的", show_alert=True)
    assert await user.answer(presses[0]) == Answer("好的", show_alert=True)
    with pytest.raises(AssertionError, match="no button '删除'"):
        await user.press(seen, "删除")


async def test_html_is_taken_out_before_it_is_counted(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await bot.send_message(42, "<b>" + "字" * 4095 + "</b>&lt;", parse_mode="HTML")
    assert user.messages[-1].text == "字" * 4095 + "<"


IDLE = InlineKeyboardMarkup([[InlineKeyboardButton("甲")]])
Send = Callable[[Bot], Awaitable[object]]
REFUSED: list[tuple[str, Send, str]] = [
    ("no text", lambda bot: bot.send_message(42, ""), "Message text is empty"),
    ("only spaces", lambda bot: bot.send_message(42, " \n\t"), "Message text is empty"),
    ("4097 characters", lambda bot: bot.send_message(42, "字" * 4097), "Message is too long"),
    ("2049 pairs", lambda bot: bot.send_message(42, "😀" * 2049), "Message is too long"),
    ("half a pair", lambda bot: bot.send_message(42, "\ud83d"), "Strings must be encoded in utf-8"),
    (
        "half a pair on a button",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(("\udc00=a",))),
        "Strings must be encoded in utf-8",
    ),
    ("a stranger", lambda bot: bot.send_message(43, "一"), "Chat not found"),
    (
        "65 bytes of data",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(("甲=" + "a" * 65,))),
        "Button_data_invalid",
    ),
    (
        "22 characters, 66 bytes",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(("甲=" + "字" * 22,))),
        "Button_data_invalid",
    ),
    (
        "no data",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(("甲=",))),
        "Button_data_invalid",
    ),
    (
        "no label",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard((" =a",))),
        "Inline keyboard button text must be non-empty",
    ),
    (
        "a button that does nothing",
        lambda bot: bot.send_message(42, "一", reply_markup=IDLE),
        "Can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    (
        "9 in a row",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(("甲=a",) * 9)),
        "Reply markup is too long",
    ),
    (
        "101 buttons",
        lambda bot: bot.send_message(42, "一", reply_markup=keyboard(*[("甲=a",)] * 101)),
        "Reply markup is too long",
    ),
    (
        "a broken tag",
        lambda bot: bot.send_message(42, "<b>一", parse_mode="HTML"),
        "Can't parse entities: can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "a long caption",
        lambda bot: bot.send_document(42, b"x", caption="字" * 1025),
        "Message caption is too long",
    ),
    (
        "an album of one",
        lambda bot: bot.send_media_group(42, [InputMediaDocument(b"x")]),
        "Wrong number of messages to send as an album specified",
    ),
    ("an empty file", lambda bot: bot.send_document(42, b""), "File must be non-empty"),
    ("an unknown file", lambda bot: bot.send_document(42, "F9"), "Wrong file identifier/http url specified"),
    ("an unknown message", lambda bot: bot.edit_message_text("一", 42, 999), "Message to edit not found"),
    (
        "an unknown press",
        lambda bot: bot.answer_callback_query("1"),
        "Query is too old and response timeout expired or query id is invalid",
    ),
    ("an unknown file's path", lambda bot: bot.get_file("F9"), "Invalid file_id"),
    (
        "an http webhook",
        lambda bot: bot.set_webhook("http://bot.example"),
        "Bad webhook: an https url must be provided for webhook",
    ),
    (
        "a secret with a dot",
        lambda bot: bot.set_webhook("https://bot.example", secret_token="a.b"),  # noqa: S106
        "Secret token contains unallowed characters",
    ),
    (
        "a secret of 257",
        lambda bot: bot.set_webhook("https://bot.example", secret_token="a" * 257),
        "Secret token is too long",
    ),
    ("a command in capitals", lambda bot: bot.set_my_commands([("Start", "开始")]), "Bot_command_invalid"),
    (
        "a command without a word",
        lambda bot: bot.set_my_commands([("start", "")]),
        "Bot_command_description_invalid",
    ),
]


@pytest.mark.parametrize(("send", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_is_refused(api: FakeBotApi, bot: Bot, send: Send, reason: str) -> None:
    user = api.user(42)
    with pytest.raises(BadRequest) as caught:
        await send(bot)
    assert caught.value.message == reason
    assert user.messages == []
    assert api.calls[-1].outcome.lower() == f"bad request: {reason}".lower()


async def test_what_is_just_allowed(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await bot.send_message(42, "😀" * 2048)
    await bot.send_message(42, "字" * 4096, reply_markup=keyboard(*[("甲=" + "字" * 21 + "a",) * 8] * 12))
    await bot.send_document(42, b"x", caption="字" * 1024, filename="a")
    press = await user.press(user.messages[1], "甲")
    await bot.answer_callback_query(press.query_id, "字" * 200)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(press.query_id, "字" * 201)
    assert len(user.messages) == 3


async def test_a_press_grows_old(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await bot.send_message(42, "一", reply_markup=keyboard(("甲=a",)))
    press = await user.press(user.messages[0], "甲")
    api.state.query_seconds = -1.0
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.query_id)


async def test_edits(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    sent = await bot.send_message(42, "一", reply_markup=keyboard(("甲=a",)))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("一", 42, sent.message_id, reply_markup=keyboard(("甲=a",)))
    await bot.edit_message_text("二", 42, sent.message_id, reply_markup=keyboard(("乙=b",)))
    assert (user.messages[0].text, user.messages[0].buttons) == ("二", ((Button("乙", "b"),),))
    await bot.edit_message_reply_markup(42, sent.message_id)
    assert (user.messages[0].text, user.messages[0].buttons) == ("二", ())
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(42, sent.message_id)
    document = await bot.send_document(42, b"x", filename="a.txt")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("一", 42, document.message_id)
    mine = await user.send("我的")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("一", 42, mine.message_id)


async def test_waiting_reads_messages_once_and_in_order(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    waiting = asyncio.create_task(user.next_message())
    await asyncio.sleep(0)
    first = await bot.send_message(42, "一")
    assert (await waiting).text == "一"
    await bot.edit_message_text("一改", 42, first.message_id)
    await bot.send_message(42, "二")
    assert (await user.next_message()).text == "二"  # the edit is passed over
    await bot.edit_message_text("一改二", 42, first.message_id)
    assert (await user.wait(lambda m: m.edited)).text == "一改二"
    with pytest.raises(TimeoutError, match="二"):
        await user.wait(lambda m: m.text == "二", timeout=0.05)


async def test_a_blocked_bot_is_forbidden(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await user.block()
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(42, "一")
    await user.unblock()
    await bot.send_message(42, "二")
    assert [m.text for m in user.messages] == ["二"]
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]


async def test_files_have_limits(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    api.state.upload_limit = 1000
    await bot.send_document(42, bytes(1000), filename="甲.docx")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(42, bytes(1001), filename="乙.docx")
    assert [m.document.name for m in user.messages if m.document] == ["甲.docx"]
    await user.send_document("营业执照.pdf", b"scan", caption="请看", size=20 * 2**20)
    await user.send_document("大.pdf", b"scan", size=20 * 2**20 + 1)
    right, large = [update.message for update in await bot.get_updates()]
    assert right
    assert right.document
    assert large
    assert large.document
    assert (right.caption, right.document.file_name) == ("请看", "营业执照.pdf")
    assert await (await right.document.get_file()).download_as_bytearray() == b"scan"
    with pytest.raises(BadRequest, match="File is too big"):
        await large.document.get_file()


async def test_menu_action_and_self(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await bot.set_my_commands([("start", "开始"), ("help", "帮助")])
    assert api.state.commands[""] == (("start", "开始"), ("help", "帮助"))
    await bot.send_chat_action(42, "upload_document")
    assert user.chat.actions == ["upload_document"]
    assert (await bot.get_me()).id == int(api.token.partition(":")[0])


@pytest.mark.parametrize(("token", "reason"), [(STRANGE_BOT, "Unauthorized"), ("1:short", "Not Found")])
async def test_another_token_is_rejected(api: FakeBotApi, token: str, reason: str) -> None:
    async with AiohttpRequest() as request:
        for url in (f"{api.base_url}{token}/getMe", f"{api.base_file_url}{token}/documents/file_1.docx"):
            with pytest.raises(InvalidToken, match=reason):
                await request.post(url) if "getMe" in url else await request.retrieve(url)


async def test_every_kind_of_body_is_read(api: FakeBotApi) -> None:
    user = api.user(42)
    url = f"{api.base_url}{api.token}/SENDMESSAGE"
    form = aiohttp.FormData({"chat_id": "42", "text": "多段"})
    form.add_field("extra", b"x", filename="a")
    async with aiohttp.ClientSession() as session:
        for arguments in (
            {"json": {"chat_id": 42, "text": "对象"}},
            {"data": {"chat_id": "42", "text": "表单"}},
            {"data": form},
            {"params": {"chat_id": "42", "text": "查询"}},
        ):
            async with session.post(url, **arguments) as response:
                assert (await response.json())["ok"] is True
        for body, status in ((b"{", 400), (b"[]", 400), (b'{"chat_id":42,"text":"\\ud83d"}', 400)):
            headers = {"Content-Type": "application/json"}
            async with session.post(url, data=body, headers=headers) as response:
                assert response.status == status
                assert (await response.json())["error_code"] == status
        async with session.post(url.replace("SENDMESSAGE", "fly")) as response:
            assert (response.status, (await response.json())["ok"]) == (404, False)
    assert [m.text for m in user.messages] == ["对象", "表单", "多段", "查询"]
