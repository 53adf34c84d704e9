"""What stands in the columns of each row of a document of ours that was sent back.

By the bookmarks in the row, and where one is gone by where the column stands in other rows, or by its head. Knows
nothing of what was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from dialogs.application.bookmarks import bookmark
from dialogs.application.sent_rows import SentRow, SentRows
from dialogs.application.shared_paragraphs import SharedParagraphs
from dialogs.form.model import Group
from dialogs.pasting import heads
from dialogs.pasting.contacts import spread
from dialogs.pasting.grid import lines
from dialogs.pasting.headed import head_of
from dialogs.pasting.table_layout import Columns


@dataclass(frozen=True)
class SentColumns:
    """The columns of the rows of a document.

    Attributes:
        read: Its rows.
        shared: Its paragraphs with several answers.
        at_marks: What is read at each bookmark, where it stands first.
    """

    read: SentRows
    shared: SharedParagraphs
    at_marks: Mapping[str, str]

    def texts(self, row: SentRow) -> Iterator[tuple[str, str]]:
        """The columns of a row with their texts: by its own bookmarks, else by their places in other rows."""
        yield from self.read.by_heads(row.read).items()
        blurred = {step.item for step in self.shared.blurred}
        known = {**self.read.blanks, **self.read.steps}
        texts = [pair for cell in row.read.cells for pair in cell.texts()]
        own = {known[mark].item: text for mark, text in reversed(texts) if mark in known}  # of several rows the first
        apart = self._on_one_line(row)
        own |= apart
        for column in row.table.fields:
            if column.id in blurred and (row.id or column.id not in apart):
                continue
            if column.id in own:
                yield column.id, own[column.id]
            elif (mark := bookmark(column.id, row.id)) in self.at_marks:  # in a cell that goes over several rows
                yield column.id, self.at_marks[mark]
            elif column.id in self._places:
                yield column.id, self.at_place(row, column.id)
            elif text := self._headed(row, column.id):
                yield column.id, text

    @cached_property
    def doubled(self) -> Mapping[int, Group]:
        """The rows that say the same as the one of which they are copies: by their numbers, the table of each."""
        rows = {(row.table.id, row.id): row for row in self.read.found if row.id}
        new = ((at, row) for at, row in enumerate(self.read.found) if not row.id)
        copies = ((at, row, rows.get(self.read.row_of(row.read) or ("", ""))) for at, row in new)
        return {at: row.table for at, row, of in copies if of and dict(self.texts(row)) == dict(self.texts(of))}

    def at_place(self, row: SentRow, column: str) -> str:
        """What stands in a row where others have this column."""
        at, number = self._places.get(column, (len(row.read.cells), None))
        texts = [line.text for line in row.read.cells[at].lines] if at < len(row.read.cells) else []
        return "\n".join(texts if number is None else texts[number : number + 1])

    def _on_one_line(self, row: SentRow) -> Mapping[str, str]:
        """The parts of a contact that somebody wrote on fewer lines than there are columns in their cell."""
        found: dict[str, str] = {}
        for at, cell in enumerate(row.read.cells):
            columns = [c for c in row.table.fields if self._places.get(c.id, (-1, None))[0] == at]
            is_contact = any(column.of_kind.contact for column in columns)
            if is_contact and sum(bool(line.text) for line in cell.lines) < len(columns):
                found |= spread(columns, cell.text)
        return found

    def _headed(self, row: SentRow, column: str) -> str:
        """What stands in a row below the head of a column that has its bookmark nowhere; "" for nothing."""
        if column not in self._heads:
            return ""
        at, columns = self._heads[column]
        cells = [cell.text for cell in row.read.cells[at : at + len(columns)]]
        return spread(columns, "\n".join(cells)).get(column, "") if len(columns) > 1 else "".join(cells)

    @cached_property
    def _heads(self) -> Mapping[str, tuple[int, Columns]]:
        """In which cell each column stands by its head, and which others stand there or in those behind it."""
        found: dict[str, tuple[int, Columns]] = {}
        for number, table in self.read.tables.items():
            above = takewhile(lambda read: not read.marks, (r for r in self.read.sent.rows if r.table == number))
            head = head_of(table, lines([[cell.text for cell in read.cells] for read in above]))
            for at, columns in enumerate(heads.columns_of(table, head.cells) if head else ()):
                found |= {column.id: (at, columns) for column in columns}
        return found

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int | None]]:
        """In which cell of its row each column stands, and in which paragraph where others stand there too."""
        found: dict[str, tuple[int, int | None]] = {}
        for row in self.read.found:
            for at, cell in enumerate(row.read.cells if row.id else ()):
                for number, line in enumerate(cell.lines):
                    for step in (self.read.steps[mark] for mark in line.marks if mark in self.read.steps):
                        found.setdefault(step.item, (at, number if len(cell.marks) > 1 else None))
        return found
