"""A file of contact cards, as address books write it. Knows no form, and not how a card is read."""

from __future__ import annotations

from dialogs.pasting import vcards
from dialogs.pasting.file_content import Card
from render.reading.package import UnfitError

_MOST = 2_000  # cards in a file


def cards_of(text: str) -> tuple[Card, ...]:
    """The cards with a name or a number. Raises UnfitError where there are none, or too many."""
    found = tuple(card for card in vcards.read(text) if card.name or card.phone)
    if len(found) > _MOST:
        raise UnfitError("too_many_rows")
    if not found:
        raise UnfitError("empty")
    return found
