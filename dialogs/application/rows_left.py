"""Rows of a large paste that are added later, some at a time, so that nobody waits for them.

Knows nothing of how they were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import TypeAdapter

from dialogs.answers.value import Value
from dialogs.application.application import Step


class CellLeft(Value):
    """What is stored in one cell, and the codes of the doubts with which it is taken."""

    value: str
    doubts: tuple[str, ...] = ()


_ROW = TypeAdapter(tuple[str, dict[str, CellLeft]])


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
    def row(id_: str, cells: Mapping[str, CellLeft]) -> str:
        """A row, of its id and its cells by their columns' ids."""
        return _ROW.dump_json((id_, dict(cells))).decode()

    def first(self, count: int) -> dict[str, dict[str, CellLeft]]:
        """The cells of the first rows, by the rows' ids and their columns'."""
        return dict(map(_ROW.validate_json, self.rows[:count]))

    def after(self, count: int) -> Self:
        """What is still to be added after the first rows."""
        return self.model_copy(update={"rows": self.rows[count:]})
