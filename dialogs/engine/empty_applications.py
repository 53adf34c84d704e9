"""An application in which nothing was ever done goes when its person leaves it: it would only stand in their list."""

from __future__ import annotations

from dataclasses import replace

from dialogs.application.changes import DropApplication
from dialogs.turn.turn import Outcome, Turn


def without_empty(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, without the application that is left, where that is empty."""
    left = turn.conversation.application
    goes_on = outcome.conversation.application
    drops = any(isinstance(change, DropApplication) for change in outcome.changes)
    if goes_on in (None, left) or drops or not turn.can("manage") or not _is_empty(turn):
        return outcome
    return replace(outcome, changes=(*outcome.changes, DropApplication(application=turn.application.id, erased=True)))


def _is_empty(turn: Turn) -> bool:
    """Whether nothing was answered, nobody invited, and no row added, in it."""
    team, form = turn.team, turn.form
    rows = any(turn.application.count(table) for table in form.tables if table not in form.fixed)
    alone = len(team.members()) == 1 and not team.invitations()
    return alone and not rows and turn.application.newest() <= 0
