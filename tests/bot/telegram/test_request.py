"""The HTTP layer, driven by the library's own Bot against the fake Bot API and a few odd servers."""

import asyncio
import io
import logging
import pickle
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from fake_botapi import FakeBotApi
from fake_botapi.client import bot_at
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData
from waiting import PATIENCE, until

from bot.telegram import request as telegram_request
from bot.telegram.request import AiohttpRequest, NotSentError

pytest_plugins = ["fake_botapi.fixtures"]


@asynccontextmanager
async def serving(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """A server with one handler for everything; its URL."""
    app = web.Application()
    app.router.add_route("*", "/{all:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_text_arrives_as_it_was_written(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    text = '第一行\n"引号" & <尖括号> 100% 😀 \\ +'
    await bot.send_message(42, text)
    assert user.messages[-1].text == text


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("网络安全保险服务试点工作方案（2023年）.docx", "网络安全保险服务试点工作方案（2023年）.docx"),
        ("a b%20+&=.docx", "a b%20+&=.docx"),
        ("表😀.xlsx", "表😀.xlsx"),
        ('甲"乙";丙\\丁.docx', "甲＂乙＂；丙＼丁.docx"),
        ("一\r\nX-Evil: 1.docx", "一  X-Evil: 1.docx"),
    ],
)
async def test_a_file_and_its_name_arrive(api: FakeBotApi, bot: Bot, name: str, arrives: str) -> None:
    user = api.user(42)
    data = bytes(range(256)) * 20 + b"\r\n--boundary\r\n"
    sent = await bot.send_document(42, data, filename=name, caption="请查收：您的方案")
    document = user.messages[-1].document
    assert document is not None
    assert (document.name, document.data) == (arrives, data)
    assert user.messages[-1].caption == "请查收：您的方案"
    assert sent.document is not None
    assert sent.document.file_name == arrives
    fetched = await bot.get_file(sent.document.file_id)
    assert bytes(await fetched.download_as_bytearray()) == data


async def test_a_large_file_is_streamed_without_a_warning(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    data = b"0123456789abcdef" * 200_000
    await bot.send_document(42, data, filename="大.pdf")
    await bot.send_document(42, InputFile(io.BytesIO(data), "流.pdf", read_file_handle=False))
    assert [m.document.data == data for m in user.messages if m.document] == [True, True]


async def test_an_album_of_files_arrives_in_order(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    media = [InputMediaDocument(name.encode(), filename=name, caption=name) for name in ("甲.txt", "乙.txt")]
    await bot.send_media_group(42, media)
    got = [(m.caption, m.document.name, m.document.data.decode()) for m in user.messages if m.document]
    assert got == [("甲.txt",) * 3, ("乙.txt",) * 3]


@pytest.mark.parametrize(
    "send",
    [
        lambda bot: bot.send_message(42, "坏\ud83d"),
        lambda bot: bot.send_document(42, b"x", filename="a.txt", caption="坏\ud83d"),
        lambda bot: bot.send_document(42, b"x", filename="坏\ud83d.txt"),
    ],
)
async def test_half_a_character_is_a_bad_request(
    api: FakeBotApi, bot: Bot, send: Callable[[Bot], Awaitable[object]]
) -> None:
    user = api.user(42)
    with pytest.raises(BadRequest, match="trings must be encoded in"):
        await send(bot)
    assert not user.messages


async def test_starting_and_stopping_twice_does_nothing_more(api: FakeBotApi) -> None:
    request = AiohttpRequest()
    await request.shutdown()
    await request.initialize()
    await request.initialize()
    url = f"{api.base_url}{api.token}/getMe"
    assert (await request.post(url))["is_bot"] is True  # type: ignore[index, call-overload]
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(url)
    async with request:
        assert (await request.do_request(url, "POST"))[0] == 200


async def test_a_long_poll_gets_its_own_time_on_top(api: FakeBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    timeout, allowed = telegram_request._timeout, []

    def noted(method: str, *limits: float | None) -> Any:
        allowed.append(limits[-1])
        return timeout(method, *limits)  # type: ignore[arg-type]

    monkeypatch.setattr(telegram_request, "READ_SECONDS", 0.1)
    monkeypatch.setattr(telegram_request, "_timeout", noted)
    assert bot.request.read_timeout == 0.1
    await api.user(42).send("一")
    assert len(await bot.get_updates(timeout=30)) == 1
    api.inject("getMe", "delay", gate=asyncio.Event())
    with pytest.raises(TimedOut):
        await bot.get_me()
    assert allowed == [30.1, 0.1]


@pytest.mark.parametrize("named", [{}, {"read_timeout": 0.1}])
async def test_silence_is_timed_out(
    api: FakeBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch, named: dict[str, float]
) -> None:
    if not named:
        monkeypatch.setattr(telegram_request, "READ_SECONDS", 0.1)
    api.user(42)
    api.inject("sendMessage", "delay", gate=asyncio.Event())
    with pytest.raises(TimedOut) as caught:
        await bot.send_message(42, "一", **named)  # type: ignore[arg-type]
    assert not isinstance(caught.value, NotSentError)


async def test_none_waits_without_end(api: FakeBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_request, "READ_SECONDS", 0.1)
    user = api.user(42)
    api.inject("sendMessage", "delay", seconds=0.4)
    await bot.send_message(42, "一", read_timeout=None)
    assert user.messages[-1].text == "一"


async def test_an_upload_nobody_reads_is_timed_out() -> None:
    writers = []

    async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await asyncio.sleep(0)

    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1024)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    limits = {"read_timeout": 0.3, "write_timeout": 0.3, "pool_timeout": 0.3, "connect_timeout": 5.0}  # it may be busy
    try:
        async with AiohttpRequest() as request:
            bot = Bot("1:x", base_url=f"{url}/bot", request=request)
            async with asyncio.timeout(PATIENCE):
                with pytest.raises(TimedOut):
                    await bot.send_document(42, bytes(20_000_000), filename="a", **limits)
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.05)  # until both ends are gone


async def test_waiting_for_a_free_connection_ends_and_is_known_as_not_sent(
    api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_request, "CONNECTIONS", 2)
    api.user(42)
    gate = asyncio.Event()
    fault = api.inject("sendMessage", "delay", times=2, gate=gate)
    async with bot_at(api) as bot:
        first = [asyncio.create_task(bot.send_message(42, text)) for text in "一二"]
        await until(lambda: fault.hits == 2)
        with pytest.raises(NotSentError):
            await bot.send_message(42, "三", pool_timeout=0.1, connect_timeout=0.1)
        gate.set()
        await asyncio.gather(*first)
        await bot.send_message(42, "四")
    assert [call.params["text"] for call in api.calls_of("sendMessage")] == ["一", "二", "四"]


async def test_a_server_that_is_away_is_known_as_not_sent(api: FakeBotApi, bot: Bot) -> None:
    user = api.user(42)
    idle = [protocol for pool in bot.request._session.connector._conns.values() for protocol, _ in pool]
    await api.stop()
    await until(lambda: not any(protocol.is_connected() for protocol in idle))  # the client has noticed it
    with pytest.raises(NotSentError, match="Connection refused"):
        await bot.send_message(42, "一")
    await api.start()
    await bot.send_message(42, "二")
    assert [m.text for m in user.messages] == ["二"]


async def test_a_redirect_is_not_followed() -> None:
    seen = []

    async def elsewhere(request: web.Request) -> web.Response:
        seen.append(request.path)
        return web.Response(status=307, headers={"Location": "/other"})

    async with serving(elsewhere) as url, AiohttpRequest() as request:
        assert (await request.do_request(f"{url}/bot1:x/getMe", "POST", RequestData()))[0] == 307
    assert seen == ["/bot1:x/getMe"]


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"asked": request.raw_path}})

    far = "http://telegram.invalid/bot1:x/getMe"
    async with serving(answer) as url, AiohttpRequest() as request:
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert await request.post(far) == {"asked": far}  # a proxy is told the whole URL
        assert await request.post(f"{url}/bot1:x/getMe") == {"asked": "/bot1:x/getMe"}


Breaks = Callable[[FakeBotApi, Bot], Awaitable[object]]


async def _reset_before(api: FakeBotApi, bot: Bot) -> None:
    api.inject("sendMessage", "reset_before")
    await bot.send_message(42, "一")


async def _reset_download(api: FakeBotApi, bot: Bot) -> None:
    await bot.request.retrieve(f"{api.base_file_url}{api.token}/documents/none.docx")


async def _gone(api: FakeBotApi, bot: Bot) -> None:
    """The idle connection just broke: aiohttp puts the URL into this error."""
    await api.stop()
    await bot.get_me()


async def _slow(api: FakeBotApi, bot: Bot) -> None:
    api.inject("getMe", "delay", gate=asyncio.Event())
    await bot.get_me(read_timeout=0.05)


async def _bad_gateway(api: FakeBotApi, bot: Bot) -> None:
    api.inject("getMe", 502)
    await bot.get_me()


async def _refused(_: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(99, "一")


async def _flood(api: FakeBotApi, bot: Bot) -> None:
    api.flood(None, 5)
    await bot.send_message(42, "一")


async def _invalid_url(api: FakeBotApi, bot: Bot) -> None:
    await bot.request.post(f"http://[half/bot{api.token}/getMe")


async def _unknown_host(api: FakeBotApi, bot: Bot) -> None:
    await bot.request.post(f"http://telegram.invalid/bot{api.token}/getMe")


async def _echo(api: FakeBotApi, bot: Bot) -> None:
    async def quote(request: web.Request) -> web.Response:
        return web.Response(status=404, text=f"<h1>{request.path} not here</h1>")

    async with serving(quote) as url:
        await bot.request.post(f"{url}/bot{api.token}/getMe")


async def _not_http(api: FakeBotApi, bot: Bot) -> None:
    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"babble\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        await bot.request.post(f"http://127.0.0.1:{port}/bot{api.token}/getMe")
    finally:
        server.close()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("breaks", "error"),
    [
        (_reset_before, NetworkError),
        (_reset_download, InvalidToken),  # the library's word for any 404
        (_gone, NetworkError),
        (_slow, TimedOut),
        (_bad_gateway, NetworkError),
        (_refused, BadRequest),
        (_flood, RetryAfter),
        (_invalid_url, NetworkError),
        (_unknown_host, NotSentError),
        (_echo, InvalidToken),
        (_not_http, NetworkError),
    ],
)
async def test_no_error_and_no_log_line_holds_the_token(
    api: FakeBotApi, bot: Bot, caplog: pytest.LogCaptureFixture, breaks: Breaks, error: type[TelegramError]
) -> None:
    api.user(42)
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError) as caught:
        await breaks(api, bot)
    assert type(caught.value) is error
    chain: BaseException | None = caught.value
    told = ["".join(traceback.format_exception(caught.value)), pickle.dumps(caught.value).decode("latin-1")]
    while chain is not None:
        told.append(repr(chain) + str(chain))
        chain = chain.__cause__ or chain.__context__
    told += [record.getMessage() + (record.exc_text or "") for record in caplog.records]
    assert not [text for text in told if api.token in text or api.token.partition(":")[2] in text]


async def test_an_answer_that_is_broken_off_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def half(_: web.Request) -> web.Response:
        return web.Response(text='{"ok":true,"result":[{"text":"绝密计划')

    async with serving(half) as url, AiohttpRequest() as request:
        with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError, match="Invalid server response"):
            await request.post(f"{url}/bot1:x/getUpdates")
    assert "绝密计划" not in caplog.text


async def test_a_quiet_log_would_show_the_calls(api: FakeBotApi, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """So that the test above looks into a log that is really being written."""
    api.user(42)
    with caplog.at_level(logging.DEBUG):
        await bot.send_message(42, "一")
    assert any("sendMessage" in record.getMessage() for record in caplog.records)
