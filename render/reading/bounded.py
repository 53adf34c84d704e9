"""Reads a file that somebody hands in, in a process of its own.

Some kilobytes can be made to take minutes and gigabytes in any reader. Here they take a little of one processor at
most, and the process is gone then. Knows nothing of what is in a file.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import suppress

from dialogs.pasting.file_content import FileContent
from render import background
from render.reading import file_reader

SECONDS = 5  # of a processor; as many rows, or pages, as may be take one or two
MEMORY = 1024 * 1024 * 1024  # bytes of addresses
WRITTEN = 64 * 1024 * 1024  # bytes of any file that it might write
WAIT = 60.0  # seconds, on a machine that has much else to do
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from render.reading import bounded; bounded.main()"


def read(content: bytes, name: str) -> FileContent:
    """Reads a file as `file_reader.read` does, in another process. Blocks: call it on a worker thread."""
    try:
        done = subprocess.run(  # noqa: S603 our own program; no shell
            [sys.executable, "-c", _PROGRAM, name.replace("\0", ""), *sys.path],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},  # nothing of ours is inherited, tokens least of all
            timeout=WAIT,
            check=True,
            start_new_session=True,  # Ctrl-C is not for it
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return FileContent(unfit="too_large")
    return FileContent.model_validate_json(done.stdout)


def main() -> None:
    """The program of that process: reads the file from stdin, prints what it brings as JSON."""
    background.give_way()
    background.end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    with suppress(ValueError):  # macOS takes no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(file_reader.read(sys.stdin.buffer.read(), sys.argv[1]).model_dump_json())
