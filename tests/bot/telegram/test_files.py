"""Files, captions and contact cards sent to the bot."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
from fake_botapi import FakeBotApi
from telegram_line import Phone, answers, hurry, serving
from waiting import until

from bot.service.writer import Service

pytest_plugins = ["fake_botapi.fixtures"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def service(api: FakeBotApi, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    hurry(monkeypatch)
    async with serving(api, folder) as running:
        yield running


@pytest.fixture
async def phone(api: FakeBotApi, service: Service) -> Phone:
    assert service
    return Phone(api)


def word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


async def test_a_caption_is_an_answer_and_comes_before_its_file(phone: Phone) -> None:
    await phone.agree()
    await phone.part("二、试点方案")
    await phone.user.send_document("思路.docx", word("第二段。"), caption="第一段。")
    assert "已写 1 段" in (await phone.read()).text
    assert "已写 2 段" in (await phone.read()).text
    await phone.press("看看已写的")
    assert any(message.text == "第一段。\n第二段。" for message in phone.shown)


async def test_what_stands_below_a_picture_is_an_answer(phone: Phone, folder: Path) -> None:
    await phone.agree()
    await phone.user.send_photo(caption="面向中小企业的试点方案")
    await phone.read()
    assert answers(folder) == ["面向中小企业的试点方案"]


async def test_a_card_fills_name_and_phone_once_one_says_so(phone: Phone, folder: Path) -> None:
    await phone.agree()
    await phone.part("一、基本情况")
    while "联系人" not in phone.shown[-1].text.split("\n"):
        await phone.press("以后再填")
    await phone.user.send_contact("沈知遥", "8613800138000")
    asked = (await phone.read()).text
    assert "沈知遥" in asked
    assert "13800138000" in asked
    assert answers(folder) == []
    await phone.press("都填上")
    assert answers(folder) == ["沈知遥", "13800138000"]


async def test_a_card_at_another_question_is_no_answer(phone: Phone, folder: Path) -> None:
    await phone.agree()
    await phone.user.send_contact("沈知遥", "8613800138000")
    assert "名片可以填姓名、电话和邮箱" in (await phone.read()).text
    assert answers(folder) == []


async def test_a_file_that_telegram_does_not_give_out_is_told(api: FakeBotApi, phone: Phone) -> None:
    await phone.agree()
    api.state.download_limit = 10
    await phone.user.send_document("a.docx", word("甲"))
    await until(lambda: "没有收到或没有读成" in phone.shown[-1].text)
