"""Sees to it that what was deleted is gone from the disk too: files, and what SQLite's log has of it.

Works on the writer's thread, outside its transactions. What fails is only logged, and tried again: the commit stands.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path

from bot.service import kept_pictures
from bot.service.data_files import clear, remove_of_gone, sweep
from bot.service.kept_pictures import PICTURES
from storage.database import empty_log
from storage.store import Store

log = logging.getLogger(__name__)


class Removal:
    """Of one data folder; `making` are the ids of jobs under way that are not in the database."""

    def __init__(self, folder: Path, making: Collection[str]) -> None:
        self._folder = folder
        self._making = making
        self._left = False  # whether SQLite's log may still have what was deleted

    def begin(self, store: Store) -> None:
        """Removes what work was cut off in the middle of, and what nothing needs any more."""
        clear(self._folder)
        self.remove(store)

    def remove(self, store: Store) -> None:
        """Removes what nothing needs any more. SQLite's log may be left, as long as somebody reads."""
        self._left = True
        try:
            sweep(self._folder, store, self._making)
            remove_of_gone(self._folder / PICTURES, store)
        except Exception:
            log.exception("not every file could be removed; the next time tries again")
        self.go_on(store)

    def remove_pictures(self, store: Store) -> None:
        """Removes the pictures that nothing needs any more; it takes a while."""
        try:
            kept_pictures.forget(self._folder, store)
        except Exception:
            log.exception("not every picture could be removed; tomorrow tries again")

    def go_on(self, store: Store) -> None:
        """Empties SQLite's log, where it was left. Waits for nobody."""
        if not self._left:
            return
        try:
            self._left = not empty_log(store.db)
        except Exception:
            log.exception("the database's log could not be emptied; it is tried again")
