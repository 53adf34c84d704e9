"""Who may do what: every role, every change, every way to bring it about, and nothing of others is shown."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from forging import screens
from harness import BEGINNING, Bench
from stage import (
    ACTORS,
    LEADER,
    MARKS,
    MAY,
    ONE,
    PEOPLE,
    TWO,
    UNITS,
    A,
    Actor,
    B,
    Stage,
    Try,
    may,
    shelf_of,
    staged,
)

from bot.service import job_runner
from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.application.changes import AnyChange
from dialogs.application.checks import Finding
from dialogs.application.team import Action, Member, Role, can
from dialogs.engine.commands import COMMANDS
from dialogs.engine.gate import guard
from dialogs.form.model import LEAD_UNIT
from dialogs.screens.asking import Asking
from dialogs.turn.messages import Arranged, Command, Edited, File, Filled, JobDone, Pressed, Said, Unsupported
from dialogs.turn.turn import Outcome, Turn
from storage.store import Job, Store


def test_the_matrix_has_every_role_and_action() -> None:
    assert MAY.keys() == set(get_args(Role))
    assert {action for actions in MAY.values() for action in actions} == set(get_args(Action))


@pytest.mark.parametrize("role", get_args(Role))
@pytest.mark.parametrize("action", get_args(Action))
def test_can(role: Role, action: Action) -> None:
    for unit, owner in itertools.product((LEAD_UNIT, ONE), (LEAD_UNIT, ONE, TWO, None)):
        member = Member(application=A, person="x", unit=unit, role=role)
        assert can(member, action, owner) == may(role, unit, action, owner), (unit, owner)
        assert not can(None, action, owner)


# Every change at a unit, with what one must be allowed to do for it: one of these is enough.
Needs = tuple[tuple[str, str | None], ...]
Line = Callable[[str], list[tuple[Any, Needs]]]
ANYBODY: Needs = (("read", LEAD_UNIT), ("read", ONE), ("read", TWO))  # who is in at all
MANAGE: Needs = (("manage", None),)
REVIEW: Needs = (("review", None),)
EXPORT: Needs = (("export", None),)
NUMBER = {LEAD_UNIT: 1, ONE: 2, TWO: 3}  # the ids of each unit's deleted row and of the comment on it


def _at(unit: str, item: str = "shelves.name") -> dict[str, Any]:
    return {"application": A, "step": Step(item=item, row=shelf_of(unit))}


def _row(unit: str) -> dict[str, Any]:
    return {"application": A, "table": "shelves", "row": shelf_of(unit)}


def _put_answer(unit: str) -> list[tuple[Any, Needs]]:
    put = [
        (c.PutAnswer(application=A, step=Step(item=item, row=row), value="新的"), (("answer", owner),))
        for item, row, owner in (("shelves", unit, unit), ("promise", unit, unit), ("remark", LEAD_UNIT, LEAD_UNIT))
    ]
    listed = c.PutAnswer(application=A, step=Step(item="partners", row=unit), value="完成")
    return [(c.PutAnswer(**_at(unit), value="新的"), (("answer", unit),)), (listed, MANAGE), *put]


def _invite(unit: str) -> list[tuple[Any, Needs]]:
    base = {"application": A, "invitation": "i", "unit": unit, "uses": 1, "expires": BEGINNING + timedelta(days=1)}
    return [(c.Invite(**base, role=role, token="a" * 32, code="B" * 8), MANAGE) for role in ("member", "viewer")]


def _start_job(unit: str) -> list[tuple[Any, Needs]]:
    base = {"job": "j", "application": A}
    part = c.StartJob(**base, kind="part", argument=f"0:{shelf_of(unit)}")
    whole = [(c.StartJob(**base, kind=kind), EXPORT) for kind in ("word", "pdf", "pages", "sheets")]
    return [*whole, (part, (("read", unit),)), (c.StartJob(**base, kind="check"), ANYBODY)]


def _about_remark(unit: str) -> list[tuple[Any, Needs]]:
    base = {"application": A, "comment": NUMBER[unit]}
    either = (*REVIEW, ("answer", unit))
    return [
        (c.SettleComment(**base, state="closed"), REVIEW),
        (c.SettleComment(**base, state="open"), REVIEW),
        (c.SettleComment(**base, state="mended"), either),
        (c.SettleComment(**base, state="answered"), either),
    ]


def _drop_row(unit: str) -> list[tuple[Any, Needs]]:
    whole_unit = [(c.DropRow(application=A, table="partners", row=unit), MANAGE)] if unit else []
    return [(c.DropRow(**_row(unit)), (("answer", unit),)), *whole_unit]


LINES: dict[Any, Line] = {
    c.StartApplication: lambda _: [],  # everybody may
    c.NoteAttempt: lambda _: [],  # about oneself
    c.AddLink: lambda _: [],  # to oneself
    c.Join: lambda _: [],  # the invitation decides, see below
    c.LinkIdentities: lambda _: [
        (c.LinkIdentities(person="console:one", link="none"), ())
    ],  # nobody may without a link that holds
    c.DropApplication: lambda _: [(c.DropApplication(application=A), MANAGE)],
    c.PutAnswer: _put_answer,
    c.DropAnswer: lambda unit: [(c.DropAnswer(**_at(unit)), (("answer", unit),))],
    c.AddDraftPart: lambda unit: [(c.AddDraftPart(**_at(unit, "about"), text="新的"), (("answer", unit),))],
    c.EditDraftPart: lambda unit: [(c.EditDraftPart(**_at(unit, "about"), text="x", ref="y"), (("answer", unit),))],
    c.DropDraftParts: lambda unit: [(c.DropDraftParts(**_at(unit, "about"), last=False), (("answer", unit),))],
    c.AddRow: lambda unit: [
        (c.AddRow(application=A, table="shelves", row="new", unit=unit), (("answer", unit),)),
        (c.AddRow(application=A, table="partners", row="new"), MANAGE),
    ],
    c.MoveRow: lambda unit: [(c.MoveRow(**_row(unit), other=shelf_of(unit, 2)), (("answer", unit),))],
    c.AssignRow: lambda unit: [(c.AssignRow(**_row(unit), unit=to), MANAGE) for to in UNITS],
    c.DropRow: _drop_row,
    c.RestoreRow: lambda unit: [(c.RestoreRow(application=A, binned=NUMBER[unit]), (("answer", unit),))],
    c.StartJob: _start_job,
    c.NamePerson: lambda _: [(c.NamePerson(application=A, name="李四"), ANYBODY)],
    c.Invite: _invite,
    c.Revoke: lambda _: [(c.Revoke(application=A, invitation="open"), MANAGE)],
    c.DropMember: lambda unit: [
        (c.DropMember(application=A, person=person, unit=unit), MANAGE)
        for person, (at, role) in PEOPLE.items()
        if at == unit and role in ("member", "reviewer", "viewer")
    ],
    c.HandOver: lambda _: [(c.HandOver(application=A, person="console:one"), MANAGE)],
    c.PutSignOff: lambda unit: [
        (c.PutSignOff(application=A, unit=unit, kind="confirmed"), (("confirm", unit),)),
        (c.PutSignOff(application=A, unit=unit, kind="waived"), MANAGE),
    ],
    c.DropSignOff: lambda _: [],  # no event asks for it: the gate itself adds it
    c.PutComment: lambda unit: [
        (c.PutComment(**_at(unit), text="请改"), REVIEW),
        (c.PutComment(**_at(unit), text="改了", about=NUMBER[unit]), (*REVIEW, ("answer", unit))),
    ],
    c.SettleComment: _about_remark,
    c.SetDeadline: lambda _: [(c.SetDeadline(application=A, day=date(2024, 6, 1)), MANAGE)],
    c.Mute: lambda _: [(c.Mute(application=A, muted=True), ANYBODY)],
}


def test_the_matrix_has_every_change() -> None:
    assert LINES.keys() == set(get_args(AnyChange)), "a new change needs its line here"


NOT_LEADING = [actor for actor in ACTORS if actor.role != "lead"]
SEEN = 10**9  # a person who has seen every change
FAULT = "程序出了点问题"


@pytest.fixture
async def stage(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Stage:
    def nothing(_folder: Any, _shelf: Any, job: Job, _now: Any) -> JobDone:
        """The work itself is tested elsewhere."""
        return JobDone(id=f"job:{job.id}", person=job.person, job=job.id, application=A, kind=job.kind, failed="failed")

    monkeypatch.setattr(job_runner, "work", nothing)
    return await staged(bench)


@pytest.mark.parametrize("unit", UNITS, ids=["at the lead unit", "at one", "at two"])
async def test_the_gate_lets_a_change_through_exactly_where_the_matrix_does(stage: Stage, unit: str) -> None:
    tried = {True: 0, False: 0}
    for actor in ACTORS:
        for change, needs in (case for line in LINES.values() for case in line(unit)):
            leaves = isinstance(change, c.DropMember) and change.person == actor.person
            allowed = any(actor.may(action, owner) for action, owner in needs) or bool(leaves and actor.role)
            outcome = await _gate(stage, actor, change)
            assert (change in outcome.changes) == allowed, (actor, change, outcome.notes)
            assert allowed or not outcome.changes
            assert allowed or outcome.refused
            tried[allowed] += 1
    assert min(tried.values()) > 50


async def _gate(stage: Stage, actor: Actor, change: Any) -> Outcome:
    def passed(store: Store) -> Outcome:
        turn = Turn(store, actor.conversation(seen=SEEN), stage.bench.clock.now, event="e")
        return guard(turn, Outcome(turn.conversation, changes=(change,)))

    return await stage.bench.service.do(passed)


async def test_one_refused_change_stops_all_of_an_event(stage: Stage) -> None:
    actor = Actor("console:one", ONE)
    own = c.PutAnswer(**_at(ONE), value="新的")
    foreign = c.PutAnswer(**_at(TWO), value="新的")

    def passed(store: Store) -> Outcome:
        turn = Turn(store, actor.conversation(seen=SEEN), stage.bench.clock.now, event="e")
        return guard(turn, Outcome(turn.conversation, changes=(own, foreign)))

    assert (await stage.bench.service.do(passed)).changes == ()
    assert own in (await _gate(stage, actor, own)).changes


async def test_what_is_another_applications_is_nobodys_here(stage: Stage) -> None:
    for actor in ACTORS:
        for change in (case for line in LINES.values() for case, _ in line(LEAD_UNIT)):
            if not change.application:
                continue
            outcome = await _gate(stage, actor, change.model_copy(update={"application": B}))
            assert not outcome.changes, (actor, change)


@pytest.mark.parametrize("actor", NOT_LEADING, ids=lambda actor: f"{actor.person}-{actor.unit}")
async def test_forged_states_neither_change_nor_show_what_is_others(stage: Stage, actor: Actor) -> None:
    """Every screen filled with what is others', then every button on offer, a typed answer, a command."""
    forged = screens(seed=len(actor.person), count=5 if actor.role else 2)
    states = [actor.conversation(screens=stack, seen=SEEN) for stack in forged]
    states += [actor.conversation(step=s[-1].step, seen=SEEN) for s in forged if isinstance(s[-1], Asking)]
    looked = await stage.all([(actor, one, stage.event(actor, Unsupported, what="sticker")) for one in states])
    tries: list[Try] = []
    for number, tried in enumerate(looked):
        tries += [(actor, tried.forged, stage.event(actor, Pressed, data=data)) for data in tried.buttons]
        text = ("2024年5月", "新的\t2024年5月")[number % 2]
        tries.append((actor, tried.forged, stage.event(actor, Said, text=text, ref=f"r{number}")))
        tries.append((actor, tried.forged, stage.event(actor, Command, name=("back", "skip")[number // 2 % 2])))
    for tried in (*looked, *await stage.all(tries)):
        tried.check()
        assert FAULT not in tried.replies, (tried.actor, tried.forged, tried.event)
    assert len(tries) > 3 * len(states)
    shown = "".join(tried.replies for tried in looked)
    assert all(mark in shown for unit, mark in MARKS.items() if actor.may("read", unit) and unit != B)


async def test_commands_neither_change_nor_show_what_is_others(stage: Stage) -> None:
    arguments = ("", shelf_of(TWO))
    tries = [
        (actor, actor.conversation(), stage.event(actor, Command, name=name, argument=argument))
        for actor in ACTORS
        for name in COMMANDS
        for argument in arguments
    ]
    for tried in await stage.all(tries):
        tried.check()


async def test_a_button_that_is_not_on_offer_does_nothing(stage: Stage) -> None:
    """Whatever data a client makes up: that of every button that anybody is ever offered."""
    leader = Actor(LEADER, LEAD_UNIT)
    everywhere = [leader.conversation(screens=stack) for stack in screens(seed=1, count=9)]
    looked = await stage.all([(leader, one, stage.event(leader, Unsupported, what="sticker")) for one in everywhere])
    offered = sorted({data.partition(".")[2] for tried in looked for data in tried.buttons} - {"new", "join"})
    assert len(offered) > 60
    for actor in NOT_LEADING:
        tries = [(actor, actor.conversation(), stage.event(actor, Pressed, data=f"7.{data}")) for data in offered]
        tries += [(actor, actor.conversation(), stage.event(actor, Pressed, data=data)) for data in offered[:5]]
        for tried in await stage.all(tries):
            tried.check()


FILLED = {  # a right answer for a step of each unit, and for the lead's
    "shelves.note": "新的",
    "about": "新的书与借还",
    "shelves.books": "2024年5月",
}


@pytest.mark.parametrize("item", FILLED)
async def test_an_answer_beside_the_chat_is_taken_from_whoever_may(stage: Stage, item: str) -> None:
    tries = [
        (
            actor,
            actor.conversation(seen=SEEN),
            stage.event(actor, Filled, application=A, item=item, row=shelf_of(unit), text=FILLED[item]),
        )
        for actor in ACTORS
        for unit in UNITS
    ]
    units = [unit for _ in ACTORS for unit in UNITS]
    for unit, tried in zip(units, await stage.all(tries), strict=True):
        assert bool(tried.changed) == tried.actor.may("answer", unit), (tried.actor, unit)
        tried.check()


@pytest.mark.parametrize("what", ["add", "up", "down", "drop"])
async def test_a_row_is_arranged_by_whoever_may(stage: Stage, what: str) -> None:
    rows: list[tuple[str, str, str | None]] = [
        ("shelves", shelf_of(unit, 2 if what == "up" else 1), unit) for unit in UNITS
    ]
    rows += [("partners", TWO if what == "up" else ONE, None)]
    for table, row, unit in rows:
        tries = [
            (actor, actor.conversation(), stage.event(actor, Arranged, application=A, table=table, row=row, what=what))
            for actor in ACTORS
        ]
        for tried in await stage.all(tries):
            wanted = tried.actor.may("manage", None) if unit is None else tried.actor.may("answer", unit)
            if what == "add" and unit is not None:  # a new row belongs to whoever adds it
                wanted = tried.actor.may("answer", tried.actor.unit)
            done = bool(tried.changed) or "已移动" in tried.replies
            assert done == wanted, (tried.actor, row, tried.replies)
            tried.check()


async def test_a_message_is_edited_only_by_whoever_wrote_it_and_may_still(stage: Stage) -> None:
    refs = {"m1": LEAD_UNIT, **{f"n{shelf_of(unit)}": unit for unit in UNITS}, **{f"p{unit}": unit for unit in UNITS}}
    tries = [
        (actor, actor.conversation(seen=SEEN), stage.event(actor, Edited, text="改了", ref=ref))
        for actor in ACTORS
        for ref in refs
    ]
    edited = set()
    for tried in await stage.all(tries):
        tried.check()
        assert isinstance(tried.event, Edited)
        if tried.changed:
            edited.add((tried.actor, tried.event.ref))
    one = Actor("console:one", ONE)
    assert {ref for actor, ref in edited if actor == one} == {f"n{shelf_of(ONE)}", f"p{ONE}"}
    assert not {actor for actor, _ in edited if not actor.role}


@pytest.mark.parametrize("kind", ["word", "pdf", "pages", "sheets", "part", "check"])
async def test_what_a_job_has_made_goes_only_to_whoever_may_have_it_by_then(stage: Stage, kind: Any) -> None:
    """A role may have changed since the work was asked for."""
    findings = tuple(
        Finding(code="missing", step=Step(item="shelves.name", row=shelf_of(unit)), place="x", words=MARKS[unit])
        for unit in UNITS
    )
    files = (File(path="/秘密.docx", name="秘密.docx"),) if kind != "check" else ()
    done = {"job": "j", "application": A, "kind": kind, "files": files, "findings": findings, "page": 1, "pages": 1}
    tries = [
        (actor, actor.conversation(awaits=awaits), stage.event(actor, JobDone, **done))
        for actor in ACTORS
        for awaits in ("j", "")
    ]

    def begin(store: Store, actor: Actor) -> None:
        store.db.execute("INSERT INTO job VALUES ('j', ?, ?, ?, '')", [A, actor.person, kind])

    for tried in await stage.all(tries, begin):
        unit, role = PEOPLE[tried.actor.person]
        tried._replace(actor=Actor(tried.actor.person, unit)).check()
        allowed = role not in ("", "gone") if kind == "part" else may(role, unit, "export", None)
        assert ("秘密.docx" in tried.replies) == (allowed and kind != "check"), tried.actor
