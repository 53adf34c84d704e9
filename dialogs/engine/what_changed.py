"""What the changes of a turn make another in the parts of units, as those whom that concerns are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.application.changes import AddRow, AssignRow, Change, DropAnswer, DropRow, MoveRow, PutAnswer, RestoreRow
from dialogs.application.changes.change import Ground
from dialogs.texts import say
from dialogs.turn.labels import brief, place, read
from dialogs.turn.turn import Turn

SHOWN = 60  # characters of an answer
MOST = 6  # lines; the others are counted
_ROWS: dict[type[Change], str] = {
    AddRow: "row_added",
    AssignRow: "row_assigned",
    DropRow: "row_dropped",
    MoveRow: "row_moved",
    RestoreRow: "row_restored",
}


def told(turn: Turn, ground: Ground, changes: Iterable[Change], *units: str) -> dict[str, object]:
    """The parameters `lines` and `more` of a sentence: what is another there, each with its value before and after."""
    lines = list(dict.fromkeys(_lines(turn, [one for one in changes if {*units} & {*one.touches(ground)}])))
    return {"lines": lines[:MOST], "more": max(0, len(lines) - MOST)}


def _lines(turn: Turn, changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        if isinstance(change, PutAnswer | DropAnswer):
            if turn.application.owner(change.step.row) is None:
                continue  # of a row that is just added
            answer = turn.application.answer(change.step)
            after = change.value if isinstance(change, PutAnswer) else None
            before, now = (read(turn, change.step, value) for value in (answer.value if answer else None, after))
            shown = {"before": brief(before, SHOWN), "after": brief(now, SHOWN)}
            yield say("changed.answer", place=place(turn, change.step), **shown)
        elif type(change) in _ROWS:
            table = turn.form.tables.get(getattr(change, "table", ""))
            row = turn.application.row(table.id, getattr(change, "row", "")) if table else None
            title = table.title if table else ""
            yield say(f"changed.{_ROWS[type(change)]}", table=title, number=row.number if row else 0)
