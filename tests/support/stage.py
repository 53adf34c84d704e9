"""One application with everything in it and everybody at it, and another one beside it.

What belongs to a unit has that unit's mark in it, so that it is seen wherever it is shown.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from harness import BEGINNING, Bench
from pydantic import TypeAdapter

from bot.service.turns import Receipt
from dialogs.application import changes as c
from dialogs.application.application import Step
from dialogs.form.model import LEAD_UNIT
from dialogs.turn.messages import Ask, Event, Reply
from dialogs.turn.screen import Conversation, Shown
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
QUEUES = ("inbox", "outbox", "conversation", "question", "job", "attempt")  # what any event leaves behind


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
    store.apply(conversation, list(changes), BEGINNING)


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


# Which actions a role may do with what is its own unit's, another unit's, the lead unit's, and with the whole.
EVERYTHING = "own foreign lead whole"
MAY: dict[Any, dict[Any, str]] = {
    "lead": dict.fromkeys(("read", "answer", "review", "export", "manage"), EVERYTHING),
    "member": dict.fromkeys(("read", "answer", "confirm"), "own"),
    "reviewer": dict.fromkeys(("read", "review", "export"), EVERYTHING),
    "viewer": dict.fromkeys(("read", "export"), EVERYTHING),
    "gone": {},
}


def may(role: str, unit: str, action: str, owner: str | None) -> bool:
    """What `MAY` says; a person who is not in may nothing."""
    where = "whole" if owner is None else "own" if owner == unit else "lead" if owner == LEAD_UNIT else "foreign"
    return where in MAY.get(role, {}).get(action, "").split()


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

    def foreign_marks(self) -> list[str]:
        """What must not be shown to them, for whatever unit they are at work."""
        unit, role = PEOPLE[self.person]
        marks = [mark for of, mark in MARKS.items() if of != B and not may(role, unit, "read", of)]
        return marks if self.person == OTHER else [*marks, MARKS[B]]

    def owns(self, table: str, line: dict[str, Any]) -> bool:
        """Whether they may have made a line another."""
        application = line.get("application", line.get("id", A))
        if application != A:  # or one of their own, just begun
            return application != B or self.person == OTHER
        if table == "member" and line["person"] == self.person:
            return bool(self.role)
        if table == "comment":
            return self.may("review", None) or self.may("answer", unit_of(line["row"], self.unit))
        if table == "progress" and line["scope"] == "*":
            return True  # of the lines that it counts, each is looked at
        whole = table in ("application", "invitation", "member")
        owner = line.get("scope", line["unit"] if "unit" in line else unit_of(line.get("row", LEAD_UNIT), self.unit))
        return self.may("manage", None) if whole else self.may("answer", owner) or self.may("confirm", owner)


def unit_of(row: str, new: str) -> str:
    """To which unit a row belongs; one that was not there at first, to `new`."""
    known = {shelf_of(unit, n): unit for unit in UNITS for n in (1, 2, 3)}
    return known.get(row, row if row in UNITS else new)


ACTORS = [
    *(Actor(person, unit) for person, (unit, _) in PEOPLE.items()),
    Actor("console:one", TWO),
    Actor("console:one", LEAD_UNIT),
    Actor("console:viewer", ONE),
    Actor("console:gone", LEAD_UNIT),
    Actor(OTHER, ONE),
]


class Scene:
    """The database as it was at first: can be compared with what it has become, and put back."""

    def __init__(self, store: Store) -> None:
        found = store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = [name for (name,) in found if not name.startswith(("_", "sqlite_"))]
        # The triggers of `instance` count along in `progress`: it comes last.
        self._tables = sorted(names, key=lambda name: name == "progress")
        self._columns = {name: [c[1] for c in store.db.execute(f"PRAGMA table_info({name})")] for name in names}
        self._first = {name: self._lines(store, name) for name in names}

    def _lines(self, store: Store, name: str) -> list[tuple[Any, ...]]:
        lines: list[tuple[Any, ...]] = store.db.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
        return lines

    def changed(self, store: Store) -> dict[str, list[dict[str, Any]]]:
        """The lines that are there and were not, or were and are not; what any event leaves behind is left out."""
        found = {}
        for name in self._tables:
            lines = self._lines(store, name) if name not in QUEUES else self._first[name]
            if lines != self._first[name] and (other := self._seen(name, lines) ^ self._seen(name, self._first[name])):
                found[name] = [dict(line) for line in other]
        return found

    def _seen(self, name: str, lines: list[tuple[Any, ...]]) -> set[tuple[tuple[str, Any], ...]]:
        """Without numbers that change when a row before is deleted, and without the time of the last change."""
        unseen = {"instance": ("position",), "application": ("changed",), "member": ("active",)}.get(name, ())
        return {
            tuple(cell for cell in zip(self._columns[name], line, strict=True) if cell[0] not in unseen)
            for line in lines
        }

    def put_back(self, store: Store, tables: Sequence[str] = ()) -> None:
        """Everything as it was."""
        store.db.execute("PRAGMA defer_foreign_keys = ON")
        names = [name for name in self._tables if not tables or name in tables]
        for name in names:
            store.db.execute(f"DELETE FROM {name}")  # noqa: S608
        for name in names:
            if name == "progress":
                store.db.execute("DELETE FROM progress")
            marks = ", ".join("?" * len(self._columns[name]))
            store.db.conn.executemany(f"INSERT INTO {name} VALUES ({marks})", self._first[name])  # noqa: S608


class Tried(NamedTuple):
    """What came of an event: the lines of the database that are others now, and the replies as they are kept."""

    actor: Actor
    forged: Conversation
    event: Event
    toast: str
    changed: dict[str, list[dict[str, Any]]]
    replies: str

    @property
    def buttons(self) -> list[str]:
        asks = [reply for reply in _REPLIES.validate_json(self.replies) if isinstance(reply, Ask)]
        return [button.data for ask in asks for row in ask.buttons for button in row]

    def check(self) -> None:
        """Nothing of others was changed or shown."""
        for table, lines in self.changed.items():
            for line in lines:
                assert self.actor.owns(table, line), (self.actor, self.forged.screens, self.event, table, line)
        shown = [mark for mark in self.actor.foreign_marks() if mark in self.replies]
        assert not shown, (self.actor, self.forged.screens, self.event, self.replies)


Try = tuple[Actor, Conversation, Event]
_REPLIES: TypeAdapter[list[Reply]] = TypeAdapter(list[Reply])


class Stage:
    """The service with the scene in it; everything that is tried here is undone at once."""

    def __init__(self, bench: Bench, scene: Scene) -> None:
        self.bench = bench
        self.scene = scene
        self._count = itertools.count()

    def event(self, actor: Actor, what: type[Event], /, **more: Any) -> Event:
        return what.model_validate({"id": f"try{next(self._count)}", "person": actor.person, **more})

    async def all(self, tries: Sequence[Try], prepare: Callable[[Store, Actor], object] | None = None) -> list[Tried]:
        """Tries one event after the other, each from its own forged state, and what `prepare` does besides."""
        return await asyncio.gather(*(self._one(*one, prepare) for one in tries))

    async def _one(
        self, actor: Actor, forged: Conversation, event: Event, prepare: Callable[[Store, Actor], object] | None
    ) -> Tried:
        def set_out(store: Store) -> None:
            store.keep(forged)
            if prepare:
                prepare(store, actor)

        # The service does what is queued in its order, and commits many together.
        before = self.bench.service.do(set_out)
        submitted = self.bench.service.submit(event)
        after = self.bench.service.do(lambda store: self._undo(store, event.person))
        done: tuple[None, Receipt, Any] = await asyncio.gather(before, submitted, after)
        return Tried(actor, forged, event, done[1].toast, *done[2])

    def _undo(self, store: Store, person: str) -> tuple[dict[str, list[dict[str, Any]]], str]:
        changed = self.scene.changed(store)
        query = "SELECT reply FROM outbox WHERE person = ? ORDER BY id"
        replies = [reply for (reply,) in store.db.execute(query, [person])]
        self.scene.put_back(store, () if changed else QUEUES)
        return changed, f"[{','.join(replies)}]"


async def staged(bench: Bench) -> Stage:
    """The service with everything built."""
    await bench.service.do(build)
    return Stage(bench, await bench.service.do(Scene))
