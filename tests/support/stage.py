"""One application with everything in it and everybody at it, and another one beside it.

What belongs to a unit has that unit's mark in it, so that it is seen wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from enacting import enact
from harness import BEGINNING
from rights import may

from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT
from dialogs.turn.conversation import Conversation, Shown
from storage.store import Store

A, B = "application-a", "application-b"
ONE, TWO = "unit-one", "unit-two"
UNITS = (LEAD_UNIT, ONE, TWO)
MARKS = {LEAD_UNIT: "甲甲标记", ONE: "乙乙标记", TWO: "丙丙标记", B: "丁丁标记"}
LEADER, OTHER = "console:lead", "console:stranger"
SHOWN = Shown(number=7)
PEOPLE = {  # person -> unit, role; the stranger leads the other application
    LEADER: (LEAD_UNIT, "lead"),
    "console:zero": (LEAD_UNIT, "member"),
    "console:one": (ONE, "member"),
    "console:two": (TWO, "member"),
    "console:reviewer": (LEAD_UNIT, "reviewer"),
    "console:viewer": (LEAD_UNIT, "viewer"),
    "console:gone": (ONE, "gone"),
    OTHER: (LEAD_UNIT, ""),
}
CODE, TOKEN = "ABCDEFGH", "x" * 32


def shelf_of(unit: str, number: int = 1) -> str:
    """The id of a row that belongs to a unit."""
    return f"shelf{number}-{unit or 'lead'}"


def build(store: Store) -> None:
    """Everything, without the gate: that is what the tests are about."""
    _play(store, OTHER, _other())
    _play(store, LEADER, _lead())
    for person, (unit, role) in PEOPLE.items():
        if person not in (LEADER, OTHER):
            _play(store, LEADER, [_invitation(person, unit, "member" if role == "gone" else role)])
            join = c.Join(application=A, invitation=person, name=person.partition(":")[2])
            _play(store, person, [join, *(_part(unit) if role == "member" and unit else ())])
    _play(store, "console:zero", _begun(LEAD_UNIT))
    _play(store, LEADER, _last())


def _play(store: Store, person: str, changes: Any) -> None:
    at = A if PEOPLE[person][1] else B
    unit = PEOPLE[person][0]
    conversation = Conversation(person=person, consented=True, application=at, unit=unit, shown=SHOWN)
    for change in changes:
        enact(store, conversation, [change], BEGINNING)


def _other() -> Iterator[Any]:
    base = {"application": B}
    yield c.StartApplication(**base, form="small/1")
    yield c.PutAnswer(**base, step=Step(item="name"), value=MARKS[B])
    yield c.AddRow(**base, table="partners", row="unit-b")
    yield c.PutAnswer(**base, step=Step(item="partners.name", row="unit-b"), value=f"{MARKS[B]}小学")
    yield c.AddRow(**base, table="shelves", row="shelf-b")
    yield c.PutAnswer(**base, step=Step(item="shelves.name", row="shelf-b"), value=f"{MARKS[B]}架")
    yield _invitation("b", LEAD_UNIT, "viewer", application=B)


def _invitation(id_: str, unit: str, role: Any, *, application: str = A, uses: int = 1) -> c.Invite:
    secrets = {"token": TOKEN, "code": CODE} if id_ == "open" else {"token": f"t{id_}", "code": f"c{id_}"}
    expires = BEGINNING + timedelta(days=7)
    return c.Invite(
        application=application, invitation=id_, unit=unit, role=role, uses=uses, expires=expires, **secrets
    )


def _lead() -> Iterator[Any]:
    base = {"application": A}
    yield c.StartApplication(**base, form="small/1")
    yield c.NamePerson(**base, name="张三")
    yield c.PutAnswer(**base, step=Step(item="name"), value="河边图书角")
    yield c.PutAnswer(**base, step=Step(item="lead"), value="示例居委会")
    yield c.PutAnswer(**base, step=Step(item="nature"), value="居委会")
    for unit, name in ((ONE, "示例小学"), (TWO, "示例中学")):
        yield c.AddRow(**base, table="partners", row=unit)
        yield c.PutAnswer(**base, step=Step(item="partners.name", row=unit), value=name)
    yield c.PutAnswer(**base, step=Step(item="remark"), value=f"{MARKS[LEAD_UNIT]}旧", ref="m1")
    yield c.PutAnswer(**base, step=Step(item="remark"), value=f"{MARKS[LEAD_UNIT]}备注", ref="m1")
    yield c.PutAnswer(**base, step=Step(item="goal"), value=f"{MARKS[LEAD_UNIT]}目标", han=6)
    yield from _part(LEAD_UNIT)


def _part(unit: str) -> Iterator[Any]:
    base = {"application": A}
    mark = MARKS[unit]
    for number in (1, 2, 3):
        row = shelf_of(unit, number)
        yield c.AddRow(**base, table="shelves", row=row, unit=unit)
        yield c.PutAnswer(**base, step=Step(item="shelves.name", row=row), value=f"{mark}架{number}")
        yield c.PutAnswer(**base, step=Step(item="shelves.note", row=row), value=f"{mark}旧", ref=f"n{row}")
        yield c.PutAnswer(**base, step=Step(item="shelves.note", row=row), value=f"{mark}说明", ref=f"n{row}")
    yield c.PutAnswer(**base, step=Step(item="about", row=row), value=f"{mark}书与借还", han=8)
    yield c.DropRow(**base, table="shelves", row=row)
    yield c.PutAnswer(**base, step=Step(item="promise", row=unit), value="确认")
    yield from _begun(unit)


def _begun(unit: str) -> Iterator[Any]:
    """A long text that is not finished."""
    step = Step(item="about", row=shelf_of(unit))
    yield c.AddDraftPart(application=A, step=step, text=f"{MARKS[unit]}没写完", ref=f"p{unit}")


def _last() -> Iterator[Any]:
    base = {"application": A}
    yield c.DropMember(**base, person="console:gone", unit=ONE)
    yield _invitation("open", ONE, "member", uses=9)
    yield _invitation("revoked", ONE, "member")
    yield c.Revoke(**base, invitation="revoked")
    for unit in UNITS:
        yield c.PutComment(**base, step=Step(item="shelves.name", row=shelf_of(unit)), text=f"{MARKS[unit]}请改")
        yield c.PutSignOff(**base, unit=unit, kind="confirmed")
    yield c.SetDeadline(**base, day=date(2024, 5, 1))


class Actor(NamedTuple):
    """A person who is at work on the application, for a unit, whether or not they are in it for that."""

    person: str
    unit: str

    @property
    def role(self) -> str:
        """The role in that unit, "" where they are not in."""
        unit, role = PEOPLE[self.person]
        return role if unit == self.unit and role != "gone" else ""

    def may(self, action: str, owner: str | None) -> bool:
        return may(self.role, self.unit, action, owner)

    def conversation(self, **more: Any) -> Conversation:
        shown = SHOWN.model_copy(update={name: more.pop(name) for name in ("step", "seen") if name in more})
        at = {"application": A, "unit": self.unit, "consented": True, "shown": shown}
        return Conversation(person=self.person).model_copy(update={**at, **more})


ACTORS = [
    *(Actor(person, unit) for person, (unit, _) in PEOPLE.items()),
    Actor("console:one", TWO),
    Actor("console:one", LEAD_UNIT),
    Actor("console:viewer", ONE),
    Actor("console:gone", LEAD_UNIT),
    Actor(OTHER, ONE),
]


def foreign_marks(person: str) -> list[str]:
    """What must not be shown to somebody, for whatever unit they are at work."""
    unit, role = PEOPLE[person]
    marks = [mark for of, mark in MARKS.items() if of != B and not may(role, unit, "read", of)]
    return marks if person == OTHER else [*marks, MARKS[B]]
