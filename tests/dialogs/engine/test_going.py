"""Whoever names a part, a table or a question with a verb of going is brought there; a title alone is an answer."""

from __future__ import annotations

import pytest
from harness import Chat

from dialogs.answers import wishes
from dialogs.engine import commands
from dialogs.texts import say
from dialogs.turn.events import Went

GOES = {
    "先填基本情况": "lead_unit",
    "我想先填一、基本情况吧": "lead_unit",
    "跳到表1": "clients",
    "去填表2": "plans",
    "打开表1 服务对象基本情况": "clients",
    "看看联合申报单位": "joint_units",
    "填写申报日期": "apply_date",
    "改一下方案名称": "plan_name",
}
ANSWERS = [
    "基本情况下的保险服务",
    "去年的方案",
    "看得见的安全保险方案",
    "改造项目保险方案",
    "填海工程保险方案",
    "表1保险方案",
]
ASKED_ABOUT = ["我要填单位信息", "先填后面的", "我想看后面的题", "一共有多少题"]


@pytest.mark.parametrize("text", GOES)
async def test_it_goes_there(applicant: Chat, text: str) -> None:
    await applicant.say(text)
    assert applicant.asked.step
    assert applicant.asked.step.item == GOES[text]
    assert not await applicant.bench.sql("SELECT 1 FROM answer")


@pytest.mark.parametrize("text", ANSWERS)
async def test_an_answer_stays_one(applicant: Chat, text: str) -> None:
    await applicant.say(text)
    assert await applicant.bench.sql("SELECT value FROM answer") == [(text,)]


@pytest.mark.parametrize("text", ASKED_ABOUT)
async def test_what_goes_nowhere_is_asked_about(applicant: Chat, text: str) -> None:
    await applicant.say(text)
    assert not await applicant.bench.sql("SELECT 1 FROM answer")
    assert "就这样填" in applicant.offered


async def test_going_on_does_not_say_that_a_table_stays_empty(applicant: Chat) -> None:
    await applicant.submit(Went(id="at", person=applicant.person, item="joint_units"))
    there = await applicant.answers()
    for text in ("下一题", "继续"):
        await applicant.say(text)
        assert await applicant.answers() == there
    await applicant.submit(Went(id="again", person=applicant.person, item="joint_units"))
    await applicant.say("填完了")
    assert await applicant.answers() == {**there, "joint_units": "完成"}


@pytest.mark.parametrize("action", sorted(wishes.COMMANDS))
def test_what_people_want_done_is_a_command_with_a_button(action: str) -> None:
    assert action in commands.COMMANDS
    assert say(f"button.{action}")


async def test_what_a_command_does_is_offered_where_the_words_may_be_an_answer(applicant: Chat) -> None:
    for text, offered in (("看看效果", "全部内容"), ("再来一份申报", "新建一份"), ("打印", "下载文件")):
        await applicant.say(text)
        assert offered in applicant.offered
        await applicant.press("重新填")
    await applicant.submit(Went(id="day", person=applicant.person, item="apply_date"))
    await applicant.say("换个人填")
    assert "的成员" in applicant.asked.text
