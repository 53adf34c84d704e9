"""For which table rows of cells are, by their heads, and which sheet of a workbook is meant. Knows no application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dialogs.form.model import Group
from dialogs.pasting import grid, headed
from dialogs.pasting.grid import Cells, Sheet
from dialogs.pasting.table_layout import Layout

SEEN = 100  # lines by which a sheet is known: its heads stand in the first few of them


class Headed(NamedTuple):
    """A table whose heads some rows have, and how they lie below them."""

    table: Group
    layout: Layout

    @property
    def named(self) -> int:
        """How many of its columns are named."""
        return len({column.id for place in self.layout.places for column in place.columns})

    @property
    def heads(self) -> int:
        """How many heads there are but for that of a number."""
        return sum(bool(place.head) and not place.is_number for place in self.layout.places)

    @property
    def names_at(self) -> list[int]:
        """Where the rows have what they are called after."""
        return [at for at, place in enumerate(self.layout.places) if self.table.fields[0] in place.columns]


def best(tables: Iterable[Group], rows: Sequence[Cells]) -> Headed | None:
    """The table of which most columns are named above some rows, the first of several; None for none."""
    lines = grid.lines(rows)[:SEEN]
    laid = ((table, headed.lay_out(table, lines)) for table in tables if headed.head_of(table, lines))
    found = (Headed(table, layout) for table, layout in laid if layout)
    return max(found, key=lambda one: one.named, default=None)


class Chosen(NamedTuple):
    """The sheet that is meant, of several for one table with the rows of all of them; the table, None for none."""

    sheet: Sheet
    table: Group | None
    others: int  # sheets that are left out


def chosen(here: Group | None, tables: Iterable[Group], sheets: Sequence[Sheet]) -> Chosen:
    """The sheets with the heads of the table at hand, else of any table, else the first for the table at hand.

    Args:
        here: The table at hand, None for none.
        tables: All tables that there are.
        sheets: All that have something in them, at least one.
    """
    tables = list(tables)
    headed = [(sheet, found.table) for sheet in sheets if (found := best(tables, sheet.rows))]
    table = next((of for among in ([here], tables) for _, of in headed if of in among), None)
    if table is None:
        return Chosen(sheets[0], here, len(sheets) - 1)
    meant = [sheet for sheet, of in headed if of == table]
    return Chosen(_joined(meant), table, len(sheets) - len(meant))


def _joined(sheets: Sequence[Sheet]) -> Sheet:
    """The rows of several sheets below each other."""
    first, *others = sheets
    rows = [*first.rows]
    for other in others:
        rows += [[], *other.rows]
    hidden, merged, unreckoned = (sum(getattr(one, of) for one in sheets) for of in ("hidden", "merged", "unreckoned"))
    fault = next((one.fault for one in sheets if one.fault), "")
    return Sheet("、".join(one.title for one in sheets), rows, fault, hidden, merged, unreckoned)
