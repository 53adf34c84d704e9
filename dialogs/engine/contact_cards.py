"""Contact cards that somebody sends, or hands in as a file -> what is on them, for the table or the part at hand.

Nothing is filled in that was not looked at: it is the same as if it had been typed behind its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dialogs.application.application import Step
from dialogs.engine.at_hand import current
from dialogs.engine.staleness import as_shown, verdict
from dialogs.form.model import Field
from dialogs.pasting import grid, heads, vcards
from dialogs.pasting.file_content import Card
from dialogs.screens.several_answers import SeveralAnswers
from dialogs.texts import say
from dialogs.turn.answering import typed
from dialogs.turn.events import Contact
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

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
    """Asks about what is on a card, or takes that of it which is asked."""
    screen = at_top.stack[-1]
    if table := screen.table_at_hand(at_top):
        rows = vcards.rows(cards)
        is_asked = any(heads.columns_of(table, rows[0] if rows else ()))
        return screen.said(at_top, grid.join(rows)) if is_asked else turn.stay(say("refuse.card"))
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
    """Of some fields those that a card answers, at most one for the name, the phone and the mail each."""
    fields = list(fields)
    phones = [field for part in _PHONES for field in fields if field.of_kind.contact == part]
    phone = next((field for field in fields[:1] if field in phones), None) or next(iter(phones), None)
    name, mail = (next((f for f in fields if f.of_kind.contact == part), None) for part in ("name", "mail"))
    found = {name: card.name, phone: card.phone, mail: card.mail}
    return {field: text for field, text in found.items() if field is not None and text}
