"""The files in the data folder that wait to be delivered, and their end.

Knows nothing of what is in them.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from storage.store import Store

FILES = "files"  # below the data folder: what waits to be delivered, and what jobs under way are making
PDFS = "pdf"  # below that: the last PDF of each application, kept for its next pages
PREVIEWS = "preview"  # and what the page shows of it
_OWNED = (PDFS, PREVIEWS)  # folders with one for each application


def sweep(folder: Path, store: Store, busy: frozenset[str]) -> None:
    """Removes what belongs to no application, no reply that waits or is kept, and no job any more.

    `busy` are the jobs under way that the store does not know.
    """
    jobs = {job.id for job in store.jobs()} | busy
    wanted = {Path(path).resolve() for path in store.files()}
    for path in (folder / FILES).glob("*"):
        if path.name not in _OWNED and path.name.partition(".")[0] not in jobs and not _holds(path, wanted):
            _remove(path)
    for owned in _OWNED:
        for path in (folder / FILES / owned).glob("*"):
            if not store.has_application(path.name):
                _remove(path)


def discard(paths: tuple[str, ...]) -> None:
    """Removes files that have been delivered, and their folder when they leave it empty."""
    for path in map(Path, paths):
        path.unlink(missing_ok=True)
        if path.parent.name != FILES:
            with suppress(OSError):  # other pages are still waiting in it
                path.parent.rmdir()


def _holds(path: Path, wanted: set[Path]) -> bool:
    return any(path.resolve() in (file, file.parent) for file in wanted)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
