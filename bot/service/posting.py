"""Puts what people are told where it is told them: into the page log, into the outbox, or into both.

Inside the writer's transaction. Knows no event, and of the channels only which of them show a conversation again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot import clock
from bot.service.data_files import bytes_of
from bot.service.transcript import keep_reply
from dialogs.turn.messages import Reply, Say, paths
from storage.outbox import WaitingReply
from storage.store import Store


@dataclass
class Effects:
    """Who and what to look after once the transaction is committed. Naming more than there is does no harm."""

    posted: dict[str, WaitingReply | None] = field(default_factory=dict)  # who was told; what, if it waits alone
    changed: set[str] = field(default_factory=set)  # the applications of which something is another now
    written: set[str] = field(default_factory=set)  # the tables in which anything is another now
    jobs: bool = False  # whether there are jobs that wait
    unwanted: bool = False  # whether there may be files that nobody wants any more


class Posting:
    """Posts replies. `effects` gathers what the transaction under way does; whoever commits it sets a new one."""

    def __init__(self, keeping: Collection[str]) -> None:
        """`keeping` are the channels that show a conversation again: replies go to the page log, not to the outbox."""
        self.keeping = keeping
        self.effects = Effects()

    def keeps(self, name: str) -> bool:
        """Whether a name is on a channel that shows a conversation again."""
        return name.partition(":")[0] in self.keeping

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
        if self.keeps(person):
            keep_reply(store, person, about, reply, clock.now())
            if paths(reply):
                self.effects.unwanted |= store.page_log.forget_files_of(person, bytes_of)
            self.effects.posted[person] = None
        secret = isinstance(reply, Say) and reply.secret  # it is told once, and then gone
        for name in at or [person, *store.linked_identities.names(person)]:
            if secret or not self.keeps(name):
                self.effects.posted[name] = store.outbox.put(name, reply)

    def farewell(self, store: Store, person: str, here: str, replies: Sequence[Reply]) -> str:
        """Forgets a person who has left for good. Their chats get the last words; returns them for the page."""
        store.page_sessions.forget(person)
        store.page_log.forget(person)
        store.outbox.forget(person)
        self.effects.posted[person] = None
        for name in {here, *store.linked_identities.drop(person)}:
            if not self.keeps(name):
                for reply in replies:
                    self.post(store, name, reply)
        words = [reply.text for reply in replies if isinstance(reply, Say)] if self.keeps(here) else []
        return "\n".join(words)
