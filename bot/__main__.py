"""The beginning of the program, which can be ended in order from its first moment. Knows no command.

To load what the commands need takes a second or more; until then there is nothing that would have to be put away.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the process's exit status. `arguments` are those of the command line by default."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    gc.disable()  # nothing that is loaded is garbage: looking for some takes a sixth of the time
    from bot import commands  # noqa: PLC0415 - this is what takes long

    gc.freeze()
    gc.enable()
    return commands.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
