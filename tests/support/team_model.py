"""What should be stored of applications with several people, in plain dictionaries, and who may change what in them.

Carries out changes by itself, without storage, and decides what is allowed without `team.can`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from harness import SMALL

from dialogs.answers.word_count import han
from dialogs.application import changes as c
from dialogs.form.load import load
from dialogs.form.model import LEAD_UNIT, NO_ROW, UNITS, Form, Section, Table

FORM: Form = load((SMALL / "small" / "1" / "form.toml").read_text("utf-8"))
UNIT_TABLE = FORM.units.table
Cell = tuple[str, str]  # item, row


@dataclass
class Letter:
    """An invitation."""

    change: c.Invite
    uses: int
    revoked: bool = False


@dataclass
class Team:
    """One application."""

    members: dict[tuple[str, str], str]  # person, unit -> role
    rows: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in FORM.tables})
    owners: dict[str, str] = field(default_factory=lambda: {LEAD_UNIT: LEAD_UNIT})
    values: dict[Cell, str] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    signed: dict[str, str] = field(default_factory=dict)  # unit -> confirmed, waived
    gone: dict[str, dict[str, Any]] = field(default_factory=dict)  # row -> what was deleted with it
    gone_rows: dict[int, str] = field(default_factory=dict)  # Deleted.id -> row
    commented: dict[int, str] = field(default_factory=dict)  # a comment's id -> the row that it is about
    written: dict[Cell, tuple[int, str]] = field(default_factory=dict)  # when, and by whom the last change was
    clock: int = 0  # counts all that was done to it

    def role(self, person: str, unit: str) -> str:
        return self.members.get((person, unit), "")

    def leads(self) -> list[str]:
        return [person for (person, _), role in self.members.items() if role == "lead"]

    def row_owner(self, row: str, added: tuple[c.AddRow, ...] = ()) -> str | None:
        """The unit to which a row belongs, also one that is only about to be added."""
        made = {one.row: one.row if one.table == UNIT_TABLE else one.unit for one in added}
        return made.get(row, self.owners.get(row))

    # Who may do what.

    def allows(self, person: str, unit: str, change: Any, added: tuple[c.AddRow, ...] = ()) -> bool:
        """Whether a person who is at work for a unit may make a change."""
        role = self.role(person, unit)
        if isinstance(change, c.Join):
            return change.invitation in self.letters
        if not role:
            return False
        return _RULES[type(change)](_Asked(self, person, unit, role, change, added))

    def writes(self, role: str, unit: str, owner: str | None) -> bool:
        return role == "lead" or (role == "member" and owner in (unit, None))

    # What a change does.

    def apply(self, person: str, change: Any, now: datetime) -> None:
        self.clock += 1
        does = getattr(self, f"on_{type(change).__name__}", None)
        if does:
            does(person, change, now)

    def touch(self, unit: str | None) -> None:
        """A part that was confirmed has changed."""
        if unit is not None and self.signed.get(unit) == "confirmed":
            del self.signed[unit]

    def on_PutAnswer(self, person: str, change: c.PutAnswer, _now: datetime) -> None:  # noqa: N802
        cell = change.step.item, change.step.row
        if self.values.get(cell) != change.value:
            self.touch(self.owners.get(change.step.row))
            self.written[cell] = self.clock, person
        self.values[cell] = change.value

    def on_DropAnswer(self, _person: str, change: c.DropAnswer, _now: datetime) -> None:  # noqa: N802
        if self.values.pop((change.step.item, change.step.row), None) is not None:
            self.touch(self.owners.get(change.step.row))

    def on_AddRow(self, _person: str, change: c.AddRow, _now: datetime) -> None:  # noqa: N802
        self.rows[change.table].append(change.row)
        self.owners[change.row] = change.row if change.table == UNIT_TABLE else change.unit
        if change.table != UNIT_TABLE:
            self.touch(change.unit)

    def on_MoveRow(self, _person: str, change: c.MoveRow, _now: datetime) -> None:  # noqa: N802
        rows = self.rows[change.table]
        here, there = rows.index(change.row), rows.index(change.other)
        rows[here], rows[there] = rows[there], rows[here]
        if change.table != UNIT_TABLE:
            self.touch(self.owners[change.row])
            self.touch(self.owners[change.other])

    def on_AssignRow(self, _person: str, change: c.AssignRow, _now: datetime) -> None:  # noqa: N802
        self.touch(self.owners[change.row])
        self.owners[change.row] = change.unit
        self.touch(change.unit)

    def on_DropRow(self, _person: str, change: c.DropRow, _now: datetime) -> None:  # noqa: N802
        if change.row not in self.owners:
            return
        is_unit = change.table == UNIT_TABLE
        going = [r for r, owner in self.owners.items() if (owner if is_unit else r) == change.row]
        places = [(table, row) for table in sorted(self.rows) for row in self.rows[table] if row in going]
        values = {cell: value for cell, value in self.values.items() if cell[1] in going}
        people = {who: role for who, role in self.members.items() if is_unit and who[1] == change.row}
        letters = [i for i, one in self.letters.items() if is_unit and one.change.unit == change.row]
        still = [i for i in letters if not self.letters[i].revoked]
        owner = self.owners[change.row]
        self.gone[change.row] = {
            "places": places, "values": values, "people": people, "letters": still, "owner": owner,
            "is_unit": is_unit, "signed": self.signed.get(change.row, "") if is_unit else "",
        }  # fmt: skip
        if not is_unit:
            self.touch(owner)
        for table, row in places:
            self.rows[table].remove(row)
        for row in going:
            del self.owners[row]
        for cell in values:
            del self.values[cell]
        self.members = {who: role for who, role in self.members.items() if who not in people}
        for letter in letters:
            self.letters[letter].revoked = True
        if is_unit:
            self.signed.pop(change.row, None)

    def on_RestoreRow(self, _person: str, change: c.RestoreRow, _now: datetime) -> None:  # noqa: N802
        row = self.gone_rows[change.binned]
        kept = self.gone.pop(row)
        for table, one in kept["places"]:
            owner = kept["owner"]
            self.rows[table].append(one)
            self.owners[one] = owner if owner == row or owner in self.owners else LEAD_UNIT
        self.values |= kept["values"]
        self.members |= kept["people"]
        for letter in kept["letters"]:
            self.letters[letter].revoked = False
        if kept["signed"]:
            self.signed[row] = kept["signed"]
        if self.owners[row] != row:
            self.touch(self.owners[row])

    def on_Invite(self, _person: str, change: c.Invite, _now: datetime) -> None:  # noqa: N802
        self.letters[change.invitation] = Letter(change, change.uses)

    def on_Revoke(self, _person: str, change: c.Revoke, _now: datetime) -> None:  # noqa: N802
        self.letters[change.invitation].revoked = True

    def usable(self, letter: Letter, now: datetime) -> bool:
        return not letter.revoked and letter.uses > 0 and now < letter.change.expires

    def on_Join(self, person: str, change: c.Join, now: datetime) -> None:  # noqa: N802
        letter = self.letters[change.invitation]
        assert self.usable(letter, now), "somebody came in by an invitation that does not hold"
        letter.uses -= 1
        assert self.role(person, letter.change.unit) != "lead", "a lead became something else"
        self.members[person, letter.change.unit] = letter.change.role

    def on_DropMember(self, _person: str, change: c.DropMember, _now: datetime) -> None:  # noqa: N802
        del self.members[change.person, change.unit]

    def on_HandOver(self, person: str, change: c.HandOver, _now: datetime) -> None:  # noqa: N802
        self.members[person, LEAD_UNIT] = "member"
        self.members[change.person, LEAD_UNIT] = "lead"

    def on_PutSignOff(self, _person: str, change: c.PutSignOff, _now: datetime) -> None:  # noqa: N802
        self.signed[change.unit] = change.kind

    # What is to be there.

    def instances(self) -> Iterator[tuple[Section | Table, str]]:
        """Every group with every row at which it is answered."""
        for section in FORM.sections:
            if section.each in ("", UNITS):
                yield section, LEAD_UNIT
            yield from ((section, row) for row in self.rows.get(FORM.rows_of(section), []))
            yield from ((table, row) for table in section.tables for row in self.rows[table.id])

    def missing(self, group: Section | Table, row: str) -> int:
        size = sum(han(self.values.get((f.id, row), "")) for f in group.fields if f.kind == "longtext")
        return sum((item, row) not in self.values for item in group.item_ids) + (size < (group.min_han or 0))

    def has_open(self, scope: str | None) -> bool:
        """Whether anything is left to be done, in the whole or in one unit's part."""
        for group, row in self.instances():
            lacks = self.missing(group, row)
            if row == NO_ROW and scope == LEAD_UNIT:  # the list of units is not of the lead unit's part
                lacks -= UNIT_TABLE in group.item_ids and (UNIT_TABLE, LEAD_UNIT) not in self.values
            if lacks and scope in (None, self.owners[row]):
                return True
        tables = [table for table in FORM.tables if table != UNIT_TABLE]
        return scope not in (None, LEAD_UNIT) and any((table, scope) not in self.values for table in tables)


@dataclass
class _Asked:
    """A change that somebody wants to make."""

    team: Team
    person: str
    unit: str
    role: str
    change: Any
    added: tuple[c.AddRow, ...]

    @property
    def leads(self) -> bool:
        return self.role == "lead"

    def may_write(self, *rows: str) -> bool:
        owners = [self.team.row_owner(row, self.added) for row in rows]
        return all(self.team.writes(self.role, self.unit, owner) for owner in owners)


def _answer(asked: _Asked) -> bool:
    step = asked.change.step
    return asked.leads if step.item == UNIT_TABLE else asked.may_write(step.row)


def _row(asked: _Asked) -> bool:
    if asked.change.table == UNIT_TABLE:
        return asked.leads
    others = (asked.change.other,) if isinstance(asked.change, c.MoveRow) else ()
    return asked.may_write(asked.change.row, *others)


def _restore(asked: _Asked) -> bool:
    kept = asked.team.gone[asked.team.gone_rows[asked.change.binned]]
    return asked.leads or (not kept["is_unit"] and asked.team.writes(asked.role, asked.unit, kept["owner"]))


def _job(asked: _Asked) -> bool:
    if asked.change.kind == "check":
        return True
    if asked.role in ("lead", "reviewer", "viewer"):
        return True
    return asked.change.kind == "part" and asked.team.row_owner(asked.change.argument.partition(":")[2]) == asked.unit


def _member_goes(asked: _Asked) -> bool:
    change = asked.change
    role = asked.team.role(change.person, change.unit)
    return role != "lead" and (asked.leads or change.person == asked.person)


def _sign(asked: _Asked) -> bool:
    if asked.change.kind == "waived":
        return asked.leads
    return asked.role == "member" and asked.change.unit == asked.unit


def _remark(asked: _Asked) -> bool:
    reviews = asked.role in ("lead", "reviewer")
    return reviews or (asked.change.about is not None and asked.may_write(asked.change.step.row))


def _settle(asked: _Asked) -> bool:
    """A unit can say of a comment on its part that it has seen to it."""
    seen_to = asked.change.state in ("answered", "mended") and asked.may_write(
        asked.team.commented[asked.change.comment]
    )
    return asked.role in ("lead", "reviewer") or seen_to


def _lead(asked: _Asked) -> bool:
    return asked.leads


def _anybody(asked: _Asked) -> bool:
    del asked
    return True


_RULES: dict[type, Callable[[_Asked], bool]] = {
    c.DropApplication: _lead,
    c.PutAnswer: _answer,
    c.DropAnswer: _answer,
    c.AddDraftPart: _answer,
    c.EditDraftPart: _answer,
    c.DropDraftParts: _answer,
    c.AddRow: _row,
    c.MoveRow: _row,
    c.DropRow: _row,
    c.AssignRow: _lead,
    c.RestoreRow: _restore,
    c.StartJob: _job,
    c.NamePerson: _anybody,
    c.Invite: _lead,
    c.Revoke: _lead,
    c.DropMember: _member_goes,
    c.HandOver: _lead,
    c.PutSignOff: _sign,
    c.DropSignOff: _anybody,  # no event asks for it; the guard adds it
    c.PutComment: _remark,
    c.SettleComment: _settle,
    c.SetDeadline: _lead,
    c.Mute: _anybody,
}
