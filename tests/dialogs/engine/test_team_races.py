"""What one is just about to do, when others change who leads or whose a row is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from enacting import enact
from harness import BEGINNING, Bench, Chat, notes, text_of
from stage import LEADER, MARKS, ONE, TWO, A, build, shelf_of

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.conflict import Conflict
from dialogs.screens.history import History
from dialogs.screens.joining import Joining
from dialogs.screens.reviewing import Reviewing
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.events import Edited
from dialogs.turn.held import Held
from dialogs.turn.messages import Reply
from dialogs.turn.screen import Screen
from storage.store import Store

STEP = Step(item="shelves.name", row=shelf_of(ONE))
PUT = c.PutAnswer(application=A, step=STEP, value="我写的")
HELD = Held(id="held", application=A, changes=(PUT,), seen=-1)
GIVEN_AWAY = c.AssignRow(application=A, table="shelves", row=STEP.row, unit=TWO)
GIVEN_BACK = GIVEN_AWAY.model_copy(update={"unit": ONE})
LEADS = "SELECT person FROM member WHERE application = ? AND role = 'lead'"
ANSWERS = "SELECT row, field, value FROM answer ORDER BY rowid"


@pytest.fixture
async def one(bench: Bench) -> Chat:
    """Somebody who fills in the part of a unit."""
    await bench.service.do(build)
    return Chat(bench, "console:one")


COUNT = itertools.count()


async def looked(chat: Chat) -> list[Reply]:
    """What is shown there: an edit of a message that gave nothing is told with it, whatever it is."""
    return await chat.submit(Edited(id=f"look/{next(COUNT)}", person=chat.person, ref="nothing", text="没有"))


async def at(chat: Chat, *screens: Screen, changes: Sequence[Any] = (), **more: Any) -> None:
    """Puts a person at some screens, shows them, and then has the lead change something."""

    def put(store: Store) -> None:
        store.held_changes.put(chat.person, HELD, BEGINNING)
        unit = {"application": A, "unit": ONE, "consented": True, "shown": Shown(number=7)}
        store.conversations.keep(Conversation(person=chat.person, screens=screens, **{**unit, **more}))

    def change(store: Store) -> None:
        enact(store, store.conversations.get(LEADER), changes, BEGINNING)

    await chat.bench.service.do(put)
    await looked(chat)
    await chat.bench.service.do(change)


async def test_a_lead_does_not_join_as_somebody_else(one: Chat) -> None:
    """Invited to fill in the lead unit's part, and made the lead before the name was typed."""
    bench = one.bench
    invite = c.Invite(
        application=A,
        invitation="late",
        unit=LEAD_UNIT,
        role="member",
        uses=1,
        expires=BEGINNING.replace(year=2025),
        token="late",  # noqa: S106 - of a test
        code="late",
    )
    await bench.service.do(lambda store: enact(store, store.conversations.get(LEADER), [invite], BEGINNING))
    made_lead = [c.HandOver(application=A, person=one.person)]
    await at(one, Joining(invitation="late", agreed=True), changes=made_lead)
    assert "您已经在这份申报里了" in notes(await one.say("李四"))
    assert await bench.sql(LEADS, A) == [(one.person,)]
    assert await bench.sql("SELECT uses FROM invitation WHERE id = 'late'") == [(1,)]


async def test_the_link_that_let_somebody_in_is_no_wrong_one(one: Chat) -> None:
    for _ in range(6):
        assert "您已经在这份申报里了" in notes(await one.command("join", "cconsole:one"))
    assert await one.bench.sql("SELECT count(*) FROM attempt") == [(0,)]


async def test_who_leads_does_not_leave(one: Chat) -> None:
    """Asked whether to leave, and made the lead before the answer; also where it is the lead unit."""
    zero = Chat(one.bench, "console:zero")
    await at(zero, unit=LEAD_UNIT)
    await zero.command("delete")
    handed = [c.HandOver(application=A, person=zero.person)]
    await one.bench.service.do(lambda store: enact(store, store.conversations.get(LEADER), handed, BEGINNING))
    await zero.press("确定")
    assert await one.bench.sql(LEADS, A) == [(zero.person,)]


@pytest.mark.parametrize(
    "screens",
    [
        (Conflict(step=STEP, held="held"),),
        (Asking(step=STEP),),
        (Browsing(table="shelves", row=STEP.row), Asking(step=STEP)),
        (Reviewing(section="detail", row=STEP.row),),
    ],
    ids=["a conflict", "a question", "a row", "a page of the review"],
)
async def test_what_was_about_a_row_given_away_is_not_taken_for_something_else(
    one: Chat, screens: Sequence[Screen]
) -> None:
    """Neither a press nor a typed answer does anything to what one was not shown."""
    await at(one, *screens, changes=[GIVEN_AWAY])
    before = await one.bench.sql(ANSWERS)
    replies = await one.say("2024年5月")
    assert await one.bench.sql(ANSWERS) == before
    assert "2024年5月" in notes(replies), "the text is not lost"
    assert MARKS[ONE] + "架1" not in text_of(replies)
    await one.bench.service.do(lambda store: enact(store, store.conversations.get(LEADER), [GIVEN_BACK], BEGINNING))
    await at(one, *screens, changes=[GIVEN_AWAY])
    for row in one.asked.buttons[:2]:
        await one.press_data(row[0].data)
    assert await one.bench.sql(ANSWERS) == before


async def test_a_change_of_a_row_given_away_is_no_longer_shown(one: Chat) -> None:
    name = f"{MARKS[ONE]}架1"
    [(entry,)] = await one.bench.sql("SELECT id FROM history WHERE value = ?", name)
    await at(one, History(entry=entry))
    assert name in one.asked.text
    await at(one, History(entry=entry), changes=[GIVEN_AWAY])
    assert name not in text_of(await looked(one))
