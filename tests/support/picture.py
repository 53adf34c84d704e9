"""What stands in the database, as plain values, and what is another between two moments.

Reads the tables themselves and not through the store, so that the one can be held against the other.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from sqlite_utils import Database

Cell = tuple[str, str]  # item, row


class Line(NamedTuple):
    """One line of history; its value is None where the answer was taken away."""

    item: str
    row: str
    person: str
    at: str
    unit: str  # whose it is, with its row
    value: str | None

    @property
    def cell(self) -> Cell:
        return self.item, self.row


class Letter(NamedTuple):
    """An invitation."""

    unit: str
    role: str
    uses: int
    revoked: int
    expires: str
    person: str  # who invited


class Handover(NamedTuple):
    """Who was asked to lead instead, or (held) handed the lead over."""

    giver: str
    taker: str
    at: str
    held: int


class Comment(NamedTuple):
    """A comment, or the reply to one."""

    item: str
    row: str
    state: str
    about: int | None
    text: str


@dataclass
class Picture:
    """One application. Each of these maps a place to what stands there."""

    answers: dict[Cell, str]
    sources: dict[Cell, tuple[str, str]]  # by whom, and the message that gave it
    missing: dict[tuple[str, str], tuple[int, int]]  # group, row -> what is missing there, and below
    tallies: dict[
        tuple[str, str, str], tuple[int, int, int]
    ]  # what is counted or added up of all, by the table that has it
    history: dict[int, Line]  # in its order; without what was said of parts, see `signed`
    pieces: dict[tuple[str, str, str, int], tuple[str, str, str]]  # item, row, person, id -> text, message, when
    rows: dict[str, list[str]]  # a table's rows in their order
    owners: dict[str, str]  # row -> unit
    members: dict[tuple[str, str], tuple[str, str]]  # person, unit -> role, name
    letters: dict[str, Letter]
    signed: dict[str, str]  # unit -> confirmed, waived
    comments: dict[int, Comment]
    binned: dict[int, tuple[str, str, str]]  # id -> table, row, unit
    deadline: dict[str, str | None]
    handover: dict[str, Handover]

    def messages(self, cell: Cell, person: str) -> list[str]:
        """The messages of which somebody is making a long text."""
        return [text for (*at, who, _), (text, _, _) in self.pieces.items() if (*at, who) == (*cell, person) and text]

    def written(self, cell: Cell, person: str) -> str:
        return "\n".join(self.messages(cell, person))

    def messages_of(self, person: str) -> list[tuple[str, str]]:
        """All of somebody's messages of which long texts are made, as sources."""
        return [(person, ref) for (*_, who, _), (_, ref, _) in self.pieces.items() if who == person]

    def role(self, person: str, unit: str) -> str:
        return self.members.get((person, unit), ("", ""))[0]

    def leads(self) -> list[tuple[str, str]]:
        return [who for who, (role, _) in self.members.items() if role == "lead"]

    def newest(self) -> dict[Cell, tuple[int, Line]]:
        """The newest line of history at each cell, with its id."""
        return {line.cell: (id_, line) for id_, line in self.history.items()}


World = dict[str, Picture]  # by the application's id

_HISTORY = (
    "SELECT application, id, field, row, person, at, unit, value FROM history WHERE field NOT LIKE '#%' ORDER BY id"
)
_TALLIES = (
    "SELECT application, 'progress', scope, grp, rows, open_rows, missing FROM progress WHERE rows > 0 UNION ALL"
    " SELECT application, 'total', field, parent, amount, open, 0 FROM total WHERE amount != 0 OR open != 0 UNION ALL"
    " SELECT application, 'summand', field, row, amount, 0, 0 FROM summand"
)
NOT_DONE = ("sources", "missing", "tallies", "history")  # which nobody makes another but with something else
# What is read: how many columns after the application make up the place, and from where.
_READ = {
    "answers": (2, "SELECT application, field, row, value FROM answer"),
    "sources": (2, "SELECT application, field, row, person, ref FROM answer"),
    "missing": (2, "SELECT application, grp, row, missing, below FROM instance"),
    "tallies": (3, _TALLIES),
    "history": (1, _HISTORY),
    "pieces": (4, "SELECT application, field, row, person, id, text, ref, at FROM draft_part ORDER BY id"),
    "owners": (1, "SELECT DISTINCT application, row, unit FROM instance"),
    "members": (2, "SELECT application, person, unit, role, name FROM member WHERE role != 'gone'"),
    "letters": (1, "SELECT application, id, unit, role, uses, revoked, expires, person FROM invitation"),
    "signed": (1, "SELECT application, unit, kind FROM sign_off"),
    "comments": (1, "SELECT application, id, item, row, state, about, text FROM comment"),
    "binned": (1, "SELECT application, id, tbl, row, unit FROM bin WHERE tbl IN ('partners', 'shelves')"),
    "deadline": (1, "SELECT id, 'day', deadline FROM application"),
    "handover": (1, "SELECT application, giver, giver, taker, at, held FROM handover"),
}
_MADE = {"history": Line, "letters": Letter, "comments": Comment, "handover": Handover}
_ROWS = "SELECT application, grp, row FROM instance WHERE row != '' ORDER BY position"


def taken(db: Database) -> World:
    """All applications as they are now."""
    ids = [id_ for (id_,) in db.execute("SELECT id FROM application WHERE deleted IS NULL").fetchall()]
    world = {id_: Picture(**{field.name: {} for field in fields(Picture)}) for id_ in ids}
    for name, (width, sql) in _READ.items():
        for id_, *line in (found for found in db.execute(sql).fetchall() if found[0] in world):
            place, found = line[:width], line[width:]
            key: Any = tuple(place) if width > 1 else place[0]
            made: Any = _MADE[name](*found) if name in _MADE else tuple(found) if len(found) > 1 else found[0]
            getattr(world[id_], name)[key] = made
    for id_, group, row in (found for found in db.execute(_ROWS).fetchall() if found[0] in world):
        world[id_].rows.setdefault(group, []).append(row)
    return world


def differences(before: Picture, after: Picture) -> dict[str, set[Any]]:
    """The places at which something is another, by what stands there; the same given anew counts for nothing."""
    found = {}
    for name in (field.name for field in fields(Picture) if field.name not in NOT_DONE):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found[name] = {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}
    return found
