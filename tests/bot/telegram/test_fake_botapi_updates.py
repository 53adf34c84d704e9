"""The fake Bot API hands out updates as Telegram's does, to a poll and to a webhook."""

import asyncio
import time
from typing import Self

import pytest
from aiohttp import web
from fake_botapi import GROUP, FakeBotApi
from telegram import Bot, Update
from telegram.error import Conflict
from waiting import PATIENCE, until

pytest_plugins = ["fake_botapi.fixtures"]


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_an_offset_confirms_and_the_rest_comes_again(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    actions = [await user.send(text) for text in ("一", "二", "三")]
    assert texts(await bot.get_updates()) == ["一", "二", "三"]
    assert texts(await bot.get_updates(limit=2)) == ["一", "二"]
    assert texts(await bot.get_updates(offset=actions[0].update_id + 1)) == ["二", "三"]
    assert texts(await bot.get_updates()) == ["二", "三"]
    assert texts(await bot.get_updates(offset=-1)) == ["三"]
    assert texts(await bot.get_updates()) == ["三"]
    assert texts(await bot.get_updates(offset=actions[2].update_id + 1)) == []


async def test_an_update_can_come_twice(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    action = await user.send("一")
    api.redeliver(action.update_id)
    assert texts(await bot.get_updates()) == ["一", "一"]
    assert texts(await bot.get_updates(offset=action.update_id + 1)) == []
    api.redeliver(action.update_id)
    await user.send("二")
    assert texts(await bot.get_updates(offset=action.update_id + 1)) == ["一", "二"]
    assert texts(await bot.get_updates(offset=action.update_id + 1)) == ["二"]


async def test_a_poll_nobody_listens_to_any_more_uses_nothing_up(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    action = await user.send("一")
    await bot.get_updates(offset=action.update_id + 1)
    poll = asyncio.create_task(bot.get_updates(offset=action.update_id + 1, timeout=20))
    await until(lambda: api.state.updates.is_polled)
    poll.cancel()
    await until(lambda: not api.state.updates.is_polled)  # the server has seen that nobody listens
    api.redeliver(action.update_id)
    await until(lambda: api.calls_of("getUpdates")[1:])  # the poll has had its answer
    assert texts(await bot.get_updates(offset=action.update_id + 1)) == ["一"]


async def test_a_long_poll_wakes_up(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    began = time.monotonic()
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await until(lambda: api.state.updates.is_polled)
    await user.send("一")
    assert texts(await poll) == ["一"]
    assert time.monotonic() - began < 50, "it did not wait for its end"
    (update,) = await bot.get_updates()
    began = time.monotonic()
    assert await bot.get_updates(offset=update.update_id + 1, timeout=1) == ()
    assert time.monotonic() - began > 0.9


async def test_only_the_kinds_asked_for_come_and_are_remembered(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await bot.get_updates(allowed_updates=["callback_query"])
    await user.send("一")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await user.send("二")
    assert texts(await bot.get_updates()) == ["二"]


async def test_a_second_poll_ends_the_first(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.state.updates.is_polled)
    second = asyncio.create_task(bot.get_updates(timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
        await first
    await user.send("一")
    assert texts(await second) == ["一"]


async def test_everything_a_user_can_do_is_an_update(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42, name="王五")
    await user.send("/start code")
    await user.send_sticker()
    await user.send_voice()
    await user.send_photo(caption="图")
    await user.send_document("表.xlsx", b"x")
    typo = await user.send("错")
    await user.edit(typo, "对")
    await user.send_in_group("大家好")
    got = await bot.get_updates()
    messages = [update.effective_message for update in got]
    kinds = ("entities", "sticker", "voice", "photo", "document")
    assert [kind for kind, message in zip(kinds, messages, strict=False) if message and message[kind]] == [*kinds]
    assert got[6].edited_message
    assert (got[6].edited_message.text, got[6].edited_message.message_id) == ("对", typo.message_id)
    assert got[7].effective_chat
    assert (got[7].effective_chat.id, got[7].effective_chat.type) == (GROUP, "supergroup")
    assert got[7].effective_user
    assert got[7].effective_user.first_name == "王五"
    ids = [update.update_id for update in got]
    assert ids == sorted(set(ids))
    await bot.send_message(GROUP, "请私聊")
    assert (await api.chat(GROUP).next_message()).text == "请私聊"


async def test_a_long_text_is_cut_by_the_users_app(api: FakeBotApi, bot: Bot) -> None:
    await api.user(42).send_long("😀" * 2048 + "字")
    assert texts(await bot.get_updates()) == ["😀" * 2048, "字"]


class Hook:
    """The bot's end of a webhook: answers with the statuses it is told, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.held = asyncio.Event()  # until it is set, what is said as 等 is not answered
        self.got: list[tuple[str, str | None]] = []
        self.news = asyncio.Condition()
        self.url = ""
        self.runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hook", self.take)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.runner
        await self.runner.cleanup()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        async with self.news:
            self.got.append((body["message"]["text"], secret))
            self.news.notify_all()
        if body["message"]["text"] == "等":
            await self.held.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait(self, count: int) -> list[str]:
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: len(self.got) >= count)
        return [text for text, _ in self.got]


async def test_a_webhook_gets_each_update_until_it_is_taken(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    await user.send("一")
    async with Hook(500, 302) as hook:
        await bot.set_webhook(hook.url, secret_token="Geheim_-1")  # noqa: S106 - opens nothing
        await user.send("二")
        assert await hook.wait(4) == ["一", "一", "一", "二"]
        await until(lambda: not api.state.updates.waiting)
        assert {secret for _, secret in hook.got} == {"Geheim_-1"}
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (hook.url, 0)
        await bot.delete_webhook()
        await user.send("三")
        assert texts(await bot.get_updates()) == ["三"]


async def test_a_webhook_gets_several_chats_at_once_and_each_in_its_order(api: FakeBotApi, bot: Bot) -> None:
    one, other = api.user(42), api.user(43)
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        await one.send("一")
        await hook.wait(1)
        await one.send("等")
        await one.send("后")
        await hook.wait(2)
        await other.send("乙")
        assert await hook.wait(3) == ["一", "等", "乙"]
        hook.held.set()
        assert await hook.wait(4) == ["一", "等", "乙", "后"]


async def test_a_webhook_gets_no_more_than_one_until_it_takes_any(api: FakeBotApi, bot: Bot) -> None:
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        await api.user(42).send("等")
        await hook.wait(1)
        await api.user(43).send("乙")
        assert await bot.get_webhook_info()
        assert await hook.wait(1) == ["等"]
        hook.held.set()
        assert await hook.wait(2) == ["等", "乙"]


async def test_setting_a_webhook_ends_the_poll(api: FakeBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: api.state.updates.is_polled)
    async with Hook() as hook:
        await bot.set_webhook(hook.url)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        await api.stop()
        await api.user(42).send("一")
        await api.start()
        assert await hook.wait(1) == ["一"]


async def test_a_webhook_that_is_away_is_tried_again(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    async with Hook() as hook:
        pass
    await bot.set_webhook(hook.url)
    await user.send("一")
    await until(lambda: api.state.webhook.error)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "ClientConnectorError")
    await bot.set_webhook("", drop_pending_updates=True)
    assert await bot.get_updates() == ()
