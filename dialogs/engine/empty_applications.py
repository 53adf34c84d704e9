"""An application in which nothing was ever done goes when its person leaves it: it would only stand in their list."""

from __future__ import annotations

from dataclasses import replace

from dialogs.application.application import Step
from dialogs.application.changes import DropApplication
from dialogs.engine.gate import guard
from dialogs.form.model import NO_ROW
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


def without_empty(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, without the application that is left, where that is empty. `turn` is the one before any door."""
    left = turn.conversation.application
    drops = any(isinstance(change, DropApplication) for change in outcome.changes)
    if outcome.conversation.application == left or drops or not turn.can("manage") or not _is_empty(turn):
        return outcome
    leaving = guard(turn, replace(outcome, changes=(DropApplication(application=turn.application.id, erased=True),)))
    return replace(outcome, changes=(*outcome.changes, *leaving.changes))


def _is_empty(turn: Turn) -> bool:
    """Whether nothing was answered or begun to be written, nobody invited, and no row added, in it."""
    team, form, application = turn.team, turn.form, turn.application
    alone = len(team.members()) == 1 and not team.invitations()
    if (
        not alone
        or application.newest() > 0
        or any(application.count(table) for table in form.tables.keys() - form.fixed)
    ):
        return False
    fixed = (row.id for table in form.fixed for row in application.rows(table, 1, application.count(table)))
    texts = [field.id for field in form.fields.values() if field.of_kind.is_long]
    return not any(application.writers(Step(item=text, row=row)) for row in (NO_ROW, *fixed) for text in texts)
