"""Updates by webhook: confirmed with 200, and only after the commit."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from fake_botapi import FakeBotApi
from harness import begin
from ports import free_port
from telegram_line import Phone, answers, hurry, registry, rows, serving, settings
from waiting import PATIENCE, until

from bot.service import writer
from bot.service.writer import Service
from bot.telegram.backlog import TOGETHER
from bot.telegram.channel import serve
from bot.telegram.setup_error import TelegramSetupError
from dialogs.turn.notice import Operator

pytest_plugins = ["fake_botapi.fixtures"]
SECRET = "abc_DEF-123"  # noqa: S105 - of nothing
PERSON = {"id": 42, "is_bot": False, "first_name": "四"}
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def address() -> str:
    return f"127.0.0.1:{free_port()}"


@pytest.fixture
def url(address: str) -> str:
    return f"http://{address}/telegram/hook"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def service(
    api: FakeBotApi, folder: Path, address: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Service]:
    hurry(monkeypatch)
    setup = {"TELEGRAM_WEBHOOK_URL": url, "TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_WEBHOOK_LISTEN": address}
    async with serving(api, folder, **setup) as running:
        await until(lambda: api.state.webhook.url)
        yield running


async def test_a_conversation_by_webhook(api: FakeBotApi, service: Service, folder: Path, url: str) -> None:
    assert service
    phone = Phone(api)
    await phone.agree()
    old = await phone.say("方案")
    assert (await phone.press_on(old, "企业类（车联网）")).text == ""
    await until(lambda: answers(folder) == ["方案", "企业类（车联网）"])
    assert (api.state.webhook.url, api.state.webhook.secret) == (url, SECRET)
    assert api.state.updates.allowed == ["message", "edited_message", "callback_query"]
    assert api.calls_of("getUpdates") == []


async def status(url: str, body: bytes, secret: str | None = SECRET, method: str = "POST") -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=body, headers=headers) as response,
    ):
        return response.status


@pytest.mark.parametrize("secret", [None, "", "abc", SECRET.lower(), SECRET + "x", "密", "\udcff"])
async def test_without_the_secret_nothing_is_taken(
    api: FakeBotApi, service: Service, url: str, secret: str | None
) -> None:
    assert service
    phone = Phone(api)
    chat = b'{"id":42,"type":"private"}'
    sent = b'{"update_id":1,"message":{"message_id":1,"date":1,"chat":' + chat + b',"text":"/start"}}'
    assert await status(url, sent, secret) == 403
    assert phone.shown == []
    assert await status(url, sent) == 200
    await phone.read()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b'"x"', b"null", b"{}", b'{"update_id":"1"}', b"\xff\xfe", b"[" * 100_000],
)
async def test_a_malformed_body_is_refused(service: Service, url: str, body: bytes) -> None:
    assert service
    assert await status(url, body) == 400


async def test_only_posts_are_taken(service: Service, url: str) -> None:
    assert service
    assert await status(url, b"", method="GET") == 405


async def test_an_update_that_cannot_be_read_does_not_come_again(api: FakeBotApi, service: Service, url: str) -> None:
    assert service
    assert await status(url, b'{"update_id":1,"message":{"text":"x"}}') == 200
    assert await status(url, b'{"update_id":2,"something_new":{}}') == 200
    api.state.updates.allowed = []
    api.state.updates.add("message", {"text": "x"})
    await Phone(api).agree()


@pytest.mark.usefixtures("service")
async def test_it_is_confirmed_only_after_the_commit(
    api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(api)
    await phone.agree()
    committed = writer.commit

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "commit", failing)
    await phone.user.send("方案")
    attempts = api.state.webhook.attempts
    await until(lambda: api.state.webhook.attempts >= attempts + 3)
    assert api.state.webhook.error == "Wrong response from the webhook: 503"
    assert (len(api.state.updates.waiting), answers(folder)) == (1, [])
    monkeypatch.setattr(writer, "commit", committed)
    await phone.user.wait(lambda message: "申报方向" in message.text)
    await until(lambda: not api.state.updates.waiting)
    assert answers(folder) == ["方案"]


async def test_no_200_while_the_commit_is_under_way(
    api: FakeBotApi, service: Service, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, begun, held = service.submit_all, asyncio.Event(), asyncio.Event()

    async def holding(events: Any) -> Any:
        begun.set()
        await held.wait()
        return await submit(events)

    monkeypatch.setattr(service, "submit_all", holding)
    phone = Phone(api)
    await phone.user.send("/start")
    await begun.wait()
    assert await status(url, b"", method="GET") == 405  # whatever was to be answered at once has been, too
    assert (len(api.state.updates.waiting), api.state.webhook.attempts) == (1, 1)
    held.set()
    await phone.read()
    await until(lambda: not api.state.updates.waiting)


async def test_what_one_person_sends_all_at_once_is_laid_aside(
    service: Service, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, held = service.submit_all, asyncio.Event()

    async def holding(events: Any) -> Any:
        await held.wait()
        return await submit(events)

    def said(number: int) -> bytes:
        chat = {"id": 42, "type": "private"}
        message = {"message_id": number, "date": 1, "chat": chat, "from": PERSON, "text": "/start"}
        return json.dumps({"update_id": number, "message": message}).encode()

    monkeypatch.setattr(service, "submit_all", holding)
    posts = [asyncio.create_task(status(url, said(number))) for number in range(1, 2 * TOGETHER + 1)]
    await until(lambda: [post.result() for post in posts if post.done()] == TOGETHER * [200])
    assert rows(folder, "SELECT count(*) FROM laid_aside") == [(TOGETHER,)]
    held.set()
    assert await asyncio.gather(*posts) == 2 * TOGETHER * [200]
    await until(lambda: rows(folder, "SELECT count(*) FROM inbox") == [(2 * TOGETHER,)])


async def refusal(api: FakeBotApi, folder: Path, **setup: str) -> str:
    """Why the channel does not even begin."""
    begin(folder)
    async with Service(folder, registry(), Operator()) as service:
        with pytest.raises(TelegramSetupError) as caught:
            await asyncio.wait_for(serve(service, settings(api, **setup)), PATIENCE)
    assert api.calls == []
    return caught.value.code


@pytest.mark.parametrize("secret", ["", "with space", "密", "x" * 257])
async def test_a_webhook_needs_a_secret(api: FakeBotApi, folder: Path, url: str, secret: str) -> None:
    setup = {"TELEGRAM_WEBHOOK_URL": url, "TELEGRAM_WEBHOOK_SECRET": secret}
    assert await refusal(api, folder, **setup) == "no_secret"


@pytest.mark.parametrize("listen", ["nowhere", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", "192.0.2.1:8443"])
async def test_an_address_that_cannot_be_had(api: FakeBotApi, folder: Path, url: str, listen: str) -> None:
    setup = {"TELEGRAM_WEBHOOK_URL": url, "TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_WEBHOOK_LISTEN": listen}
    assert await refusal(api, folder, **setup) == "no_port"
