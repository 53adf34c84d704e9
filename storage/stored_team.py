"""The people of an application in the database, and what they have said of its parts."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from dialogs.application.application import Step
from dialogs.application.team import AtWork, BinnedRow, Comment, Final, Handover, Invitation, Member, SignOff
from dialogs.form.model import NO_ROW
from storage.about import about
from storage.statements import Statements

MEMBER = "SELECT application, person, unit, role, name, muted FROM member"
BINNED = (
    "SELECT id, tbl, row, unit, person, at, (SELECT json_group_object(key, before ->> '$.value') FROM touched"
    " WHERE touched.application = bin.application AND what = 'answer' AND touched.row = bin.row"
    " AND touched.change_set = bin.change_set AND instr(key, tbl || '.') = 1),"
    " (SELECT json_group_array(key) FROM touched WHERE touched.application = bin.application AND what = 'member'"
    " AND touched.row = bin.row AND touched.change_set = bin.change_set), parent,"
    " (SELECT json_group_array(row) FROM touched WHERE touched.application = bin.application AND what = 'instance'"
    " AND gone = 1 AND touched.change_set = bin.change_set AND bin.row IN (before ->> '$.unit', before ->> '$.parent'))"
    " FROM bin"
)
COMMENT = (
    "SELECT id, item, row, person, at, text, about, state, CASE row WHEN '' THEN '' ELSE"
    " (SELECT unit FROM instance WHERE instance.application = comment.application AND instance.row = comment.row"
    " LIMIT 1) END"
    " FROM comment"
)
INVITATION = "SELECT id, application, unit, role, person, created, expires, uses, revoked FROM invitation"


class StoredTeam:
    """Implements `dialogs.application.team.Team`."""

    def __init__(self, sql: Statements, application: str) -> None:
        self._id = application
        self._sql = sql

    def _all(self, sql: str, *params: object) -> list[Any]:
        return self._sql.all(sql, self._id, *params)

    def members(self) -> Sequence[Member]:
        """See Team."""
        place = "(SELECT position FROM instance WHERE instance.application = ?1 AND instance.row = member.unit LIMIT 1)"
        order = f"role != 'lead', {place}, joined, person"
        those = f"{MEMBER} WHERE application = ?1 AND role != 'gone' ORDER BY {order}"
        return self._sql.made(_members, those, self._id)

    def asleep(self) -> Sequence[str]:
        """See Team."""
        return [person for (person,) in self._all("SELECT person FROM member WHERE application = ? AND asleep != ''")]

    def at_work(self, since: datetime) -> Sequence[AtWork]:
        """See Team."""
        found = self._all(
            "SELECT conversation.person, shown ->> '$.step.item', shown ->> '$.step.row' FROM conversation"
            " JOIN member ON member.application = conversation.application AND member.person = conversation.person"
            " AND member.unit = state ->> '$.unit' AND role IN ('lead', 'member')"
            " JOIN question ON question.person = conversation.person"
            " AND number = (SELECT max(number) FROM question WHERE question.person = conversation.person)"
            " WHERE conversation.application = ?1 AND active >= ?2 AND shown ->> '$.application' = ?1"
            " AND shown ->> '$.step' IS NOT NULL",
            since.isoformat(),
        )
        return [AtWork(person, Step(item=item, row=row or NO_ROW)) for person, item, row in found]

    def active(self, member: Member) -> datetime | None:
        """See Team."""
        at = "SELECT active FROM member WHERE application = ? AND person = ? AND unit = ? AND active IS NOT NULL"
        found = self._all(at, member.person, member.unit)
        return _time(found[0][0]) if found else None

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
        known = about(self._sql, self._id)
        if not (known and known.has_sign_offs):
            return None
        found = self._all("SELECT kind, person, at FROM sign_off WHERE application = ? AND unit = ?", unit)
        return SignOff(unit=unit, kind=found[0][0], person=found[0][1], at=_time(found[0][2])) if found else None

    def comments(self, step: Step | None, unit: str | None) -> Sequence[Comment]:
        """See Team."""
        if step is None:
            return [comment for comment in self.discussed(unit) if comment.state == "open"]
        return self._comments("row = ? AND item = ?", unit, step.row, step.item)

    def discussed(self, unit: str | None) -> Sequence[Comment]:
        """See Team."""
        return self._comments("about IS NULL AND state IN ('open', 'answered')", unit)

    def settled(self, unit: str | None) -> Sequence[Comment]:
        """See Team."""
        return self._comments("about IS NULL AND state IN ('mended', 'closed')", unit)

    def lost(self, rows: Collection[str]) -> Sequence[Comment]:
        """See Team."""
        where = "row IN (SELECT value FROM json_each(?)) AND about IS NULL AND state = 'open'"
        found = self._all(f"{COMMENT} WHERE application = ? AND {where} ORDER BY id", json.dumps([*rows]))
        return [_comment(line) for *line, owner in found if owner is None]

    def _comments(self, where: str, unit: str | None, *params: str) -> Sequence[Comment]:
        known = about(self._sql, self._id)
        if not (known and known.has_comments):
            return []
        found = self._all(f"{COMMENT} WHERE application = ? AND {where} ORDER BY id", *params)
        return [_comment(line) for *line, owner in found if owner is not None and unit in (None, owner)]

    def bin(self, table: str, unit: str | None, start: int, count: int, parent: str = "") -> Sequence[BinnedRow]:
        """See Team."""
        whose, of = ("", []) if unit is None else (" AND unit = ?", [unit])
        where = f"application = ? AND tbl = ? AND parent = ?{whose} ORDER BY id DESC LIMIT ? OFFSET ?"
        return [_binned(line) for line in self._all(f"{BINNED} WHERE {where}", table, parent, *of, count, start - 1)]

    def restorable(self, binned: int) -> BinnedRow | None:
        """See Team."""
        found = self._all(f"{BINNED} WHERE application = ? AND id = ?", binned)
        return _binned(found[0]) if found else None

    def final(self) -> Final | None:
        """See Team."""
        found = self._all("SELECT version, at, newest FROM final WHERE application = ? ORDER BY version DESC LIMIT 1")
        return Final(found[0][0], _time(found[0][1]), found[0][2]) if found else None

    def handovers(self) -> Sequence[Handover]:
        """See Team."""
        found = self._all("SELECT giver, taker, at, held FROM handover WHERE application = ?")
        return [Handover(giver, taker, _time(at), bool(held)) for giver, taker, at, held in found]

    def nudged(self, unit: str) -> datetime | None:
        """See Team."""
        found = self._all("SELECT at FROM nudge WHERE application = ? AND unit = ?", unit)
        return _time(found[0][0]) if found else None

    def ever_peopled(self) -> Collection[str]:
        """See Team."""
        found = self._all(
            "SELECT unit FROM invitation WHERE application = ?1 AND role = 'member' AND revoked = 0"
            " UNION SELECT unit FROM member WHERE application = ?1 AND role = 'member'"
        )
        return {unit for (unit,) in found}

    def deadline(self) -> date | None:
        """See Team."""
        day = self._all("SELECT deadline FROM application WHERE id = ?")[0][0]
        return date.fromisoformat(day) if day else None


def member(line: Sequence[Any]) -> Member:
    """The member that a line of MEMBER is."""
    read = dict(zip(("application", "person", "unit", "role", "name", "muted"), line, strict=True))
    return Member.model_validate({**read, "muted": bool(read["muted"])})


def _members(lines: Sequence[Any]) -> Sequence[Member]:
    return [member(line) for line in lines]


def invitation(line: Sequence[Any]) -> Invitation:
    """The invitation that a line of INVITATION is."""
    read = dict(zip(Invitation.model_fields, line, strict=True))
    return Invitation.model_validate({**read, "revoked": bool(read["revoked"])})


def _binned(line: Sequence[Any]) -> BinnedRow:
    """The row that a line of BINNED is."""
    read = dict(zip(BinnedRow.model_fields, line, strict=True))
    return BinnedRow.model_validate({**read, **{name: json.loads(read[name]) for name in ("cells", "people", "along")}})


def _comment(line: Sequence[Any]) -> Comment:
    id_, item, row, person, at, text, about, state = line
    step = Step(item=item, row=row)
    return Comment(id=id_, step=step, person=person, at=_time(at), text=text, about=about, state=state)


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)
