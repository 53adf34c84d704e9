"""What a transcript does not show well: several people at once, others' applications, texts of every sort."""

from __future__ import annotations

import asyncio
import io

import docx
import pytest
from enacting import enact
from harness import BEGINNING, Bench, Chat, labels, notes, text_of
from small_form import BASIC, stored

from dialogs.application.changes import DropApplication
from dialogs.turn.events import Said
from dialogs.turn.messages import Ask, Document, Say


async def test_nobody_opens_the_application_of_another(bench: Bench, chat: Chat) -> None:
    other = Chat(bench, "console:li")
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("list")
    [entry] = [button for row in chat.asked.buttons for button in row if "河边" in button.label]
    await other.agree()
    await other.command("list")
    stamp = other.asked.buttons[0][0].data.partition(".")[0]
    for data in (entry.data, f"{stamp}.{entry.data.partition('.')[2]}"):
        assert await other.press_data(data) == []
        assert other.toast
    assert await stored(bench, other.person) == {}


async def test_people_who_type_at_once_get_their_own_answers(bench: Bench) -> None:
    async def fill(chat: Chat) -> None:
        await chat.agree()
        for field, answer in BASIC.items():
            await chat.say(f"{answer}{chat.person[-2:]}" if field == "lead" else answer)

    chats = [Chat(bench, f"console:{number}") for number in range(10, 25)]
    await asyncio.gather(*map(fill, chats))
    for chat in chats:
        answers = await stored(bench, chat.person)
        assert answers.keys() == BASIC.keys()
        assert answers["lead"] == f"示例社区居委会{chat.person[-2:]}"


async def test_messages_sent_in_one_go_are_taken_in_their_order(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    said = [Said(id=f"go/{n}", person=chat.person, text=text) for n, text in enumerate(BASIC.values())]
    await asyncio.gather(*map(bench.service.submit, said))
    assert (await stored(bench, chat.person)).keys() == BASIC.keys()


async def test_an_event_delivered_twice_counts_once(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    said = Said(id="twice", person=chat.person, text="河边图书角")
    assert await chat.submit(said)
    assert await chat.submit(said) == []
    assert await stored(bench, chat.person) == {"name": "河边图书角"}


async def test_an_application_deleted_by_somebody_else_leads_to_the_list(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("status")
    [(gone,)] = await bench.sql("SELECT id FROM application")
    await bench.service.do(
        lambda store: enact(store, store.conversations.get("x"), [DropApplication(application=gone)], BEGINNING)
    )
    for replies in (
        await chat.press("二、单位与书架"),
        await chat.say("示例小学"),
        await chat.command("back"),
        await chat.command("export"),
        await chat.edit("河边图书角", "山脚图书角"),
    ):
        assert not replies or isinstance(replies[-1], Ask)
    assert labels(chat.asked) == ["新建一份"]
    await chat.press("新建一份")
    await chat.say("山脚图书角")
    assert await stored(bench, chat.person) == {"name": "山脚图书角"}


async def test_a_document_asked_for_before_all_was_deleted_is_not_kept(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    export, delete = chat.command("export"), chat.command("delete")
    await asyncio.gather(export, delete)
    await chat.read()
    await chat.press("彻底删除")
    await bench.service.job_runner.settled()
    await chat.read()
    assert set(await bench.tables()) == {"inbox"}
    assert not list(bench.folder.glob("files/*.docx"))


@pytest.mark.parametrize("text", ["河\x00边", "河\x1b边", "河\ud83d边", "河\ufffe边", "\u200b", " \n "])
async def test_text_that_no_document_can_hold_is_refused(bench: Bench, chat: Chat, text: str) -> None:
    await chat.agree()
    await chat.say(text)
    assert chat.asked.refusal
    assert await stored(bench, chat.person) == {}
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say(text)
    assert chat.asked.refusal
    assert await bench.sql("SELECT * FROM draft_part") == []


async def test_markup_is_text_like_any_other(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("<b>{{ a }}&")
    await chat.command("export")
    assert "<b>{{ a }}&" in chat.files[0].decode("utf-8", "ignore") or any(
        "<b>{{ a }}&" in paragraph.text for paragraph in docx.Document(io.BytesIO(chat.files[0])).paragraphs
    )
    assert await stored(bench, chat.person) == {"name": "<b>{{ a }}&"}


async def test_a_skipped_long_text_has_nothing_to_show(chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为社区里的孩子和老人提供一个安静读书的地方。")
    await chat.press("完成")
    await chat.press("跳过")
    await chat.command("review")
    await chat.press("下一页", "下一页", "2")
    assert "已跳过" in chat.asked.text
    assert labels(chat.asked) == ["保留原答案"]


async def test_the_finished_document_has_every_answer(chat: Chat) -> None:
    await chat.agree()
    await chat.say_all(*BASIC.values())
    await chat.press("跳过", "添加一行")
    await chat.say_all("示例小学", "其他：民办学校")
    await chat.press("填完了", "添加一行")
    await chat.say_all("绘本架", "2024年5月", "靠窗")
    await chat.press("填完了")
    await chat.say_all("为社区里的孩子和老人服务。", "提供安静读书的地方。")
    await chat.press("完成", "跳过")
    await chat.say("放绘本，自助借还。")
    await chat.press("完成", "确认", "确认")
    [document, *_] = [reply for reply in await chat.command("export") if isinstance(reply, Document)]
    assert document.name == "河边图书角_2024年4月23日_第1版_20240304-0900.docx"
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(chat.files[0])).paragraphs]
    for line in (
        "图书角名称：河边图书角",
        "申请日期：2024年4月23日",
        "传真：无",
        "备注：",
        "共建单位 1：示例小学，其他：民办学校",
        "书架清单 1：绘本架，2024年5月，靠窗",
        "（一）目标：为社区里的孩子和老人服务。｜提供安静读书的地方。",
        "（二）做法：",
        "放什么书，怎样借还：放绘本，自助借还。",
    ):
        assert line in lines
    assert lines.count("承诺书：确认") == 2
    assert not any("待填写" in line for line in lines)


async def test_every_sentence_is_something_to_read(chat: Chat) -> None:
    replies = await chat.agree()
    for name in ("help", "status", "review", "list", "什么", "back", "skip", "delete", "start"):
        replies += await chat.command(name)
    assert all(reply.text.strip() for reply in replies if isinstance(reply, Ask | Say))
    assert "{{" not in text_of(replies)


async def test_a_command_after_a_full_width_slash_is_no_answer(chat: Chat) -> None:
    await chat.agree()
    assert "/status" in notes(await chat.say("／help"))
    assert "图书角名称" in chat.asked.text
