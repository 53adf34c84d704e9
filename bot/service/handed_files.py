"""Files that people hand in, below the data folder, each under a hash of its content. Knows not what is in them."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.service.data_files import HANDED
from render.reading.package import BYTES

_NAME = re.compile(r"[0-9a-f]{40}")


@asynccontextmanager
async def arriving(folder: Path, content: bytes, making: Counter[str]) -> AsyncIterator[str]:
    """Keeps a file's content; yields the name under which it is kept, so that an event can name it.

    It outlives a power cut from then on. `making` has the names that no database has yet: those files stay. One that is
    larger than any that is read is not kept, and has no name.
    """
    if len(content) > BYTES:
        yield ""
        return
    name = hashlib.blake2b(content, digest_size=20).hexdigest()
    making[name] += 1
    try:
        await asyncio.to_thread(keep, folder / HANDED, name, content)
        yield name
    finally:
        making[name] -= 1
        if not making[name]:
            del making[name]


def content_of(folder: Path, name: str) -> bytes:
    """The content kept under a name. Raises OSError where there is none."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return (folder / HANDED / name).read_bytes()


def keep(kept: Path, name: str, content: bytes) -> None:
    """Writes a file into a folder, so that it outlives a power cut."""
    kept.mkdir(parents=True, exist_ok=True)
    unfinished = kept / f"{name}.{uuid.uuid4().hex}.part"
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(kept / name)
    sync(kept)


def sync(folder: Path) -> None:
    """Has the names in a folder outlive a power cut."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
