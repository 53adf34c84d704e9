"""Files that people hand in, below the data folder, each under a hash of its content. Knows not what is in them."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.service import durable_files
from bot.service.data_files import HANDED
from dialogs.pattern import Pattern
from render.reading.package import BYTES

_NAME = Pattern(r"[0-9a-f]{40}")


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
        await asyncio.to_thread(durable_files.keep, folder / HANDED / name, content)
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
