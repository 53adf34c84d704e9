"""How replies reach their chats: in order, paced, in spite of everything, and split where they are long."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fake_botapi import FakeBotApi, Rate
from fake_botapi.rules import TEXT_LIMIT, units
from telegram.request import RequestData
from telegram_line import Phone, hurry, rows, serving
from waiting import in_no_time, until

from bot.service import writer
from bot.service.commit import Committed, Work
from bot.service.turns import Turns
from bot.service.writer import Service
from bot.telegram import pace, sender
from bot.telegram.request import AiohttpRequest
from dialogs.turn.messages import Album, Ask, Button, Document, Reply, Say
from storage.outbox import WaitingReply
from storage.store import Store

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
        await service.do(lambda store, reply=reply: service.turns.posting.post(store, phone.person, reply))  # type: ignore[misc]


def numbered(count: int) -> list[Reply]:
    return [Say(text=f"第{number}条") for number in range(count)]


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.shown]


async def arrived(phone: Phone, text: str) -> None:
    """Waits for a message."""
    await phone.user.wait(lambda message: text in message.text)


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


@pytest.mark.parametrize("by", ["us", "the server"])
async def test_who_cannot_have_a_file_because_it_is_too_large_is_told_and_goes_on(
    api: FakeBotApi, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """It was tried for most of a day, and nothing else came to that chat."""
    if by == "us":
        monkeypatch.setattr(sender, "LARGEST", 1000)
    else:
        api.state.upload_limit = 1000
    phone = Phone(api)
    (path := tmp_path / "甲.docx").write_bytes(b"x" * 2000)
    await post(service, phone, Document(path=str(path), name="方案.docx", caption="好了"), Say(text="后面"))
    await arrived(phone, "后面")
    assert [text.partition("，")[0] for text in texts(phone)] == ["“方案.docx”太大", "后面"]
    assert len(api.calls_of("sendDocument")) == (by == "the server")


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
    phone, hand = Phone(api), api.stop_the_clock()
    api.limit(private=Rate(2, 0.5), ban=1)
    await post(service, phone, Say(text="一" * TEXT_LIMIT + "二" * TEXT_LIMIT + "三"))
    await until(lambda: len(api.calls_of("sendMessage")) > 2)
    assert [text[0] for text in texts(phone)] == list("一二"), "the third is one too many"
    hand.forward(1)
    await arrived(phone, "三")
    assert [text[0] for text in texts(phone)] == list("一二三")


async def test_a_flooded_chat_waits_alone_and_keeps_its_order(api: FakeBotApi, service: Service) -> None:
    phone, other, hand = Phone(api), Phone(api, 43), api.stop_the_clock()
    api.flood(42, 1)
    await post(service, phone, *numbered(3))
    await post(service, other, *numbered(20))
    await arrived(other, "第19条")
    await until(lambda: len(api.calls_of("sendMessage", 42)) > 1)
    assert texts(phone) == []
    hand.forward(1)
    await arrived(phone, "第2条")
    assert texts(phone) == ["第0条", "第1条", "第2条"]
    calls = api.calls_of("sendMessage", 42)
    refused = [call.time for call in calls if call.outcome.startswith("Too Many")]
    assert [call.outcome for call in calls[len(refused) :]] == ["ok"] * 3
    assert all(later - earlier >= 1 for earlier, later in pairwise(refused)), "as long as it was told to wait"


async def test_slow_chats_do_not_hold_the_others(api: FakeBotApi, service: Service) -> None:
    slow = [Phone(api, 100 + number) for number in range(16)]
    gate = asyncio.Event()
    faults = [api.inject("sendMessage", "delay", gate=gate, chat_id=phone.user.id) for phone in slow]
    for phone in slow:
        await post(service, phone, Say(text="慢"))
    await until(lambda: all(fault.hits for fault in faults))
    other = Phone(api, 43)
    await post(service, other, *numbered(10))
    await arrived(other, "第9条")
    assert not any(map(texts, slow))
    gate.set()
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
    monkeypatch.setattr(sender, "LONGEST_WAIT", 0.05)
    phone = Phone(api)
    api.inject("sendMessage", 500, times=2)
    under_way = api.inject("sendMessage", "delay", gate=asyncio.Event())
    async with serving(api, folder) as service:
        await post(service, phone, Say(text="坏"))
        await until(lambda: under_way.hits)
        assert rows(folder, "SELECT tries FROM outbox") == [(2,)]
    fault = api.inject("sendMessage", 500, times=10)
    async with serving(api, folder):
        await emptied(folder)
    assert fault.hits == 2, "what was under way at the restart was no try"


async def test_being_cut_off_is_never_a_reason_to_give_up(
    api: FakeBotApi, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "TRIES", 1)
    phone, tries = Phone(api), []
    do_request = AiohttpRequest.do_request

    async def noted(request: AiohttpRequest, **call: Any) -> Any:
        if call["url"].endswith("/sendMessage"):
            tries.append(call)
        return await do_request(request, **call)

    await until(lambda: api.state.updates.is_polled)  # the channel has begun: it was there, and is cut off
    monkeypatch.setattr(AiohttpRequest, "do_request", noted)
    await api.stop()
    await post(service, phone, *numbered(2))
    await until(lambda: len(tries) > 3)
    await api.start()
    await arrived(phone, "第1条")
    assert texts(phone) == ["第0条", "第1条"]


async def test_a_fault_of_our_own_neither_silences_a_chat_nor_repeats_itself_to_it(
    api: FakeBotApi, service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, failures = Phone(api), iter([True, True])
    committed, thinned_out = writer.commit, service.thinned_out

    def failing(store: Store, turns: Turns, works: Sequence[Work]) -> Committed:
        if phone.shown and next(failures, False):
            raise OSError(28, "No space left on device")
        return committed(store, turns, works)

    async def failing_once(*_: object) -> tuple[int, WaitingReply | None]:
        monkeypatch.setattr(service, "thinned_out", thinned_out)
        raise RuntimeError

    monkeypatch.setattr(writer, "commit", failing)
    monkeypatch.setattr(service, "thinned_out", failing_once)
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


async def test_what_has_arrived_is_noted_before_the_chat_rests(
    api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a kill during the rest doubles nothing."""
    hurry(monkeypatch)
    monkeypatch.setattr(sender, "REST", 3600.0)
    phone = Phone(api)
    async with serving(api, folder) as service:
        await post(service, phone, *numbered(1))
        await arrived(phone, "第0条")
        await emptied(folder)


class Outbox:
    """As much of the service as the sender sees of it: what waits for whom."""

    def __init__(self, waiting: dict[str, int]) -> None:
        self._left = {person: numbered(count) for person, count in waiting.items()}
        self._ids = itertools.count()

    async def waiting(self, _: str) -> list[str]:
        return list(self._left)

    async def posted(self, _: str) -> set[str]:
        await asyncio.Event().wait()
        raise AssertionError

    async def thinned_out(self, person: str, _: int) -> tuple[int, WaitingReply | None]:
        left = self._left[person]
        return 0, WaitingReply(id=next(self._ids), person=person, reply=left[0], tries=0) if left else None

    def arrived(self, posted: WaitingReply, _: Sequence[int]) -> None:
        self._left[posted.person].pop(0)


class Journal:
    """A bot that notes when it was to send what to whom."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Any]] = []
        self.base_url, self.request = "", self

    async def post(self, _: str, data: RequestData) -> dict[str, int]:
        self.calls.append((asyncio.get_running_loop().time(), data.parameters["chat_id"]))
        return {"message_id": len(self.calls)}


def test_the_real_pace_keeps_within_the_limits_of_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a time of its own, in which nothing but waiting takes any: on a busy machine calls do not arrive evenly."""
    people = {f"telegram:{100 + number}": 3 if number == 0 else 1 for number in range(45)}
    bot = Journal()

    async def deliver() -> None:
        for module in (sender, pace):
            monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=asyncio.get_running_loop().time))
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(sender.Sender(bot, Outbox(people), tasks).run())  # type: ignore[arg-type]
            while len(bot.calls) < sum(people.values()):  # noqa: ASYNC110 - nothing else happens in this loop
                await asyncio.sleep(1)
            running.cancel()

    in_no_time(deliver())
    times = [at for at, _ in bot.calls]
    assert max(sum(begin <= other < begin + 1 for other in times) for begin in times) <= 30
    own = [at for at, chat in bot.calls if chat == 100]
    assert len(own) == 3
    assert all(later - earlier > 0.999 for earlier, later in pairwise(own))


def question(number: int) -> Ask:
    return Ask(words=f"第{number}题", number=number)


async def test_a_burst_does_not_block_its_own_chat(api: FakeBotApi, service: Service, folder: Path) -> None:
    """Of questions that wait, all but the newest are dropped; what nothing replaces arrives; one is told once."""
    phone = Phone(api)
    replies: list[Reply] = []
    for number in range(300):
        replies += [question(number)] + ([Say(text=f"第{number}条")] if number % 100 == 0 else [])
    replies += [Say(text="只在单独的对话里回答。")] * 50
    await service.do(lambda store: [service.turns.posting.post(store, phone.person, reply) for reply in replies])
    await emptied(folder)
    said = texts(phone)
    asked = [text for text in said if "题" in text and "第" in text]
    assert len(asked) <= 3
    assert "第299题" in asked[-1]
    assert [text for text in said if text.endswith("条")] == ["第0条", "第100条", "第200条"]
    assert said.count("只在单独的对话里回答。") == 1
    assert sum("没有逐条回复" in text for text in said) == 1


async def test_a_few_questions_in_a_row_all_arrive(api: FakeBotApi, service: Service, folder: Path) -> None:
    phone = Phone(api)
    await post(service, phone, *(question(number) for number in range(sender.BURST)))
    await emptied(folder)
    assert texts(phone) == [f"第{number}题" for number in range(sender.BURST)]


async def test_the_button_to_take_back_stands_with_the_newest_receipt_alone(api: FakeBotApi, service: Service) -> None:
    def receipt(number: int, *actions: str) -> Ask:
        buttons = tuple(Button(label=action, data=f"{number}.{action}") for action in actions)
        return Ask(number=number, text=f"第{number}题", buttons=(buttons,))

    phone = Phone(api)
    await post(service, phone, receipt(1, "skip", "undo"), receipt(2, "undo"), receipt(3, "skip"))
    await post(service, phone, receipt(4, "redo", "undo"))
    await arrived(phone, "第4题")
    shown = [["skip"], [], ["skip"], ["redo", "undo"]]
    await until(lambda: [[b["text"] for row in m.keyboard for b in row] for m in phone.shown] == shown)
