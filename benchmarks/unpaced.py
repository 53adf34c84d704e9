# ruff: noqa: INP001 - a script of its own
"""The program as `shenbao telegram` runs it, but without a pause between two messages: no bot beside it makes one."""

from __future__ import annotations

import sys

from bot.__main__ import main
from bot.telegram import sender

if __name__ == "__main__":
    sender.INTERVAL = sender.REST = 0.0
    sys.exit(main(["telegram"]))
