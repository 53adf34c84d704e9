"""One event after the other, inside the writer's transaction: handled once, its replies put where they belong.

Knows no thread, and of the channels only which show a conversation again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from secrets import token_hex

from bot import clock
from bot.keeping import keep_event, keep_reply
from dialogs import engine
from dialogs.changes import DropApplication
from dialogs.consent import Operator
from dialogs.conversation import Asking
from dialogs.messages import Event, JobDone, Reply, Say
from dialogs.texts import say
from dialogs.turn import Keys, Outcome
from storage.database import savepoint
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """An event is committed: whether it was new, a remark on a press that had no effect, why it was refused."""

    new: bool
    toast: str = ""
    refused: str = ""


@dataclass
class Effects:
    """What others must hear of once it is committed; more than there was does no harm."""

    posted: set[str] = field(default_factory=set)  # whom something was said to
    dropped: bool = False  # whether an application was deleted, whose files then go too


class Turns:
    """`effects` gathers what the transaction under way does; whoever commits it takes them, and sets new ones."""

    def __init__(self, operator: Operator, keeping: Collection[str]) -> None:
        """`keeping` are the channels that show a conversation again: their replies are kept, not delivered once."""
        self._operator = operator
        self._keeping = keeping
        self.links: list[str] = []  # where an invitation's token can be taken, with {} in its place
        self.effects = Effects()

    def take(self, store: Store, event: Event) -> Receipt:
        """Handles an event, unless it was handled before."""
        if not store.accept(event.id, clock.now()):
            return Receipt(new=False)
        if isinstance(event, JobDone) and not store.finish(event.job):
            self.effects.dropped = True  # its application is gone, and its files have nobody to go to
            return Receipt(new=True)
        try:
            with savepoint(store.db):
                return self._turn(store, event)
        except Exception:
            if not store.db.conn.in_transaction:  # the whole batch is undone: nothing may be written outside of it
                raise
            log.exception("event %s failed and was undone", event.id)
            return self._apologise(store, event)

    def _turn(self, store: Store, event: Event) -> Receipt:
        now = clock.now()
        before = store.conversation(event.person)
        outcome = engine.advance(store, before, event, now, Keys(token_hex(), tuple(self.links)))
        if outcome.changes or outcome.conversation != before:
            store.apply(outcome.conversation, outcome.changes, now)
            self.effects.dropped |= any(isinstance(change, DropApplication) for change in outcome.changes)
        if self._keeps(event.person):
            if before.consented and not outcome.conversation.consented:
                return self._farewell(store, event.person, outcome)
            if not outcome.toast:
                keep_event(store, event, now)
        about = event.application if isinstance(event, JobDone) else None
        for reply in outcome.replies:
            self.post(store, event.person, reply, about)
        for notice in outcome.notices:
            self.post(store, notice.person, notice.reply)
        if outcome.show:
            self._ask(store, outcome)
        refused = outcome.notes[-1] if outcome.refused and outcome.notes else ""
        return Receipt(new=True, toast=outcome.toast, refused=refused)

    def _farewell(self, store: Store, person: str, outcome: Outcome) -> Receipt:
        """Nothing is kept of the person any more, not even what is said to them last: it goes with the receipt."""
        store.page.forget(person)
        self.effects.posted.add(person)
        return Receipt(new=True, toast="\n".join(reply.text for reply in outcome.replies if isinstance(reply, Say)))

    def _ask(self, store: Store, outcome: Outcome) -> None:
        asked, conversation = engine.present(store, outcome.conversation, clock.now(), self._operator)
        store.keep(conversation)
        said = asked.model_copy(update={"notes": outcome.notes, "refused": outcome.refused})
        self.post(store, conversation.person, said)

    def post(self, store: Store, person: str, reply: Reply, about: str | None = None) -> None:
        """Puts a reply where it is delivered from, or shown; `about` is its application, if not the one at hand."""
        if self._keeps(person):
            keep_reply(store, person, about, reply, clock.now())
        else:
            store.post(person, reply)
        self.effects.posted.add(person)

    def _keeps(self, person: str) -> bool:
        return person.partition(":")[0] in self._keeping

    def _apologise(self, store: Store, event: Event) -> Receipt:
        """The event is taken as handled, lest it come again for ever; the mode, which may be to blame, is left.

        A new turn makes the buttons that are still to be seen stale: they belong to the mode that was left.
        """
        conversation = store.conversation(event.person)
        if conversation.consented:
            left = conversation.model_copy(update={"mode": Asking(), "turn": conversation.turn + 1})
            store.apply(left, (), clock.now())
        self.post(store, event.person, Say(text=say("refuse.fault")))
        return Receipt(new=True)
