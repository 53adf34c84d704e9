"""The one writer: takes the events of every channel, and gives out replies only when they are committed.

An event's effects happen exactly once, its replies are delivered at least once. Knows no channel.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the SQLite that the library chose

from bot import clock
from bot.service import handed_files
from bot.service.commit import Committed, NotSavedError, Work, commit
from bot.service.data_files import FILES, discard
from bot.service.file_reading import FileReading
from bot.service.form_registry import RegisteredForm
from bot.service.job_runner import JobRunner
from bot.service.kept_forms import KeptForms
from bot.service.long_pastes import LongPastes
from bot.service.portions import one_by_one, portions
from bot.service.removal import Removal
from bot.service.served_channel import fetched
from bot.service.turns import Receipt, TurnFailedError, Turns
from bot.service.writing_thread import WritingThread
from dialogs.application.repository import MOST_ROWS
from dialogs.form.model import Group
from dialogs.form.shelf import Shelf
from dialogs.turn.beside_chat import Pasted
from dialogs.turn.events import Event, Handed, Said
from dialogs.turn.messages import Ask, paths
from dialogs.turn.notice import Operator
from dialogs.turn.outcome import Notification
from storage.database import connect, lock, savepoint, transaction
from storage.outbox import WaitingReply
from storage.recount import refresh
from storage.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
DAY = 24 * 60 * 60.0  # seconds
REMOVING = 1.0  # seconds until it is tried again to remove what was deleted


class Service:
    """The service on one data folder: the writer thread, the jobs, a bell for each channel. A context manager."""

    def __init__(
        self,
        folder: Path,
        registry: Mapping[str, RegisteredForm],
        operator: Operator,
        keeping: Collection[str] = (),
        most_rows: int = MOST_ROWS,
    ) -> None:
        """`registry` has the forms by key; `keeping` are the channels that show a conversation again, see `Turns`.

        `most_rows` is how many rows one table may have.
        """
        self._most_rows = most_rows
        self._folder = folder
        self._registry = registry
        self.turns = Turns(operator, keeping, folder)  # the writer thread's, but for its channels
        reading = FileReading(folder, registry, partial(fetched, self.turns.channels))
        self.job_runner = JobRunner(folder, self._begin_job, self.submit, reading)
        self._pastes = LongPastes(
            self._rows_at_hand, reading.prepare, self.job_runner.rows_are_coming, self.job_runner.rows_settled
        )
        self.written: Counter[str] = Counter()  # how often each table was: what is known of one holds as long
        self._removal = Removal(folder, self.job_runner.making)
        self._thread = WritingThread(self._commit, self._committed)
        self._posted: dict[str, WaitingReply | None] = {}
        self._changed: set[str] = set()
        self._change = asyncio.Event()
        self._bells: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def __aenter__(self) -> Self:
        """Locks the folder, migrates the database, starts the writer and the jobs.

        Raises UnsafeDatabaseError, and NotSavedError where the disk is full, say, or another program has the database.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self._folder)
        try:
            self._store = await self._thread.call(self._open)
        except BaseException as error:
            self._thread.end()
            self._lock.release()
            if isinstance(error, sqlite3.OperationalError):
                raise NotSavedError from error
            raise
        self._thread.begin()
        self._tasks = [asyncio.create_task(self._forget()), asyncio.create_task(self._remove())]
        self.job_runner.take_up(await self.do(lambda store: store.waiting_jobs.all()))
        return self

    def _open(self) -> Store:
        kept = KeptForms(self._folder)
        kept.keep(self._registry.values())
        self.forms = Shelf({key: registered.form for key, registered in self._registry.items()}, kept)
        store = Store(connect(self._folder), self.forms, self._most_rows)
        (self._folder / FILES).mkdir(exist_ok=True)  # by which it is known that there was a database
        with transaction(store.db):
            used = refresh(store.sql, store.forms)
        kept.forget({*used, *(form.digest for form in self.forms.values())})
        self._removal.begin(store)
        return store

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Stops. Work that was not begun is cancelled; jobs that are not done go on at the next start."""
        # The writer first: it would take up again the jobs that are stopped after it.
        await self._thread.stop()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.job_runner.stop()
        await self._thread.call(self._store.db.close)
        self._thread.end()
        self._lock.release()

    async def _forget(self) -> None:
        while True:
            with suppress(Exception):  # the writer has logged it; tomorrow is soon enough
                await self.do(self._forget_old)
                await self._thread.call(lambda: self._removal.remove_pictures(self._store))
            await asyncio.sleep(DAY)

    async def _remove(self) -> None:
        while True:
            await asyncio.sleep(REMOVING)
            await self._thread.call(lambda: self._removal.go_on(self._store))

    def _forget_old(self, store: Store) -> None:
        store.forget(clock.now())
        store.page_sessions.forget_expired(clock.now())
        store.page_log.forget_left()
        store.page_log.forget_files()
        self.turns.wanted_no_more()

    async def submit(self, event: Event) -> Receipt:
        """Handles one event, once; returns when it is committed, or raises. That a turn failed is told the person."""
        (receipt,) = await self.submit_all([event])
        return receipt

    async def submit_all(self, events: Sequence[Event]) -> Sequence[Receipt]:
        """As `submit`, for several events in their order, which are committed together: all of them or none."""
        async with self._pastes.read(events):
            if len(events) == 1 and (parts := portions(events[0])):
                return [await one_by_one(parts, lambda event: self.do(lambda store: self._take(store, event)))]
            return await self.do(lambda store: [self._take(store, event) for event in events])

    def _take(self, store: Store, event: Event) -> Receipt:
        try:
            with savepoint(store.db):
                return self.turns.take(store, event)
        except TurnFailedError:
            log.exception("a turn failed and was undone")
            return self.turns.apologise(store, event)

    async def hand_in(self, event: Handed, content: bytes) -> Receipt:
        """Handles the event of a file whose content is here: that is kept before the event names it.

        Raises NotSavedError where either cannot be saved.
        """
        try:
            async with handed_files.arriving(self._folder, content, self.job_runner.making) as source:
                receipt = await self.submit(event.model_copy(update={"source": source, "size": len(content)}))
        except OSError as error:
            raise NotSavedError from error
        if receipt.refused:
            await self.do(lambda _: self.turns.wanted_no_more())
        return receipt

    async def do(self, work: Callable[[Store], T]) -> T:
        """Has the writer call `work` in its next transaction; returns or raises what came of it, once committed."""
        return await self._thread.do(work)

    async def _begin_job(self, job: str) -> bool:
        return await self.do(lambda store: store.waiting_jobs.begin(job))

    async def _rows_at_hand(self, event: Said | Pasted) -> tuple[str, Group] | None:
        return await self.do(lambda store: self.turns.rows_at_hand(store, event))

    async def tell(self, find: Callable[[Store], Sequence[Notification]]) -> None:
        """Has the writer call `find` in its next transaction, and posts the notifications that it returns."""

        def found(store: Store) -> None:
            for notice in find(store):
                self.turns.posting.post(store, notice.person, notice.reply, notice.about)

        await self.do(found)

    async def posted(self, channel: str) -> Mapping[str, WaitingReply | None]:
        """Waits until there are new replies for a channel; returns the names on that channel that have some.

        With a name comes its reply, where no other waits there.
        """
        await self._bells[channel].wait()
        self._bells[channel].clear()
        return {name: self._posted.pop(name) for name in [*self._posted] if name.startswith(f"{channel}:")}

    async def changed(self) -> set[str]:
        """Waits until applications have been changed; returns their ids."""
        await self._change.wait()
        self._change.clear()
        changed, self._changed = self._changed, set()
        return changed

    def _commit(self, works: Sequence[Work]) -> Committed:
        done = commit(self._store, self.turns, works)
        if done.effects.unwanted:
            self._removal.remove(self._store)
        return done

    def _committed(self, done: Committed) -> None:
        self.written.update(done.effects.written)
        self._posted |= done.effects.posted
        for person in done.effects.posted:
            self._bells[person.partition(":")[0]].set()
        if done.effects.changed:
            self._changed |= done.effects.changed
            self._change.set()
        self.job_runner.take_up(done.jobs)

    async def waiting(self, channel: str) -> list[str]:
        """The names on a channel for which replies wait in the outbox, with those that `posted` has not told yet."""
        for name in [*self._posted]:
            if name.startswith(f"{channel}:"):
                del self._posted[name]
        return await self.do(lambda store: store.outbox.waiting(channel))

    async def doubt(self, channel: str) -> None:
        """A channel that delivers begins: what waits first may have arrived before the stop."""
        self.turns.doubtful |= set(await self.waiting(channel))

    async def next_reply(self, person: str) -> WaitingReply | None:
        """The oldest reply that waits under a name, None for none."""
        return await self.do(lambda store: store.outbox.next(person))

    async def thinned_out(self, person: str, most: int) -> tuple[int, WaitingReply | None]:
        """Where more than `most` replies wait under a name, drops those that newer ones replace.

        Returns how many went, and the oldest that waits.
        """
        return await self.do(lambda store: (store.outbox.thin_out(person, most), store.outbox.next(person)))

    def arrived(self, waiting: WaitingReply, numbers: Sequence[int] = ()) -> None:
        """A reply has arrived, or was given up; its file is no longer needed. It is noted soon, before what follows.

        `numbers` are those of its messages, where the chat numbers them.
        """

        def note(store: Store) -> None:
            store.outbox.delivered(waiting.id)
            person = store.linked_identities.person(waiting.person)
            if numbers and isinstance(waiting.reply, Ask):
                again = waiting.tries > 0 or waiting.person in self.turns.doubtful
                store.questions.sent(person, waiting.reply.number, numbers, again=again)
            self.turns.doubtful.discard(waiting.person)
            if person == waiting.person:  # else the page shows them too
                discard(paths(waiting.reply))

        self._thread.soon(note)

    async def delivered(self, waiting: WaitingReply) -> None:
        """As `arrived`, but returns once it is noted."""
        self.arrived(waiting)
        await self.do(lambda _: None)

    async def tried(self, waiting: WaitingReply) -> None:
        """Counts one more try to deliver a reply that has failed."""
        await self.do(lambda store: store.outbox.tried(waiting.id))

    @property
    def saves(self) -> bool:
        """Whether what was last to be saved was."""
        return self._thread.saves
