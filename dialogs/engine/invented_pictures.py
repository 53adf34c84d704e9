"""Pictures that a typed text names though nobody has handed them in: their ids were copied from elsewhere, or made up.

Knows no file: a picture is known by whatever of the application names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.answers.picture_lines import ids
from dialogs.application.application import Step
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn


def is_named(turn: Turn, outcome: Outcome) -> bool:
    """Whether what is changed, or is to be with a yes, names a picture that the application does not have."""
    if turn.member is None or turn.is_read:
        return False
    changes = (*outcome.changes, *(outcome.held.changes if outcome.held else ()))
    found: set[str] = set()
    for change in changes:
        if named := set(ids(change.model_dump_json())):
            step = getattr(change, "step", None)
            found |= named - {*ids("\n".join(_written(turn, step)))} if isinstance(step, Step) else named
    if outcome.held:
        found |= {*ids(outcome.held.text)}
    return bool(found) and bool(turn.repository.unnamed(turn.application.id, sorted(found)))


def _written(turn: Turn, step: Step) -> Iterator[str]:
    """What stands at a step, and what the person has written there."""
    answer = turn.application.answer(step)
    yield from (answer.value,) if answer else ()
    yield from turn.application.draft_parts(step, turn.conversation.person).texts
