"""Processes that work beside ours: they give way to it, and end when it does, however it ends.

Knows nothing of what they do.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

LOW = 10  # of 19: how far others come first at a processor
_SESSION = Path("/proc/self/autogroup")  # Linux may share processors out between sessions before it looks at processes
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG
# The pipe at standard input ends once we close our end, or are no more. Then the whole group is killed.
_TIED = f"""
exec 3<&0 </dev/null
{{ echo {LOW} > {_SESSION}; }} 2>/dev/null
{{ read -r _; kill -9 0; }} <&3 >/dev/null 2>&1 &
exec nice -n {LOW} "$@" 3<&-
"""


def give_way() -> None:
    """Has this process, which has a session of its own, and all that it starts come behind others at a processor."""
    os.nice(LOW)
    with suppress(OSError):
        _SESSION.write_text(str(LOW))


def give_way_after(seconds: float) -> None:
    """The same once it has taken so much of a processor: what is done by then nobody waits for behind all others."""
    signal.signal(signal.SIGPROF, lambda *_: give_way())
    signal.setitimer(signal.ITIMER_PROF, seconds)


def end_with_parent() -> None:
    """Has this process be killed when the thread that started it is no more; on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)


def tied(command: list[str]) -> list[str]:
    """The command, to be started in a session of its own, that gives way, and is killed with all that it has started.

    It is when its standard input ends, a pipe of which we hold the other end; `command` has nothing to read.
    """
    return ["/bin/sh", "-c", _TIED, "sh", *command]
