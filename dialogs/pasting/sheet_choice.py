"""For which table rows of cells are, by their heads, and which sheet of a workbook is meant. Knows no application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.form.model import Group
from dialogs.pasting import grid, headed
from dialogs.pasting.grid import Cells, Sheet

SEEN = 100  # lines by which a sheet is known: its heads stand in the first few of them


def best(tables: Iterable[Group], rows: Sequence[Cells]) -> tuple[Group | None, int]:
    """The table of which most columns are named above some rows, the first of several, and how many; None for none."""
    lines = grid.lines(rows)[:SEEN]
    found: tuple[Group | None, int] = None, 0
    for table in tables:
        laid = headed.lay_out(table, lines) if headed.head_of(table, lines) else None
        named = {column.id for place in laid.places for column in place.columns} if laid else set()
        if len(named) > found[1]:
            found = table, len(named)
    return found


def chosen(here: Group | None, tables: Iterable[Group], sheets: Sequence[Sheet]) -> tuple[Sheet, Group | None]:
    """The first sheet with the heads of the table at hand, else of any table, else the first for the table at hand.

    Args:
        here: The table at hand, None for none.
        tables: All tables that there are.
        sheets: All that have something in them, at least one.
    """
    tables = list(tables)
    for among in ([here] if here else [], tables):
        for sheet in sheets:
            table, _ = best(tables, sheet.rows)
            if table in among:
                return sheet, table
    return sheets[0], here
