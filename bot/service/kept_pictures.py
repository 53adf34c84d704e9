"""The pictures of long texts, and the files that are answers, below the data folder, by application.

Each lies under the hash of its content.

They are answers as much as the texts that name them, and stay as long as anything does that names them.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.service import durable_files
from dialogs.pasting.file_content import FileContent
from storage.store import Store

PICTURES = "pictures"


def folder_of(folder: Path, application: str) -> Path:
    """Where the pictures of an application lie, by their ids."""
    return folder / PICTURES / application


def keep(folder: Path, application: str, content: FileContent) -> FileContent:
    """Keeps the pictures that a file brings, or itself, which outlive a power cut; returns it without content."""
    files = {picture.id: picture.content for picture in content.pictures}
    files |= {content.attached.id: content.attached.content} if content.attached else {}
    for id_, kept in files.items():
        path = folder_of(folder, application) / id_
        if not path.exists():
            durable_files.keep(path, kept)
    named = tuple(picture.model_copy(update={"content": b""}) for picture in content.pictures)
    attached = content.attached.model_copy(update={"content": b""}) if content.attached else None
    return content.model_copy(update={"pictures": named, "attached": attached})


def bytes_of(folder: Path, application: str) -> int:
    """How much the pictures of an application take up."""
    return sum(path.stat().st_size for path in folder_of(folder, application).glob("*"))


def forget(folder: Path, store: Store) -> None:
    """Deletes the pictures that no answer, history, text being written, undo or yes needs any more.

    Walks through all that is kept of applications with pictures. For between transactions: a file being read, whose
    pictures are there before anything names them, is a job that waits.
    """
    reading = {job.application for job in store.waiting_jobs.all() if job.kind in ("read", "earlier")}
    for kept in (folder / PICTURES).glob("*"):
        if kept.name not in reading:
            _forget(kept, store.unnamed(kept.name, [path.name for path in kept.iterdir()]))


def _forget(kept: Path, names: Collection[str]) -> None:
    for name in names:
        (kept / name).unlink(missing_ok=True)
