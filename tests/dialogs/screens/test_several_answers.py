"""Several answers in one message, behind labels, in clauses, or in the order of the questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Bench, Chat, Clock, notes, text_of
from places import FORMS

from bot.service import form_registry
from dialogs.turn.events import Went

COVER = "方案名称：河边方案\n申报方向：企业类（能源）\n牵头申报单位：澄湾示例保险公司\n申报日期：2024年3月4日\n备注：无"


async def test_a_line_behind_another_label_is_told_and_not_taken(tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path / "data", form_registry.read(FORMS, "netsec-insurance-pilot"), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        said = notes(await chat.say(COVER))
        assert "没有填“牵头申报单位：澄湾示例保险公司”“备注：无”" in said
        await chat.press("都填上")
        assert dict(await bench.sql("SELECT field, value FROM answer")) == {
            "plan_name": "河边方案",
            "direction": "企业类（能源）",
            "apply_date": "2024-03-04",
        }


NAMED = {"plan_name": "江边保险方案"}
DATED = {**NAMED, "apply_date": "2024-03-04"}
ALL = {**DATED, "direction": "企业类（工业互联网）"}
COVER_DONE = ["江边保险方案", "企业类（工业互联网）", "2024年3月4日"]
UNIT = {"lead_unit": "澄湾示例保险公司", "region": "浙江省杭州市"}
CODED = {**UNIT, "lead_code": "91330200MA0EXAM156"}
SAID = [
    ([], "我们方案叫江边保险方案，申报方向是企业类（工业互联网），日期2024年3月4日", ALL),
    ([], "方案名称是江边保险方案，申报方向企业类（工业互联网）", {**NAMED, "direction": "企业类（工业互联网）"}),
    ([], "江边保险方案，日期2024年3月4日", DATED),
    ([], "方案名称江边保险方案 日期2024年3月4日", DATED),
    ([], "江边保险方案\n企业类（工业互联网）\n2024年3月4日", ALL),
    ([], "江边保险方案\n\n2024年3月4日", DATED),
    (COVER_DONE, "澄湾示例保险公司，浙江省杭州市，91330200MA0EXAM156", CODED),
    (COVER_DONE, "澄湾示例保险公司 浙江省杭州市", UNIT),
    (COVER_DONE, "牵头单位是澄湾示例保险公司，地区是浙江省杭州市", UNIT),
]
ONE = [
    ([], "江边网络安全保险\n服务试点方案"),
    ([], "面向企业的保险方案，方向明确"),
    ([], "江边 保险 方案"),
    (COVER_DONE, "澄湾示例财产保险\n股份有限公司"),
]


@pytest.mark.parametrize(("before", "text", "read"), SAID)
async def test_what_is_said_in_clauses_or_stands_in_order_is_several_answers(
    applicant: Chat, before: list[str], text: str, read: dict[str, str]
) -> None:
    await applicant.say_all(*before)
    there = await applicant.answers()
    await applicant.say(text)
    assert await applicant.answers() == there
    await applicant.press("都填上")
    assert await applicant.answers() == {**there, **read}


@pytest.mark.parametrize(("before", "text"), ONE)
async def test_one_answer_with_marks_or_line_breaks_in_it_stays_one(
    applicant: Chat, before: list[str], text: str
) -> None:
    await applicant.say_all(*before)
    await applicant.say(text)
    assert "都填上" not in applicant.offered


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("capital", "5000,00"),
        ("contact", "张\n三"),
        ("phone", "13800138000这个号不用了，用13900139000"),
    ],
)
async def test_what_only_looks_like_a_second_answer_is_none(applicant: Chat, item: str, text: str) -> None:
    await applicant.submit(Went(id="at", person=applicant.person, item=item))
    await applicant.say(text)
    assert "都填上" not in applicant.offered


async def test_two_numbers_where_several_may_stand_are_one_answer(applicant: Chat) -> None:
    await applicant.submit(Went(id="at", person=applicant.person, item="phone"))
    await applicant.say("0571-88886666, 13800138000")
    assert await applicant.answers() == {"phone": "0571-88886666、13800138000"}


async def test_all_of_it_can_be_the_answer_to_what_was_asked(applicant: Chat) -> None:
    text = "江边保险方案，日期2024年3月4日"
    await applicant.say(text)
    await applicant.press("只填这一题")
    await applicant.press("就这样填")  # as a date is no part of a name
    assert await applicant.answers() == {"plan_name": text}


async def test_where_nothing_is_beyond_doubt_there_is_nothing_to_fill_in(applicant: Chat) -> None:
    shown = text_of(await applicant.say("申报方向：待定\n申报日期：明年"))
    assert "读出 2 项" in shown
    assert "都填上" not in applicant.offered
