"""A Word file of a whole form, filled in by hand or last year's -> the answers in it.

By the form's own labels, headings and heads of tables. Knows no application: what of it may be taken is not for this to
say. Pure: the same for the same file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dialogs.form.model import NO_ROW, UNITS, Field, Form
from dialogs.pasting import filled_in
from dialogs.pasting.file_content import Piece
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.found_rows import FoundRows
from dialogs.pasting.label_index import SPREAD, Labels, bare, key
from dialogs.pasting.strays import Strays

_BESIDE = re.compile(r"\s*[:：\t]\s*")
_COLON = re.compile("[:：]")
_CELLS = 3_000  # of a table in which labels are looked for
_PAIR = 2  # cells of a row: a label, and an answer
_LEAST = 3  # labels in a table that stands in a long text, from which it is none of the text


class _Place(NamedTuple):
    """Where lines of a long text belong."""

    field: Field
    row: str


def find(form: Form, pieces: Sequence[Piece], names: Collection[str] = ()) -> list[Found]:
    """The answers in a file.

    Args:
        form: The form.
        pieces: The paragraphs and tables of the file.
        names: What the rows are called for which sections are repeated; those found in the file are known besides.

    Returns:
        What was found, each once, in the form's order; for a field of which nothing stands there nothing. Last what has
        no place in the form, see `Found.item`, where anything else was found.
    """
    finder = _Finder(form, names)
    for piece in pieces:
        if piece.rows:
            finder.table(piece.rows)
        for line in piece.text.split("\n"):
            finder.paragraph(line, is_heading=piece.level > 0)
    order = {item: at for at, item in enumerate([*form.tables, *form.fields])}
    found = [one for one in finder.found if one.text]
    found.sort(key=lambda one: (one.item not in form.tables, one.row, order[one.item]))
    return [*found, *finder.strays.found] if found else []


class _Finder:
    """Goes through a file, and knows where it is."""

    def __init__(self, form: Form, names: Collection[str]) -> None:
        self._form = form
        self.strays = Strays()
        self._rows = FoundRows(form, names)
        self._labels = Labels(form)
        titles = [part.title for section in form.sections for part in section.groups]
        parts = [part for title in titles for part in (title, *_BESIDE.split(title))]  # 附：… may stand on two lines
        confirmed = [field.label for field in form.fields.values() if field.of_kind.is_agreement]
        self._titles = {key(title) for title in (*parts, *confirmed)}
        self._captions = {key(table.title) for table in form.tables.values()}
        self._longest_title = SPREAD * max(map(len, self._titles))
        self._bare_titles = {key(bare(title)) for title in parts}
        self._each = {f.id for s in form.sections if s.each not in (NO_ROW, UNITS) for f in s.fields}
        self._row = ""
        self._at: _Place | None = None
        self._behind: _Place | None = None  # the long text that goes on behind the tables here
        self._awaits: tuple[Field, str] | None = None  # a question whose label stood alone, and the label
        self._lines: dict[_Place, list[str]] = {}
        self._found: dict[str, Found] = {}

    @property
    def found(self) -> Iterator[Found]:
        """All that was found."""
        yield from self._rows.found
        yield from self._found.values()
        for place, lines in self._lines.items():
            text = "\n".join(lines).strip()
            yield Found(item=place.field.id, row=place.row, text=text, source=place.field.label[:SOURCE])

    def paragraph(self, text: str, *, is_heading: bool) -> None:
        """A heading of the form, a label with its answer, or a line of the long text that is being read."""
        whole = text.strip()
        if not whole or self._is_official(whole):
            return
        self._rows.passed(whole)
        if self._placed(whole, is_heading=is_heading):
            self.strays.end()
        elif any(field.id in self._each for field in self._labels.called(whole)):
            self.strays.head(whole)
        else:
            self.strays.line(whole, is_heading=is_heading)

    def _placed(self, text: str, *, is_heading: bool) -> bool:
        """Puts a line where it belongs; False where that is nowhere."""
        awaits, self._awaits = self._awaits, None
        behind, self._behind = self._behind, None
        if self._is_title(text, is_heading=is_heading):
            self._behind = (self._at or behind) if key(text) in self._captions else None
            self._at = None
        elif field := self._asked(text, is_heading=is_heading):
            return self._begin(field, text)
        elif name := self._rows.named(text):
            self._row, self._at = name, None
        elif self._labelled(text):
            pass
        elif self._at:
            self._write(text)
        elif awaits:
            self._put(*awaits, text)
        elif behind and not is_heading and not filled_in.is_gap(text):
            self._at = behind
            self._write(text)
        else:
            return False
        return True

    def _write(self, text: str) -> None:
        """A line of the long text that is being read, but for what the form says in brackets above it."""
        assert self._at  # noqa: S101 - there is one
        lines = self._lines[self._at]
        text = filled_in.without_guidance(self._at.field, text)
        if lines or not filled_in.is_gap(text):
            lines.append(text)

    def _is_title(self, text: str, *, is_heading: bool) -> bool:
        if len(text) > self._longest_title:
            return False
        return key(text) in self._titles or (
            (is_heading or not self._at) and key(bare(text)) in self._bare_titles and not self._labels.called(text)
        )

    def _asked(self, text: str, *, is_heading: bool) -> Field | None:
        """The question whose label is all there is in a line; within a long text only one that begins another."""
        if not self._at:
            return self._free(self._labels.called(text))
        exact = self._labels.exactly(text)
        longs = [field for field in exact or self._labels.called(text) if field.of_kind.is_long]
        begun = {place.field.id for place in self._lines if place.row == self._row or place.field.id not in self._each}
        open_ = [field for field in longs if exact or is_heading or field.id not in begun]
        return self._free(open_)

    def _begin(self, field: Field, label: str) -> bool:
        """A question is asked; False where it is of a row, and nobody can tell of which."""
        row = (self._row or self._rows.only) if field.id in self._each else ""
        self._at = _Place(field, row) if field.of_kind.is_long and (row or field.id not in self._each) else None
        if self._at:
            self._lines.setdefault(self._at, [])
        elif not field.of_kind.is_long:
            self._awaits = field, label
        return self._at is not None or not field.of_kind.is_long

    def _is_official(self, text: str) -> bool:
        """Whether a line is the form's own: what it says about the answer below it."""
        field = self._at.field if self._at else None
        section = self._form.section_of[self._form.group_of[field.id]] if field else None
        said = [field.guidance, *(section.guidance.split("。") if section else ())] if field else []
        return any(key(line) == key(text) for line in said if line)

    def _free(self, fields: Sequence[Field]) -> Field | None:
        """The first of several questions for which nothing was found yet."""
        return next((field for field in fields if field.id not in self._found), None)

    def _labelled(self, text: str) -> bool:
        """Takes the answers that stand behind their labels in one line; returns whether there are such labels."""
        labels = self._labels.within(text)
        if self._at and not (labels and labels[0].fields[0].of_kind.is_long and self._labels.exactly(labels[0].label)):
            return False
        asked = [(label, field) for label in labels if (field := self._free(label.fields))]
        for label, field in asked:
            if not field.of_kind.is_long:
                self._put(field, label.label, label.text)
                continue
            self._begin(field, label.label)
            if self._at:
                self._write(label.text.strip())
        return bool(asked)

    def _put(self, field: Field, label: str, text: str) -> None:
        value = filled_in.answer(field, text)
        if value and (field.of_kind.is_long or field.of_kind.is_typed_at_once) and key(value) != key(field.guidance):
            source = f"{' '.join(label.split()).rstrip(':：')}：{' '.join(text.split())}"[:SOURCE]
            self._found[field.id] = Found(item=field.id, text=value, source=source)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows of one of the form's tables, labels with their answers beside them, or a table of a long text."""
        least = _LEAST if self._at else 1
        if self._rows.take(rows, goes_on=not self._named(rows[0])):
            self._behind, self._at = self._within(self._at or self._behind), None
        elif not self._are_records(rows) and len(rows) * len(rows[0]) <= _CELLS and self._count(rows) >= least:
            self._at = None
            self._answers(rows)
        elif self._at:
            self._lines[self._at] += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows if any(row)]
        else:
            self.strays.table(rows)

    def _within(self, place: _Place | None) -> _Place | None:
        """Where a long text goes on behind a table that the form has in the midst of it."""
        table, group = self._rows.table, self._form.group_of[place.field.id] if place else ""
        return place if table and group and self._form.section_of[table.id] is self._form.section_of[group] else None

    def _are_records(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether rows are those of some other table, one of whose heads is a label: these would stand in pairs."""
        is_odd = len(rows) > 1 and len(rows[0]) % 2 == 1 < len(rows[0])
        return is_odd and all(cell.strip() for row in rows for cell in row) and not any(map(self._named, rows[1:]))

    def _count(self, rows: Sequence[Sequence[str]]) -> int:
        """How many labels stand in a table, alone in their cells or, outside long texts, before their answers."""
        cells = [cell for row in rows for cell in row if cell.strip()]
        alone = {key(cell) for cell in cells if self._labels.called(cell)}
        return len(alone) + (0 if self._at else sum(bool(self._labels.within(cell)) for cell in cells))

    def _answers(self, rows: Sequence[Sequence[str]]) -> None:
        """Takes answers beside their labels, or below them."""
        taken = 0
        for number, row in enumerate(rows):
            if number < taken:
                continue
            below = _below(rows, number)
            if self._rows.take([row[1:], *(one[1:] for one in below)], goes_on=False):
                taken = number + 1 + len(below)
            elif number + 1 < len(rows) and self._is_above(row, rows[number + 1]):
                for label, text in zip(row, rows[number + 1], strict=True):
                    self._take(self._free(self._labels.called(label)) if label.strip() else None, [text], label)
                taken = number + 2
            else:
                self._across(row)

    def _is_above(self, row: Sequence[str], following: Sequence[str]) -> bool:
        """Whether all there is in a row are labels, with their answers below them."""
        labels = {at for at, cell in enumerate(row) if cell.strip()}
        texts = {at for at, cell in enumerate(following) if cell.strip()}
        are_labels = all(self._labels.called(row[at]) for at in labels)
        return len(labels) > 1 and are_labels and bool(texts) and texts <= labels and not self._named(following)

    def _named(self, row: Sequence[str]) -> bool:
        """Whether a label stands in a row."""
        return any(map(self._labels.called, filter(str.strip, row)))

    def _across(self, row: Sequence[str]) -> None:
        """Takes the answers of one row, each behind its label, in a cell of its own or in the same."""
        label, field, texts = "", None, list[str]()
        for cell in [*row, ""]:
            found = self._free(self._labels.called(cell)) if cell.strip() else None
            if found:
                self._take(field, texts, label)
                label, field, texts = cell, found, []
            elif cell.strip() and not self._in_cell(cell, field if not texts else None):
                texts.append(cell)
        self._take(field, texts, label)
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == _PAIR and not any(map(self._known, filled)):
            self.strays.pair(*filled)

    def _known(self, cell: str) -> bool:
        return bool(self._labels.called(cell) or self._labels.within(cell) or filled_in.is_gap(cell))

    def _in_cell(self, cell: str, awaits: Field | None) -> bool:
        """Takes the answers that stand behind their labels within a cell; a label alone before it comes first."""
        labels = self._labels.within(cell)
        if not labels or (awaits and (awaits in labels[0].fields or not _COLON.search(cell))):
            return False
        for label in labels:
            self._take(self._free(label.fields), [label.text], label.label)
        return True

    def _take(self, field: Field | None, texts: Sequence[str], label: str) -> None:
        kept = [text for text in texts if not filled_in.is_gap(text)]
        if field and kept:
            self._put(field, label, "\n".join(kept))


def _below(rows: Sequence[Sequence[str]], number: int) -> list[Sequence[str]]:
    """The rows below one that belong to the same cell in the first column."""
    found: list[Sequence[str]] = []
    for row in rows[number + 1 :]:
        if row[0].strip():
            break
        found.append(row)
    return found
