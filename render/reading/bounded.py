"""Reads a file that somebody hands in, in a process of its own.

Some kilobytes can be made to take minutes and gigabytes in any reader. Here they take a little of one processor at
most, and the process is gone then. The other half is `render.reading.bounded_child`. Knows nothing of what is in a
file.
"""

from __future__ import annotations

import subprocess
import sys

from dialogs.pasting.file_content import FileContent

WAIT = 60.0  # seconds, on a machine that has much else to do
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from render.reading import bounded_child; bounded_child.main()"


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
        return FileContent(unfit="too_much")
    return FileContent.model_validate_json(done.stdout)
