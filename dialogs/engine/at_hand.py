"""Which screen is at hand: what one is doing, unless others have taken that away meanwhile, or the first open step.

Changes nothing.
"""

from __future__ import annotations

from dialogs.application.application import Step
from dialogs.form.model import Group
from dialogs.screens import browsing
from dialogs.screens.application_list import ApplicationList
from dialogs.screens.asking import Asking
from dialogs.screens.consenting import Consenting
from dialogs.screens.overview import Overview
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn


def at_hand(turn: Turn) -> Screen:
    """The topmost screen as it was kept, or what there is without one."""
    return turn.conversation.screens[-1] if turn.conversation.screens else _without(turn)


def asks(turn: Turn, step: Step) -> bool:
    """Whether the question in the chat is that of a step."""
    screen = at_hand(turn)
    return screen.is_one_question and screen.asks(turn) == step


def table_at_hand(turn: Turn) -> Group | None:
    """The table into which rows go that are pasted now; None where they are no rows."""
    at_top = current(turn)
    return at_top.stack[-1].table_at_hand(at_top)


def _without(turn: Turn) -> Screen:
    """What there is without any screen: the question of the first open step, for whoever has such."""
    if not turn.conversation.consented:
        return Consenting()
    return Asking() if turn.member else ApplicationList()


def current(turn: Turn) -> Turn:
    """The turn with the screen on top that is shown: of a step that is a table, the table's list."""
    kept = turn.stack
    while kept and not stands(turn, kept[-1]):  # each alone: what lies below may well be there
        kept = kept[:-1]
    stack = kept or (_without(turn),)
    top = stack[-1]
    if not top.is_one_question:
        return turn.on(stack)
    if not turn.can("answer", turn.application.scope):
        return turn.on((Overview(),))
    step = top.asks(turn)
    if step and step.item in turn.form.tables:
        return turn.on((browsing.at(turn, step),))
    return turn.on(stack)


def stands(turn: Turn, screen: Screen) -> bool:
    """Whether a screen is there for the person: what it is about is, and they may see it."""
    if not (turn.conversation.consented or screen.is_before_consent):
        return False
    return not screen.needs_application or (turn.member is not None and screen.stands(turn))
