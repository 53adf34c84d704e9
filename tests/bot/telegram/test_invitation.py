"""A colleague comes in over Telegram: by the link, and by the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_botapi import FakeBotApi
from telegram_line import Phone, hurry, rows, serving

pytest_plugins = ["fake_botapi.fixtures"]
LINK = re.compile(r"https://t\.me/shenbao_test_bot\?start=([0-9A-Za-z_-]{22,64})\s")
CODE = re.compile(r"/join (\w{4}-\w{4})")


async def invited(lead: Phone) -> str:
    """The message that the lead sends on to a colleague of a new unit."""
    await lead.agree()
    await lead.say("/invite")
    await lead.say("张三")
    await lead.press("添加联合单位")
    await lead.say("示例网络安全有限公司")
    await lead.press("填写")
    letter = await lead.read()
    await lead.read()  # the question that was open
    return letter.text


@pytest.mark.parametrize("way", [LINK, CODE], ids=["link", "code"])
async def test_a_colleague_comes_in(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: re.Pattern[str]
) -> None:
    hurry(monkeypatch)
    async with serving(api, tmp_path):
        lead, colleague = Phone(api, 42), Phone(api, 43)
        letter = await invited(lead)
        found = way.search(letter)
        assert found, letter
        shown = await colleague.say(f"/start {found[1]}" if way is LINK else f"/join {found[1]}")
        assert "示例网络安全有限公司" in shown.text
        assert "开始前请了解" in shown.text
        await colleague.press("同意并加入")
        question = await colleague.say("李四")
        assert "李四，您好" in question.text
        assert "李四（示例网络安全有限公司）已加入" in (await lead.read()).text
    joined = rows(tmp_path, "SELECT person, role, name FROM member ORDER BY person")
    assert joined == [("telegram:42", "lead", "张三"), ("telegram:43", "member", "李四")]


async def test_the_secrets_of_an_invitation_are_nowhere_in_the_database(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    async with serving(api, tmp_path):
        letter = await invited(Phone(api))
    link, code = LINK.search(letter), CODE.search(letter)
    assert link
    assert code
    for secret in (link[1], code[1], code[1].replace("-", "")):
        assert not holding(tmp_path, secret.encode())


def holding(folder: Path, secret: bytes) -> list[Path]:
    """The files in which a secret stands."""
    return [path for path in folder.iterdir() if path.is_file() and secret in path.read_bytes()]
