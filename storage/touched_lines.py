"""The lines that a change set made others, as they stood before, and whether they still are as the set made them.

Works inside the caller's transaction; only reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.statements import Statements

NO_KEY = "''"  # of a table with one line for each row or unit
# What a line is, by its table and what tells it from others: the columns that `touched` keeps of it.
IMAGE = {
    "answer": ("field", ("han", "person", "ref", "at", "value", "doubts")),
    "draft_part": ("id", ("field", "person", "ref", "text", "at")),
    "sign_off": (NO_KEY, ("kind", "person", "at")),
    "comment": ("id", ("item", "person", "at", "text", "about", "state")),
    "instance": ("grp", ("unit", "position", "parent")),
    "member": ("person", ("role",)),
    "invitation": ("id", ("revoked",)),
}
OF_UNIT = ("sign_off", "member", "invitation")  # where `touched.row` is the unit
_THERE = "SELECT 1 FROM instance WHERE application = ? AND row = ?"
# What a set made another; ?2 are the rows, null for all but what one that takes it back has given back so far, and ?3
# those of which nothing is wanted.
_OWN = """
WITH back AS MATERIALIZED (SELECT what, row, key FROM touched WHERE change_set IN (
    SELECT other.id FROM change_set AS other JOIN change_set AS own ON own.id = ?1
    WHERE other.application = own.application AND other.person = own.person AND other.undone = 0
    AND other.undoes = ?1)),
own AS (SELECT min(id) AS first, max(id) AS last FROM touched WHERE change_set = ?1
    AND (?2 IS NULL OR row IN (SELECT value FROM json_each(?2))) AND row NOT IN (SELECT value FROM json_each(?3))
    AND (?2 IS NOT NULL OR (what, row, key) NOT IN (SELECT what, row, key FROM back))
    AND NOT EXISTS (SELECT 1 FROM change_set WHERE id = ?1 AND lasting LIKE '%carrying%') {also}
    GROUP BY what, row, key)
"""
# Of a row that came, went or changed places what stands at it tells nothing more.
_ROWS_ALONE = """
    AND (what = 'instance' OR row NOT IN (SELECT row FROM touched WHERE change_set = ?1 AND what = 'instance'))
"""
# The first line of a set at each place, with the first one there of any later set.
_LINES = f"""
{_OWN.format(also="")}
SELECT line.id, line.what, line.row, line.key, line.before, done.gone, later.id, later.before
FROM own JOIN touched AS line ON line.id = first JOIN touched AS done ON done.id = last
LEFT JOIN touched AS later ON later.id = (
    SELECT id FROM touched AS next WHERE next.application = line.application AND next.what = line.what
    AND next.row = line.row AND next.key = line.key AND next.id > last AND next.change_set != ?1 ORDER BY id LIMIT 1
)
ORDER BY line.id
"""  # noqa: S608
# What became of each row at which a set made something another.
ROWS = f"""
{_OWN.format(also=_ROWS_ALONE)}
SELECT line.id, line.row, line.what, line.key, done.gone, line.before IS NULL, line.before ->> '$.position',
    line.before ->> '$.parent'
FROM own JOIN touched AS line ON line.id = first JOIN touched AS done ON done.id = last
WHERE line.row != '' AND line.what != 'sign_off' ORDER BY line.id
"""  # noqa: S608


@dataclass
class Line:
    """One line of a table that a set made another; `before` is None where it was not there."""

    id: int
    what: str
    row: str
    key: str
    before: dict[str, Any] | None
    gone: bool  # by this set
    stands: bool = True
    by: str = ""  # who has made it another since
    field: str = ""  # of a message of a text: at which question
    writer: str = ""  # of such a one: whose it is or, where it is gone, was

    @property
    def is_passing(self) -> bool:
        """Whether it was not there before the set, nor after it."""
        return self.before is None and self.gone

    @property
    def is_rearranged(self) -> bool:
        """Whether it is a row that was moved, or given to another unit."""
        return self.what == "instance" and self.before is not None and not self.gone

    def is_of_another(self, person: str) -> bool:
        """Whether it is a message of a text that somebody else began."""
        return self.what == "draft_part" and self.writer not in ("", person)


class TouchedLines:
    """The table `touched`, of one application."""

    def __init__(self, sql: Statements, application: str) -> None:
        self._sql = sql
        self._id = application

    def of(self, id_: int, person: str, rows: Sequence[str] | None = None, but: Sequence[str] = ()) -> list[Line]:
        """What a set made another, in the order in which it did; `person` would take it back.

        `rows` are those at which it is wanted, None for all, `but` those at which it is not.
        """
        lines: list[Line] = []
        wanted = (None if rows is None else json.dumps(rows), json.dumps(but))
        for number, what, row, key, before, gone, later, then in self._sql.all(_LINES, id_, *wanted):
            line = Line(number, what, row, key, json.loads(before) if before else None, bool(gone))
            if later and self._now(line) != (json.loads(then) if then else None):
                line.stands, line.by = False, self._by(line)
            if what == "draft_part" and (message := line.before or self._now(line)):
                line.field, line.writer = message["field"], message["person"]
            lines.append(line)
        moved = [line for line in lines if line.is_rearranged]
        if by := next((line.by for line in moved if not line.stands), ""):  # rows that changed places, or none of them
            for line in moved:
                line.stands, line.by = False, by
        gone = {line.row for line in lines if line.gone}
        for line in lines:  # a row comes back only to where the row is to which it belonged
            parent = line.before.get("parent") if line.what == "instance" and line.gone and line.before else ""
            if parent and parent not in gone and not self._sql.one(_THERE, self._id, parent):
                line.stands = False
        self._keep_begun_rows(lines)
        self._keep_what_is_not_own(id_, person, lines)
        return lines

    def _now(self, line: Line) -> dict[str, Any] | None:
        key, columns = IMAGE[line.what]
        row = "unit" if line.what in OF_UNIT else "row"
        found = self._sql.one(
            f"SELECT {', '.join(columns)} FROM {line.what} WHERE application = ? AND {row} = ? AND {key} = ?",  # noqa: S608
            self._id,
            line.row,
            line.key,
        )
        return dict(zip(columns, found, strict=True)) if found else None

    def _by(self, line: Line) -> str:
        """Who touched a line last."""
        found = self._sql.one(
            "SELECT person FROM touched JOIN change_set ON change_set.id = change_set WHERE touched.application = ?"
            " AND what = ? AND row = ? AND key = ? ORDER BY touched.id DESC LIMIT 1",
            self._id,
            line.what,
            line.row,
            line.key,
        )
        return str(found[0])

    def _keep_begun_rows(self, lines: list[Line]) -> None:
        """A row that was added stays, whole, where others have written there since; a unit also with people of it."""
        added = {line.row for line in lines if line.what == "instance" and line.before is None and not line.gone}
        if not added:
            return
        own = {(line.what, line.row, line.key) for line in lines if line.stands}
        standing = self._standing_at(added)
        foreign = {at: by for at, what, row, key, by in standing if (what, row, str(key)) not in own}
        parents = dict(
            self._sql.all(
                "SELECT row, instance.parent FROM json_each(?2) AS one"
                " CROSS JOIN instance ON application = ?1 AND row = one.value",
                self._id,
                json.dumps(sorted(added)),
            )
        )
        for row, by in list(foreign.items()):
            while row := parents.get(row, ""):
                foreign[row] = by
        for line in lines:
            if line.row in foreign and line.row in added:
                line.stands, line.by = False, foreign[line.row]

    def _standing_at(self, rows: Iterable[str]) -> Sequence[Any]:
        """What stands at these rows or is theirs, as (row, and of the line: table, row, key, by whom)."""
        at = "FROM {} WHERE application = ?1 AND {} IN (SELECT value FROM json_each(?2))"  # looked at once each
        return self._sql.all(
            f"SELECT row, 'answer', row, field, person {at.format('answer', 'row')}"
            f" UNION ALL SELECT row, 'draft_part', row, id, person {at.format('draft_part', 'row')}"
            f" UNION ALL SELECT unit, 'member', unit, person, person {at.format('member', 'unit')} AND role != 'gone'"
            f" UNION ALL SELECT unit, 'invitation', unit, id, person {at.format('invitation', 'unit')} AND revoked = 0"
            f" UNION ALL SELECT unit, 'instance', row, grp, '' {at.format('instance', 'unit')} AND row != unit"
            f" UNION ALL SELECT parent, 'instance', row, grp, '' {at.format('instance', 'parent')}",
            self._id,
            json.dumps(sorted(rows)),
        )

    def _keep_what_is_not_own(self, id_: int, person: str, lines: list[Line]) -> None:
        """A confirmation that was lost comes back only where it is one's own, and nobody changed the part since.

        What was given back of a text that was taken over stays with its writer, once that text is done.
        """
        back = {line.row for line in lines if line.what == "instance" and line.gone}
        for line in lines:
            if line.what == "sign_off" and line.before and line.row not in back and line.stands:
                changed = "SELECT 1 FROM history WHERE application = ? AND unit = ? AND change_set > ? AND person != ?"
                if line.before["person"] != person or self._sql.one(changed, self._id, line.row, id_, person):
                    line.stands, line.by = False, line.before["person"]
        done = "SELECT person FROM history WHERE application = ? AND row = ? AND field = ? AND change_set > ?"
        for other in [line for line in lines if line.before is None and line.is_of_another(person)]:
            if found := self._sql.one(done, self._id, other.row, other.field, id_):
                for line in lines:
                    if (line.what, line.row, line.field) == (other.what, other.row, other.field):
                        line.stands, line.by = False, found[0]
