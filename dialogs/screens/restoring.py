"""The rows of a table that were deleted; a press brings one back."""

from __future__ import annotations

from typing import Literal

from dialogs.application import journey
from dialogs.application.changes import RestoreRow
from dialogs.application.team import BinnedRow
from dialogs.form.model import NO_ROW
from dialogs.texts import say
from dialogs.turn.layout import ask, button, in_rows
from dialogs.turn.menu import Menu
from dialogs.turn.messages import Ask, Button
from dialogs.turn.outcome import Outcome
from dialogs.turn.paged import Page, Paged
from dialogs.turn.turn import Turn

PAGE = 10  # deleted rows on one page
PER_LINE = 5  # their numbers in one line of buttons


class Restoring(Paged, Menu):
    """Choosing a deleted row of a table that is to come back."""

    kind: Literal["restoring"] = "restoring"
    table: str
    parent: str = NO_ROW  # the row to which the rows belonged
    is_aside = True

    def view(self, turn: Turn) -> Ask:
        """One page of them, the last deleted first."""
        table = turn.form.tables[self.table]
        found = turn.team.bin(table.id, turn.application.scope, self.page * PAGE + 1, PAGE + 1, self.parent)
        page = Page(self.page, self.page + (len(found) > PAGE), PAGE)
        shown = list(enumerate(found[:PAGE], page.first + 1))
        rows = [
            {"number": n, "title": _title(turn, d), "at": turn.moment(d.at), "who": turn.who(d.person)}
            for n, d in shown
        ]
        numbers = [Button(label=str(number), data=f"deleted:{row.id}") for number, row in shown]
        text = say("table.deleted", title=table.title, rows=rows)
        return ask(text, [*in_rows(numbers, PER_LINE), page.turning, (button("return", "back"),)])

    def picked(self, turn: Turn, action: str, argument: str) -> Outcome:
        """A row, another page, or back."""
        kept = turn.team.restorable(int(argument)) if action == "deleted" else None
        if kept is None or kept.table != self.table:
            return turn.pop()
        return _restored(turn, kept)

    def stands(self, turn: Turn) -> bool:
        """As long as the table is the person's to see."""
        return any(self.table == group.id for s in journey.sections(turn.application) for group in s.groups)


def _title(turn: Turn, kept: BinnedRow) -> str:
    return kept.cells.get(turn.form.name_column(kept.table), "")


def _restored(turn: Turn, kept: BinnedRow) -> Outcome:
    """The row is back, and its menu shown; the people of a unit are told that they are in again."""
    change = RestoreRow(application=turn.application.id, binned=kept.id)
    title = _title(turn, kept) or say("ask.unnamed")
    door = turn.door("open", "on", kept.row)
    notifications = turn.notify(kept.people, "table.unit_restored", door, unit=title)
    note = say("table.restored", title=title, people=len(kept.people))
    table = (screen.at_row(turn, kept.row) for screen in turn.beneath[-1:])
    return turn.to((*turn.beneath[:-1], *table), change, notes=(note,), notifications=notifications)
