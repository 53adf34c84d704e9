"""The rows of a table that were deleted; a press brings one back."""

from __future__ import annotations

from dialogs.application.changes import RestoreRow
from dialogs.application.team import BinnedRow
from dialogs.screens import browsing
from dialogs.texts import say
from dialogs.turn.conversation import Browsing, Restoring
from dialogs.turn.messages import Ask, Button, Say
from dialogs.turn.turn import Notification, Outcome, Turn, ask, button, in_rows, only_buttons

PAGE = 10  # deleted rows on one page
PER_LINE = 5  # their numbers in one line of buttons


def view(turn: Turn, mode: Restoring) -> Ask:
    """One page of them, the last deleted first."""
    table = turn.form.tables[mode.before.table]
    found = turn.team.deleted(table.id, turn.application.scope, mode.page * PAGE + 1, PAGE + 1)
    shown = list(enumerate(found[:PAGE], mode.page * PAGE + 1))
    rows = [{"number": n, "title": d.title, "at": d.at, "who": turn.who(d.person)} for n, d in shown]
    numbers = [Button(label=str(number), data=f"deleted:{row.id}") for number, row in shown]
    turning = [button("earlier", f"page:{mode.page - 1}")] if mode.page else []
    turning += [button("later", f"page:{mode.page + 1}")] if len(found) > PAGE else []
    text = say("table.deleted", title=table.title, rows=rows)
    return ask(text, [*in_rows(numbers, PER_LINE), tuple(turning), (button("return", "back"),)])


def pressed(turn: Turn, mode: Restoring, action: str, argument: str) -> Outcome:
    """A row, another page, or back."""
    if action == "page":
        return turn.to(mode.model_copy(update={"page": int(argument)}))
    kept = turn.team.restorable(int(argument)) if action == "deleted" else None
    if kept is None or kept.table != mode.before.table:
        return turn.to(mode.before)
    return _restored(turn, mode.before, kept)


def _restored(turn: Turn, before: Browsing, kept: BinnedRow) -> Outcome:
    """The row is back, and its menu shown; the people of a unit are told that they are in again."""
    change = RestoreRow(application=turn.application.id, deleted=kept.id)
    text = Say(text=say("table.unit_restored", unit=kept.title or say("ask.unnamed"), name=turn.name))
    notifications = tuple(Notification(person, text) for person in sorted({*kept.people} - {turn.conversation.person}))
    number = turn.application.count(kept.table) + 1
    note = say("table.restored", title=kept.title or say("ask.unnamed"), number=number, people=len(kept.people))
    at_end = browsing.list_at_end(turn, turn.form.tables[kept.table], before)
    return turn.to(at_end.model_copy(update={"row": kept.row}), change, notes=(note,), notifications=notifications)


said = only_buttons
