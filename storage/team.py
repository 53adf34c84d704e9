"""The people of an application in the database, and what they have said of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from dialogs.application import Step
from dialogs.team import Deleted, Invitation, Member, Remark, SignOff

MEMBER = "SELECT application, person, unit, role, name, active, muted FROM member"
INVITATION = "SELECT id, application, unit, role, person, created, expires, uses, revoked FROM invitation"


class StoredTeam:
    """Implements `dialogs.team.Team`."""

    def __init__(self, db: Database, application: str) -> None:
        self._id = application
        self._db = db

    def _all(self, sql: str, *params: object) -> list[Any]:
        found: list[Any] = self._db.execute(sql, [self._id, *params]).fetchall()
        return found

    def members(self) -> Sequence[Member]:
        """See Team."""
        place = "(SELECT position FROM record WHERE record.application = ?1 AND record.row = member.unit LIMIT 1)"
        order = f"role != 'lead', {place}, joined, person"
        found = self._all(f"{MEMBER} WHERE application = ?1 AND role != 'gone' ORDER BY {order}")
        return [member(line) for line in found]

    def name(self, person: str) -> str:
        """See Team."""
        found = self._all("SELECT name FROM member WHERE application = ? AND person = ? ORDER BY joined", person)
        return next((name for (name,) in found if name), "")

    def invitations(self) -> Sequence[Invitation]:
        """See Team."""
        found = self._all(f"{INVITATION} WHERE application = ? AND revoked = 0 AND uses > 0 ORDER BY created DESC, id")
        return [invitation(line) for line in found]

    def sign_off(self, unit: str) -> SignOff | None:
        """See Team."""
        found = self._all("SELECT kind, person, at FROM sign_off WHERE application = ? AND unit = ?", unit)
        return SignOff(unit=unit, kind=found[0][0], person=found[0][1], at=_time(found[0][2])) if found else None

    def remarks(self, step: Step | None, unit: str | None) -> Sequence[Remark]:
        """See Team."""
        columns = "SELECT id, item, row, person, at, text, about, state FROM remark WHERE application = ?"
        if step is not None:
            found = self._all(f"{columns} AND row = ? AND item = ? ORDER BY id", step.row, step.item)
        else:
            found = self._all(f"{columns} AND about IS NULL AND state = 'open' ORDER BY id")
        remarks = [_remark(line) for line in found]
        return remarks if unit is None else [remark for remark in remarks if self._owner(remark.step.row) == unit]

    def _owner(self, row: str) -> str | None:
        if row == "":
            return row
        found = self._all("SELECT unit FROM record WHERE application = ? AND row = ? LIMIT 1", row)
        return str(found[0][0]) if found else None

    def deleted(self, table: str) -> Sequence[Deleted]:
        """See Team."""
        found = self._all(
            "SELECT id, row, unit, title, person, at FROM deleted WHERE application = ? AND tbl = ? ORDER BY id DESC",
            table,
        )
        return [
            Deleted(id=id_, table=table, row=row, unit=unit, title=title, person=person, at=_time(at))
            for id_, row, unit, title, person, at in found
        ]

    def deadline(self) -> date | None:
        """See Team."""
        day = self._all("SELECT deadline FROM application WHERE id = ?")[0][0]
        return date.fromisoformat(day) if day else None


def member(line: Sequence[Any]) -> Member:
    """A line of MEMBER."""
    read = dict(zip(("application", "person", "unit", "role", "name", "active", "muted"), line, strict=True))
    return Member.model_validate({**read, "muted": bool(read["muted"])})


def invitation(line: Sequence[Any]) -> Invitation:
    """A line of INVITATION."""
    read = dict(zip(Invitation.model_fields, line, strict=True))
    return Invitation.model_validate({**read, "revoked": bool(read["revoked"])})


def _remark(line: Sequence[Any]) -> Remark:
    id_, item, row, person, at, text, about, state = line
    step = Step(item=item, row=row)
    return Remark(id=id_, step=step, person=person, at=_time(at), text=text, about=about, state=state)


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)
