"""The rows of a document of ours that was sent back: of which table of the form each is, and of which of its rows.

By the bookmarks in it, and where there are none by where it stands. Knows nothing of what was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby

from dialogs.application.application import Answers, Step
from dialogs.application.bookmarks import bookmark, digest, missing
from dialogs.form.model import Field, Form, Group
from dialogs.pasting import filled_in
from dialogs.pasting.contacts import spread
from dialogs.pasting.grid import lines
from dialogs.pasting.headed import head_of, lay_out
from dialogs.pasting.sent_back import SentBack, TableRow
from dialogs.pasting.sheet_choice import best
from dialogs.pasting.table_layout import Layout


@dataclass(frozen=True)
class SentRow:
    """A row of the document: of which table it is, of which row, "" for a new one."""

    table: Group
    id: str
    read: TableRow


@dataclass(frozen=True)
class SentRows:
    """The rows of a document, read against the form and the rows that there are."""

    form: Form
    rows: Mapping[str, Sequence[str]]
    sent: SentBack

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """What each bookmark stands for; a row as a whole by its table."""
        rows = (Step(item=table, row=row) for table, ids in self.rows.items() for row in ids)
        return _by_bookmark(chain(rows, self._steps(lambda group: group.fields)))

    @cached_property
    def computed(self) -> Mapping[str, Step]:
        """The same of what is computed."""
        return _by_bookmark(self._steps(lambda group: group.computed))

    def _steps(self, fields: Callable[[Group], Iterable[Field]]) -> Iterator[Step]:
        """Those fields of each group at all its rows, or wherever it is asked."""
        for section in self.form.sections:
            instances = Answers(rows=self.rows).instances(self.form, section)
            for group in section.groups:
                rows = self.rows.get(group.id, ()) if group.has_rows else instances
                yield from (Step(item=field.id, row=row) for field in fields(group) for row in rows)

    @cached_property
    def tables(self) -> Mapping[int, Group]:
        """Of which table of the form each table of the document has rows."""
        named = {read.table: self.form.tables[of[0]] for read in self.sent.rows if (of := self.row_of(read))}
        blank = {
            read.table: self.blanks[mark].item for read in self.sent.rows for mark in read.marks if mark in self.blanks
        }
        return {number: self.form.tables[self.form.group_of.get(item, item)] for number, item in blank.items()} | named

    @cached_property
    def blanks(self) -> Mapping[str, Step]:
        """What each bookmark stands for in the rows that a draft shows as missing, where rows may come and go."""
        tables = [table for table in self.form.tables.values() if self.is_free(table)]
        rows = [(table, missing(number)) for table in tables for number in range(table.min_rows)]
        steps = [Step(item=column.id, row=row) for table, row in rows for column in table.fields]
        return _by_bookmark(steps)

    @cached_property
    def _blank_numbers(self) -> set[str]:
        """The bookmarks of the numbers of those rows."""
        return {bookmark(t.id, missing(number)) for t in self.form.tables.values() for number in range(t.min_rows)}

    @cached_property
    def headed(self) -> Mapping[int, tuple[Group, Layout]]:
        """The tables of the document without any answer's bookmark that are one of the form's by their heads, laid out.

        Of those alone that had no row when the document was printed: what was written there is new.
        """
        printed = {table.id for table in self.tables.values()}
        free = [t for t in self.form.tables.values() if self.is_free(t) and t.id not in printed]
        found: dict[int, tuple[Group, Layout]] = {}
        for number, rows in groupby(self.sent.rows, key=lambda read: read.table):
            reads = [*rows]
            cells = lines([[cell.text for cell in read.cells] for read in reads])
            known = best(free, [line.cells for line in cells])
            layout = lay_out(known.table, cells) if known else None
            is_marked = any(not self._blank_numbers.issuperset(r.marks) for r in reads)
            if known and layout and known.named * 2 > len(known.table.fields) and not is_marked:
                found[number] = known.table, layout
        return found

    def by_heads(self, read: TableRow) -> Mapping[str, str]:
        """The texts of a row in one of those, by their columns; nothing of what is no row."""
        _, layout = self.headed.get(read.table, (None, None))
        texts = [cell.text for cell in read.cells]
        is_row = layout is not None and texts in [[*line.cells] for line in layout.lines]
        if layout is None or not is_row or all(map(filled_in.is_nothing, texts)):
            return {}
        found: dict[str, str] = {}
        for place, text in zip(layout.places, texts, strict=False):
            found |= spread(place.columns, text) if len(place.columns) > 1 else {c.id: text for c in place.columns}
        return found

    def row_of(self, read: TableRow) -> tuple[str, str] | None:
        """The table and the id of the row that most of the bookmarks in a row are of; None where they are of none."""
        steps = [self.steps[mark] for mark in read.marks if mark in self.steps]
        of = Counter((table.id, step.row) for step in steps if (table := self.table_of(step)))
        return of.most_common(1)[0][0] if of else None

    @cached_property
    def found(self) -> Sequence[SentRow]:
        """The rows of the document that are rows of a table of the form, in their order."""
        found: list[SentRow] = []
        taken: set[tuple[str, str]] = set()
        gone: set[str] = set()  # bookmarks of rows that are no longer there
        begun: set[int] = set()
        for number, read in enumerate(self.sent.rows):
            if of := self.row_of(read):
                found.append(SentRow(self.form.tables[of[0]], "" if of in taken else of[1], read))
                taken.add(of)
            elif (table := self.tables.get(read.table)) and self.is_free(table) and not read.is_of_form:
                is_copy = not gone.isdisjoint(read.marks)
                is_below = read.table in begun or number in self._above_first
                is_new = is_below if not read.marks else is_copy or self._is_edited(table, read)
                found += [SentRow(table, "", read)] if is_new else []
                gone.update(read.marks)
            elif self.by_heads(read):
                found.append(SentRow(self.headed[read.table][0], "", read))
            begun |= {read.table} if read.marks else set()
        return found

    @cached_property
    def _above_first(self) -> Collection[int]:
        """The numbers of rows without bookmarks that stand above the first of a table, below its heads."""
        found: set[int] = set()
        above: list[int] = []
        begun: set[str] = set()
        for number, read in enumerate(self.sent.rows):
            of = self.row_of(read)
            if of and of[0] not in begun:
                begun.add(of[0])
                found |= {at for at in above if self._is_like(self.sent.rows[at], read, self.form.tables[of[0]])}
            if read.marks or (above and self.sent.rows[above[-1]].table != read.table):
                above = []
            if not read.marks:
                above.append(number)
        return found

    def _is_like(self, row: TableRow, first: TableRow, table: Group) -> bool:
        """Whether a row above the first of a table is one of it: as many cells, and no heads."""
        texts = [cell.text for cell in row.cells]
        return len(texts) == len(first.cells) and any(texts) and head_of(table, lines([texts])) is None

    def _is_edited(self, table: Group, read: TableRow) -> bool:
        """Whether something else stands in a row that others have deleted, its number aside."""
        cells = [cell for at, cell in enumerate(read.cells) if (table.id, at) not in self.numbers]
        texts = ((mark, text) for cell in cells for mark, text in cell.texts())
        return any(digest(text) != self.sent.hashes.get(mark) for mark, text in texts)

    @cached_property
    def numbers(self) -> set[tuple[str, int]]:
        """In which cells the rows of each table have their numbers."""
        cells = ((at, cell) for read in self.sent.rows for at, cell in enumerate(read.cells))
        found = ((self.steps[mark].item, at) for at, cell in cells for mark in cell.marks if mark in self.steps)
        return {(item, at) for item, at in found if item in self.form.tables}

    def is_free(self, table: Group) -> bool:
        """Whether rows of a table may come, go and move: neither fixed by the form, nor those of a row above."""
        return not table.rows and not self.form.parent_of(table.id)

    def table_of(self, step: Step) -> Group | None:
        """The table of which a step is, as a column or as a row; None where it is of none."""
        return self.form.tables.get(step.item) or self.form.tables.get(self.form.group_of[step.item])


def _by_bookmark(steps: Iterable[Step]) -> Mapping[str, Step]:
    return {bookmark(step.item, step.row): step for step in steps}
