"""Which sheet of a workbook is meant, and for which table it is. Knows no application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.form.model import Table
from dialogs.pasting import grid, headed
from dialogs.pasting.grid import Sheet


def chosen(here: Table | None, tables: Iterable[Table], sheets: Sequence[Sheet]) -> tuple[Sheet, Table | None]:
    """The first sheet with the heads of the table at hand, else of any table, else the first for the table at hand.

    Args:
        here: The table at hand, None for none.
        tables: All tables that there are.
        sheets: All that have something in them, at least one.
    """
    first = [here] if here else []
    pairs = ((sheet, table) for table in [*first, *tables] for sheet in sheets)
    return next(((s, t) for s, t in pairs if headed.head_of(t, grid.lines(s.rows))), (sheets[0], here))
