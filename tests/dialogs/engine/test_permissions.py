"""Who may do what: every role, every change, every way to bring it about, and nothing of others is shown.

How to read it: `rights` has two tables, what a role may do and what each change needs. Here the first is held against
`can`, the second against the gate, and both against what really becomes another in the database (`team_model`) when
people of every role (`stage`) do something, from states of the conversation that are forged too (`forging`). Every try
is undone at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import team_model
from acting import Act, Play, buttons, texts
from forging import hold, screens
from harness import BEGINNING
from rights import MAY, NEEDS, At, allowed, may
from stage import ACTORS, LEADER, MARKS, ONE, PEOPLE, TWO, UNITS, A, Actor, B, build, foreign_marks, shelf_of

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.application.changes import AnyChange, JobKind
from dialogs.application.finding import Finding
from dialogs.application.team import Action, Member, Role, can
from dialogs.engine.commands import COMMANDS
from dialogs.engine.gate import guard
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.asking import Asking
from dialogs.texts import say
from dialogs.turn.beside_chat import Arranged, Filled, FilledCell
from dialogs.turn.conversation import Conversation
from dialogs.turn.events import Command, Edited, Event, File, JobDone, Pressed, Said
from dialogs.turn.messages import Ask
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

NUMBER = {LEAD_UNIT: 1, ONE: 2, TWO: 3}  # the ids of the comment on each unit's first row
BINNED: dict[str, int] = {}  # and of its deleted row, once there is a scene
SEEN = 10**9  # a person who has seen every change
NOT_LEADING = [actor for actor in ACTORS if actor.role != "lead"]
MEMBER = Actor("console:one", ONE)  # who may write, and so might write too much
NEED_NOTHING = {  # changes that stand in no table, as everybody may make them
    c.StartApplication,
    c.NoteAttempt,  # these two are about oneself
    c.AddLink,
}
COUNT = itertools.count()


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    """The scene; nobody changes it."""
    play = Play()
    build(play.store)
    BINNED.update({unit: id_ for id_, (_, _, unit) in play.world()[A].binned.items()})
    for person in PEOPLE:
        hold(play.store, person)
    yield play
    play.close()


def at(unit: str) -> Iterator[At]:
    """What belongs to a unit, once for everybody who is in for it and does not lead."""
    for person, (of, role) in PEOPLE.items():
        if of == unit and role in ("member", "reviewer", "viewer"):
            row, other, binned = shelf_of(unit), shelf_of(unit, 2), BINNED.get(unit, 0)
            yield At(A, unit, row, other, binned, NUMBER[unit], person, now=BEGINNING)


def trying(play: Play, actor: Actor, forged: Conversation, what: type[Event], /, **more: Any) -> Act:
    """What comes of an event, which never touches or shows anything of others."""
    event = what.model_validate({"id": f"try{next(COUNT)}", "person": actor.person, **more})
    act = play.tried(forged, event)
    nothing_of_others(act)
    return act


def looking(play: Play, actor: Actor, forged: Conversation) -> Act:
    """What is shown there: an edit of a message that gave nothing is told with it, whatever it is."""
    return trying(play, actor, forged, Edited, ref="nothing", text="没有")


def nothing_of_others(act: Act) -> None:
    assert act.differences.keys() <= {A}
    if A in act.differences:
        before, after = act.before[A], act.after[A]
        team_model.whoever_changes_something_may(act, before, after, act.differences[A])
        team_model.unfinished_texts_of_others_stay(act, before, after)
        team_model.whoever_comes_in_was_invited(act, before, after)
    team_model.only_who_is_in_is_told(act)
    for person, replies in act.told.items():
        told = "\n".join(texts(replies))
        assert say("refuse.fault") not in told, act.event
        assert not [mark for mark in foreign_marks(person) if mark in told], (act.event, told)


# The tables.


def test_the_tables_have_every_role_every_action_and_every_change() -> None:
    assert MAY.keys() == set(itertools.product(get_args(Role), get_args(Action)))
    [there, *_] = at(ONE)
    assert {type(change(there)) for _, change in NEEDS} | NEED_NOTHING == set(get_args(AnyChange))


def test_a_role_may_do_what_the_table_says() -> None:
    for (role, action), unit in itertools.product(MAY, (LEAD_UNIT, ONE)):
        member = Member.model_validate({"application": A, "person": "x", "unit": unit, "role": role})
        for owner in (LEAD_UNIT, ONE, TWO, None):
            assert can(member, action, owner) == may(role, unit, action, owner), (role, action, unit, owner)
            assert not can(None, action, owner)


@pytest.mark.parametrize("unit", UNITS, ids=["at the lead unit", "at one", "at two"])
def test_the_gate_lets_a_change_through_exactly_where_the_table_says(play: Play, unit: str) -> None:
    tried = {True: 0, False: 0}
    for actor, there, (need, change) in itertools.product(ACTORS, list(at(unit)), NEEDS):
        wanted = change(there)
        passes = allowed(need, actor.person, actor.role, actor.unit, there)
        outcome = play.gate(actor.conversation(seen=SEEN), wanted)
        assert (wanted in outcome.changes, bool(outcome.refusal)) == (passes, not passes), (actor, wanted)
        assert passes or not outcome.changes
        tried[passes] += 1
    assert min(tried.values()) > 50


@pytest.mark.parametrize("kind", [None, "confirmed", "waived"])
def test_what_is_said_of_a_part_is_taken_back_by_whoever_may_say_it(play: Play, kind: str | None) -> None:
    """Where nothing is said, only whoever may confirm has something to take back."""
    need = next(need for need, change in NEEDS if isinstance(change(At(A, ONE)), c.DropSignOff))
    play.store.db.execute("BEGIN IMMEDIATE")
    try:
        play.store.db.execute("DELETE FROM sign_off")
        if kind:
            sql = "INSERT INTO sign_off (application, unit, kind, person, at) VALUES (?, ?, ?, ?, ?)"
            play.store.db.execute(sql, [A, ONE, kind, LEADER, BEGINNING.isoformat()])
        for actor in ACTORS:
            gate = play.gate(actor.conversation(seen=SEEN), c.DropSignOff(application=A, unit=ONE))
            may_it = allowed(need, actor.person, actor.role, actor.unit, At(A, ONE, waived=kind == "waived"))
            assert bool(gate.refusal) != may_it, actor
    finally:
        play.store.db.rollback()


def test_one_refused_change_stops_all_of_an_event(play: Play) -> None:
    own, foreign = (
        c.PutAnswer(application=A, step=Step(item="shelves.name", row=shelf_of(u)), value="新的") for u in (ONE, TWO)
    )
    turn = Turn(play.store, MEMBER.conversation(seen=SEEN), play.now, event="e")
    assert guard(turn, Outcome(turn.conversation, changes=(own, foreign))).changes == ()
    assert own in play.gate(turn.conversation, own).changes


def test_what_is_another_applications_is_nobodys_here(play: Play) -> None:
    for actor, there, (_, change) in itertools.product(ACTORS, list(at(LEAD_UNIT))[:1], NEEDS):
        wanted = change(there)
        if wanted.application:
            wanted = wanted.model_copy(update={"application": B})
            assert not play.gate(actor.conversation(seen=SEEN), wanted).changes, (actor, wanted)


# Every way to bring something about.


@pytest.mark.parametrize(
    "actor",
    [
        pytest.param(actor, marks=() if actor == MEMBER else pytest.mark.drill, id=f"{actor.person}-{actor.unit}")
        for actor in NOT_LEADING
    ],
)
def test_forged_states_neither_change_nor_show_what_is_others(play: Play, actor: Actor) -> None:
    """Every screen filled with what is others', then every button on offer, a typed answer, a command."""
    forged = screens(seed=len(actor.person), count=5 if actor.role else 2)
    states = [actor.conversation(screens=stack, seen=SEEN) for stack in forged]
    states += [actor.conversation(step=s[-1].step, seen=SEEN) for s in forged if isinstance(s[-1], Asking)]
    shown = ""
    for number, state in enumerate(states):
        looked = looking(play, actor, state)
        shown += looked.words
        then = state.model_copy(update={"shown": state.shown.model_copy(update={"number": state.shown.number + 1})})
        for data in offered(looked):
            trying(play, actor, then, Pressed, data=data)
        trying(play, actor, state, Said, text=("2024年5月", "新的\t2024年5月")[number % 2], ref=f"r{number}")
        trying(play, actor, state, Command, name=("back", "skip")[number // 2 % 2])
    assert all(mark in shown for unit, mark in MARKS.items() if unit != B and actor.may("read", unit))


def offered(act: Act) -> list[str]:
    asks = [reply for reply in act.told.get(act.person, []) if isinstance(reply, Ask)]
    return [button.data for ask in asks for button in buttons(ask)]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_neither_change_nor_show_what_is_others(play: Play, name: str) -> None:
    for actor, argument in itertools.product(ACTORS, ("", shelf_of(TWO))):
        trying(play, actor, actor.conversation(), Command, name=name, argument=argument)


@pytest.mark.drill
def test_a_button_that_is_not_on_offer_does_nothing(play: Play) -> None:
    """Whatever data a client makes up: that of every button that anybody is ever offered."""
    leader = Actor(LEADER, LEAD_UNIT)
    everywhere = [leader.conversation(screens=stack) for stack in screens(seed=1, count=9)]
    looked = [looking(play, leader, one) for one in everywhere]
    actions = sorted({data.partition(".")[2] for act in looked for data in offered(act)} - {"new", "join"})
    assert len(actions) > 60
    for actor, action in itertools.product(NOT_LEADING, actions):
        trying(play, actor, actor.conversation(), Pressed, data=f"7.{action}")


FILLED = {"shelves.note": "新的", "about": "新的书与借还", "shelves.books": "2024年5月"}  # a right answer


@pytest.mark.parametrize("item", FILLED)
def test_an_answer_beside_the_chat_is_taken_from_whoever_may(play: Play, item: str) -> None:
    for actor, unit in itertools.product(ACTORS, UNITS):
        cell = FilledCell(item=item, row=shelf_of(unit), text=FILLED[item])
        act = trying(play, actor, actor.conversation(seen=SEEN), Filled, application=A, cells=(cell,))
        assert bool(act.differences) == actor.may("answer", unit), (actor, unit)


@pytest.mark.parametrize("what", ["add", "up", "down", "drop"])
def test_a_row_is_arranged_by_whoever_may(play: Play, what: str) -> None:
    """A new row belongs to whoever adds it; a unit is the lead's to arrange."""
    number = 2 if what == "up" else 1
    rows = [("shelves", shelf_of(unit, number), unit) for unit in UNITS] + [
        ("partners", TWO if number == 2 else ONE, None)
    ]
    for actor, (table, row, unit) in itertools.product(ACTORS, rows):
        act = trying(play, actor, actor.conversation(), Arranged, application=A, table=table, row=row, what=what)
        whose = actor.unit if what == "add" else unit
        allowed_to = actor.may("manage", None) if unit is None else actor.may("answer", whose)
        assert bool(act.differences) == allowed_to, (actor, row, act.words)


def test_a_message_is_edited_only_by_whoever_wrote_it_and_may_still(play: Play) -> None:
    refs = {"m1": LEAD_UNIT, **{f"n{shelf_of(unit)}": unit for unit in UNITS}, **{f"p{unit}": unit for unit in UNITS}}
    edited = set()
    for actor, ref in itertools.product(ACTORS, refs):
        if trying(play, actor, actor.conversation(seen=SEEN), Edited, text="又一个", ref=ref).differences:
            edited.add((actor, ref))
    assert {ref for actor, ref in edited if actor == MEMBER} == {f"n{shelf_of(ONE)}", f"p{ONE}"}
    assert not {actor for actor, _ in edited if not actor.role}


GIVES_NOTHING_OUT = {"read", "earlier", "rows", "back", "table"}


@pytest.mark.parametrize("kind", sorted({*get_args(JobKind)} - GIVES_NOTHING_OUT))
def test_what_a_job_has_made_goes_only_to_whoever_may_have_it_by_then(play: Play, kind: str) -> None:
    """A role may have changed since the work was asked for. They get it for whatever unit they are in."""
    steps = [Step(item="shelves.name", row=shelf_of(unit)) for unit in UNITS]
    found = [
        Finding(code="missing", step=step, place="x", words=MARKS[u]) for step, u in zip(steps, UNITS, strict=True)
    ]
    files = (File(path="/秘密.docx", name="秘密.docx"),) if kind != "check" else ()
    done = {"job": "j", "application": A, "kind": kind, "files": files, "findings": found, "page": 1, "pages": 1}
    for actor, awaits in itertools.product(ACTORS, ("j", "")):
        unit, role = PEOPLE[actor.person]
        sql = "INSERT INTO job (id, application, person, kind) VALUES ('j', ?, ?, ?)"
        event = JobDone.model_validate({"id": f"try{next(COUNT)}", "person": actor.person, **done})
        act = play.tried(actor.conversation(awaits=awaits), event, (sql, [A, actor.person, kind]))
        nothing_of_others(act)
        has = role not in ("", "gone") if kind == "part" else may(role, unit, "export", None)
        assert ("秘密.docx" in str(act.told)) == (has and kind != "check"), actor
