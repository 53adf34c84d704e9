"""The rows of a form's tables in a Word file, by their heads: in one table there, or in several that go on.

Knows no file, and of the form only its tables.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from dialogs.form.model import Form, Group
from dialogs.pasting import grid, headed, heads, sheet_choice
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.label_index import key

_BESIDE = re.compile(r"\s*[:：\t]\s*")
_SAYS_SO = re.compile(r"[（(]?续|接上")
_SHORT = 8  # characters of 方案1, before the name of a row

Rows = Sequence[Sequence[str]]


class FoundRows:
    """Takes the rows of tables, and knows what they are called."""

    def __init__(self, form: Form, names: Collection[str]) -> None:
        """`names` are those of rows that there are already."""
        self._tables = [table for section in form.sections if not section.each for table in section.tables]
        self._names = {key(name): name for name in names}
        self._taken: dict[str, list[Sequence[str]]] = {}  # by the table: its heads, then its rows
        self._last: Group | None = None  # the table that came just before, as one may go on without heads
        self._caption = ""

    @property
    def found(self) -> Iterator[Found]:
        """All rows, by table."""
        for table, rows in self._taken.items():
            source = " ".join(" ".join(filter(None, rows[0])).split())[:SOURCE]
            yield Found(item=table, text=grid.join(rows), source=source)

    def passed(self, text: str) -> None:
        """A paragraph stands there: what it says may be a caption, or that a table goes on."""
        self._caption = key(text)
        if not _SAYS_SO.search(text):
            self._last = None

    def named(self, text: str) -> str:
        """The row whose part begins with a line such as 方案1：its name; "" for none."""
        parts = _BESIDE.split(text, maxsplit=1)
        return self._names.get(key(parts[-1]), "") if len(parts[0]) < _SHORT or len(parts) == 1 else ""

    def take(self, rows: Rows, *, goes_on: bool) -> bool:
        """Takes rows with heads above them, or beside them below the caption of their table; False where they are none.

        With `goes_on` also those without heads, behind a table as wide.
        """
        body = _without_title(rows)
        if table := self._headed(body):
            self._keep(table, body)
            return True
        turned = [*zip(*rows, strict=True)]
        if (table := self._headed(turned)) and self._caption and self._caption in key(table.title):
            self._keep(table, turned)
            return True
        last = self._last
        if last and goes_on and last.id in self._taken and len(rows[0]) == len(self._taken[last.id][0]):
            self._keep(last, [self._taken[last.id][0], *rows])
            return True
        return False

    def _headed(self, rows: Rows) -> Group | None:
        """The table whose heads are the first of these rows: most of its columns with the first, most of them its."""
        table, named = sheet_choice.best(self._tables, rows[:1])
        laid = headed.lay_out(table, grid.lines(rows[:1])) if table else None
        if table is None or laid is None or not any(table.fields[0] in place.columns for place in laid.places):
            return None
        filled = [head for head in rows[0] if head.strip() and not heads.is_numbering(head)]
        return table if named * 2 > max(len(table.fields), len(filled)) else None

    def _keep(self, table: Group, rows: Rows) -> None:
        self._last = table
        kept = [row for row in rows[1:] if sum(map(bool, row)) > 1]
        if not kept:
            return
        there = self._taken.setdefault(table.id, [rows[0]])
        if [*map(key, there[0])] != [*map(key, rows[0])]:
            return
        there += kept
        laid = headed.lay_out(table, grid.lines([rows[0], *kept]))
        places = [at for at, place in enumerate(laid.places) if table.fields[0] in place.columns] if laid else []
        for row in kept:
            for at in places:
                self._names.setdefault(key(row[at]), row[at])


def _without_title(rows: Rows) -> Rows:
    """The rows without those above the heads that have but one cell."""
    first = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    return rows[first:]
