"""The program of the process in which a file is read: with little of everything, and gone with whoever wanted it.

The other half is `render.reading.bounded`, which need not import any reader.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress

from render import background
from render.reading import file_reader

PROMPT = 0.5  # seconds of a processor, in which all but large or spoilt files are read
SECONDS = 5  # of a processor; as many rows, or pages, as may be take one or two
MEMORY = 1024 * 1024 * 1024  # bytes of addresses
WRITTEN = 64 * 1024 * 1024  # bytes of any file that it might write


def main() -> None:
    """Reads the file from stdin, prints what it brings as JSON."""
    background.give_way_after(PROMPT)
    background.end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    with suppress(ValueError):  # macOS takes no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(file_reader.read(sys.stdin.buffer.read(), sys.argv[1]).model_dump_json())
    sys.stdout.flush()
    os._exit(0)  # at once: while Python takes itself down the timer above would kill it
