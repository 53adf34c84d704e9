"""The process that reads rows, one paste after the other; its other half is `bot.service.row_child`.

To read two hundred takes a tenth of a second of Python, which a thread here would take from everybody's turns. What
comes back is laid where the writer looks for it. Knows nothing of how rows are read.
"""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

from bot.service import packed_reading
from bot.service.child_process import ChildProcess
from dialogs.form.model import Group
from dialogs.pasting.reading import read_once
from dialogs.pasting.spreading import onwards


class RowProcess:
    """The process, and the pastes for it. One at a time: whoever calls sees to that."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder."""
        self._child = ChildProcess("bot.service.row_child", folder)

    async def read(self, table: Group, text: str, column: str, today: date) -> None:
        """Reads a paste, as `reading.read` or, into a cell of a column (by its id), as `spreading.spread` would.

        Raises:
            ChildProcessError: The process has ended in the middle of it.
        """
        asked = {"table": table.model_dump_json(), "text": text, "column": column, "today": today.isoformat()}
        answer = await self._child.ask(json.dumps(asked).encode())
        found = await asyncio.to_thread(packed_reading.unpacked, answer, table)
        if column:
            onwards.know(found, table, text, column, today)
        else:
            read_once.know(found, table, text, today, ())

    async def close(self) -> None:
        """Ends the process."""
        await self._child.close()
