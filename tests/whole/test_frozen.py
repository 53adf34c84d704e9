"""What an earlier version left is opened by this one: everybody goes on where they were, and nothing is lost.

The data folder is data/databases/0008, and its README says who is in it. The first tests share one opened folder, in
which nothing is changed; the others have one each.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import frozen_compared
import pytest
import pytest_asyncio
from frozen import (
    LEFT,
    SAVED,
    Returning,
    Shown,
    chats,
    handed,
    in_deleted,
    kept,
    left,
    put_back,
    questions,
    registry,
    stood,
    tried,
    waiting,
    words,
    written,
)
from harness import DOCX, Bench, Clock, labels, notes, text_of
from web_bench import Site, browser

from bot.service.form_registry import RegisteredForm
from dialogs.engine import dispatch
from dialogs.texts import say
from dialogs.turn.events import Event, Pressed, Said
from dialogs.turn.messages import Ask, Document
from storage.store import Store

Forms = Mapping[str, RegisteredForm]
NEW_SECRETS = 10**6  # none of those that stand in the data

together = pytest.mark.asyncio(loop_scope="module")
ASKED = questions()
PEOPLE = sorted(ASKED.keys() - chats())
READERS = [person for (person,) in stood("SELECT DISTINCT person FROM message ORDER BY person")]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return registry(tmp_path_factory.mktemp("forms"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def untouched(forms: Forms, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        async with left(tmp_path_factory.mktemp("untouched"), forms, Clock(patch, NEW_SECRETS)) as opened:
            yield opened


@pytest.fixture
async def bench(tmp_path: Path, forms: Forms, clock: Clock) -> AsyncIterator[Bench]:
    async with left(tmp_path, forms, clock) as opened:
        yield opened


@together
@pytest.mark.parametrize("person", PEOPLE)
async def test_everybody_is_asked_what_they_were_asked(untouched: Bench, person: str) -> None:
    def shown(store: Store) -> Ask:
        return dispatch.present(store, store.conversations.get(person), LEFT, untouched.operator)[0]

    (place, ways), (was, were) = whither(await untouched.service.do(shown)), whither(ASKED[person])
    assert place == was
    assert [way for way in ways if way in were] == were, "there may be more ways on by now, but no fewer"


def whither(asked: Ask) -> tuple[str, list[str]]:
    """Which question it is and where its buttons lead: sentences may be written better, the rest is what was left."""
    place = asked.text.partition("\n")[0] if asked.text.startswith("【") else ""
    return place, [button.data for row in asked.buttons for button in row]


@together
@pytest.mark.parametrize("person", sorted(ASKED))
async def test_whatever_is_pressed_or_typed_now_is_taken_or_refused_in_words(
    untouched: Bench, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    base = {"id": "now", "person": person}
    events: list[tuple[str, Event]] = [("typed", Said(**base, text="一段示例文字", ref="now"))]
    events += [(b.label, Pressed(**base, data=b.data)) for row in ASKED[person].buttons for b in row]
    for what, event in events:
        came = await tried(untouched, event)
        assert came.toast or came.said, f"{what}: nothing was said"
        assert say("refuse.fault") not in [came.toast, *came.said], what
        assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [], what


@together
@pytest.mark.parametrize("person", READERS)
async def test_the_page_shows_every_message_again(untouched: Bench, person: str) -> None:
    found = await untouched.service.do(lambda store: store.page_log.after(person, 0, 9999))
    replies = [(message, message.reply.model_dump(mode="json")) for message in found]
    shown = [Shown(m.own, m.edited, words(said), handed(said, untouched.folder)) for m, said in replies]
    assert shown == kept(person)


@together
@pytest.mark.parametrize("what", frozen_compared.ALL, ids=lambda what: what.__name__)
async def test_nothing_is_missing(untouched: Bench, what: frozen_compared.Compare) -> None:
    compared = await untouched.service.do(lambda store: list(what(store)))
    assert compared
    assert [(where, before, now) for where, before, now in compared if before != now] == []


@together
async def test_the_database_is_sound(untouched: Bench) -> None:
    assert await untouched.sql("PRAGMA integrity_check") == [("ok",)]
    assert await untouched.sql("PRAGMA foreign_key_check") == []


async def test_a_browser_that_was_signed_in_is_let_in(tmp_path: Path, forms: Forms, clock: Clock) -> None:
    put_back(tmp_path, clock)
    async with Site(tmp_path, forms) as site, browser(site.url, cookies={"shenbao": "session-of-log"}) as http:
        html = (await http.get("/")).text
    _, question = ASKED["page:log"].text.split("\n\n", 1)
    assert [line for line in question.splitlines() if line not in html] == []


@pytest.mark.parametrize("person", sorted(waiting()))
async def test_replies_that_waited_are_delivered_in_their_order(bench: Bench, person: str) -> None:
    came = []
    while posted := await bench.service.next_reply(person):
        reply = posted.reply.model_dump(mode="json")
        came.append((words(reply), handed(reply, bench.folder)))
        await bench.service.delivered(posted)
    assert came == [(words(reply), handed(reply, SAVED)) for reply in waiting()[person]]


LONG = "\n".join(written("page:conflict-long"))
CONFLICTS = {  # what is in question, and one's own answer
    "page:conflict-long": ("ways", LONG),
    "page:conflict-short": ("budget", "3"),
    "page:conflict-restoring": ("phone", "0571-88001234"),
    "console:conflict": ("contact", "周九"),
}


@pytest.mark.parametrize("person", CONFLICTS)
async def test_in_a_conflict_the_other_s_answer_can_stay(bench: Bench, person: str) -> None:
    item, mine = CONFLICTS[person]
    chat = Returning(bench, person)
    theirs = await chat.answer(item)
    assert theirs not in (None, mine)
    assert say("conflict.theirs") in notes(await chat.press(say("button.theirs")))
    assert await chat.answer(item) == theirs


@pytest.mark.parametrize("person", CONFLICTS)
async def test_in_a_conflict_one_s_own_answer_is_stored_whole(bench: Bench, person: str) -> None:
    item, mine = CONFLICTS[person]
    chat = Returning(bench, person)
    assert say("conflict.mine") in notes(await chat.press(say("button.mine")))
    assert await chat.answer(item) == mine


def test_the_long_answer_is_longer_than_what_a_question_shows_of_it() -> None:
    assert len(LONG) > 1500 > len(ASKED["page:conflict-long"].text)


# In the last of them the messenger had cut a long paste in two, and what was cut is joined again.
@pytest.mark.parametrize(
    ("person", "between"), [("page:writing", "\n"), ("page:writing-on", "\n"), ("telegram:7401", "")]
)
async def test_a_text_that_was_being_written_is_finished(bench: Bench, person: str, between: str) -> None:
    chat = Returning(bench, person)
    await chat.press(say("button.done"))
    assert await chat.answer("ways") == between.join(written(person))


async def test_a_text_that_was_begun_anew_is_not_put_behind_the_old_one(bench: Bench) -> None:
    chat = Returning(bench, "page:writing-again")
    assert await chat.answer("ways") == "旧的写法，要换掉。"
    await chat.say("全新的写法。")
    await chat.press(say("button.done"))
    assert await chat.answer("ways") == "全新的写法。"


@pytest.mark.parametrize("title", [title for (title,) in stood("SELECT title FROM deleted")])
async def test_a_deleted_row_comes_back_with_all_that_stood_in_it(bench: Bench, title: str) -> None:
    chat = Returning(bench, "page:restoring")
    table = stood("SELECT tbl FROM deleted WHERE title = ?", title)[0][0]
    await chat.bring_back(table, title)
    answers = in_deleted(title, "answers")
    assert answers
    for row, field, *_, value in answers:
        assert await chat.answer(field, row) == value


async def test_a_text_that_was_being_written_in_a_deleted_row_is_finished(bench: Bench) -> None:
    chat = Returning(bench, "page:restoring")
    await chat.bring_back("shelves", "科普架")
    draft_parts = in_deleted("科普架", "pieces")
    await chat.go("about", draft_parts[0][0])
    await chat.press(say("button.done"))
    assert await chat.answer("about", draft_parts[0][0]) == "\n".join(text for *_, text, _ in draft_parts)


async def test_a_deleted_unit_comes_back_with_its_people(bench: Bench) -> None:
    chat, member = Returning(bench, "page:restoring"), Returning(bench, "page:restoring-member")
    [(application, unit, people)] = stood("SELECT application, row, people FROM deleted WHERE tbl = 'partners'")
    await chat.bring_back("partners", "示例小学")

    def found(store: Store) -> object:
        team = store.team(application)
        said = team.sign_off(unit)
        open_ = [i for i in team.invitations() if i.unit == unit]
        return [[m.person, m.role] for m in team.members() if m.unit == unit], said and said.kind, len(open_)

    assert await bench.service.do(found) == (json.loads(people), "confirmed", 1)
    assert "示例小学" in text_of(await member.read()), "they are told"
    await member.command("list")
    await member.press(*[label for label in labels(member.asked) if "老街图书角" in label])
    assert say("button.review") in labels(member.asked), "nothing is open there, as before"


async def test_work_that_was_under_way_is_done(tmp_path: Path, forms: Forms, clock: Clock) -> None:
    async with left(tmp_path, forms, clock, jobs=True) as bench:
        await bench.service.job_runner.settled()
        assert await bench.service.do(lambda store: store.waiting_jobs.all()) == []
        came = await Returning(bench, "page:job-word").read()
        [document] = [reply for reply in came if isinstance(reply, Document)]
        assert handed(document.model_dump(), tmp_path)[0].startswith(DOCX)
        for person in ("page:job-check", "telegram:7501"):
            chat = Returning(bench, person)
            await chat.read()
            assert say("button.check_again") in labels(chat.asked), "what was found is gone through"


LINKED = {  # for whom a chat speaks, what is typed there, and what it answers
    "telegram:7601": ("page:linked-chat", ["2024年4月23日"], "day"),
    # Asked last on the page: what is typed first only brings the question to the chat.
    "telegram:7602": ("page:linked-page", ["浙江省杭州市"] * 2, "place"),
}


@pytest.mark.parametrize("chat", LINKED)
async def test_what_a_linked_chat_types_is_the_answer_of_the_person_of_the_page(bench: Bench, chat: str) -> None:
    person, typed, item = LINKED[chat]
    phone, page = Returning(bench, chat), Returning(bench, person)
    assert await page.answer(item) is None
    await phone.say_all(*typed)
    assert await page.answer(item) is not None
    assert say("answer.taken", value=typed[0]) in notes(await page.read())
