"""Contact cards that somebody sends, or hands in as a file -> the name and the phone of the row or the part at hand.

Nothing is filled in that was not looked at: it is the same as if both had been typed behind their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dialogs.application.application import Step
from dialogs.engine.at_hand import current
from dialogs.engine.staleness import as_shown, verdict
from dialogs.form.model import Field
from dialogs.pasting import grid
from dialogs.pasting.file_content import Card
from dialogs.screens.several_answers import SeveralAnswers
from dialogs.texts import say
from dialogs.turn.answering import typed
from dialogs.turn.events import Contact
from dialogs.turn.turn import Outcome, Turn

_PHONES = ("mobile", "phone")  # what a number answers, the first that there is


def carded(turn: Turn, event: Contact) -> Outcome:
    """A card that was sent, where it was."""
    if turn.member is None or verdict(turn) != "holds":
        return turn.stay(say("refuse.card"))
    return _taken(turn, as_shown(turn), [Card(name=event.name, phone=event.phone)])


def handed(turn: Turn, cards: Sequence[Card]) -> Outcome:
    """The cards in a file, once it is read: in a table a row each."""
    return _taken(turn, current(turn), cards)


def _taken(turn: Turn, at_top: Turn, cards: Sequence[Card]) -> Outcome:
    """Asks about the name and the phone on a card, or takes the one of them that is asked."""
    screen = at_top.stack[-1]
    if table := screen.table_at_hand(at_top):
        rows = [_for(table.fields, card) for card in cards]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines = [[column.label for column in columns], *([row.get(column, "") for column in columns] for row in rows)]
        return screen.said(at_top, grid.join(lines)) if columns else turn.stay(say("refuse.card"))
    if len(cards) > 1:
        return turn.stay(say("refuse.cards", count=len(cards)))
    card = cards[0]
    step = screen.asks(at_top) if screen.is_one_question else None
    field = turn.form.fields.get(step.item) if step else None
    if step is None or field is None:
        return turn.stay(say("refuse.card"))
    found = _for((field, *turn.form.group_at(field.id).fields), card)
    if field not in found:
        return turn.stay(say("refuse.card"))
    if len(found) == 1:
        return screen.said(at_top, found[field])
    changes = tuple(typed(turn, Step(item=f.id, row=step.row), text) for f, text in found.items())
    held = turn.hold(changes, turn.shown.seen)
    return at_top.to((*at_top.stack, SeveralAnswers(held=held.id)), held=held)


def _for(fields: Iterable[Field], card: Card) -> Mapping[Field, str]:
    """Of some fields those that a card answers, at most one for the name and one for the phone."""
    fields = list(fields)
    phones = [field for part in _PHONES for field in fields if field.of_kind.contact == part]
    phone = next((field for field in fields[:1] if field in phones), None) or next(iter(phones), None)
    name = next((field for field in fields if field.of_kind.contact == "name"), None)
    found = {name: card.name, phone: card.phone}
    return {field: text for field, text in found.items() if field is not None and text}
