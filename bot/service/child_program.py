"""What a process does that `bot.service.child_process` has started: requests on stdin, answers on stdout, a line each.

When stdin ends, whoever asked has gone: the process ends at once. Knows nothing of what is asked.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable

from bot import logs
from render import background


def serve(answer: Callable[[str], str], end: Callable[[], None]) -> None:
    """Answers requests until stdin ends; `end` ends what was started meanwhile."""
    background.give_way()
    logs.setup()
    os.umask(0o077)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    asked: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(asked, end), daemon=True).start()
    while True:
        answers.write(answer(asked.get()).encode() + b"\n")
        answers.flush()


def _listen(asked: queue.Queue[str], end: Callable[[], None]) -> None:
    """Takes requests in; runs beside the work, as the end of stdin may come in the middle of it."""
    for line in sys.stdin:
        asked.put(line)
    end()
    os._exit(0)
