"""How replies reach their chats: in order, paced, in spite of everything, and split where they are long."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi, Rate
from fake_botapi.rules import TEXT_LIMIT, units
from telegram_line import Phone, hurry, rows, serving, until

from bot.service.writer import Service
from bot.telegram import sender
from dialogs.turn.messages import Album, Ask, Button, Document, Reply, Say
from storage.outbox import WaitingReply

pytest_plugins = ["fake_botapi.fixtures"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def service(api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    hurry(monkeypatch)
    async with serving(api, folder) as running:
        yield running


async def post(service: Service, phone: Phone, *replies: Reply) -> None:
    """Puts replies into the outbox, as a turn does."""
    for reply in replies:
        await service.do(lambda store, reply=reply: service.turns.post(store, phone.person, reply))  # type: ignore[misc]


def numbered(count: int) -> list[Reply]:
    return [Say(text=f"第{number}条") for number in range(count)]


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.shown]


async def arrived(phone: Phone, text: str, seconds: float = 5) -> float:
    """Waits for a message; how long it took."""
    began = time.monotonic()
    await phone.user.wait(lambda message: text in message.text, seconds)
    return time.monotonic() - began


async def emptied(folder: Path) -> None:
    await until(lambda: not rows(folder, "SELECT * FROM outbox"))


async def test_a_long_text_is_split_at_sentence_ends(api: FakeBotApi, service: Service) -> None:
    phone = Phone(api)
    sentences = [f"这是第{number}句话😀。" for number in range(1500)]
    button = Button(label="完成", data="1.done")
    await post(service, phone, Ask(text="".join(sentences), notes=("已记下。",), buttons=((button,),)))
    await phone.user.wait(lambda message: message.buttons)
    assert len(phone.shown) > 2
    assert all(units(text) <= TEXT_LIMIT for text in texts(phone))
    assert all(text.endswith("。") for text in texts(phone))
    assert "".join(texts(phone)) == "已记下。\n\n" + "".join(sentences)
    assert [bool(message.buttons) for message in phone.shown] == [*[False] * (len(phone.shown) - 1), True]


async def test_a_text_that_looks_like_markup_or_an_address_is_only_text(api: FakeBotApi, service: Service) -> None:
    phone = Phone(api)
    text = "<b>甲</b> & *乙* _丙_ [丁](https://example.com/) https://example.com/"
    await post(service, phone, Say(text=text))
    assert (await phone.read()).text == text
    assert '"is_disabled": true' in str(api.calls_of("sendMessage")[0].params["link_preview_options"])


async def test_a_document_is_announced_and_then_gone_from_the_disk(
    api: FakeBotApi, service: Service, tmp_path: Path
) -> None:
    phone = Phone(api)
    path = tmp_path / "甲.docx"
    path.write_bytes(b"PK content")
    api.inject("sendChatAction", 500)
    await post(service, phone, Document(path=str(path), name="方案_2024年3月4日.docx", caption="好了"))
    message = await phone.read()
    assert message.document is not None
    assert (message.document.name, message.document.data) == ("方案_2024年3月4日.docx", b"PK content")
    assert message.caption == "好了"
    calls = [call.method for call in api.calls if call.chat_id == 42]
    assert calls == ["sendChatAction", "sendDocument"]
    await until(lambda: not path.exists())


@pytest.mark.parametrize("count", [1, 3, 10])
async def test_pictures_come_together_and_in_order(
    api: FakeBotApi, service: Service, tmp_path: Path, count: int
) -> None:
    phone = Phone(api)
    paths = [tmp_path / f"{number}.png" for number in range(count)]
    for path in paths:
        path.write_bytes(b"picture " + path.name.encode())
    await post(service, phone, Album(paths=tuple(map(str, paths)), caption="第1页起"), Say(text="后面"))
    await arrived(phone, "后面")
    pictures = [message.photo.data for message in phone.shown if message.photo]
    assert pictures == [b"picture " + path.name.encode() for path in paths]
    assert [message.caption for message in phone.shown if message.photo] == ["第1页起", *[""] * (count - 1)]
    assert phone.user.chat.actions == ["upload_photo"]


async def test_a_document_whose_file_is_gone_holds_nothing_up(
    api: FakeBotApi, service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    phone = Phone(api)
    await post(service, phone, Document(path=str(tmp_path / "no"), name="甲.docx", caption="好了"), Say(text="后面"))
    assert (await phone.read()).text == "后面"
    assert "given up" in caplog.text


@pytest.mark.parametrize(("kind", "times"), [("reset_before", 1), (500, 1), (502, 1), ("reset_after", 2)])
async def test_a_failed_send_is_tried_again_and_nothing_is_lost(
    api: FakeBotApi, service: Service, folder: Path, kind: str, times: int
) -> None:
    phone, other = Phone(api), Phone(api, 43)
    api.inject("sendMessage", kind, chat_id=42)  # type: ignore[arg-type]
    await post(service, phone, *numbered(3))
    await post(service, other, *numbered(3))
    await arrived(phone, "第2条")
    await emptied(folder)
    assert texts(phone) == [*["第0条"] * times, "第1条", "第2条"]
    assert texts(other) == ["第0条", "第1条", "第2条"]


async def test_only_the_failed_part_of_a_long_text_comes_again(api: FakeBotApi, service: Service) -> None:
    phone = Phone(api)
    api.limit(private=Rate(2, 0.5), ban=1)
    await post(service, phone, Say(text="一" * TEXT_LIMIT + "二" * TEXT_LIMIT + "三" * TEXT_LIMIT + "四"))
    await arrived(phone, "四")
    assert [text[0] for text in texts(phone)] == list("一二三四")


async def test_a_flooded_chat_waits_alone_and_keeps_its_order(api: FakeBotApi, service: Service) -> None:
    phone, other = Phone(api), Phone(api, 43)
    api.flood(42, 1)
    await post(service, phone, *numbered(3))
    await post(service, other, *numbered(20))
    assert await arrived(other, "第19条") < 0.8
    assert texts(phone) == []
    await arrived(phone, "第2条")
    assert texts(phone) == ["第0条", "第1条", "第2条"]
    assert Counter(call.outcome[:8] for call in api.calls_of("sendMessage", 42)) == {"Too Many": 1, "ok": 3}


async def test_slow_chats_do_not_hold_the_others(api: FakeBotApi, service: Service) -> None:
    slow = [Phone(api, 100 + number) for number in range(16)]
    for phone in slow:
        api.inject("sendMessage", "delay", seconds=1, chat_id=phone.user.id)
        await post(service, phone, Say(text="慢"))
    other = Phone(api, 43)
    await post(service, other, *numbered(10))
    assert await arrived(other, "第9条") < 0.8
    await asyncio.gather(*(arrived(phone, "慢") for phone in slow))


async def test_who_blocked_the_bot_is_given_up(
    api: FakeBotApi, service: Service, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    phone, other = Phone(api), Phone(api, 43)
    await phone.user.block()
    await post(service, phone, *numbered(2))
    await post(service, other, *numbered(2))
    await arrived(other, "第1条")
    await emptied(folder)
    assert caplog.text.count("is given up: Forbidden") == 2
    await phone.user.unblock()
    await post(service, phone, Say(text="回来了"))
    assert (await phone.read()).text == "回来了"


async def test_a_message_is_given_up_after_many_tries(
    api: FakeBotApi, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sender, "TRIES", 4)
    monkeypatch.setattr(sender, "LONGEST_WAIT", 0.01)
    phone = Phone(api)
    fault = api.inject("sendMessage", 500, times=4)
    await post(service, phone, Say(text="坏"), Say(text="好"))
    assert (await phone.read()).text == "好"
    assert (fault.hits, fault.left) == (4, 0)
    assert "given up" in caplog.text


async def test_tries_are_counted_over_a_restart(api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(sender, "TRIES", 4)
    monkeypatch.setattr(sender, "LONGEST_WAIT", 0.4)
    phone = Phone(api)
    fault = api.inject("sendMessage", 500, times=10)
    async with serving(api, folder) as service:
        await post(service, phone, Say(text="坏"))
        await until(lambda: rows(folder, "SELECT tries FROM outbox") == [(2,)])
    async with serving(api, folder):
        await emptied(folder)
    assert fault.hits in {4, 5}  # the try under way at the restart was not counted


async def test_being_cut_off_is_never_a_reason_to_give_up(
    api: FakeBotApi, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "TRIES", 1)
    phone = Phone(api)
    await api.stop()
    await post(service, phone, *numbered(2))
    await asyncio.sleep(0.5)
    await api.start()
    await arrived(phone, "第1条")
    assert texts(phone) == ["第0条", "第1条"]


async def test_a_fault_of_our_own_neither_silences_a_chat_nor_repeats_itself_to_it(
    api: FakeBotApi, service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, failures = Phone(api), iter([True, True])
    delivered = service.delivered

    async def failing(posted: WaitingReply) -> None:
        if next(failures, False):
            raise OSError(28, "No space left on device")
        await delivered(posted)

    monkeypatch.setattr(service, "delivered", failing)
    await post(service, phone, *numbered(2))
    await arrived(phone, "第1条")
    await emptied(folder)
    assert texts(phone) == ["第0条", "第1条"]
    assert next(failures, "no more") == "no more"


async def test_what_was_left_is_delivered_after_a_restart(
    api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    phone = Phone(api)
    api.flood(42, 1)
    async with serving(api, folder) as service:
        await post(service, phone, *numbered(3))
    async with serving(api, folder):
        await arrived(phone, "第2条")
    assert texts(phone) == ["第0条", "第1条", "第2条"]


async def test_the_real_pace_keeps_within_the_limits_of_telegram(api: FakeBotApi, folder: Path) -> None:
    api.limit(private=Rate(1), overall=Rate(30))
    phones = [Phone(api, 100 + number) for number in range(45)]
    async with serving(api, folder) as service:
        await until(lambda: api.calls_of("deleteWebhook"))
        await asyncio.gather(*(post(service, phone, *numbered(3 if phone is phones[0] else 1)) for phone in phones))
        await asyncio.gather(*(arrived(phone, "第0条") for phone in phones))
        await arrived(phones[0], "第2条")
        await until(lambda: not rows(folder, "SELECT * FROM outbox"), 0.5)  # a kill during the rest doubles nothing
    calls = api.calls_of("sendMessage")
    assert {call.outcome for call in calls} == {"ok"}
    times = [call.time for call in calls]
    assert max(sum(begin <= other < begin + 1 for other in times) for begin in times) <= 30
    own = [call.time for call in calls if call.chat_id == phones[0].user.id]
    assert all(later - earlier >= 1 for earlier, later in pairwise(own))
