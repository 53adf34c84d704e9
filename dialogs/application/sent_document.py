"""A document of ours that somebody edited and sent back, read against the form and the rows that there are.

By its bookmarks, and where one is gone by the label beside it or by the place in its row. What of it is a change is for
`dialogs.application.differences` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

from dialogs.answers import boxes
from dialogs.answers.choices import BETWEEN
from dialogs.answers.cleaning import fold
from dialogs.answers.value import Value
from dialogs.application.amid_text import AmidText
from dialogs.application.application import Step
from dialogs.application.bookmarks import bookmark, digest, of_also
from dialogs.application.further_places import further
from dialogs.application.lost_headings import LostHeadings
from dialogs.application.sent_columns import SentColumns
from dialogs.application.sent_rows import SentRow, SentRows
from dialogs.application.shared_paragraphs import SharedParagraphs
from dialogs.application.stamps import stamps, without_stamps
from dialogs.application.unplaced import MOST, unplaced
from dialogs.form.model import Form
from dialogs.pasting import filled_in
from dialogs.pasting.sent_back import Segment, SentBack


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


@dataclass(frozen=True)
class SentDocument:
    """A document, read against the form and the rows that there are."""

    form: Form
    rows: Mapping[str, Sequence[str]]
    sent: SentBack
    is_now: Callable[[Step, str], bool]  # whether a text, read as an answer, is what there is now
    shown: Callable[[Step], Sequence[str]]  # how an answer may have been printed

    @cached_property
    def read(self) -> SentRows:
        """Its rows, by what stands in it alone."""
        return SentRows(self.form, self.rows, self.sent)

    @cached_property
    def at_marks(self) -> Mapping[str, str]:
        """What is read at each bookmark, where it stands first."""
        return self.sent.texts()

    @cached_property
    def lost(self) -> LostHeadings:
        """Its long texts whose headings were typed anew, or are gone."""
        return LostHeadings(self.form, self.sent, self.read.steps, self.shown)

    @cached_property
    def amid(self) -> AmidText:
        """Looks for answers amid other text."""
        return AmidText()

    @cached_property
    def shared(self) -> SharedParagraphs:
        """Its paragraphs with several answers."""
        return SharedParagraphs(self.form, self.sent, self.read.steps, self.shown, self.amid)

    @cached_property
    def columns(self) -> SentColumns:
        """What stands in the columns of its rows."""
        return SentColumns(self.read, self.shared, self.at_marks)

    @cached_property
    def further(self) -> Mapping[Step, str | None]:
        """What was written where answers stand once more, and where something stands that is computed."""
        return further(self.sent, {**self.read.steps, **self.read.computed}, self.shown, self.amid)

    @cached_property
    def found(self) -> Sequence[SentRow]:
        """Its rows; one that was not printed but is there now, as the file came before, is no new one."""
        since = {table: [row for row in ids if not self._was_printed(table, row)] for table, ids in self.rows.items()}
        found = []
        for row in (row for at, row in enumerate(self.read.found) if at not in self.columns.doubled):
            become = next((id_ for id_ in since[row.table.id] if self._is_row(id_, row)), "") if not row.id else ""
            if become:
                since[row.table.id].remove(become)
            found.append(replace(row, id=row.id or become))
        return found

    def _is_row(self, id_: str, row: SentRow) -> bool:
        texts = {column: self._own(Step(item=column), text) for column, text in self.columns.texts(row)}
        return any(texts.values()) and all(self.is_now(Step(item=c, row=id_), text) for c, text in texts.items())

    def _was_printed(self, table: str, row: str) -> bool:
        return not self._bookmarks(table, row).isdisjoint(self.sent.hashes)

    def _bookmarks(self, table: str, row: str) -> set[str]:
        return {bookmark(item, row) for item in (table, *self.form.tables[table].item_ids)}

    def edits(self) -> Iterator[Edit]:
        """Every answer at one of whose bookmarks something else stands than when it was printed."""
        first = {edit.step: edit for edit in self._at_first_places()}
        yield from first.values()
        computed = {*self.computed()}
        for step, text in self.further.items():
            if text is not None and step not in first and step not in computed:
                yield Edit(step=step, text=self._own(step, text))

    def _at_first_places(self) -> Iterator[Edit]:
        read, texts = self.at_marks, dict(self._texts())
        gone = {(step.item, step.row) for step in self.removed()}
        for mark, was in self.sent.hashes.items():
            step = self.read.steps.get(mark)
            if step is None or step.item in self.form.tables or (mark not in read and self._is_of(step, gone)):
                continue
            text = texts.get(step, self.shared.written.get(step))
            if mark in read and (text is None or digest(read[mark]) == was):
                continue  # the same, or one of several that nobody can tell apart: see `shared`
            if text is None:
                text = self._beside_label(step) or self.lost.texts.get(step)
            if text is None or digest(text) != was:
                amid = self.amid.written(text, self.shown(step), was) if text else None
                yield Edit(
                    step=step, text=self._own(step, (text or "") if amid is None else amid), is_gone=text is None
                )

    def computed(self) -> Iterator[Step]:
        """What was written over though it is computed."""
        known = {*self.read.computed.values()}
        yield from (step for step in self.further if step in known)

    def unread(self) -> Iterator[Step]:
        """Answers of which nobody can tell what was written for them; of new rows as columns."""
        yield from self.shared.unread()
        edited = {edit.step for edit in self.edits()}
        known = edited | {*self.computed()}
        yield from (step for step, text in self.further.items() if text is None and step not in known)
        for row in self.found:
            if not row.id and self.read.is_free(row.table):
                own = dict(self.columns.texts(row))
                columns = (column.id for column in row.table.fields if column.id not in own)
                yield from (Step(item=column) for column in columns if self.columns.at_place(row, column))

    def unplaced(self) -> Iterator[str]:
        """What was written where nothing is asked."""
        read = [*self.lost.texts.values(), *(text for _, text in self._texts()), *(edit.text for edit in self.edits())]
        known = {**self.read.steps, **self.read.computed}
        read += [text for name, text in self.sent.also.items() if known.get(of_also(name)) in self.further]
        for row in self.found:
            read += [text for _, text in self.columns.texts(row)]
            read += [cell.text for at, cell in enumerate(row.read.cells) if (row.table.id, at) in self.read.numbers]
        read += [name for table in self.form.tables.values() for name in table.rows]
        yield from islice(
            chain(stamps(self.form, self.sent, self.read.steps), unplaced(self.sent, self._is_long, read)), MOST
        )

    def _is_long(self, mark: str) -> bool:
        """Whether a long text stands below a bookmark; of one whose row is gone see `idle`."""
        return mark not in self.read.steps or bool(self.shared.longs([mark]))

    def _is_of(self, step: Step, gone: set[tuple[str, str]]) -> bool:
        group = self.form.group_at(step.item)
        table = group.id if group.has_rows else self.form.rows_of(group)
        return (table, step.row) in gone

    def _texts(self) -> Iterator[tuple[Step, str]]:
        """What stands for each answer, the first that does so."""
        found: dict[Step, str] = {}
        for segment in self.sent.segments:
            for long in self.shared.longs(segment.marks):
                found.setdefault(long, self.lost.own_lines(self._below(long, segment)))
        found = {**self.shared.read, **{step: text for step, text in found.items() if step not in self.shared.blurred}}
        for row in self.found:
            if row.id:
                for column, text in self.columns.texts(row):
                    found.setdefault(Step(item=column, row=row.id), text)
        for read in self.sent.rows:
            pairs = (pair for cell in read.cells for pair in cell.texts() if pair[0] in self.read.steps)
            for step, text in ((self.read.steps[mark], text) for mark, text in pairs):
                if step not in self.shared.blurred and self.read.table_of(step) is None:
                    found.setdefault(step, text)
        yield from found.items()

    def _below(self, long: Step, segment: Segment) -> str:
        """What stands below a heading, with the first line of what was printed there where that was drawn up to it."""
        first = self.shown(long)[0].split("\n")[0]
        is_joined = first != segment.head != "" and segment.head.endswith(first) and not segment.text.startswith(first)
        return f"{first}\n{segment.text}".rstrip("\n") if first and is_joined else segment.text

    def idle(self) -> Iterator[str]:
        """The headings of long texts that were edited in the section of a row that others have deleted."""
        for segment in self.sent.segments:
            marks = [mark for mark in segment.marks if mark not in self.read.steps and mark in self.sent.hashes]
            if marks and digest(f"{segment.head}\n{segment.text}") != self.sent.hashes[marks[0]]:
                yield segment.head

    def _beside_label(self, step: Step) -> str | None:
        """What stands in the cell behind that with the label of a question, if it has no bookmark any more."""
        asked = self.form.fields[step.item]
        for row in self.sent.rows if self.read.table_of(step) is None else ():
            for label, cell in zip(row.cells, row.cells[1:], strict=False):
                if not cell.marks and fold(label.text.replace("\n", "")) in asked.called:
                    return cell.text
        return None

    def _own(self, step: Step, text: str) -> str:
        """A text as somebody would type it: without our sign that it is missing, of boxes what is ticked."""
        asked = self.form.fields[step.item]
        text = filled_in.without_signs(without_stamps(asked, text), asked)
        ticked = boxes.ticked(text, asked.choices, asked.other) if asked.choices else None
        return text if ticked is None else BETWEEN.join(ticked)

    def added(self) -> Iterator[NewRow]:
        """The rows that are new and have something in them."""
        for number, row in self.numbered():
            texts = {column: self._own(Step(item=column), text) for column, text in self.columns.texts(row)}
            if not row.id and self.read.is_free(row.table) and any(texts.values()):
                yield NewRow(table=row.table.id, number=number, texts=texts)

    def numbered(self) -> Iterator[tuple[int, SentRow]]:
        """The rows with their numbers in their table."""
        counted: Counter[str] = Counter()
        for row in self.found:
            counted[row.table.id] += 1
            yield counted[row.table.id], row

    def removed(self) -> Iterator[Step]:
        """The rows that were printed, are there still, and stand nowhere in the document."""
        there = {(row.table.id, row.id) for row in self.found}
        for table, ids in self.rows.items():
            for row in ids if self.read.is_free(self.form.tables[table]) else ():
                is_gone = self._was_printed(table, row) and self._bookmarks(table, row).isdisjoint(self.at_marks)
                if is_gone and (table, row) not in there:
                    yield Step(item=table, row=row)
