"""A contact card that somebody sends -> the name and the phone of the row or the part at hand.

Nothing is filled in that was not looked at: it is the same as if both had been typed behind their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialogs.application.application import Step
from dialogs.engine.staleness import as_shown, verdict
from dialogs.form.model import Field
from dialogs.pasting import grid
from dialogs.screens.several_answers import SeveralAnswers
from dialogs.texts import say
from dialogs.turn.answering import typed
from dialogs.turn.events import Contact
from dialogs.turn.turn import Outcome, Turn

_PHONES = ("mobile", "phone")  # what a number answers, the first that there is


def carded(turn: Turn, event: Contact) -> Outcome:
    """Asks about the name and the phone on a card, or takes the one of them that is asked."""
    if turn.member is None or verdict(turn) != "holds":
        return turn.stay(say("refuse.card"))
    at_top = as_shown(turn)
    screen = at_top.stack[-1]
    if table := screen.table_at_hand(at_top):
        columns = _for(table.fields, event)
        text = grid.join([[column.label for column in columns], list(columns.values())])
        return screen.said(at_top, text) if columns else turn.stay(say("refuse.card"))
    step = screen.asks(at_top) if screen.is_one_question else None
    field = turn.form.fields.get(step.item) if step else None
    if step is None or field is None:
        return turn.stay(say("refuse.card"))
    found = _for((field, *turn.form.groups[turn.form.group_of[field.id]].fields), event)
    if field not in found:
        return turn.stay(say("refuse.card"))
    if len(found) == 1:
        return screen.said(at_top, found[field])
    changes = tuple(typed(turn, Step(item=f.id, row=step.row), text) for f, text in found.items())
    held = turn.hold(changes, turn.shown.seen)
    return at_top.to((*at_top.stack, SeveralAnswers(held=held.id)), held=held)


def _for(fields: Iterable[Field], event: Contact) -> Mapping[Field, str]:
    """Of some fields those that a card answers, at most one for the name and one for the phone."""
    fields = list(fields)
    phones = [field for part in _PHONES for field in fields if field.of_kind.contact == part]
    phone = next((field for field in fields[:1] if field in phones), None) or next(iter(phones), None)
    name = next((field for field in fields if field.of_kind.contact == "name"), None)
    found = {name: event.name, phone: event.phone}
    return {field: text for field, text in found.items() if field is not None and text}
