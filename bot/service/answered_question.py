"""Which question an event answers: the newest, or one that was shown before it. Knows how channels show questions."""

from __future__ import annotations

from bot.service.transcript import asked_by
from dialogs.turn.conversation import NOTHING_SHOWN, Conversation, Shown
from dialogs.turn.events import Event, Sent
from storage.conversations import Caller
from storage.store import Store


def answered_on_page(store: Store, before: Conversation, event: Event) -> Shown | None:
    """The question that an event of the page answers, None for the newest: the page shows them all, and names it."""
    number = None if event.asked is None else asked_by(store, before.person, event.asked)
    if number in (None, before.shown.number):
        return None
    return store.questions.numbered(before.person, number) or Shown(number=number)


def answered_in_chat(store: Store, caller: Caller, event: Event, here: str, *, doubtful: bool) -> Shown | None:
    """The question that an event of a chat answers, None for the newest.

    Where messages are numbered, a typed one answers that to which it replies, or the newest that stood before it. Else
    it is the newest that was asked there. What waits first may have arrived, where it was tried or is `doubtful`: then
    it is that; what waits behind it has not.
    """
    person = caller.person
    if isinstance(event, Sent):
        waiting = caller.waiting
        if waiting and waiting.question and (doubtful or waiting.tries):
            return store.questions.numbered(person, waiting.question)
        if event.number is not None and (shown := _by_number(store, person, here, event, event.number)):
            return shown
    return store.questions.newest(person, here) if here != person or caller.names else None


def _by_number(store: Store, person: str, here: str, event: Sent, number: int) -> Shown | None:
    """The question of a typed message by its place among the messages.

    A reply to what is long forgotten answers nothing that is known. What was typed before all that is known, as one of
    very many messages at once, goes with the oldest, which may be the same long text still.
    """
    if event.replies_to is not None:
        if shown := store.questions.of_message(person, here, event.replies_to):
            return shown
        if store.questions.begin_after(person, here, event.replies_to):
            return NOTHING_SHOWN
    return store.questions.before(person, here, number) or store.questions.oldest(person, here)
