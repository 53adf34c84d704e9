"""A table in which answers stand beside their labels, below them, or in the same cells.

Knows of a form only its labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogs.form.model import Field
from dialogs.pasting import filled_in
from dialogs.pasting.found_rows import FoundRows
from dialogs.pasting.label_index import Labels, key
from dialogs.pasting.strays import Strays
from dialogs.pattern import Pattern

_COLON = Pattern("[:：]")
_MOST = 3_000  # cells of a table in which labels are looked for
_PAIR = 2  # a label, and an answer
_REMARKS = Pattern("备注|附注|注|说明|要求|(?:填写|填报)(?:说明|要求|须知)")
"""Heads of a column in which something is said of the answers."""
_THEIRS = ("备注", "附注")  # of these what is said there is not the form's

Rows = Sequence[Sequence[str]]
Fields = Sequence[Field]
_NO_FIELDS: Fields = ()


@dataclass(frozen=True)
class AnswerCells:
    """Looks for answers in tables.

    Attributes:
        labels: What may stand beside or above them.
        rows: Takes those rows that a table of the form has in the midst of such a table.
        strays: Takes what has no place.
        free: Of several questions the first for which nothing was found yet.
        answer: Takes an answer for that, with its label.
    """

    labels: Labels
    rows: FoundRows
    strays: Strays
    free: Callable[[Fields], Field | None]
    answer: Callable[[Fields, str, str], None]

    def count(self, rows: Rows, *, is_within_text: bool) -> int:
        """How many labels stand in a table, alone in their cells or, outside long texts, before their answers.

        None where it is too large to be looked through, or has the records of something else.
        """
        if len(rows) * len(rows[0]) > _MOST or self._are_records(rows):
            return 0
        cells = [cell for row in rows for cell in row if cell.strip()]
        alone = {key(cell) for cell in cells if self.labels.asked(cell)}
        return len(alone) + (0 if is_within_text else sum(bool(self.labels.within(cell)) for cell in cells))

    def _are_records(self, rows: Rows) -> bool:
        """Whether rows are those of some other table, one of whose heads is a label: these would stand in pairs."""
        is_odd = len(rows) > 1 and len(rows[0]) % 2 == 1 < len(rows[0])
        is_full = is_odd and all(cell.strip() for row in rows for cell in row)
        is_pair = len(rows) == _PAIR and all(map(self.labels.called, rows[0]))
        return is_full and not is_pair and not any(map(self.labels.named, rows[1:]))

    def take(self, rows: Rows) -> None:
        """Takes answers beside their labels, or below them."""
        rows, taken = self._without_remarks(rows), 0
        for number, row in enumerate(rows):
            if number < taken:
                continue
            below = _below(rows, number)
            beside = [row[1:], *(one[1:] for one in below)]
            if below and self.rows.take(beside, beside, goes_on=False):
                taken = number + 1 + len(below)
            elif self._is_above(row, rows[number + 1 : number + 3]):
                for label, text in zip(row, rows[number + 1], strict=True):
                    self._take(self.labels.called(label) if label.strip() else (), [text], label)
                taken = number + 2
            else:
                self._across(row)

    def _without_remarks(self, rows: Rows) -> Rows:
        """The rows without a last column in which something is said of the answers, and without its heads."""
        heads = rows[0]
        if len(rows) == 1 or len(heads) <= _PAIR or self.labels.named(heads) or not _REMARKS.fullmatch(key(heads[-1])):
            return rows
        for said in filter(str.strip, (row[-1] for row in rows[1:] if key(heads[-1]) in _THEIRS)):
            self.strays.pair(heads[-1], said)
        return [row[:-1] for row in rows[1:]]

    def _is_above(self, row: Sequence[str], below: Rows) -> bool:
        """Whether all there is in a row are labels, with an answer below each, and not records of something else."""
        labels = {at for at, cell in enumerate(row) if cell.strip()}
        texts = [{at for at, cell in enumerate(one) if cell.strip()} for one in below]
        are_labels = bool(labels) and all(self.labels.called(row[at]) for at in labels)
        if not are_labels or not texts or not texts[0] or not texts[0] <= labels:
            return False
        if self.labels.named(below[0]) or any(map(self.labels.within, below[0])):
            return False
        return len(labels) == 1 or not texts[1:] or texts[1] != texts[0] or self.labels.named(below[1])

    def _across(self, row: Sequence[str]) -> None:
        """Takes the answers of one row, each behind its label, in a cell of its own or in the same."""
        label, fields, texts = "", _NO_FIELDS, list[str]()
        for cell in filter(str.strip, row):
            found = self.labels.asked(cell)
            awaits = fields if not texts else ()
            if found and (self.free(found) or not awaits):
                self._take(fields, texts, label)
                label, fields, texts = cell, found, []
            elif not self._in_cell(cell, awaits):
                texts.append(cell)
        self._take(fields, texts, label)
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == _PAIR and not any(map(self._known, filled)):
            self.strays.pair(*filled)

    def _known(self, cell: str) -> bool:
        return bool(self.labels.asked(cell) or self.labels.within(cell) or filled_in.is_gap(cell))

    def _in_cell(self, cell: str, awaits: Fields) -> bool:
        """Takes the answers that stand behind their labels within a cell; a label alone before it comes first."""
        labels = self.labels.within(cell)
        if not labels or (awaits and (awaits == labels[0].fields or not _COLON.search(cell))):
            return False
        for label in labels:
            self._take(label.fields, [label.text], label.label)
        return True

    def _take(self, fields: Fields, texts: Sequence[str], label: str) -> None:
        kept = [text for text in texts if fields and not filled_in.is_gap(text, fields[0])]
        if kept:
            self.answer(fields, label, "\n".join(kept))


def _below(rows: Rows, number: int) -> list[Sequence[str]]:
    """The rows below one that belong to the same cell in the first column, or have the same there again."""
    found: list[Sequence[str]] = []
    for row in rows[number + 1 :]:
        if row[0].strip() and key(row[0]) != key(rows[number][0]):
            break
        found.append(row)
    return found
