"""Lists that one looks at: /start leads out of them to the question, and what is said on the way repeats none."""

from __future__ import annotations

import pytest
from gathered import Team, gather
from harness import Bench, Chat, labels, notes

from dialogs.turn.events import Went
from dialogs.turn.messages import Ask

LISTS = ["review", "check", "status", "files", "members", "remarks", "history", "list"]


@pytest.fixture
async def team(bench: Bench) -> Team:
    return await gather(bench)


@pytest.mark.parametrize("name", [one for one in LISTS if one != "list"])
async def test_start_goes_on_where_one_was_asked(chat: Chat, name: str) -> None:
    """At a question to which one went, which is not the first open one."""
    await chat.agree()
    await chat.submit(Went(**chat._base(), item="contact"))
    asked = chat.asked.question
    for _ in range(3):
        await chat.command(name)
        await chat.command("review")
        await chat.command(name)
        assert chat.asked.question != asked
        await chat.command("start")
        assert chat.asked.question == asked


async def test_start_goes_on_at_the_table_at_which_one_was(chat: Chat) -> None:
    await chat.agree()
    await chat.submit(Went(**chat._base(), item="shelves"))
    asked = chat.asked.question
    await chat.command("check")
    await chat.command("start")
    assert chat.asked.question == asked


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("said", ["help", "nothing"])
async def test_what_is_said_on_the_way_repeats_no_list_and_its_buttons_still_hold(
    chat: Chat, name: str, said: str
) -> None:
    await chat.agree()
    await chat.command(name)
    before = chat.asked
    replies = await chat.command(said)
    assert notes(replies)
    assert not [reply for reply in replies if isinstance(reply, Ask)]
    await chat.press(labels(before)[0])
    assert chat.toast == ""


async def test_at_a_question_it_follows_again(chat: Chat) -> None:
    await chat.agree()
    replies = await chat.command("help")
    assert isinstance(replies[-1], Ask)
    replies = await chat.command("nothing")
    assert isinstance(replies[-1], Ask)
    assert replies[-1].refusal


async def test_the_lead_is_not_asked_for_the_promise_of_a_unit_that_has_people(team: Team) -> None:
    lead = team.lead
    there = Went(**lead._base(), item="pledge")
    await lead.submit(there)
    assert "确认的单位：牵头单位" in lead.asked.text
    await lead.press("确认")
    assert "承诺书" not in lead.asked.text
    await lead.submit(there.model_copy(update={"id": "again"}))  # it is shown what there is
    assert "确认" not in labels(lead.asked)
    for (unit,) in await team.bench.sql("SELECT DISTINCT unit FROM member WHERE role = 'member'"):
        await lead.submit(Went(**lead._base(), item="promise", row=unit))
        assert "填写人自己确认" in lead.asked.text
        assert "确认" not in labels(lead.asked)


async def test_their_own_people_are_asked_for_it(team: Team) -> None:
    school = team.chats["李四"]
    [(unit,)] = await team.bench.sql("SELECT unit FROM member WHERE person = ?", school.person)
    await school.submit(Went(**school._base(), item="promise", row=unit))
    assert "确认的单位：示例小学" in school.asked.text
    assert "确认" in labels(school.asked)


@pytest.mark.parametrize(("name", "can"), [("张三", True), ("李四", True), ("赵六", False), ("钱七", False)])
async def test_who_only_looks_on_is_not_offered_to_mend_or_to_bring_back(team: Team, name: str, *, can: bool) -> None:
    chat = team.chats[name]
    await chat.command("check")
    assert chat.asked.text.endswith("点数字去修改。" if can else "点数字去看。")
    await chat.command("history")
    assert ("可以恢复成以前的答案" in chat.asked.text) == can
