"""Files that outlive a power cut once they are written. Knows not what they are."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write(path: Path, writes: Callable[[BinaryIO], object]) -> Path:
    """Has `writes` write a file, in a folder that is made if need be; returns its path.

    It is there with all its content, or not at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.{uuid.uuid4().hex}.part")
    with unfinished.open("wb") as file:
        writes(file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    keep_names(path.parent)
    return path


def keep(path: Path, content: bytes) -> None:
    """Writes a file that is there already as bytes."""
    write(path, lambda file: file.write(content))


def keep_names(folder: Path) -> None:
    """Has the names that are in a folder outlive a power cut."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
