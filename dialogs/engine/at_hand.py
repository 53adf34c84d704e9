"""Which screen is at hand: what one is doing, unless others have taken that away meanwhile, or the first open step.

Changes nothing.
"""

from __future__ import annotations

from dialogs.screens.application_list import ApplicationList
from dialogs.screens.asking import Asking
from dialogs.screens.browsing import Browsing
from dialogs.screens.overview import Overview
from dialogs.turn import review
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def at_hand(turn: Turn) -> Screen:
    """The topmost screen as it was kept, or the question of the first open step."""
    return turn.conversation.screens[-1] if turn.conversation.screens else Asking()


def current(turn: Turn) -> Turn:
    """The turn with the screen on top that is shown: of a step that is a table, the table's list."""
    kept = turn.stack
    top = kept[-1] if kept else Asking()
    if turn.member is None:
        return turn.on((ApplicationList(),) if top.needs_application else kept)
    while kept and not kept[-1].stands(turn):  # each alone: what lies below may well be there
        kept = kept[:-1]
    stack = kept or (Asking(),)
    top = stack[-1]
    if not top.is_one_question:
        return turn.on(stack)
    if not turn.can("answer", turn.application.scope):
        return turn.on((Overview(),))
    step = top.asks(turn)
    if step and step.item in turn.form.tables:
        return turn.on((Browsing(table=step.item, row=step.row if review.row_of(turn, step) else None),))
    return turn.on(stack)
