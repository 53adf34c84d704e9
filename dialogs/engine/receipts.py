"""The buttons that go with what was just changed: to take it back, to do again what was taken back, to confirm again.

They stand with the newest question, whatever it asks; a press on one is a command.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.application.changes import Change, DropSignOff, TakeBack
from dialogs.turn.layout import button
from dialogs.turn.messages import Button
from dialogs.turn.turn import Turn

LINE = 4  # buttons in the line to which these are added


def buttons_of_receipt(turn: Turn, changes: Sequence[Change]) -> tuple[Button, ...]:
    """The buttons after these changes; none where nothing was changed that can be taken back."""
    if not any(change.application and change.lasting == "" for change in changes):
        return ()
    again = any(isinstance(change, TakeBack) and _is_undone(turn, change) for change in changes)
    if any(isinstance(change, TakeBack) and not change.ends for change in changes):
        return ()
    anew = any(isinstance(change, DropSignOff) and _confirms(turn, change) for change in changes)
    confirming = (button("sign", "sign"),) if anew and len(changes) > 1 else ()
    return (*confirming, *((button("redo", "redo"),) if again else ()), button("take_back", "undo"))


def _confirms(turn: Turn, change: DropSignOff) -> bool:
    """Whether it is for the person to confirm again what is another now."""
    return change.unit == turn.conversation.unit and turn.can("confirm", change.unit)


def _is_undone(turn: Turn, change: TakeBack) -> bool:
    """Whether something is taken back with it, and not a taking back itself."""
    found = turn.repository.change_set(change.application, change.change_set, change.rows)
    return found is not None and found.undoes is None and bool(found.standing)


def with_receipt(rows: tuple[tuple[Button, ...], ...], receipt: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    """The rows of buttons of a question with these too, unless the question has such a one itself."""
    offered = {button.data for row in rows for button in row}
    added = tuple(button for button in receipt if button.data not in offered)
    if not added:
        return rows
    if rows and len(rows[-1]) + len(added) <= LINE:
        return (*rows[:-1], (*rows[-1], *added))
    return (*rows, added)
