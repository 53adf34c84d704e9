"""What was changed together: the table `change_set`, whose lines `touched` has what it made another.

Triggers write `touched` while a set is open. Works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from dialogs.application.application import Step
from dialogs.application.change_set import ChangeSet, Kind, Touched, UnderWay
from dialogs.form.model import LEAD_UNIT, Form
from storage.rows_in_turn import InTurn, in_turn
from storage.statements import Statements
from storage.touched_lines import Line, TouchedLines

_SAID: dict[str, tuple[Kind, str]] = {  # of a line that is no row: what it is, and what of it people are told
    "answer": ("answer", "value"),
    "draft_part": ("part", "text"),
    "sign_off": ("sign_off", "kind"),
    "comment": ("comment", "state"),
}


def end(sql: Statements, open_: int, told: Collection[str]) -> None:
    """Closes a set: what is written from now on does not belong to it. `told` are those who hear of it at once."""
    sql.run(
        "UPDATE change_set SET open = 0, told = told OR EXISTS (SELECT 1 FROM member"
        " WHERE application = change_set.application AND role = 'lead' AND person IN (SELECT value FROM json_each(?)))"
        " WHERE id = ?",
        json.dumps([*told]),
        open_,
    )


class ChangeSets:
    """The sets of one application."""

    def __init__(self, sql: Statements, application: str, form: Form) -> None:
        self._sql = sql
        self._id = application
        self._form = form

    def begin(self, person: str, at: datetime, bulk: str, lasting: str, undoes: int | None) -> int:
        """Opens a set, or the one of this `bulk` again: all that is written until `end` belongs to it. Its id."""
        begun = "SELECT id FROM change_set WHERE application = ? AND person = ? AND undone = 0 AND bulk = ?"
        if bulk and (found := self._sql.one(begun, self._id, person, bulk)):
            self._sql.run("UPDATE change_set SET open = 1 WHERE id = ?", found[0])
            return int(found[0])
        made = self._sql.run(
            "INSERT INTO change_set (application, person, at, bulk, lasting, undoes, open)"
            " VALUES (?, ?, ?, ?, ?, ?, 1)",
            self._id,
            person,
            at.isoformat(),
            bulk,
            lasting,
            undoes,
        )
        return int(made.lastrowid)

    def last(self, person: str, *, undo: bool) -> ChangeSet | None:
        """The newest set of a person that can be taken back; or, not to `undo`, what took back the newest, if any."""
        known = "(lasting != '' OR EXISTS (SELECT 1 FROM touched WHERE change_set = change_set.id))"
        own = f"FROM change_set WHERE application = ?1 AND person = ?2 AND undoes IS NULL AND {known}"
        newest = f"SELECT id {own} AND undone = 0 ORDER BY id DESC LIMIT 1"
        taken_back = (
            "SELECT later.id FROM change_set AS later JOIN change_set AS first ON first.id = later.undoes"  # noqa: S608
            " WHERE later.application = ?1 AND later.person = ?2 AND later.undone = 0 AND first.undoes IS NULL"
            f" AND later.id > coalesce((SELECT id {own} ORDER BY id DESC LIMIT 1), 0) ORDER BY later.id DESC LIMIT 1"
        )
        found = self._sql.one(newest if undo else taken_back, self._id, person)
        return self.get(found[0]) if found else None

    def get(self, id_: int, rows: Sequence[str] | None = None) -> ChangeSet | None:
        """A set by its id, of some rows alone or of all; None where there is none, or it is forgotten."""
        return self._sql.derived(("change_set", self._id, id_, rows), lambda: self._read(id_, rows))

    def under_way(self, person: str) -> list[UnderWay]:
        """The sets of a person with which jobs go on."""
        found = self._sql.all(
            "SELECT job.id, own.id, json_array_length(argument, '$.rows'), kind = 'back'"
            " FROM job JOIN change_set AS own ON own.application = job.application AND own.person = ?2 AND CASE kind"
            " WHEN 'rows' THEN bulk = argument ->> '$.bulk' WHEN 'back' THEN own.id = argument ->> '$.change_set'"
            " END WHERE job.application = ?1 AND kind IN ('rows', 'back')",
            self._id,
            person,
        )
        names = list(UnderWay.model_fields)
        return [UnderWay.model_validate(dict(zip(names, line, strict=True))) for line in found]

    def _read(self, id_: int, rows: Sequence[str] | None) -> ChangeSet | None:
        about = "SELECT person, at, undoes, undone, lasting FROM change_set WHERE id = ? AND application = ?"
        found = self._sql.one(about, id_, self._id)
        if found is None:
            return None
        person, at, undoes, undone, lasting = found
        after = in_turn(self._sql, self._form, id_) if rows is None else InTurn((), {})
        lines = TouchedLines(self._sql, self._id).of(id_, person, rows, after.later)
        return ChangeSet(
            id=id_,
            person=person,
            at=datetime.fromisoformat(at),
            undoes=undoes,
            undone=bool(undone),
            lasting=tuple(lasting.split()),
            touched=tuple(self._touched(person, lines)),
            later=after.later,
            coming=after.coming,
        )

    def _touched(self, person: str, lines: Sequence[Line]) -> Iterable[Touched]:
        """The lines as people understand them: what stands at a row that was added or deleted goes with the row.

        Of a text that `person` took over, what became of it as another's is told, not that it was written anew.
        """
        taken = {(line.row, self._item(line)) for line in lines if line.is_of_another(person)}
        units = self._units(lines)
        rows = {line.row: line for line in lines if line.what == "instance" and line.key in self._form.tables}
        for line in rows.values():
            if not line.is_passing:
                yield self._row(line, units)
        for line in lines:
            row = rows.get(line.row)
            goes_along = row is not None and (row.before is None or row.gone)
            item = self._item(line) if line.what in _SAID and not goes_along else ""
            if not item:
                continue
            kind, said = _SAID[line.what]
            about = {"before": line.before and line.before[said]}
            if line.is_of_another(person):
                about |= {"kind": "taken", "writer": line.writer}
            elif kind == "part" and (line.row, item) in taken:
                continue
            yield self._shared(line, units, kind, item).model_copy(update=about)

    def _row(self, line: Line, units: Mapping[str, str]) -> Touched:
        before = line.before or {}
        unit = units.get(line.row, "")
        kind: Kind = "dropped" if line.gone else "added" if line.before is None else "moved"
        if kind == "moved" and before["unit"] != unit:
            kind = "assigned"
        return self._shared(line, units, kind, line.key).model_copy(update={"before": before.get("unit")})

    def _shared(self, line: Line, units: Mapping[str, str], kind: Kind, item: str) -> Touched:
        step = Step(item=item, row=line.row)
        unit = line.row if line.what == "sign_off" else units.get(line.row, LEAD_UNIT)
        return Touched(kind=kind, step=step, unit=unit, stands=line.stands, by=line.by)

    def _item(self, line: Line) -> str:
        """The question, or the table, at which a line stands; "" where that is not known any more."""
        if line.what == "answer":
            return line.key
        if line.what == "draft_part":
            return line.field
        if line.what == "sign_off":
            return self._form.units.group
        if line.before:
            return str(line.before["item"])
        found = self._sql.one("SELECT item FROM comment WHERE id = ?", line.key)
        return found[0] if found else ""

    def _units(self, lines: Sequence[Line]) -> dict[str, str]:
        """Whose the rows are at which something was touched, or were before they were deleted."""
        found = self._sql.all(
            "SELECT row, unit FROM json_each(?2) CROSS JOIN instance ON application = ?1 AND row = value",
            self._id,
            json.dumps(sorted({line.row for line in lines})),
        )
        gone = {
            line.row: line.before["unit"] for line in lines if line.what == "instance" and line.gone and line.before
        }
        return gone | dict(found)
