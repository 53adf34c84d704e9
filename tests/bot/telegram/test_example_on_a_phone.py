"""The whole example application, as somebody on a phone types and presses it, up to the document."""

import io
import re
import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest
from fake_botapi import FakeBotApi, Message
from telegram_line import EXAMPLE, Phone, hurry, registry, serving

from bot.service.writer import Service
from bot.telegram.split import split
from bot.terminal import console
from bot.terminal.answer_file import Action, AnswerFile
from bot.terminal.answer_player import play
from dialogs.turn.messages import Ask, Reply, Say
from dialogs.turn.notice import Operator

pytest_plugins = ["fake_botapi.fixtures"]


class Recorder(console.Console):
    """Notes what is typed and pressed, and what the messages after it say."""

    def __init__(self, service: Service, folder: Path) -> None:
        super().__init__(service, out=folder)
        self.turns: list[tuple[Action, list[Reply]]] = []

    async def do(self, action: Action) -> str:
        self.turns.append((action, []))
        return await super().do(action)

    async def read(self) -> list[Reply]:
        replies = await super().read()
        if self.turns:
            self.turns[-1][1].extend(replies)
        return replies


async def recorded(folder: Path) -> list[tuple[Action, list[Reply]]]:
    player = AnswerFile(next(iter(registry().values())).form, tomllib.loads(EXAMPLE.read_text("utf-8")))
    async with Service(folder, registry(), Operator()) as service:
        recorder = Recorder(service, folder)
        await play(recorder, player, show=lambda _: None, progress=lambda *_: None)
    return recorder.turns


def expected(replies: list[Reply]) -> list[str]:
    """The texts of the messages that bring these replies; "" for a file."""
    texts: list[str] = []
    for reply in replies:
        if isinstance(reply, Ask):
            texts += split("\n\n".join((*reply.remarks, reply.text)))
        else:
            texts += split(reply.text) if isinstance(reply, Say) else [""]
    return [timeless(text.strip()) for text in texts]


def timeless(text: str) -> str:
    """Without the time of day: the two conversations are held one after the other."""
    return re.sub(r"\d\d:\d\d", "时:分", text)


def visible(content: bytes) -> str:
    """Everything a reader of the document sees, in order."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in body.iter("{*}p"))


@pytest.mark.drill
async def test_the_whole_example_on_a_phone(api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    turns = await recorded(tmp_path / "recorded")
    phone = Phone(api)
    async with serving(api, tmp_path / "data"):
        for action, replies in turns:
            await act(phone, action)
            assert [timeless((await phone.read()).text) for _ in expected(replies)] == expected(replies)
    answered = {call.params["callback_query_id"] for call in api.calls_of("answerCallbackQuery")}
    assert len(answered) == sum(action.press for action, _ in turns)
    assert {call.outcome for call in api.calls} == {"ok"}
    [received] = [message for message in phone.shown if message.document]
    check(received, tomllib.loads(EXAMPLE.read_text("utf-8")))


async def act(phone: Phone, action: Action) -> None:
    newest = phone.shown[-1] if phone.shown else None
    if action.press:
        assert newest
        await phone.user.press(newest, action.text)
    else:
        assert len(await phone.user.send_long(action.text)) == 1


def check(received: Message, example: dict[str, Any]) -> None:
    """The file is the finished document, with every unit, row and annex in it."""
    assert received.document is not None
    assert received.document.name.startswith(example["plan_name"])
    assert received.document.name.endswith(".docx")
    assert "正式文件" in received.caption
    text = visible(received.document.data)
    assert "【待填写" not in text
    assert "{" not in text
    units = [example["lead_unit"], *(unit["name"] for unit in example["joint_units"])]
    assert len(units) == 3
    assert all(text.count(unit) > 1 for unit in units)  # in the table and at the statement at least
    assert len(example["clients"]) == 15
    assert all(cell in text for row in example["clients"] for cell in row.values())
    assert len(example["plans"]) == 3
    for plan in example["plans"]:
        assert plan["name"] in text
        paragraphs = [line for part in plan["annex"].values() for line in part.split("\n") if line]
        assert all(paragraph in text for paragraph in paragraphs)
