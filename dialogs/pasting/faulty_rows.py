"""Rows that somebody is to mend, as the argument of a job that makes a workbook of them. Knows neither."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.answers.value import Value


class FaultyRow(Value):
    """One row as it was sent.

    Attributes:
        line: Its number in what was sent, from 1.
        texts: Its cells, by the ids of their columns.
        faults: What is wrong with some of them, in words.
        why: What is wrong with the row as a whole, in words; "" for nothing.
    """

    line: int
    texts: Mapping[str, str]
    faults: Mapping[str, str] = {}
    why: str = ""


class TableSheet(Value):
    """A workbook for a table: a template without rows, or with the rows that are to be mended."""

    table: str
    rows: tuple[FaultyRow, ...] = ()
