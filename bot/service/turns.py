"""Handles one event inside the writer's transaction: once, with its replies put into the outbox and the page log.

Knows no thread, and of the channels only which of them show a conversation again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from bot import clock
from bot.service.transcript import keep_event, keep_reply, still_asked
from dialogs.application.changes import DropApplication, LinkIdentities, StartJob
from dialogs.engine import dispatch
from dialogs.engine.consent import Operator
from dialogs.texts import say
from dialogs.turn.keys import Keys
from dialogs.turn.messages import Command, Event, JobDone, Reply, Say
from dialogs.turn.turn import Conversation, Outcome
from storage.database import savepoint
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """What a channel is told once its event is committed.

    Attributes:
        new: False for an event that was handled before.
        toast: A sentence to show for a moment: that a press had no effect, or the last words to one who left for good.
        refused: Why an answer was refused, "" where it was not.
    """

    new: bool
    toast: str = ""
    refused: str = ""


@dataclass
class Effects:
    """Who and what to look after once the transaction is committed. Naming more than there is does no harm."""

    posted: set[str] = field(default_factory=set)  # whom something was said to
    changed: set[str] = field(default_factory=set)  # the applications of which something is another now
    unwanted: bool = False  # whether there may be files that nobody wants any more


class Turns:
    """Handles events. `effects` gathers what the transaction under way does; the writer takes it and sets a new one."""

    def __init__(self, operator: Operator, keeping: Collection[str]) -> None:
        """`keeping` are the channels that show a conversation again: replies go to the page log, not to the outbox."""
        self._operator = operator
        self._keeping = keeping
        self.links: list[str] = []  # where an invitation's token can be taken, with {} in its place
        self.page_link = ""  # where a token lets the person themself in to the page, if there is one
        self.chat_link = ""  # and where it leads to a chat
        self.effects = Effects()

    def take(self, store: Store, event: Event) -> Receipt:
        """Handles an event, unless it was handled before. A turn that fails is undone, and the person is told so."""
        if not store.accept(event.id, clock.now()):
            return Receipt(new=False)
        if isinstance(event, JobDone):
            asked = store.finish(event.job)
            if asked is None:
                self.effects.unwanted = True  # its application is gone, and its files have nobody to go to
                return Receipt(new=True)
            event = event.model_copy(update={"person": asked})
        try:
            with savepoint(store.db):
                return self._turn(store, event)
        except Exception:
            if not store.db.conn.in_transaction:  # the whole batch is undone: nothing may be written outside of it
                raise
            log.exception("event %s failed and was undone", event.id)
            return self._apologise(store, event)

    def _turn(self, store: Store, event: Event) -> Receipt:
        """One turn, of the person who uses the name that stands in the event, see `LinkedIdentities`."""
        asked = here = event.person
        event = event.model_copy(update={"person": store.linked_identities.person(asked)})
        now = clock.now()
        before = store.conversation(event.person)
        if isinstance(event, JobDone) and before.awaits != event.job:  # they have gone on since, maybe elsewhere
            here = store.linked_identities.asked_at(event.person)
        outcome = self._outcome(store, before, event, here, now)
        if outcome.changes or outcome.conversation != before:
            store.apply(outcome.conversation, outcome.changes, now)
            self.effects.changed |= {at for at in (before.application, outcome.conversation.application) if at}
            self.effects.unwanted |= any(isinstance(change, DropApplication) for change in outcome.changes)
            for change in outcome.changes:
                if isinstance(change, StartJob):
                    store.asked_for(change.job, here)
        for notice in outcome.notifications:
            self.post(store, notice.person, notice.reply)
        if any(isinstance(change, LinkIdentities) for change in outcome.changes):  # it goes on here as the other
            return self._turn(store, Command(id=event.id, person=here, name="start"))
        return self._said(store, before, event, (here, asked), outcome)

    def _outcome(self, store: Store, before: Conversation, event: Event, here: str, now: datetime) -> Outcome:
        shown = still_asked(store, event) if self._keeps(here) else store.linked_identities.was_asked(here)
        unseen = None if shown else dispatch.catch_up(store, before, event, now)
        keys = Keys(token_hex(), tuple(self.links), self.page_link)
        return unseen or dispatch.advance(store, before, event, now, keys)

    def _said(self, store: Store, before: Conversation, event: Event, at: tuple[str, str], outcome: Outcome) -> Receipt:
        """Posts what the turn says. `at` has two names: where the person is asked next, and where they caused it.

        The replies go to both, the next question to the first.
        """
        here, asked = at
        if self._keeps(event.person):
            if before.consented and not outcome.conversation.consented:
                return self._farewell(store, event.person, here, outcome)
            if not outcome.toast:
                keep_event(store, event, clock.now())
        about = event.application if isinstance(event, JobDone) else None
        for reply in outcome.replies:
            self.post(store, event.person, reply, about, {here, asked})
        if outcome.show:
            self._ask(store, outcome, here)
        refused = outcome.notes[-1] if outcome.refused and outcome.notes else ""
        return Receipt(new=True, toast=outcome.toast, refused=refused)

    def _farewell(self, store: Store, person: str, here: str, outcome: Outcome) -> Receipt:
        """Forgets a person who has left for good. Their chats get the last message; the page has it in the receipt."""
        store.page_sessions.forget(person)
        store.page_log.forget(person)
        store.outbox.forget(person)
        self.effects.posted.add(person)
        for name in {here, *store.linked_identities.drop(person)}:
            if not self._keeps(name):
                for reply in outcome.replies:
                    self.post(store, name, reply)
        words = [reply.text for reply in outcome.replies if isinstance(reply, Say)] if self._keeps(here) else []
        return Receipt(new=True, toast="\n".join(words))

    def _ask(self, store: Store, outcome: Outcome, here: str) -> None:
        asked, conversation = dispatch.present(store, outcome.conversation, clock.now(), self._operator)
        store.keep(conversation)
        said = asked.model_copy(update={"notes": outcome.notes, "refused": outcome.refused})
        self.post(store, conversation.person, said, None, {here})
        store.linked_identities.asked(conversation.person, here)

    def post(self, store: Store, person: str, reply: Reply, about: str | None = None, at: Collection[str] = ()) -> None:
        """Puts a reply into the page log where the person's channel keeps one, and into the outbox for all other names.

        What lets somebody in goes into the outbox for every name, and is kept as a placeholder.

        Args:
            store: The store, inside the transaction that the reply goes with.
            person: Who is told.
            reply: What they are told.
            about: The id of the application that it is about; None for the one they have open.
            at: The names under which it is delivered; empty for all that the person has.
        """
        if self._keeps(person):
            keep_reply(store, person, about, reply, clock.now())
            self.effects.posted.add(person)
        secret = isinstance(reply, Say) and reply.secret  # it is told once, and then gone
        for name in at or [person, *store.linked_identities.names(person)]:
            if secret or not self._keeps(name):
                store.outbox.put(name, reply)
                self.effects.posted.add(name)

    def _keeps(self, person: str) -> bool:
        return person.partition(":")[0] in self._keeping

    def _apologise(self, store: Store, event: Event) -> Receipt:
        """Says that the program failed. The event counts as handled, lest it come again for ever.

        The screens are left, as one of them may be to blame, and a new turn makes the buttons still to be seen stale.
        """
        conversation = store.conversation(store.linked_identities.person(event.person))
        if conversation.consented:
            left = conversation.model_copy(update={"screens": (), "turn": conversation.turn + 1})
            store.apply(left, (), clock.now())
        self.post(store, conversation.person, Say(text=say("refuse.fault")), None, {event.person})
        return Receipt(new=True)
