"""The one writer: takes the events of every channel, and gives out replies only when they are committed.

An event's effects happen exactly once, its replies are delivered at least once. Knows no channel.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, Self, TypeVar

from bot import clock
from bot.files import discard, sweep
from bot.jobs import work
from bot.keeping import keep_event, keep_reply
from bot.library import Shelved
from dialogs import engine
from dialogs.changes import DropApplication
from dialogs.consent import Operator
from dialogs.conversation import Asking
from dialogs.messages import Event, JobDone, Reply, Say, paths
from dialogs.texts import say
from dialogs.turn import Keys, Notice, Outcome
from storage.database import connect, lock, savepoint, transaction
from storage.store import Job, Posted, Store

log = logging.getLogger(__name__)
T = TypeVar("T")
DAY = 24 * 60 * 60.0  # seconds
BATCH = 256  # pieces of work committed together at the most


@dataclass(frozen=True)
class Receipt:
    """An event is committed: whether it was new, a remark on a press that had no effect, why it was refused."""

    new: bool
    toast: str = ""
    refused: str = ""


@dataclass(frozen=True)
class _Committed:
    """What one transaction came to: a result or an error for each piece of work, and what to see to now."""

    results: list[Any]
    jobs: list[Job] = field(default_factory=list)
    posted: set[str] = field(default_factory=set)


class Service:
    """Use as an async context manager: it holds the data folder, its writer thread and its jobs."""

    def __init__(
        self,
        folder: Path,
        shelf: Mapping[str, Shelved],
        operator: Operator,
        keeping: Collection[str] = (),
    ) -> None:
        """`keeping` are the channels that show a conversation again: their replies are kept, not delivered once."""
        self._folder = folder
        self._shelf = shelf
        self._operator = operator
        self._keeping = keeping
        self._making: set[str] = set()  # the work under way of which the store does not know
        self.links: list[str] = []  # where an invitation's token can be taken, with {} in its place
        self._thread = ThreadPoolExecutor(1, "writer")
        self._queue: asyncio.Queue[tuple[Callable[[Store], Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._fresh: set[str] = set()  # whom the transaction under way has posted to; the writer thread's alone
        self._dropped = False  # whether an application was deleted, whose files then go too
        self._posted: set[str] = set()
        self._bells: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._rendering = asyncio.Semaphore(1)
        self._converting = asyncio.Semaphore(1)  # takes seconds, for which a Word file need not wait

    async def __aenter__(self) -> Self:
        """Takes the folder, brings the database up to date, and goes on with the work that was left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self._folder)
        try:
            self._store = await self._on_thread(self._open)
        except BaseException:
            self._thread.shutdown()
            self._lock.release()
            raise
        self._writer = asyncio.create_task(self._write())
        self._tasks = [asyncio.create_task(self._forget())]
        self._take_up(await self.do(Store.jobs))
        return self

    def _open(self) -> Store:
        store = Store(connect(self._folder), {key: shelved.form for key, shelved in self._shelf.items()})
        with transaction(store.db):
            store.refresh()
        self._clean(store)
        return store

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Stops; what was left undone goes on at the next start."""
        # The writer first: it would take up again the jobs that are stopped after it.
        for task in (self._writer, *self._tasks, *self._jobs.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        while not self._queue.empty():
            self._queue.get_nowait()[1].cancel()
        await self._on_thread(self._store.db.close)
        self._thread.shutdown()
        self._lock.release()

    async def _forget(self) -> None:
        while True:
            with suppress(Exception):  # the writer has logged it; tomorrow is soon enough
                await self.do(lambda store: store.forget(clock.now()))
                await self.do(lambda store: store.page.forget_expired(clock.now()))
            await asyncio.sleep(DAY)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def submit(self, event: Event) -> Receipt:
        """Handles one event; returns when it is committed. A second delivery changes nothing."""
        return await self.do(lambda store: self._once(store, event))

    async def do(self, work: Callable[[Store], T]) -> T:
        """Has the writer do `work` in its next transaction; returns when that is committed."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((work, future))
        return await future

    async def tell(self, find: Callable[[Store], Sequence[Notice]]) -> None:
        """Has the writer find out whom to tell what, and posts that in the same transaction."""

        def found(store: Store) -> None:
            for notice in find(store):
                self._post(store, notice.person, notice.reply)

        await self.do(found)

    async def posted(self, channel: str) -> set[str]:
        """Waits for new replies on a channel; returns the persons they are for."""
        await self._bells[channel].wait()
        self._bells[channel].clear()
        persons = {person for person in self._posted if person.startswith(f"{channel}:")}
        self._posted -= persons
        return persons

    async def _write(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                done = await self._on_thread(partial(self._commit, [work for work, _ in batch]))
            except asyncio.CancelledError:  # we stop; what was committed is known when it comes again
                for _, future in batch:
                    future.cancel()
                raise
            except Exception as error:  # a full disk, say: nothing is confirmed, so nothing is lost
                log.exception("the batch was not committed")
                done = _Committed([error] * len(batch))
            self._confirm([future for _, future in batch], done)

    def _commit(self, works: list[Callable[[Store], Any]]) -> _Committed:
        self._fresh = set()
        with transaction(self._store.db):
            results = [self._try(work) for work in works]
            done = _Committed(results, self._store.jobs(), self._fresh)
        if self._dropped:
            self._dropped = False
            self._clean(self._store)
        return done

    def _clean(self, store: Store) -> None:
        """Removes what nobody wants any more. What is committed stays so, whatever goes wrong here."""
        try:
            sweep(self._folder, store, frozenset(self._making))
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log has pages with what was deleted too
        except Exception:
            log.exception("not everything could be removed; the next time tries again")

    def _try(self, work: Callable[[Store], Any]) -> Any:
        try:
            with savepoint(self._store.db):
                return work(self._store)
        except Exception as error:
            if not self._store.db.conn.in_transaction:  # SQLite has undone the whole batch, on a full disk, say
                raise
            log.exception("work failed and was undone")
            return error

    def _confirm(self, futures: list[asyncio.Future[Any]], done: _Committed) -> None:
        for future, result in zip(futures, done.results, strict=True):
            if future.done():  # its caller has gone
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
        self._posted |= done.posted
        for person in done.posted:
            self._bells[person.partition(":")[0]].set()
        self._take_up(done.jobs)

    def _once(self, store: Store, event: Event) -> Receipt:
        if not store.accept(event.id, clock.now()):
            return Receipt(new=False)
        if isinstance(event, JobDone) and not store.finish(event.job):
            self._dropped = True  # its application is gone, and its files have nobody to go to
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
            self._dropped |= any(isinstance(change, DropApplication) for change in outcome.changes)
        if self._keeps(event.person):
            if before.consented and not outcome.conversation.consented:
                return self._farewell(store, event.person, outcome)
            if not outcome.toast:
                keep_event(store, event, now)
        about = event.application if isinstance(event, JobDone) else None
        for reply in outcome.replies:
            self._post(store, event.person, reply, about)
        for notice in outcome.notices:
            self._post(store, notice.person, notice.reply)
        if outcome.show:
            self._ask(store, outcome)
        refused = outcome.notes[-1] if outcome.refused and outcome.notes else ""
        return Receipt(new=True, toast=outcome.toast, refused=refused)

    def _farewell(self, store: Store, person: str, outcome: Outcome) -> Receipt:
        """Nothing is kept of the person any more, not even what is said to them last: it goes with the receipt."""
        store.page.forget(person)
        self._fresh.add(person)
        return Receipt(new=True, toast="\n".join(reply.text for reply in outcome.replies if isinstance(reply, Say)))

    def _ask(self, store: Store, outcome: Outcome) -> None:
        asked, conversation = engine.present(store, outcome.conversation, clock.now(), self._operator)
        store.keep(conversation)
        said = asked.model_copy(update={"notes": outcome.notes, "refused": outcome.refused})
        self._post(store, conversation.person, said)

    def _post(self, store: Store, person: str, reply: Reply, about: str | None = None) -> None:
        if self._keeps(person):
            keep_reply(store, person, about, reply, clock.now())
        else:
            store.post(person, reply)
        self._fresh.add(person)

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
        self._post(store, event.person, Say(text=say("refuse.fault")))
        return Receipt(new=True)

    def _take_up(self, jobs: list[Job]) -> None:
        for job in jobs:
            if job.id not in self._jobs:
                self._jobs[job.id] = asyncio.create_task(self._work(job))

    async def _work(self, job: Job) -> None:
        try:
            await self.submit(await self._done(job))
        except Exception:  # the job still waits, and is taken up again with the next commit
            log.exception("what job %s came to was not committed", job.id)
        finally:
            del self._jobs[job.id]

    async def _done(self, job: Job) -> JobDone:
        async with self._converting if job.kind in ("pdf", "pages") else self._rendering:
            return await asyncio.to_thread(work, self._folder, self._shelf, job, clock.now())

    @asynccontextmanager
    async def made(self, job: Job) -> AsyncIterator[JobDone]:
        """What work comes to that is no part of the conversation; its files are gone afterwards."""
        self._making.add(job.id)
        try:
            done = await self._done(job)
            yield done
            await asyncio.to_thread(discard, tuple(file.path for file in done.files))
        finally:
            self._making.discard(job.id)

    async def settled(self) -> None:
        """Returns when no job is under way."""
        await asyncio.gather(*self._jobs.values())

    async def waiting(self, channel: str) -> list[str]:
        """The persons of a channel for whom replies wait."""
        return await self.do(lambda store: store.waiting(channel))

    async def next_reply(self, person: str) -> Posted | None:
        """The first reply that waits for a person."""
        return await self.do(lambda store: store.posted(person))

    async def delivered(self, posted: Posted) -> None:
        """A reply has arrived, or was given up; its file is no longer needed."""
        await self.do(lambda store: store.delivered(posted.id))
        if files := paths(posted.reply):
            await asyncio.to_thread(discard, files)

    async def tried(self, posted: Posted) -> None:
        """One more try to deliver a reply has failed."""
        await self.do(lambda store: store.tried(posted.id))
