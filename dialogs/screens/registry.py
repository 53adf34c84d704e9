"""Which mode is at hand, and what it shows: what one is doing, unless others have taken that away meanwhile.

Changes nothing.
"""

from __future__ import annotations

from types import ModuleType

from dialogs.application import journey
from dialogs.application.application import Step
from dialogs.form.model import LEAD
from dialogs.screens import (
    application_list,
    asking,
    assigning,
    browsing,
    checking,
    comment_list,
    comment_screen,
    confirming,
    conflict,
    deadline,
    downloads,
    history,
    inviting,
    joining,
    linking,
    members,
    overview,
    restoring,
    reviewing,
)
from dialogs.turn import review
from dialogs.turn.conversation import (
    ApplicationList,
    Asking,
    Assigning,
    Browsing,
    CommentScreen,
    Confirming,
    Conflict,
    History,
    Inviting,
    Joining,
    Linking,
    Mode,
    Overview,
    Restoring,
    Reviewing,
)
from dialogs.turn.messages import Ask
from dialogs.turn.turn import Turn

MODES: dict[str, ModuleType] = {
    "asking": asking,
    "browsing": browsing,
    "reviewing": reviewing,
    "checking": checking,
    "overview": overview,
    "taking": downloads,
    "choosing": application_list,
    "members": members,
    "remarks": comment_list,
    "history": history,
    "confirming": confirming,
    "inviting": inviting,
    "joining": joining,
    "uniting": linking,
    "assigning": assigning,
    "restoring": restoring,
    "deadline": deadline,
    "looking": comment_screen,
    "conflict": conflict,
}


def view(turn: Turn) -> Ask:
    """The question that the mode at hand asks."""
    mode = current(turn)
    shown: Ask = MODES[mode.kind].view(turn, mode)
    return shown


def current(turn: Turn) -> Mode:
    """The mode at hand; where the first open step is a table, that is the table's."""
    mode = turn.conversation.mode
    if turn.member is None:
        return mode if isinstance(mode, ApplicationList | Joining | Linking) else ApplicationList(what="application")
    if not _stands(turn, mode):
        mode = Asking()
    if isinstance(mode, Asking):
        if not turn.can("answer", turn.application.scope):
            return Overview()
        step = asking.step_of(turn, mode)
        if step and step.item in turn.form.tables:
            return Browsing(table=step.item, row=step.row if review.row_of(turn, step) else None)
    return mode


def _stands(turn: Turn, mode: Mode) -> bool:
    """Whether what a mode is about is still there, and the person's to see: others may have changed that."""
    if isinstance(mode, Asking | CommentScreen | Conflict):
        return mode.step is None or journey.exists(turn.application, mode.step)
    if isinstance(mode, History):
        return mode.entry is None or history.lookup(turn, mode.entry) is not None
    if isinstance(mode, Browsing):
        return any(mode.table == table.id for s in journey.sections(turn.application) for table in s.tables)
    if isinstance(mode, Reviewing):
        section = turn.form.section_of.get(mode.section)
        seen = section in journey.sections(turn.application)
        return seen and (not section or not section.each or journey.exists(turn.application, _at(mode)))
    if isinstance(mode, Restoring):
        return _stands(turn, mode.before)
    return turn.application.owner(_row_of(mode) or LEAD) is not None


def _row_of(mode: Mode) -> str | None:
    """The row, or unit, that a question on the way is about."""
    if isinstance(mode, Confirming):
        return mode.row
    if isinstance(mode, Inviting):
        return mode.unit
    if isinstance(mode, Assigning):
        return mode.before.row
    return None


def _at(mode: Reviewing) -> Step:
    return Step(item=mode.section, row=mode.row)
