"""A paste that a messenger cut in two, put together again. Knows nothing of messages."""

from __future__ import annotations

from datetime import date

from dialogs.form.model import Group
from dialogs.pasting.reading import Reading, read


def continued(table: Group, text: str, rest: str, today: date) -> str:
    """The two texts as one: cut in a row, or between two; whichever has fewer faults, and leaves less out."""
    ways = [f"{text}\n{rest}", f"{text}{rest}", f"{text}\t{rest}"]
    return min(ways, key=lambda way: _faults(read(table, way, today)))


def _faults(reading: Reading) -> int:
    return sum(not row.is_sound for row in reading.rows) + len(reading.left_out)
