"""Rows of a large paste that are added later, some at a time, so that nobody waits for them. Knows no application."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.answers.value import Value


class CellLeft(Value):
    """What is stored in one cell, and the codes of the doubts with which it is taken."""

    value: str
    doubts: tuple[str, ...] = ()


class RowsLeft(Value):
    """What is still to be added to a table, below a row of another: the cells of each row, by their columns' ids."""

    table: str
    parent: str
    rows: tuple[Mapping[str, CellLeft], ...]
    count: int  # how many rows the whole paste has
    bulk: str = ""  # under which all of them are taken back together
