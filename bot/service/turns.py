"""Handles one event inside the writer's transaction: once, with its replies put into the outbox and the page log.

Knows no thread, and of the channels only which of them show a conversation again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from bot import clock
from bot.service.answered_question import answered_in_chat, answered_on_page
from bot.service.posting import Posting
from bot.service.quota import Quota
from bot.service.served_channel import Channel
from bot.service.transcript import keep_confirmed_edits, keep_event, takes_edit
from dialogs.application.changes import DropApplication, LinkIdentities, StartJob
from dialogs.engine import dispatch
from dialogs.engine.at_hand import table_at_hand
from dialogs.engine.table_edits import Beside
from dialogs.form.model import Group
from dialogs.pasting.file_content import FileContent
from dialogs.texts import say
from dialogs.turn.beside_chat import NOTHING, CellNote, Pasted, SoFar
from dialogs.turn.conversation import Conversation
from dialogs.turn.events import Command, Edited, Event, JobDone, Said
from dialogs.turn.keys import Keys
from dialogs.turn.messages import Say
from dialogs.turn.notice import Operator
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn
from storage.conversations import Caller
from storage.database import used
from storage.store import Store


@dataclass(frozen=True)
class Receipt:
    """What a channel is told once its event is committed.

    Attributes:
        new: False for an event that was handled before.
        toast: A sentence to show for a moment: that a press had no effect, or the last words to one who left for good.
        refused: Why an answer was refused, "" where it was not.
        edited: Whether a message has another text now.
        left: Whether the person has left for good, so that nothing is to be kept of them anywhere.
        cells: What was not taken beside the chat, to be told there.
        so_far: What was done of an event that takes several turns.
    """

    new: bool
    toast: str = ""
    refused: str = ""
    edited: bool = False
    left: bool = False
    cells: tuple[CellNote, ...] = ()
    so_far: SoFar = NOTHING


class TurnFailedError(Exception):
    """The program failed at an event, by its id; the transaction is to be undone, and the person told so."""


class Turns:
    """Handles events; what is to be looked after once they are committed is gathered by `posting`."""

    def __init__(self, operator: Operator, keeping: Collection[str], folder: Path) -> None:
        """`keeping` are the channels that show a conversation again, see `Posting`.

        `folder` is the data folder, of which nobody may fill more than their share.
        """
        self._operator = operator
        self.posting = Posting(keeping)
        self.channels: dict[str, Channel] = {}  # those that are served, by name
        self.stopped: set[str] = set()  # names of those that should be, and are not
        self.doubtful: set[str] = set()  # names to which the first reply that waits may have been delivered already
        self._quota = Quota(folder)

    def register(self, channel: Channel) -> None:
        """A channel is served from now on."""
        self.channels[channel.name] = channel
        self.stopped.discard(channel.name)

    def came_from(self, name: str, address: str) -> None:
        """Notes from which address a name is used, as far as a channel knows that: its people share a limit."""
        self._quota.came_from(name, address)

    def rows_at_hand(self, store: Store, event: Said | Pasted) -> tuple[str, Group] | None:
        """The application and the table into which what an event brings would go as rows; None where it is no rows."""
        turn = Turn(store, store.conversations.caller(event.person).conversation, clock.now())
        if isinstance(event, Said):
            table = table_at_hand(turn)
        else:
            named = turn.form.tables.get(event.table) if turn.member else None
            table = named if named and event.item in named.item_ids else None
        return (turn.application.id, table) if table else None

    def take(self, store: Store, event: Event) -> Receipt:
        """Handles an event, unless it was handled before. Raises TurnFailedError where the program failed at it."""
        with store.sql.remembering():
            before = used(store.db)  # with the job, which may go on as another
            if not store.accept(event.id, clock.now()):
                return Receipt(new=False)
            if isinstance(event, JobDone):
                asked = store.waiting_jobs.finish(event.job)
                if asked is None:
                    self.posting.effects.unwanted = True  # its application is gone, and its files have nobody to go to
                    return Receipt(new=True)
                self.posting.effects.unwanted |= event.kind == "read"  # the file itself is needed no longer
                event = event.model_copy(update={"person": asked})
            try:
                return self._turn(store, event, before)
            except Exception as error:
                if not store.db.conn.in_transaction:  # all is undone, on a full disk, say: the turn is not to blame
                    raise
                raise TurnFailedError(event.id) from error

    def _turn(self, store: Store, event: Event, before: int) -> Receipt:
        """One turn, of the person who uses the name that stands in the event, see `LinkedIdentities`.

        `before` is how many bytes of the database were used before it.
        """
        here, now = event.person, clock.now()
        caller = store.conversations.caller(here)
        at = event.application if isinstance(event, JobDone) else caller.conversation.application
        event = event.model_copy(update={"person": caller.person})
        if code := self._quota.refuses(store, at, event, now, here):
            if not isinstance(event, JobDone):
                return self._full(store, caller.person, here, code)
            event = event.model_copy(update={"content": FileContent(unfit=f"full_{code}")})
        receipt = self._taken(store, caller, event, here, now)
        self._quota.count(at, event, used(store.db) - before, here)
        return receipt

    def _taken(self, store: Store, caller: Caller, event: Event, asked: str, now: datetime) -> Receipt:
        """The turn of an event for which there is room; `asked` is the name under which it came."""
        here, before = asked, caller.conversation
        if isinstance(event, JobDone) and before.awaits != event.job:  # they have gone on since, maybe elsewhere
            here = store.questions.asked_at(caller.person)
        outcome = self._outcome(store, caller, event, here, now)
        keep_confirmed_edits(store, before, event, outcome.changes)
        self._carry_out(store, before, outcome, here, now)
        if outcome.held:
            store.held_changes.put(caller.person, outcome.held, now)
        for notice in outcome.notifications:
            self.posting.post(store, notice.person, notice.reply, notice.about)
        if any(isinstance(change, LinkIdentities) for change in outcome.changes):  # it goes on here as the other
            store.conversations.keep(outcome.conversation)
            return self._turn(store, Command(id=event.id, person=here, name="start"), used(store.db))
        receipt = self._said(store, before, event, (here, asked), outcome)
        after = self._asked(store, caller, event, outcome, here)
        store.held_changes.drop(caller.person, before.awaited - after.awaited)
        return receipt

    def _asked(self, store: Store, caller: Caller, event: Event, outcome: Outcome, here: str) -> Conversation:
        """Asks the question that follows; what was done beside the chat is only told, where one is asked the same.

        So is an edit in vain, of which a channel that shows the message again tells at the message.
        """
        before = caller.conversation
        if not outcome.show:
            if outcome.conversation != before:
                store.conversations.keep(outcome.conversation)
            return outcome.conversation
        question, after = dispatch.present(store, outcome.conversation, clock.now(), self._operator)
        person = after.person
        in_vain = isinstance(event, Edited) and outcome.refusal and self.posting.keeps(here)
        if (isinstance(event, Beside) or in_vain) and after.shown.asks_on(before.shown):
            if outcome.notes:
                self.posting.post(store, person, Say(text="\n".join(outcome.notes)), after.application, {here})
            after = after.model_copy(update={"shown": before.shown, "awaits": before.awaits})
            if after != before:
                store.conversations.keep(after)
            return after
        notes = tuple(filter(None, outcome.notes))
        judged = question.model_copy(update={"notes": notes, "refusal": outcome.refusal})
        self.posting.post(store, person, judged, after.application, {here})
        if after.consented:
            store.conversations.ask(after, here, caller)
        elif after != before:
            store.conversations.keep(after)
        return after

    def _full(self, store: Store, person: str, here: str, code: str) -> Receipt:
        """Refuses an event for which there is no room any more; in the chat that is said once a minute."""
        sentence = say(f"quota.{code}")
        if self._quota.is_to_tell(person, code, clock.now()):
            self.posting.post(store, person, Say(text=sentence), None, {here})
        return Receipt(new=True, toast=sentence, refused=sentence)

    def _outcome(self, store: Store, caller: Caller, event: Event, here: str, now: datetime) -> Outcome:
        """What comes of the event, at the question that it answers; what is no answer to that is noted there."""
        links = tuple(channel.invitation for channel in self.channels.values() if channel.invitation)
        own = next((channel.own for channel in self.channels.values() if channel.name in self.posting.keeping), "")
        keys = Keys(token_hex(), links, own)
        before = caller.conversation
        if self.posting.keeps(here):
            shown = answered_on_page(store, before, event)
        else:
            shown = answered_in_chat(store, caller, event, here, doubtful=here in self.doubtful)
        if isinstance(event, Edited) and (refused := store.questions.of_refused(event.person, event.ref)):
            event, shown = event.model_copy(update={"was_refused": True}), refused
        outcome = dispatch.advance(store, before, event, now, keys=keys, shown=shown)
        in_vain = outcome.refusal or not (outcome.changes or outcome.held)  # also talk: 过几天
        if in_vain and isinstance(event, Said):
            store.questions.refused(event.person, (shown or before.shown).number, event.ref)
        return outcome

    def _carry_out(self, store: Store, before: Conversation, outcome: Outcome, here: str, now: datetime) -> None:
        """Makes the changes, and notes what is to be looked after once they are committed."""
        told = {notice.person for notice in outcome.notifications}
        store.apply(before.person, outcome.changes, now, outcome.bulk, told)
        if outcome.changes or outcome.conversation != before:
            self.posting.effects.changed |= {at for at in (before.application, outcome.conversation.application) if at}
        for change in outcome.changes:
            self.posting.effects.unwanted |= isinstance(change, DropApplication)
            if isinstance(change, StartJob):
                self.posting.effects.jobs = True
                store.waiting_jobs.asked_for(change.job, here)

    def _said(self, store: Store, before: Conversation, event: Event, at: tuple[str, str], outcome: Outcome) -> Receipt:
        """Posts what the turn says. `at` has two names: where the person is asked next, and where they caused it.

        The replies go to both, the next question to the first.
        """
        here, asked = at
        after = outcome.conversation
        if self.posting.keeps(event.person):
            if before.consented and not after.consented:
                last = self.posting.farewell(store, event.person, here, outcome.replies)
                return Receipt(new=True, toast=last, left=True)
            if not outcome.toast:
                keep_event(store, after, event, outcome.changes, clock.now())
        about = event.application if isinstance(event, JobDone) else after.application
        for reply in outcome.replies:
            self.posting.post(store, event.person, reply, about, {here, asked})
        return Receipt(
            new=True,
            toast=outcome.toast,
            refused=outcome.refusal,
            edited=takes_edit(event, outcome.changes),
            cells=outcome.cells,
            so_far=outcome.so_far,
        )

    def wanted_no_more(self) -> None:
        """There may be files that nobody wants any more: they are removed after this transaction."""
        self.posting.effects.unwanted = True

    def apologise(self, store: Store, event: Event) -> Receipt:
        """Says that the program failed. The event counts as handled, lest it come again for ever.

        The screens are left, as one of them may be to blame, and a new turn makes the buttons still to be seen stale.
        """
        if not store.accept(event.id, clock.now()):
            return Receipt(new=False)
        name = store.waiting_jobs.finish(event.job) if isinstance(event, JobDone) else event.person
        if name is None:
            return Receipt(new=True)
        conversation = store.conversations.caller(name).conversation
        if conversation.consented:
            shown = conversation.shown.model_copy(update={"number": conversation.shown.number + 1})
            store.conversations.keep(conversation.model_copy(update={"screens": (), "shown": shown}))
        self.posting.post(store, conversation.person, Say(text=say("refuse.fault")), None, {name})
        return Receipt(new=True)
