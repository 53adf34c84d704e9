"""An answer is set right in the words in which people do so, while another question is asked; an answer stays one."""

from __future__ import annotations

import pytest
from harness import Chat, notes

from dialogs.turn.events import Went

NAME, DIRECTION, DAY = "河边工业互联网保险方案", "企业类（工业互联网）", "2024年3月4日"
LEAD, REGION = "澄湾示例财产保险股份有限公司", "浙江省杭州市"
FIRST, SECOND, THIRD = [NAME], [NAME, DIRECTION], [NAME, DIRECTION, DAY]
AT_CODE = [*THIRD, LEAD, REGION]
OTHER = "江边工业互联网保险方案"
CAR = "产品服务类（车联网）"

# What was answered before, what is said, what is another then; of what is asked too.
CORRECTIONS: list[tuple[list[str], str, dict[str, str]]] = [
    *(
        (FIRST, text, {"plan_name": OTHER})
        for text in (
            f"刚才写错了，应该是{OTHER}",
            f"刚刚那个打错了 {OTHER}",
            f"我刚才填的不对，是{OTHER}",
            f"不对，是{OTHER}",
            f"打错了，{OTHER}",
            f"不好意思，名称是{OTHER}",
            f"方案名称写错了，应该是“{OTHER}”",
            f"上面的名称填错了 应为{OTHER}",
            f"方案名称改成{OTHER}",
            f"把方案名称改为{OTHER}",
            f"麻烦帮我把方案名称改成：{OTHER}",
            f"上一题改成{OTHER}",
            f"改成{OTHER}",
            f"更正：{OTHER}",
            f"更正一下，方案名称是{OTHER}",
            f"方案名称应该是{OTHER}",
            f"方案名称：{OTHER}",
            f"名称：{OTHER}",
            f"不是{NAME}，是{OTHER}",
            f"刚才写错了，方案名称应该是{OTHER}",
            f"不对，名称改成{OTHER}",
        )
    ),
    (SECOND, f"刚才选错了，应该是{CAR}", {"direction": CAR}),
    (SECOND, f"选错了，选{CAR}", {"direction": CAR}),
    (SECOND, f"申报方向改成{CAR}", {"direction": CAR}),
    (SECOND, f"方案名称改成{OTHER}", {"plan_name": OTHER}),
    (AT_CODE, "地区改成浙江省宁波市", {"region": "浙江省宁波市"}),
    (AT_CODE, "单位写错了，应该是澄湾示例保险股份有限公司", {"lead_unit": "澄湾示例保险股份有限公司"}),
    (AT_CODE, "日期错了，应该是2024年3月5日", {"apply_date": "2024-03-05"}),
    # Of what is asked, or of what was refused just before.
    (SECOND, "应该是2024年3月5日", {"apply_date": "2024-03-05"}),
    (SECOND, "改成2024年3月5日", {"apply_date": "2024-03-05"}),
    ([*SECOND, "2024年13月5日"], "写错了，是2024年3月5日", {"apply_date": "2024-03-05"}),
    ([*SECOND, "2024年13月5日"], "刚才写错了，应该是2024年3月5日", {"apply_date": "2024-03-05"}),
    ([*SECOND, "2024年13月5日"], f"申报方向写错了，应该是{CAR}", {"direction": CAR}),
    # Named by its label, or a part of it, where it is asked; by another's.
    ([], f"方案叫{OTHER}", {"plan_name": OTHER}),
    (SECOND, f"方案名称是：{OTHER}", {"plan_name": OTHER}),
    ([*AT_CODE, "91330200MA0EXAM156", "2007年6月"], "地址在杭州市示例路2号", {"address": "杭州市示例路2号"}),
    # Named by its label before it is asked.
    (FIRST, "申报日期：2024年3月4日", {"apply_date": "2024-03-04"}),
]
# What must stay an answer to what is asked, or be asked about: nothing else is another then.
ANSWERS: list[tuple[list[str], str]] = [
    (FIRST, "企业类改成车联网"),
    (FIRST, "不对称加密保险"),
    (FIRST, "网络安全：车联网"),
    (FIRST, "应该是车联网"),
    (FIRST, "第二题改成车联网"),
    (SECOND, "不是上海，是北京"),
    (THIRD, "澄湾改为河边示例公司"),
    ([], "纠错系统：改为云端的方案"),
    ([], "把旧系统改成新系统的保险方案"),
    ([], "方案名称改成什么"),
]


@pytest.mark.parametrize(("before", "text", "changed"), CORRECTIONS)
async def test_it_is_set_right(applicant: Chat, before: list[str], text: str, changed: dict[str, str]) -> None:
    await applicant.say_all(*before)
    there = await applicant.answers()
    await applicant.say(text)
    assert await applicant.answers() == {**there, **changed}


@pytest.mark.parametrize(("before", "text"), ANSWERS)
async def test_what_may_be_an_answer_changes_no_other(applicant: Chat, before: list[str], text: str) -> None:
    await applicant.say_all(*before)
    there = await applicant.answers()
    await applicant.say(text)
    assert (await applicant.answers()).items() >= there.items()


async def test_what_was_changed_is_said_and_can_be_taken_back_and_the_question_stays(applicant: Chat) -> None:
    await applicant.say_all(*FIRST)
    asked = applicant.asked.step
    assert f"已更正“方案名称”：{OTHER}" in notes(await applicant.say(f"刚才写错了，应该是{OTHER}"))
    assert applicant.asked.step == asked
    await applicant.press("撤回")
    assert await applicant.answers() == {"plan_name": NAME}


async def test_what_it_cannot_be_is_refused_by_name(applicant: Chat) -> None:
    await applicant.say_all(*THIRD)
    said = notes(await applicant.say("申报日期改成2024年13月5日"))
    assert "申报日期" in said
    assert (await applicant.answers())["apply_date"] == "2024-03-04"


@pytest.mark.parametrize("before", [[], [*AT_CODE, "91330200MA0EXAM156", "2007年6月"]])
async def test_what_is_said_of_the_question_before_is_no_answer_to_this_one(applicant: Chat, before: list[str]) -> None:
    await applicant.say_all(*before)
    there = await applicant.answers()
    for text in ("上一题改成示例方案二", "上一个写错了，是示例方案二"):
        assert notes(await applicant.say(text))
        assert await applicant.answers() == there


async def test_of_several_answers_at_once_the_one_that_is_named(applicant: Chat) -> None:
    await applicant.say(f"方案名称：{NAME}，申报方向：{DIRECTION}，申报日期：{DAY}")
    await applicant.press("都填上")
    said = notes(await applicant.say("刚才写错了，应该是2024年3月5日"))
    assert "没看出要改哪一题" in said
    await applicant.say("刚才写错了，日期应该是2024年3月5日")
    assert await applicant.answers() == {"plan_name": NAME, "direction": DIRECTION, "apply_date": "2024-03-05"}


async def test_in_a_table_the_row_just_added_and_the_cell_before(applicant: Chat) -> None:
    await applicant.submit(Went(id="at", person=applicant.person, item="clients"))
    await applicant.press("添加一行")
    await applicant.say("河边示例科技有限公司")
    await applicant.say("不对，是江边示例科技有限公司")
    await applicant.say_all("车联网", "张三")
    await applicant.say("联系人写错了，应该是李四")
    await applicant.say("行业应该是工业互联网")
    cells = await applicant.bench.sql("SELECT field, value FROM answer WHERE field LIKE 'clients.%' ORDER BY field")
    assert cells == [
        ("clients.company", "江边示例科技有限公司"),
        ("clients.contact", "李四"),
        ("clients.industry", "工业互联网"),
    ]


async def test_a_sentence_of_a_long_text_is_none(applicant: Chat) -> None:
    await applicant.say_all(*FIRST)
    await applicant.submit(Went(id="at", person=applicant.person, item="profile"))
    for text in ("方案名称：江边", "之前的人工核保改为线上核保。", "不对称加密改为国密算法。"):
        await applicant.say(text)
    assert await applicant.answers() == {"plan_name": NAME}
    parts = [text for (text,) in await applicant.bench.sql("SELECT text FROM draft_part ORDER BY id")]
    assert parts == ["方案名称：江边", "之前的人工核保改为线上核保。", "不对称加密改为国密算法。"]
