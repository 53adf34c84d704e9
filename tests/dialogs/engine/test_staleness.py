"""What was shown earlier, or is not shown at all: its buttons and answers have no effect."""

from __future__ import annotations

from harness import Bench, Chat, notes
from small_form import BASIC, stored


async def test_an_old_button_does_not_fit_after_one_was_forgotten_and_came_back(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边图书角", "示例社区居委会")
    old = chat.button("地方文史")
    await chat.command("delete")
    await chat.press("彻底删除")
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
    old = chat.button(finding(chat, "书架清单第 1 行 · 启用日期"))
    await chat.press(finding(chat, "书架清单：还没点"), "1", "删除这一行", "确定删除", "返回")
    assert "启用日期" not in chat.asked.text
    assert await chat.press_data(old.data) == []
    assert chat.toast
    await chat.say("2024年5月")
    assert await bench.sql("SELECT * FROM answer WHERE row != ''") == []


async def test_a_finding_that_is_mended_by_now_leads_nowhere(chat: Chat) -> None:
    await chat.agree()
    await chat.say_all(*BASIC.values())
    await chat.press("跳过", "填完了", "添加一行")
    await chat.say_all("绘本架", "2024年5月", "靠窗")
    await chat.press("填完了")
    await chat.command("check")
    old = chat.button(finding(chat, "三、共建方案：汉字还差"))
    await chat.press(finding(chat, "（一）目标：没填"))
    await chat.say("为社区里的孩子和老人提供一个安静读书的地方。")
    await chat.press("完成")
    assert "三、共建方案：汉字还差" not in chat.asked.text
    assert await chat.press_data(old.data) == []
    assert chat.toast


def finding(chat: Chat, words: str) -> str:
    """The number of what the formal check found."""
    return next(line.partition(". ")[0] for line in chat.asked.text.splitlines() if words in line)
