"""Rows of a large paste that are added later, some at a time, so that nobody waits for them.

Knows nothing of how they were read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Self

from dialogs.answers.value import Value
from dialogs.application.application import Step
from dialogs.application.changes import RowCell

ADDED_AT_A_TIME = 20  # rows that are added, between which everybody else has their turn


class RowsLeft(Value):
    """What is still to be added to a table, below a row of another.

    Attributes:
        table: The table.
        parent: The row of another.
        rows: The rows, each as JSON, so that those which are not yet added are not read each time.
        notes: What is said with the last of them.
        lacking: The cells that are asked then.
        ends: Whether the table is filled in with them.
        bulk: Under which all of them are taken back together.
    """

    table: str
    parent: str
    rows: tuple[str, ...]
    notes: tuple[str, ...] = ()
    lacking: tuple[Step, ...] = ()
    ends: bool = False
    bulk: str

    @staticmethod
    def row(id_: str, cells: Sequence[RowCell]) -> str:
        """A row, of its id and its cells."""
        return json.dumps([id_, cells], ensure_ascii=False)

    def first(self, count: int) -> dict[str, tuple[RowCell, ...]]:
        """The cells of the first rows, by the rows' ids."""
        rows = map(json.loads, self.rows[:count])
        return {
            id_: tuple(RowCell(column, value, han, tuple(doubts)) for column, value, han, doubts in cells)
            for id_, cells in rows
        }

    def after(self, count: int) -> Self:
        """What is still to be added after the first rows."""
        return self.model_copy(update={"rows": self.rows[count:]})
