"""The files that the service makes in the data folder, and how they are deleted. Knows nothing of what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from storage.database import BESIDE
from storage.store import Store

FILES = BESIDE  # below the data folder: what waits to be delivered, and what jobs under way are making
PDFS = "pdf"  # below that: the last PDF of each application, kept for its next pages
PREVIEWS = "preview"  # and what the page shows of it
HANDED = f"{FILES}/handed"  # what people have handed in, until it is read
_OWNED = (PDFS, PREVIEWS)  # folders with one for each application
WORK = "work"  # below the data folder: what programs and libraries leave lying while they work


def clear(folder: Path) -> None:
    """Deletes what work was cut off in the middle of, before any begins. A kill leaves no document lying."""
    _remove(folder / WORK)


def sweep(folder: Path, store: Store, busy: Collection[str]) -> None:
    """Deletes the files that no application, waiting reply, kept message or job needs any more.

    Args:
        folder: The data folder.
        store: What is needed.
        busy: The ids of jobs under way that are not in the database, and the names of files just handed in.
    """
    jobs = {job.id for job in store.waiting_jobs.all()} | set(busy)
    wanted = {*_OWNED, Path(HANDED).name, *map(_below_files, store.files())}
    for path in (folder / FILES).glob("*"):
        if path.name not in wanted and path.name.partition(".")[0] not in jobs:
            _remove(path)
    for path in (folder / HANDED).glob("*"):
        name = path.name.partition(".")[0]
        # As it is now: one that came since is named there before it is on the disk.
        if name not in busy and not store.waiting_jobs.names(name):
            _remove(path)
    for owned in _OWNED:
        remove_of_gone(folder / FILES / owned, store)


def remove_of_gone(folder: Path, store: Store) -> None:
    """Deletes what lies in a folder by the ids of applications, of those that are gone."""
    for application in store.gone([path.name for path in folder.glob("*")]):
        _remove(folder / application)


def bytes_of(paths: Collection[str]) -> int:
    """How much those of these files that are there take up."""
    return sum(path.stat().st_size for path in map(Path, paths) if path.exists())


def discard(paths: tuple[str, ...]) -> None:
    """Deletes files that have been delivered, and the folder of several pages once it is empty."""
    for path in map(Path, paths):
        path.unlink(missing_ok=True)
        if path.parent.name != FILES:
            with suppress(OSError):  # other pages are still waiting in it
                path.parent.rmdir()


def _below_files(file: str) -> str:
    """The name of a file in `FILES`, or of the folder there in which it lies with others."""
    path = Path(file)
    return path.name if path.parent.name == FILES else path.parent.name


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
