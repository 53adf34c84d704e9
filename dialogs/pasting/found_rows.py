"""The rows of a form's tables in a Word file, by their heads: in one table there, or in several that go on.

One that goes on under other heads is found by itself, so that no cell comes below a head that is not its own.

Knows no file, and of the form only its tables.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from dialogs.form.model import Form, Group
from dialogs.pasting import filled_in, grid, headed, heads, sheet_choice
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.label_index import key

_BESIDE = re.compile(r"\s*[:：\t]\s*")
_SAYS_SO = re.compile(r"[（(]?续|接上")
_HEADS = 500  # different lines that are looked at whether they are heads
_LONGEST = 200  # characters of a caption, or of a line with the name of a row
_SHORT = 8  # characters of 方案1, before the name of a row

Rows = Sequence[Sequence[str]]


class FoundRows:
    """Takes the rows of tables, and knows what they are called."""

    def __init__(self, form: Form, names: Collection[str]) -> None:
        """`names` are those of rows that there are already."""
        self._tables = [table for section in form.sections if not section.each for table in section.tables]
        self._names = {key(name): name for name in names}
        self._taken: dict[tuple[str, ...], list[Sequence[str]]] = {}  # by table and heads: these, then the rows
        self._known: dict[
            tuple[str, ...], Group | None
        ] = {}  # lines that were looked at, with the table of which they are
        self._name_at: dict[tuple[str, ...], list[int]] = {}  # where below these heads the rows have their names
        self._last: tuple[Group, Sequence[str]] | None = None  # what came just before, as it may go on without heads
        self._caption = ""

    @property
    def found(self) -> Iterator[Found]:
        """All rows, by table."""
        for (table, *_), rows in self._taken.items():
            source = " ".join(" ".join(filter(None, rows[0])).split())[:SOURCE]
            yield Found(item=table, text=grid.join(rows), source=source)

    @property
    def only(self) -> str:
        """The name of the only row that is known, "" where there are several, or none."""
        names = {*self._names.values()}
        return names.pop() if len(names) == 1 else ""

    @property
    def table(self) -> Group | None:
        """The table of which the rows were that came last, if nothing stood behind them since."""
        return self._last[0] if self._last else None

    def passed(self, text: str) -> None:
        """A paragraph stands there: what it says may be a caption, or that a table goes on."""
        self._caption = text
        if not _SAYS_SO.search(text):
            self._last = None

    def named(self, text: str) -> str:
        """The row whose part begins with a line such as 方案1：its name; "" for none."""
        if len(text) > _LONGEST or not self._names:
            return ""
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
        caption = key(self._caption) if len(self._caption) <= _LONGEST else ""
        if (table := self._headed(turned)) and caption and caption in key(table.title):
            self._keep(table, turned)
            return True
        if self._last and goes_on and len(rows[0]) == len(self._last[1]):
            table, line = self._last
            self._keep(table, [line, *rows])
            return True
        return False

    def _headed(self, rows: Rows) -> Group | None:
        """The table whose heads are the first of these rows: most of its columns with the first, most of them its."""
        line = tuple(rows[0]) if rows else ()
        if line not in self._known and len(self._known) < _HEADS:
            self._known[line] = self._of(line)
        return self._known.get(line)

    def _of(self, line: Sequence[str]) -> Group | None:
        table, named = sheet_choice.best(self._tables, [line])
        filled = [head for head in line if head.strip() and not heads.is_numbering(head)]
        is_head = table and _names_at(table, line) and named * 2 > max(len(table.fields), len(filled))
        return table if is_head else None

    def _keep(self, table: Group, rows: Rows) -> None:
        filled = [[_filled(table, cell) for cell in row] for row in rows[1:]]
        kept = [row for row in filled if sum(map(bool, row)) > 1]
        line = tuple(rows[0])
        self._last = table, line
        if not kept:
            return
        self._taken.setdefault((table.id, *map(key, line)), [line]).extend(kept)
        if line not in self._name_at:
            self._name_at[line] = _names_at(table, line)
        for row in kept:
            for place in self._name_at[line]:
                self._names.setdefault(key(row[place]), row[place])


def _filled(table: Group, cell: str) -> str:
    """What was filled into a cell: without what the form says there itself."""
    if filled_in.is_gap(cell):
        return ""
    own = (text for column in table.fields if (text := filled_in.without_guidance(column, cell)) != cell)
    return next(own, cell)


def _names_at(table: Group, line: Sequence[str]) -> list[int]:
    """Where below these heads the rows have their names."""
    laid = headed.lay_out(table, grid.lines([line]))
    return [at for at, place in enumerate(laid.places) if table.fields[0] in place.columns] if laid else []


def _without_title(rows: Rows) -> Rows:
    """The rows without those above the heads that have but one cell."""
    first = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    return rows[first:]
