"""The program of the process that reads rows, see `bot.service.row_process`."""

from __future__ import annotations

import json
from datetime import date

from bot.service import child_program, packed_reading
from dialogs.form.model import Group
from dialogs.pasting import reading
from dialogs.pasting.spreading import onwards


def main() -> None:
    """Reads rows until nobody can ask for any."""
    child_program.serve(read, lambda: None)


def read(line: str) -> str:
    """The answer to a request for the rows of one paste."""
    asked = json.loads(line)
    table, text, today = Group.model_validate_json(asked["table"]), asked["text"], date.fromisoformat(asked["today"])
    found = onwards(table, text, asked["column"], today) if asked["column"] else reading.read(table, text, today)
    return packed_reading.packed(found, table).decode()
