"""What a transcript does not show well: several people at once, buttons that do not fit, what is stored of whom."""

from __future__ import annotations

import asyncio
import io

import docx
import pytest
from harness import BEGINNING, Bench, Chat, labels, notes, text_of

from dialogs.application.changes import DropApplication
from dialogs.turn.messages import Ask, Document, Said, Say

BASIC = {
    "name": "河边图书角",
    "lead": "示例社区居委会",
    "theme": "儿童绘本",
    "day": "2024年4月23日",
    "place": "浙江省杭州市",
    "code": "91100000710931483R",
    "budget": "2.5",
    "contact": "张三",
    "phone": "0571-88001234",
    "fax": "无",
    "mobile": "13800138000",
    "email": "zhangsan@example.com",
    "nature": "居委会",
}


async def stored(bench: Bench, person: str) -> dict[str, str]:
    """The answers in the application that a person has at hand."""
    rows = await bench.sql(
        "SELECT field, value FROM answer JOIN conversation USING (application) WHERE conversation.person = ?", person
    )
    return dict(rows)


async def test_nothing_is_stored_of_a_person_before_consent(bench: Bench, chat: Chat) -> None:
    await chat.command("start")
    await chat.say("我叫张三")
    await chat.sticker()
    await chat.press_data("3.choose:1")
    await chat.edit("我叫张三", "我叫李四")
    await chat.command("export")
    assert await bench.tables() == {"inbox": 6}
    assert set(await bench.sql("SELECT id FROM inbox")) == {(f"console:zhang/{n}",) for n in range(1, 7)}


async def test_whoever_deletes_the_last_application_is_forgotten(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子服务。")
    await chat.command("delete")
    await chat.press("确定删除")
    assert set(await bench.tables()) == {"inbox"}
    assert not list(bench.folder.glob("files/*"))


async def test_an_old_button_does_not_fit_after_one_was_forgotten_and_came_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会")
    old = chat.button("地方文史")
    await chat.command("delete")
    await chat.press("确定删除")
    bench.clock.pass_(minutes=1)
    await chat.agree()
    await chat.say_all("山脚图书角", "示例社区居委会")
    assert await chat.press_data(old.data) == []
    assert chat.toast
    assert "theme" not in await stored(bench, chat.person)


async def test_an_old_button_has_no_effect_on_another_application(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会")
    old = chat.button("地方文史")
    await chat.command("new")
    await chat.say_all("山脚图书角", "示例小学")
    assert await chat.press_data(old.data) == []
    assert chat.toast
    assert await stored(bench, chat.person) == {"name": "山脚图书角", "lead": "示例小学"}


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
        lambda store: store.apply(store.conversation("x"), [DropApplication(application=gone)], BEGINNING)
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
    await chat.press("确定删除")
    await bench.service.job_runner.settled()
    await chat.read()
    assert set(await bench.tables()) == {"inbox"}
    assert not list(bench.folder.glob("files/*.docx"))


@pytest.mark.parametrize("text", ["河\x00边", "河\x1b边", "河\ud83d边", "河\ufffe边", "\u200b", " \n "])
async def test_text_that_no_document_can_hold_is_refused(bench: Bench, chat: Chat, text: str) -> None:
    await chat.agree()
    await chat.say(text)
    assert chat.asked.refused
    assert await stored(bench, chat.person) == {}
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say(text)
    assert chat.asked.refused
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


async def test_what_is_typed_while_looking_at_the_parts_answers_no_question_that_is_not_shown(
    bench: Bench, chat: Chat
) -> None:
    await chat.agree()
    await chat.command("status")
    assert "请点下面的按钮" in notes(await chat.say("河边图书角"))
    assert await stored(bench, chat.person) == {}


async def test_a_question_that_is_not_shown_cannot_be_skipped(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all(*BASIC.values())
    assert "备注" in chat.asked.text
    for place in ("status", "review", "delete", "list"):
        await chat.command(place)
        assert "没有可以跳过的题" in notes(await chat.command("skip"))
    assert "remark" not in await stored(bench, chat.person)


async def test_a_finding_about_a_row_that_is_gone_leads_nowhere(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all(*BASIC.values())
    await chat.press("跳过", "填完了", "添加一行")
    await chat.say("绘本架")
    await chat.command("check")
    await chat.press(finding(chat, "书架清单：还没按"), "1", "删除这一行", "确定删除", "返回")
    replies = await chat.press(finding(chat, "书架清单第 1 行 · 启用日期"))
    assert "不用改了" in notes(replies)
    assert "启用日期" not in chat.asked.text
    await chat.say("2024年5月")
    assert await bench.sql("SELECT * FROM answer WHERE row != ''") == []


async def test_a_finding_that_is_mended_by_now_leads_nowhere(chat: Chat) -> None:
    await chat.agree()
    await chat.say_all(*BASIC.values())
    await chat.press("跳过", "填完了", "添加一行")
    await chat.say_all("绘本架", "2024年5月", "靠窗")
    await chat.press("填完了")
    await chat.command("check")
    await chat.press(finding(chat, "（一）目标：未填写"))
    await chat.say("为社区里的孩子和老人提供一个安静读书的地方。")
    await chat.press("完成")
    replies = await chat.press(finding(chat, "三、共建方案：合计汉字还差"))
    assert "不用改了" in notes(replies)
    assert "还差 -" not in text_of(replies)


def finding(chat: Chat, words: str) -> str:
    """The number of what the formal check found."""
    return next(line.partition(". ")[0] for line in chat.asked.text.splitlines() if words in line)


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
    await chat.press("完成", "确认", "确认", "不等确认，直接定稿")
    [document, *_] = [reply for reply in await chat.command("export") if isinstance(reply, Document)]
    assert document.name == "河边图书角_2024年4月23日.docx"
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
