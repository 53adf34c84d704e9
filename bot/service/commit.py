"""One transaction for all that waits: each piece of work whole or not at all, and the commit for them together.

On the writer's thread. Knows neither what the work is nor who waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.service.posting import Effects
from bot.service.turns import Turns
from storage.database import savepoint, transaction
from storage.store import Store
from storage.waiting_jobs import Job

log = logging.getLogger(__name__)
Work = Callable[[Store], Any]


class NotSavedError(Exception):
    """Nothing can be saved: the disk is full, say, or the database held. Nothing of what was to happen has happened."""


@dataclass(frozen=True)
class Committed:
    """What one transaction came to: a result or an exception for each piece of work, the waiting jobs, whom to wake.

    `wrote` says whether there was anything to save.
    """

    wrote: bool
    results: Sequence[Any]
    jobs: Sequence[Job]
    effects: Effects


def commit(store: Store, turns: Turns, works: Sequence[Work]) -> Committed:
    """Does all of the work in one transaction. Raises what keeps it from being committed."""
    turns.posting.effects = Effects()
    store.sql.written = turns.posting.effects.written
    with transaction(store.db):
        before = store.db.conn.total_changes
        results = [_done(store, work) for work in works]
        jobs = store.waiting_jobs.all() if turns.posting.effects.jobs else []
        return Committed(store.db.conn.total_changes > before, results, jobs, turns.posting.effects)


def _done(store: Store, work: Work) -> Any:
    try:
        with savepoint(store.db):
            return work(store)
    except Exception as error:
        if not store.db.conn.in_transaction:  # SQLite has undone the whole batch, on a full disk, say
            raise
        log.exception("work failed and was undone")
        return error
