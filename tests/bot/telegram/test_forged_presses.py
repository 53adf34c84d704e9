"""Forged data of buttons, as a client of Telegram's could send it."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_botapi import FakeBotApi, Message
from harness import Bench, Clock, small_shelf
from telegram_line import STALE, Phone, attached, hurry
from waiting import until

pytest_plugins = ["fake_botapi.fixtures"]
MARK = "秘密的主题"
LOOKED = ("/status", "/review", "/history", "/files", "/members", "/list", "/invite", "/deadline", "/delete", "/start")
STORED = """
    SELECT row, field, value FROM answer
    UNION SELECT person, unit, role FROM member
    UNION SELECT id, unit, role FROM invitation
"""


async def test_what_others_were_offered_does_nothing_for_a_member(
    api: FakeBotApi, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with Bench(tmp_path / "data", small_shelf(tmp_path), clock) as bench, attached(api, bench.service):
        leader, member = Phone(api, 1), Phone(api, 2)
        await together(leader, member)
        before = await bench.sql(STORED)
        newest = member.shown[-1]
        own, offered = data_of([newest]), data_of(leader.shown)
        [stamp] = {data.partition(".")[0] for data in own}
        forged = (offered | {f"{stamp}.{data.partition('.')[2]}" for data in offered}) - own
        assert len(forged) > 80
        for data in sorted(forged):
            answer = await member.user.answer(await member.user.press(with_button(newest, data), data))
            assert answer.text == STALE, data
        assert await bench.sql(STORED) == before
        assert not [message for message in member.shown if MARK in message.text]
        assert [message for message in leader.shown if MARK in message.text]
        await member.press("学校")  # what is on offer still does what it says
        assert await bench.sql(STORED) != before


async def together(leader: Phone, member: Phone) -> None:
    """A lead who has looked at everything, and somebody who has come in for a unit."""
    await leader.agree()
    for text in ("河边图书角", "示例居委会", MARK, "/invite", "张三"):
        await leader.say(text)
    await leader.press("添加联合单位")
    await leader.say("示例小学")
    await leader.press("填写")
    await until(lambda: "/join" in "".join(message.text for message in leader.shown))
    [code] = re.findall(r"发送：/join (\S+)", "".join(message.text for message in leader.shown))
    await member.say(f"/join {code}")
    await member.press("同意并加入")
    await member.say("李四")
    for text in LOOKED:
        await answered(leader, leader.user.send(text))
    await until(lambda: "欢迎回来" in leader.shown[-1].text)
    for _ in range(2):
        await answered(leader, leader.user.press(leader.shown[-1], "上一题"))


async def answered(phone: Phone, does: Awaitable[Any]) -> None:
    """Does something, and waits for what comes of it."""
    count = len(phone.shown)
    await does
    await until(lambda: len(phone.shown) > count)


def data_of(messages: list[Message]) -> set[str]:
    """The data of all buttons under some messages."""
    return {one.data for message in messages for row in message.buttons for one in row}


def with_button(message: Message, data: str) -> Message:
    """A message as no bot has sent it: under it a button with this data."""
    markup: dict[str, Any] = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return replace(message, markup=markup)
