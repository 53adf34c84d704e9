"""Two persons become one in the database: nothing is left of the one, and the other has the better of both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from enacting import enact
from harness import BEGINNING, begin, small_shelf
from stage import LEADER, ONE, OTHER, PEOPLE, A, build

from dialogs.application import changes as c
from dialogs.form.model import LEAD_UNIT
from dialogs.turn.conversation import Conversation, Shown
from dialogs.turn.held import Held
from dialogs.turn.messages import Say
from storage.database import connect
from storage.store import Store

ZERO, READER = "console:zero", "console:viewer"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    forms = {key: registered.form for key, registered in small_shelf(tmp_path).items()}
    begin(tmp_path)
    made = Store(connect(tmp_path), forms)
    build(made)
    for number, person in enumerate(PEOPLE, 1):
        made.page_sessions.sign_in(f"s{person}", person, BEGINNING)
        made.page_sessions.add_link(f"l{person}", person, BEGINNING + timedelta(days=1), short=False)
        made.page_log.keep(person, A, Say(text="您好"), BEGINNING)
        made.outbox.put(person, Say(text="您好"))
        drop = c.DropApplication(application=A)
        made.held_changes.put(person, Held(id=f"h{person}", application=A, changes=(drop,), seen=0), BEGINNING)
        made.questions.put(person, person, Shown(number=number))
        enact(made, made.conversations.get(person), [c.NoteAttempt()], BEGINNING)
        job = c.StartJob(job=f"j{person}", application=A, kind="word")
        final = c.NoteFinal(application=A, version=number, newest=number)
        enact(made, Conversation(person=person, consented=True, application=A), [job, final], BEGINNING)
    yield made
    made.db.close()


def holding(store: Store, person: str) -> dict[str, int]:
    """In which tables a person stands, and in how many lines."""
    found = {}
    for table in store.db.tables:
        if "person" in table.columns_dict:
            count = table.count_where("person = ?", [person])
            found[table.name] = count
    return found


def roles(store: Store) -> dict[tuple[str, str], str]:
    found: list[dict[str, Any]] = list(
        store.db.query("SELECT person, unit, role FROM member WHERE application = ?", [A])
    )
    return {(line["person"], line["unit"]): line["role"] for line in found}


def test_every_table_with_a_person_follows(store: Store) -> None:
    before, others = holding(store, LEADER), holding(store, OTHER)
    tables = {table for table, count in before.items() if count} | {"alias"}
    assert tables == set(before), f"the stage has nothing of theirs in {set(before) - tables}"
    store.linked_identities.link_identities(LEADER, OTHER)
    after = holding(store, OTHER)
    left = {table: count for table, count in holding(store, LEADER).items() if count}
    assert left == {"outbox": before["outbox"]}, "what waits to be delivered goes where it was to go"
    once = {"alias", "outbox", "conversation"}
    assert {t: n for t, n in after.items() if t not in once} == {
        t: before[t] + others[t] for t in before if t not in once
    }
    assert store.linked_identities.person(LEADER) == OTHER
    assert LEADER not in str(list(store.db.query("SELECT key, before FROM touched")))


@pytest.mark.parametrize(("old", "new"), [(LEADER, ZERO), (ZERO, LEADER)])
def test_of_two_roles_in_a_unit_the_higher_is_left(store: Store, old: str, new: str) -> None:
    store.linked_identities.link_identities(old, new)
    found = roles(store)
    assert found[new, LEAD_UNIT] == "lead"
    assert [role for role in found.values() if role == "lead"] == ["lead"]
    assert not [person for person, _ in found if person == old]


def test_who_is_in_two_units_keeps_both_and_has_one_name(store: Store) -> None:
    store.linked_identities.link_identities("console:one", READER)
    assert roles(store)[READER, ONE] == "member"
    assert roles(store)[READER, LEAD_UNIT] == "viewer"
    assert len({line["name"] for line in store.db.query("SELECT name FROM member WHERE person = ?", [READER])}) == 1


def test_what_the_other_was_doing_goes_on(store: Store) -> None:
    doing = store.conversations.get(OTHER)
    store.linked_identities.link_identities(LEADER, OTHER)
    assert store.conversations.get(OTHER) == doing
    fresh = "page:fresh"
    store.linked_identities.link_identities(OTHER, fresh)
    assert store.conversations.get(fresh) == doing.model_copy(update={"person": fresh})


def test_what_people_see_of_the_application_is_another(store: Store) -> None:
    before = store.version(A)
    store.linked_identities.link_identities(LEADER, OTHER)
    assert store.version(A) > before


def test_names_lead_to_the_last_of_a_chain(store: Store) -> None:
    store.linked_identities.link_identities("telegram:1", "page:a")
    store.linked_identities.link_identities("page:a", "page:b")
    assert store.linked_identities.person("telegram:1") == store.linked_identities.person("page:a") == "page:b"
    assert store.linked_identities.names("page:b") == ["page:a", "telegram:1"]
    assert store.linked_identities.drop("page:b") == ["page:a", "telegram:1"]
    assert store.linked_identities.person("telegram:1") == "telegram:1"


def test_whoever_is_cut_off_gets_nothing_more(store: Store) -> None:
    store.linked_identities.link_identities("telegram:1", OTHER)
    store.outbox.put("telegram:1", Say(text="您好"))
    store.waiting_jobs.asked_for(f"j{OTHER}", "telegram:1")
    store.linked_identities.drop(OTHER)
    assert store.outbox.next("telegram:1") is None
    assert {job.person for job in store.waiting_jobs.all() if job.id == f"j{OTHER}"} == {OTHER}, (
        "it was theirs to ask for"
    )
    assert store.outbox.next(OTHER) is not None, "what is for themselves stays"
