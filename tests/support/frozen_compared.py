"""What stood in the data folder that an earlier version left, beside what the program now finds there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from frozen import LEFT, stood

from dialogs.application.application import Step
from storage.store import Store

Compared = tuple[object, object, object]  # where it stood, what stood there, what stands there now
Compare = Callable[[Store], Iterator[Compared]]


def _opened(store: Store, application: str) -> Any:
    found = store.application(application)
    assert found is not None, application
    return found


def answers(store: Store) -> Iterator[Compared]:
    """Every answer."""
    for application, row, item, value in stood("SELECT application, row, field, value FROM answer"):
        answer = _opened(store, application).answer(Step(item=item, row=row))
        yield (application, row, item), value, answer and answer.value


def draft_parts(store: Store) -> Iterator[Compared]:
    """The messages of every long text, finished or not."""
    at = "application, row, field, person"
    for where in stood(f"SELECT DISTINCT {at} FROM piece"):  # noqa: S608
        texts = stood(f"SELECT text FROM piece WHERE ({at}) = (?, ?, ?, ?) ORDER BY id", *where)  # noqa: S608
        application, row, item, person = where
        draft_parts = _opened(store, application).draft_parts(Step(item=item, row=row), person)
        yield where, [text for (text,) in texts], [*draft_parts.texts]


def history(store: Store) -> Iterator[Compared]:
    """Every change, in its order."""
    for (id_,) in stood("SELECT DISTINCT application FROM history"):
        entries = _opened(store, id_).history(None, None, 999)
        there = [(e.step.row, e.step.item, e.person, e.at.isoformat(), e.after) for e in reversed(entries)]
        sql = "SELECT row, field, person, at, value FROM history WHERE application = ? ORDER BY id"
        yield id_, stood(sql, id_), there


def comments(store: Store) -> Iterator[Compared]:
    """The remarks on each step with their replies, and what has become of them."""
    for application, row, item in stood("SELECT DISTINCT application, row, item FROM remark"):
        sql = "SELECT person, at, text, about IS NULL, state FROM remark WHERE (row, item) = (?, ?) ORDER BY id"
        found = store.team(application).comments(Step(item=item, row=row), None)
        there = [(r.person, r.at.isoformat(), r.text, r.about is None, r.state) for r in found]
        yield (row, item), stood(sql, row, item), there


def deleted(store: Store) -> Iterator[Compared]:
    """The rows that can be brought back."""
    for application, table in stood("SELECT DISTINCT application, tbl FROM deleted"):
        sql = "SELECT row, unit, title, person, at FROM deleted WHERE (application, tbl) = (?, ?) ORDER BY id DESC"
        found = store.team(application).bin(table, None, 1, 99)
        name = _opened(store, application).form.name_column(table)
        there = [(d.row, d.unit, d.cells.get(name, ""), d.person, d.at.isoformat()) for d in found]
        yield (application, table), stood(sql, application, table), there


def people(store: Store) -> Iterator[Compared]:
    """Who is in, as what, and who wants no reminders."""
    for (id_,) in stood("SELECT id FROM application"):
        sql = "SELECT person, unit, role, name, muted FROM member WHERE application = ? AND role != 'gone'"
        there = [(m.person, m.unit, m.role, m.name, int(m.muted)) for m in store.team(id_).members()]
        yield id_, sorted(stood(sql, id_)), sorted(there)


def said_of_units(store: Store) -> Iterator[Compared]:
    """What was said of each unit's part."""
    for application, unit, kind, person, at in stood("SELECT application, unit, kind, person, at FROM sign_off"):
        said = store.team(application).sign_off(unit)
        yield unit, (kind, person, at), said and (said.kind, said.person, said.at.isoformat())


def invitations(store: Store) -> Iterator[Compared]:
    """Every invitation: open, used up, expired or revoked."""
    for id_, *line in stood("SELECT id, unit, role, person, expires, uses, revoked FROM invitation"):
        i = store.invited(id_)
        yield id_, line, i and [i.unit, i.role, i.person, i.expires.isoformat(), i.uses, int(i.revoked)]


def deadlines(store: Store) -> Iterator[Compared]:
    """Until when each application is to be ready."""
    for id_, day in stood("SELECT id, deadline FROM application"):
        now = store.team(id_).deadline()
        yield id_, day, now and now.isoformat()


def ways_in(store: Store) -> Iterator[Compared]:
    """The sessions, the links and codes that still held, and how often somebody tried a wrong code."""
    for hash_, person in stood("SELECT hash, person FROM page_session"):
        session = store.page_sessions.session(hash_, LEFT)
        yield "session", person, session and session.person
    for hash_, person in stood("SELECT hash, person FROM page_link WHERE expires > ?", LEFT.isoformat()):
        yield "link", person, store.page_sessions.link(hash_, LEFT)
    for person, count in stood("SELECT person, count(*) FROM attempt GROUP BY person"):
        yield person, count, store.attempts(person, LEFT - timedelta(days=1))


ALL: list[Compare] = [
    answers,
    draft_parts,
    history,
    comments,
    deleted,
    people,
    said_of_units,
    invitations,
    deadlines,
    ways_in,
]
