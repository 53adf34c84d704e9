"""Reads a workbook that somebody hands in, in a process of its own.

Some kilobytes can be made to take minutes and gigabytes in openpyxl. Here they take a little of one processor at most,
and the process is gone then. Knows nothing of what is in a workbook.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import astuple

from dialogs.pasting.grid import Sheet
from render.reading import sheet_reader

SECONDS = 5  # of a processor; as many rows as may be take one or two
MEMORY = 512 * 1024 * 1024  # bytes of addresses
WAIT = 60.0  # seconds, on a machine that has much else to do
_PROGRAM = (
    "import os, sys; os.nice(10); sys.path[:] = sys.argv[1:]; from render.reading import unpacking; unpacking.main()"
)


def read(content: bytes) -> list[Sheet]:
    """Reads a workbook as `sheet_reader.read` does, in another process. Blocks: call it on a worker thread.

    Raises:
        SheetError: There is nothing to read, or too much.
    """
    try:
        done = subprocess.run(  # noqa: S603 our own program; no shell
            [sys.executable, "-c", _PROGRAM, *sys.path],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},  # nothing of ours is inherited, tokens least of all
            timeout=WAIT,
            check=True,
            start_new_session=True,  # Ctrl-C is not for it
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise sheet_reader.SheetError("too_large") from error
    found = json.loads(done.stdout)
    if isinstance(found, str):
        raise sheet_reader.SheetError(found)
    return [Sheet(*one) for one in found]


def main() -> None:
    """The program of that process: reads the workbook from stdin, prints its sheets, or the error's code, as JSON."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with suppress(ValueError):  # macOS takes no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found: object = [astuple(sheet) for sheet in sheet_reader.read(sys.stdin.buffer.read())]
    except sheet_reader.SheetError as error:
        found = error.code
    json.dump(found, sys.stdout)
