"""What the fake Bot API lets go wrong, as it looks to the library's own Bot."""

import asyncio
import time
from collections.abc import Awaitable

import pytest
from fake_botapi import GROUP, FakeBotApi, Rate
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError, RetryAfter
from waiting import until

pytest_plugins = ["fake_botapi.fixtures"]


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Buttons named "label=data"."""
    cells = [[cell.partition("=") for cell in row] for row in rows]
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, _, data in row] for row in cells]
    )


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


@pytest.mark.parametrize(("kind", "kept"), [("reset_before", []), ("reset_after", ["一"])])
async def test_a_reset_before_or_after_the_message_is_there(
    api: FakeBotApi, bot: Bot, kind: str, kept: list[str]
) -> None:
    user = api.user(42)
    fault = api.inject("sendMessage", kind)  # type: ignore[arg-type]
    with pytest.raises(NetworkError):
        await bot.send_message(42, "一")
    assert [m.text for m in user.messages] == kept
    await bot.send_message(42, "二")
    assert [m.text for m in user.messages] == [*kept, "二"]
    assert [call.outcome for call in api.calls_of("sendMessage")] == [kind, "ok"]
    assert (fault.hits, fault.left) == (1, 0)


@pytest.mark.parametrize(("kind", "words"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_a_server_error_keeps_nothing(api: FakeBotApi, bot: Bot, kind: str, words: str) -> None:
    user, other = api.user(42), api.user(43)
    fault = api.inject("*", kind, times=2, chat_id=42)  # type: ignore[arg-type]
    for _ in range(2):
        await bot.send_message(43, "他")
        with pytest.raises(NetworkError, match=words):
            await bot.send_message(42, "一")
    await bot.send_message(42, "二")
    assert ([m.text for m in user.messages], len(other.messages), fault.hits) == (["二"], 2, 2)


async def test_a_round_trip_takes_its_time(api: FakeBotApi, bot: Bot) -> None:
    api.user(42)
    api.rtt = 0.2
    began = time.monotonic()
    await bot.send_message(42, "一")
    assert time.monotonic() - began >= 0.2
    api.rtt = 0.0
    api.inject("getMe", "delay", seconds=0.2)
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began >= 0.2


async def test_calls_that_wait_do_not_wait_for_one_another(api: FakeBotApi, bot: Bot) -> None:
    user, gate = api.user(42), asyncio.Event()
    fault = api.inject("sendMessage", "delay", times=10, gate=gate)
    sending = [asyncio.create_task(bot.send_message(42, str(number))) for number in range(10)]
    await until(lambda: fault.hits == 10)
    await bot.get_me()
    assert user.messages == []
    gate.set()
    await asyncio.gather(*sending)
    assert len(user.messages) == 10


async def seconds_refused(call: Awaitable[object]) -> float:
    with pytest.raises(RetryAfter) as caught:
        await call
    wait = caught.value.retry_after
    assert not isinstance(wait, int)
    return wait.total_seconds()


async def test_a_flooded_chat_is_refused_until_its_time_is_over(api: FakeBotApi, bot: Bot) -> None:
    user, other = api.user(42), api.user(43)
    api.limit(private=Rate(2, 0.4), ban=0.6)
    hand = api.stop_the_clock()
    await bot.send_message(42, "一")
    await bot.send_message(42, "二")
    assert await seconds_refused(bot.send_message(42, "三")) == 1
    assert await seconds_refused(bot.edit_message_text("改", 42, user.messages[0].message_id)) == 1
    assert await seconds_refused(bot.send_chat_action(42, "typing")) == 1
    await bot.send_message(43, "他")
    hand.forward(0.5)
    assert await seconds_refused(bot.send_message(42, "四")) == 1  # the rate would allow it, the ban not yet
    hand.forward(0.2)
    await bot.send_message(42, "五")
    assert [m.text for m in user.messages] == ["一", "二", "五"]
    assert len(other.messages) == 1


async def test_limits_of_groups_and_of_the_whole_bot(api: FakeBotApi, bot: Bot) -> None:
    users = [api.user(number) for number in range(40, 44)]
    await users[0].send_in_group("一")
    api.limit(group=Rate(1, 60), ban=60)
    await bot.send_message(GROUP, "二")
    assert await seconds_refused(bot.send_message(GROUP, "三")) == 60
    api.limit(overall=Rate(3, 60), ban=7)
    for user in users[:3]:
        await bot.send_message(user.id, "一")
    assert await seconds_refused(bot.send_message(43, "一")) == 7
    assert await seconds_refused(bot.answer_callback_query("1")) == 7
    assert texts(await bot.get_updates()) == ["一"]


async def test_a_flood_on_demand(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    api.flood(42, 30)
    assert await seconds_refused(bot.send_message(42, "一")) == 30
    assert api.calls[-1].outcome == "Too Many Requests: retry after 30"
    api.flood(42, 0)
    await bot.send_message(42, "二")
    assert [m.text for m in user.messages] == ["二"]


async def test_the_journal_holds_the_calls_and_no_token(api: FakeBotApi, bot: Bot) -> None:
    api.user(42)
    await bot.send_message(42, "一", reply_markup=keyboard(("甲=a",)))
    await bot.send_document(42, b"x", filename="表.docx", caption="请查收")
    me, message, document = api.calls
    assert (me.method, me.chat_id, me.params) == ("getMe", None, {})
    buttons = {"inline_keyboard": [[{"text": "甲", "callback_data": "a"}]]}
    assert message.params == {"chat_id": 42, "text": "一", "reply_markup": buttons}
    assert document.params == {"chat_id": 42, "caption": "请查收", "document": "表.docx"}
    assert me.time <= message.time <= document.time <= time.monotonic()
    assert [call.outcome for call in api.calls] == ["ok"] * 3
    assert api.token not in repr(api.calls)


async def test_a_server_that_was_away_is_back_with_all_it_knew(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.state.updates.is_polled)
    url = api.url
    await api.stop()
    with pytest.raises(NetworkError):
        await poll
    await user.send("一")
    await api.start()
    assert api.url == url
    assert texts(await bot.get_updates()) == ["一"]
