"""Deleted rows and units come back whole, in the database; `test_restoring_chat` is what the people read.

How to read it: in the database of `stage` every unit has shelves, answers, texts begun, comments, invitations and
people. Something is deleted and brought back there, and all that stands is looked at; after every step the `laws` hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import laws
import picture
import pytest
from acting import FORM, Play
from enacting import enact
from harness import BEGINNING, SMALL
from picture import Picture
from stage import LEADER, ONE, TWO, A, build, shelf_of

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.application.team import BinnedRow
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT
from dialogs.form.shelf import Shelf
from dialogs.turn.conversation import Conversation
from storage.database import transaction
from storage.recount import refresh
from storage.stored_application import StoredApplication

MEMBER = "console:one"  # of unit ONE
SHELF = shelf_of(ONE)
OF_ONE = {"application": A, "table": "shelves", "row": SHELF}


@pytest.fixture
def play() -> Iterator[Play]:
    play = Play()
    build(play.store)
    yield play
    play.close()


def carry_out(play: Play, *what: c.Change, person: str = LEADER, days: float = 0) -> None:
    """Whatever that does, the laws hold after it."""
    conversation = Conversation(person=person, consented=True, application=A)
    with transaction(play.store.db):
        enact(play.store, conversation, what, BEGINNING + timedelta(days=days))
    laws.hold(play.store, A, now(play), BEGINNING.date())


def drop(play: Play, table: str, row: str, person: str = LEADER) -> BinnedRow:
    carry_out(play, c.DropRow(application=A, table=table, row=row), person=person)
    return play.store.team(A).bin(table, None, 1, 1)[0]


def restore(play: Play, binned: BinnedRow) -> None:
    carry_out(play, c.RestoreRow(application=A, binned=binned.id), days=1)


def now(play: Play) -> Picture:
    return picture.taken(play.store.db)[A]


def opened(play: Play, scope: str | None = None) -> StoredApplication:
    found = play.store.application(A, scope)
    assert found is not None
    return found


# All that stands there.
WHOLE = {
    "answer": "*",
    "comment": "*",
    "invitation": "*",
    "sign_off": "*",
    "member": "person, unit, role, name, joined",
    "draft_part": "*",
    "instance": "grp, row, unit, position, missing",
}


def whole(play: Play) -> dict[str, list[Any]]:
    lines = {table: play.store.db.execute(f"SELECT {what} FROM {table}") for table, what in WHOLE.items()}  # noqa: S608
    return {table: sorted(found.fetchall(), key=str) for table, found in lines.items()}


GOES = {  # what is deleted and brought back, one after the other
    "a row": [("shelves", SHELF)],
    "a unit with all that is its own": [("partners", ONE)],
    "again and again": [("partners", ONE), ("shelves", shelf_of(TWO)), ("partners", TWO), ("partners", ONE)] * 3,
}


@pytest.mark.parametrize("goes", GOES)
def test_what_was_deleted_comes_back_whole_to_its_place(play: Play, goes: str) -> None:
    before, stood = now(play), whole(play)
    for table, row in GOES[goes]:
        binned = drop(play, table, row)
        rows = {row, *(one for one, unit in before.owners.items() if unit == row)}
        assert now(play).owners == {one: unit for one, unit in before.owners.items() if one not in rows}
        restore(play, binned)
    assert whole(play) == stood
    assert now(play).binned == before.binned


def test_of_a_unit_that_is_deleted_nobody_is_in_and_nobody_comes_in(play: Play) -> None:
    binned = drop(play, "partners", ONE)
    assert binned.people == (MEMBER,)
    assert not [unit for _, unit in now(play).members if unit == ONE]
    assert not [letter for letter in now(play).letters.values() if letter.unit == ONE and not letter.revoked]
    assert SHELF not in [row.row for row in play.store.team(A).bin("shelves", None, 1, 9)], "it went with the unit"
    assert not [comment for comment in play.store.team(A).comments(None, None) if comment.step.row == SHELF]


def test_it_is_known_who_deleted_what_and_a_message_can_still_be_edited_when_it_is_back(play: Play) -> None:
    binned = drop(play, "shelves", SHELF, MEMBER)
    assert (binned.cells["shelves.name"], binned.unit, binned.person, binned.at) == (
        "乙乙标记架1",
        ONE,
        MEMBER,
        BEGINNING,
    )
    restore(play, binned)
    assert play.store.given(A, MEMBER, f"n{SHELF}") == Step(item="shelves.note", row=SHELF)


@pytest.mark.parametrize(("table", "row"), [("shelves", SHELF), ("partners", ONE)])
def test_the_history_has_the_deletion_and_the_return_with_their_unit(play: Play, table: str, row: str) -> None:
    before, of_all = now(play), len(opened(play).history(None, None, 999))
    answers = {cell: value for cell, value in before.answers.items() if row in (cell[1], before.owners[cell[1]])}
    restore(play, drop(play, table, row, MEMBER))
    lines = opened(play, ONE).history(None, None, 2 * len(answers))
    back, gone = lines[: len(answers)], lines[len(answers) :]
    assert {(line.step.item, line.step.row): line.before for line in gone} == answers
    assert {(line.step.item, line.step.row): line.after for line in back} == answers
    assert {(line.person, line.after) for line in gone} == {(MEMBER, None)}
    assert {(line.person, line.before, line.at) for line in back} == {(LEADER, None, BEGINNING + timedelta(days=1))}
    assert len(opened(play).history(None, None, 999)) == of_all + 2 * len(answers)


def test_a_row_whose_unit_is_gone_is_the_lead_units_until_it_is_given_back(play: Play) -> None:
    row, unit = drop(play, "shelves", SHELF), drop(play, "partners", ONE)
    for binned in (row, unit):
        restore(play, binned)
        assert now(play).owners[SHELF] == LEAD_UNIT
    assert now(play).owners[shelf_of(ONE, 2)] == ONE


def test_bringing_back_twice_is_bringing_back_once(play: Play) -> None:
    binned = drop(play, "shelves", SHELF)
    restore(play, binned)
    before = now(play)
    restore(play, binned)
    assert now(play) == before
    drop(play, "shelves", SHELF)
    restore(play, binned)
    assert SHELF not in now(play).owners, "the id of what was deleted is never another's"


def test_a_row_in_which_nothing_stands_is_not_kept(play: Play) -> None:
    before = now(play)
    carry_out(play, c.AddRow(application=A, table="shelves", row="new"))
    carry_out(play, c.DropRow(application=A, table="shelves", row="new"))
    assert now(play).binned == before.binned


def test_who_had_left_before_stays_out_and_who_came_elsewhere_meanwhile_stays_there(play: Play) -> None:
    invite: dict[str, Any] = {"application": A, "role": "member", "uses": 1, "expires": BEGINNING + timedelta(days=7)}
    carry_out(play, c.Invite(**invite, invitation="i", unit=TWO, token="t" * 32, code="C" * 8))
    binned = drop(play, "partners", ONE)
    assert binned.people == (MEMBER,), "and not console:gone"
    carry_out(play, c.Join(application=A, invitation="i", name="李四四"), person=MEMBER)
    restore(play, binned)
    of_one = {who: member for who, member in now(play).members.items() if ONE in who or MEMBER in who}
    assert of_one == {(MEMBER, ONE): ("member", "李四四"), (MEMBER, TWO): ("member", "李四四")}


def test_what_somebody_has_not_finished_counts_only_while_they_can_finish_it(play: Play) -> None:
    begun = Step(item="about", row=SHELF)
    for changes, counts in (
        ([], True),
        ([c.AssignRow(**OF_ONE, unit=TWO)], False),
        ([c.AssignRow(**OF_ONE, unit=ONE)], True),
        ([c.DropMember(application=A, person=MEMBER, unit=ONE)], False),
    ):
        carry_out(play, *changes)
        assert (begun in opened(play).everything().unsaved) == counts
    carry_out(play, c.Join(application=A, invitation="open", name="李四"), person=MEMBER)
    assert begun in opened(play).everything().unsaved
    assert opened(play).writers(begun) == [MEMBER]


def test_what_was_deleted_is_kept_for_thirty_days(play: Play) -> None:
    binned = drop(play, "shelves", SHELF)
    carry_out(play, c.DropRow(application=A, table="shelves", row=shelf_of(ONE, 2)), days=5)
    for days, kept in ((29, [shelf_of(ONE, 2), binned.row]), (31, [shelf_of(ONE, 2)])):
        play.store.forget(BEGINNING + timedelta(days=days))
        assert [row.row for row in play.store.team(A).bin("shelves", ONE, 1, 2)][: len(kept)] == kept


TEXT = (SMALL / "small" / "1" / "form.toml").read_text("utf-8")
ONE_MORE_ANNEX = """id = "oath"
title = "附：声明"
each = "units"
item = [{ id = "sure", label = "属实", kind = "text" }]

[[group]]
id = "pledge\""""
CHANGED = {
    "a column more": ('{ id = "books"', '{ id = "size", label = "大小", kind = "text" },\n    { id = "books"'),
    "a column less": ('{ id = "note", label = "说明", kind = "text", required = false },\n', ""),
    "no annex for rows": ('each = "shelves"\n', ""),
    "one more annex for units": ('id = "pledge"', ONE_MORE_ANNEX),
    "a higher minimum": ("min_han = 6", "min_han = 60"),
}


@pytest.mark.parametrize(("table", "row"), [("shelves", SHELF), ("partners", ONE)])
@pytest.mark.parametrize("change", CHANGED)
def test_what_is_brought_back_after_the_form_has_changed_is_as_if_it_had_been_there(
    play: Play, change: str, table: str, row: str
) -> None:
    assert TEXT.count(CHANGED[change][0]) == 1
    form = load(TEXT.replace(*CHANGED[change]))
    stayed = Play()
    build(stayed.store)
    binned = drop(play, table, row)
    for one in (play, stayed):
        one.store.forms = Shelf({FORM.key: form})
        refresh(one.store.sql, one.store.forms)
    restore(play, binned)
    assert whole(play) == whole(stayed)
    stayed.close()
