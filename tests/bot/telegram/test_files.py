"""Files, captions and contact cards sent to the bot."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest
from fake_botapi import Action, FakeBotApi
from PIL import Image
from telegram_line import Phone, answers, hurry, rows, serving
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


def picture() -> bytes:
    Image.new("RGB", (40, 30)).save(file := io.BytesIO(), "PNG")
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


async def test_another_caption_is_another_answer(api: FakeBotApi, phone: Phone, folder: Path) -> None:
    """It stayed as it was, and nothing said so."""
    await phone.agree()
    sent = await phone.user.send_photo(caption="面向中小企业的试点方案")
    await phone.read()
    await recaptioned(api, phone, sent, "面向大企业的试点方案")
    assert "已更正" in (await phone.read()).text
    assert answers(folder) == ["面向大企业的试点方案"]
    await recaptioned(api, phone, sent, "")
    assert "没有改，仍是原来的答案" in (await phone.read()).text
    assert answers(folder) == ["面向大企业的试点方案"]


async def test_another_caption_of_a_file_is_another_piece_and_of_one_without_it_is_told(
    api: FakeBotApi, phone: Phone
) -> None:
    await phone.agree()
    await phone.part("二、试点方案")
    sent = await phone.user.send_document("思路.docx", word("第二段。"), caption="第一段错。")
    await phone.read()
    await phone.read()
    await recaptioned(api, phone, sent, "第一段对。")
    assert "已更正" in (await phone.read()).text
    await phone.press("看看已写的")
    assert any(message.text == "第一段对。\n第二段。" for message in phone.shown)
    bare = await phone.user.send_document("再来.docx", word("第三段。"))
    await phone.read()
    await recaptioned(api, phone, bare, "一句")
    assert "没有保存" in (await phone.read()).text


async def test_another_caption_of_a_picture_in_a_text_leaves_the_picture(
    api: FakeBotApi, phone: Phone, folder: Path
) -> None:
    await phone.agree()
    await phone.part("二、试点方案")
    await phone.user.send_photo(picture(), caption="一张图")
    await phone.read()
    sent = await phone.user.send_photo(picture(), caption="流程")
    await phone.read()
    await recaptioned(api, phone, sent, "业务流程")
    assert "已更正" in (await phone.read()).text
    first, second = (text for (text,) in rows(folder, "SELECT text FROM draft_part ORDER BY rowid"))
    assert first.endswith("｜图1 一张图〕")
    assert second == first.replace("图1 一张图", "图2 业务流程")


async def recaptioned(api: FakeBotApi, phone: Phone, sent: Action, caption: str) -> None:
    """The message of a file has another caption now."""
    message = phone.user.chat.find(sent.message_id)
    assert message is not None
    changed = {**message.json(phone.user.chat.info), "caption": caption, "edit_date": 2}
    api.state.updates.add("edited_message", changed)


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
