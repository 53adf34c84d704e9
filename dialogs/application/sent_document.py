"""A document of ours that somebody edited and sent back, read against the form and the rows that there are.

By its bookmarks, and where one is gone by the label beside it or by the place in its row. What of it is a change is for
`dialogs.application.differences` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialogs.answers import boxes
from dialogs.answers.cleaning import fold
from dialogs.answers.value import Value
from dialogs.application.application import Answers, Step
from dialogs.application.bookmarks import bookmark, digest
from dialogs.form.model import Field, Form, Group
from dialogs.pasting.sent_back import SentBack, TableRow
from dialogs.texts import say


class Edit(Value):
    """An answer that stands otherwise in the document: as `text`, "" where nothing does, `is_gone` with its place."""

    step: Step
    text: str
    is_gone: bool = False


class NewRow(Value):
    """A row that was added: its number in the document, and the texts of its columns by their ids."""

    table: str
    number: int
    texts: Mapping[str, str]


@dataclass
class _Row:
    """A row of the document: of which table it is, of which row, "" for a new one."""

    table: Group
    id: str
    read: TableRow


@dataclass(frozen=True)
class SentDocument:
    """A document, read against the form and the rows that there are."""

    form: Form
    rows: Mapping[str, Sequence[str]]
    sent: SentBack

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """What each bookmark stands for; a row as a whole by its table."""
        steps = [Step(item=table, row=row) for table, ids in self.rows.items() for row in ids]
        for section in self.form.sections:
            for table in (group for group in section.groups if group.has_rows):
                steps += [Step(item=c.id, row=row) for c in table.fields for row in self.rows.get(table.id, ())]
            instances = Answers(rows=self.rows).instances(self.form, section)
            steps += [Step(item=own.id, row=row) for own in section.fields for row in instances]
        return {bookmark(step.item, step.row): step for step in steps}

    @cached_property
    def tables(self) -> Mapping[int, Group]:
        """Of which table of the form each table of the document has rows."""
        return {read.table: self.form.tables[of[0]] for read in self.sent.rows if (of := self._row_of(read))}

    def _row_of(self, read: TableRow) -> tuple[str, str] | None:
        """The table and the id of the row that most of the bookmarks in a row are of; None where they are of none."""
        steps = [self.steps[mark] for mark in read.marks if mark in self.steps]
        of = Counter((table.id, step.row) for step in steps if (table := self._table(step)))
        return of.most_common(1)[0][0] if of else None

    @cached_property
    def table_rows(self) -> Sequence[_Row]:
        """The rows of the document that are rows of a table of the form, in their order."""
        found: list[_Row] = []
        taken: set[tuple[str, str]] = set()
        gone: set[str] = set()  # bookmarks of rows that are no longer there
        begun: set[int] = set()
        for read in self.sent.rows:
            if of := self._row_of(read):
                found.append(_Row(self.form.tables[of[0]], "" if of in taken else of[1], read))
                taken.add(of)
            elif (table := self.tables.get(read.table)) and self._is_free(table):
                is_copy = not gone.isdisjoint(read.marks)
                is_new = read.table in begun if not read.marks else is_copy or self._is_edited(table, read)
                found += [_Row(table, "", read)] if is_new else []
                gone.update(read.marks)
            begun |= {read.table} if read.marks else set()
        return found

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

    def _is_free(self, table: Group) -> bool:
        """Whether rows of a table may come, go and move: neither fixed by the form, nor those of a row above."""
        return not table.rows and not self.form.parent_of(table.id)

    def _table(self, step: Step) -> Group | None:
        return self.form.tables.get(step.item) or self.form.tables.get(self.form.group_of[step.item])

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int | None]]:
        """In which cell of its row each column stands, and in which paragraph where others stand there too."""
        found: dict[str, tuple[int, int | None]] = {}
        for row in self.table_rows:
            for at, cell in enumerate(row.read.cells if row.id else ()):
                for number, line in enumerate(cell.lines):
                    for step in (self.steps[mark] for mark in line.marks if mark in self.steps):
                        found.setdefault(step.item, (at, number if len(cell.marks) > 1 else None))
        return found

    def edits(self) -> Iterator[Edit]:
        """Every answer at whose bookmark something else stands than when it was printed."""
        read, texts = self.sent.texts(), dict(self._texts())
        gone = {(step.item, step.row) for step in self.removed()}
        for mark, was in self.sent.hashes.items():
            step = self.steps.get(mark)
            if step is None or step.item in self.form.tables or self._is_of(step, gone):
                continue
            text = texts.get(step)
            if mark in read and (text is None or digest(read[mark]) == was):
                continue  # the same, or nobody can tell which of a paragraph is this answer
            if text is None:
                text = self._beside_label(self.form.fields[step.item])
            if text is None or digest(text) != was:
                yield Edit(step=step, text=self._own(step, text or ""), is_gone=text is None)

    def _is_of(self, step: Step, gone: set[tuple[str, str]]) -> bool:
        group = self.form.groups[self.form.group_of[step.item]]
        table = group.id if group.has_rows else self.form.rows_of(group)
        return (table, step.row) in gone

    def _texts(self) -> Iterator[tuple[Step, str]]:
        """What stands for each answer, the first that does so."""
        found: dict[Step, str] = {}
        for segment in self.sent.segments:
            for step in (self.steps[mark] for mark in segment.marks if mark in self.steps and len(segment.marks) == 1):
                is_long = step.item in self.form.fields and self.form.fields[step.item].of_kind.is_long
                found.setdefault(step, segment.text if is_long else segment.head)
        for row in self.table_rows:
            if row.id:
                for column, text in self._columns(row):
                    found.setdefault(Step(item=column, row=row.id), text)
        for read in self.sent.rows:
            for mark, text in (pair for cell in read.cells for pair in cell.texts()):
                if mark in self.steps and self._table(self.steps[mark]) is None:
                    found.setdefault(self.steps[mark], text)
        yield from found.items()

    def _columns(self, row: _Row) -> Iterator[tuple[str, str]]:
        """The columns of a row with their texts: by its own bookmarks, else by their places in other rows."""
        own = {self.steps[m].item: t for cell in row.read.cells for m, t in cell.texts() if m in self.steps}
        for column in row.table.fields:
            if column.id in own:
                yield column.id, own[column.id]
            elif column.id in self.places:
                at, number = self.places[column.id]
                lines = row.read.cells[at].lines if at < len(row.read.cells) else ()
                texts = [line.text for line in lines]
                yield column.id, "\n".join(texts if number is None else texts[number : number + 1])

    def _beside_label(self, asked: Field) -> str | None:
        """What stands in the cell behind that with the label of a question, if it has no bookmark any more."""
        for row in self.sent.rows:
            for label, cell in zip(row.cells, row.cells[1:], strict=False):
                if not cell.marks and fold(label.text.replace("\n", "")) in asked.called:
                    return cell.text
        return None

    def _own(self, step: Step, text: str) -> str:
        """A text as somebody would type it: without our sign that it is missing, of boxes what is ticked."""
        asked = self.form.fields[step.item]
        text = text.replace(say("ask.gap", label=asked.short or asked.label), "").strip()
        return boxes.chosen(text, asked.choices, asked.other) if asked.choices else text

    def added(self) -> Iterator[NewRow]:
        """The rows that are new and have something in them."""
        for number, row in self._numbered():
            texts = {column: self._own(Step(item=column), text) for column, text in self._columns(row)}
            if not row.id and self._is_free(row.table) and any(texts.values()):
                yield NewRow(table=row.table.id, number=number, texts=texts)

    def _numbered(self) -> Iterator[tuple[int, _Row]]:
        """The rows with their numbers in their table."""
        counted: Counter[str] = Counter()
        for row in self.table_rows:
            counted[row.table.id] += 1
            yield counted[row.table.id], row

    def removed(self) -> Iterator[Step]:
        """The rows that were printed, are there still, and stand nowhere in the document."""
        there = {(row.table.id, row.id) for row in self.table_rows}
        read = self.sent.texts()
        for table, ids in self.rows.items():
            for row in ids if self._is_free(self.form.tables[table]) else ():
                names = {bookmark(item, row) for item in (table, *self.form.tables[table].item_ids)}
                if (table, row) not in there and names & self.sent.hashes.keys() and not names & read.keys():
                    yield Step(item=table, row=row)

    def order(self, table: str) -> tuple[str | int, ...]:
        """The rows of a table in the order that they are to have; empty where that is theirs, new ones behind.

        Where none was moved in the document they stand as they do now, each new one behind the one above it.
        """
        if not self._is_free(self.form.tables[table]):
            return ()
        new = {row.number for row in self.added() if row.table == table}
        numbered = [(number, row.id) for number, row in self._numbered() if row.table.id == table]
        found = [row or number for number, row in numbered if row or number in new]
        gone = {step.row for step in self.removed()}
        there = [row for row in self.rows.get(table, ()) if row not in gone]
        old = [row for row in found if isinstance(row, str)]
        kept = set(old)
        if old in ([row for row in there if row in kept], self._as_printed(table, old)):
            found = _merged(there, found)
        return () if found == [*there, *sorted(new)] else tuple(found)

    def _as_printed(self, table: str, rows: Sequence[str]) -> Sequence[str]:
        """Rows in the order in which they were printed, by the hashes of their numbers; none where those are not."""
        numbers = {digest(str(number)): number for number in range(1, len(self.sent.hashes) + 1)}
        at = {row: numbers.get(self.sent.hashes.get(bookmark(table, row), ""), 0) for row in rows}
        return sorted(rows, key=at.__getitem__) if all(at.values()) else []


def _merged(there: Sequence[str], found: Sequence[str | int]) -> list[str | int]:
    """The rows that there are, with the new ones of a document each behind the one above it there."""
    merged: list[str | int] = [*there]
    for above, row in zip([None, *found], found, strict=False):
        if isinstance(row, int):
            merged.insert(0 if above is None else merged.index(above) + 1, row)
    return merged
