"""A Word file of a whole form, filled in by hand or last year's -> the answers in it.

By the form's own labels, headings and heads of tables. Knows no application: what of it may be taken is not for this to
say. Pure: the same for the same file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dialogs.answers.value import Value
from dialogs.form.model import NO_ROW, UNITS, Field, Form, Group
from dialogs.pasting import grid, headed, sheet_choice
from dialogs.pasting.file_content import Piece

_TICKED = re.compile(r"[☑☒■√✓✔]\s*([^☐□☑☒■√✓✔]+)")
_BOXES = re.compile("[☐□☑☒■√✓✔]")
_GAP = re.compile(r"^【待填写[^】]*】$|^[_＿\s]*$|^[（(][^（）()]*[）)]$")
_BESIDE = re.compile(r"\s*[:：\t]\s*")
SOURCE = 40  # characters of the place where an answer was found


class Found(Value):
    """What was found for a field, or the rows for a table.

    Attributes:
        item: The field, or the table.
        row: Of a section repeated for a table's rows the name of the row; else "".
        text: What stands there; of a table its rows as cells with tabs, the heads first.
        source: The words before it, by which it was found; "" where it was found by its id.
    """

    item: str
    row: str = ""
    text: str
    source: str


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
        What was found, each once, in the form's order; for a field of which nothing stands there nothing.
    """
    finder = _Finder(form, names)
    for piece in pieces:
        if piece.rows:
            finder.table(piece.rows)
        for line in piece.text.split("\n"):
            finder.paragraph(line)
    order = {item: at for at, item in enumerate([*form.tables, *form.fields])}
    found = [one for one in finder.found if one.text]
    return sorted(found, key=lambda one: (one.item not in form.tables, one.row, order[one.item]))


class _Finder:
    """Goes through a file, and knows where it is."""

    def __init__(self, form: Form, names: Collection[str]) -> None:
        self._form = form
        self._tables = [table for section in form.sections if not section.each for table in section.tables]
        self._fields: dict[str, list[Field]] = {}
        for section in form.sections:
            for field in section.fields if section.each != UNITS else ():
                for name in {key(field.label), key(field.short), *map(key, field.synonyms)} - {""}:
                    self._fields.setdefault(name, []).append(field)
        titles = [part.title for section in form.sections for part in section.groups]
        parts = [part for title in titles for part in (title, *_BESIDE.split(title))]  # 附：… may stand on two lines
        confirmed = [field.label for field in form.fields.values() if field.of_kind.is_agreement]
        self._titles = {key(title) for title in (*parts, *confirmed)}
        self._each = {f.id for s in form.sections if s.each not in (NO_ROW, UNITS) for f in s.fields}
        self._names = {key(name): name for name in names}
        self._row = ""
        self._at: _Place | None = None
        self._lines: dict[_Place, list[str]] = {}
        self._found: dict[tuple[str, str], Found] = {}

    @property
    def found(self) -> Iterator[Found]:
        """All that was found."""
        yield from self._found.values()
        for place, lines in self._lines.items():
            text = "\n".join(lines).strip()
            yield Found(item=place.field.id, row=place.row, text=text, source=place.field.label[:SOURCE])

    def paragraph(self, text: str) -> None:
        """A heading of the form, a label with its answer, or a line of the long text that is being read."""
        whole = text.strip()
        if not whole or self._is_official(whole):
            return
        if key(whole) in self._titles:
            self._at = None
        elif field := self._field(whole):
            self._begin(field)
        elif name := self._named(whole):
            self._row, self._at = name, None
        elif not self._labelled(whole) and self._at:
            self._lines[self._at].append(whole)

    def _begin(self, field: Field) -> None:
        row = self._row if field.id in self._each else ""
        self._at = _Place(field, row) if field.of_kind.is_long and (row or field.id not in self._each) else None
        if self._at:
            self._lines.setdefault(self._at, [])

    def _is_official(self, text: str) -> bool:
        """Whether a line is the form's own: what it says about the answer below it."""
        field = self._at.field if self._at else None
        section = self._form.section_of[self._form.group_of[field.id]] if field else None
        said = [field.guidance, *(section.guidance.split("。") if section else ())] if field else []
        return any(key(line) == key(text) for line in said if line)

    def _field(self, label: str, *, long: bool = True) -> Field | None:
        """The first field called so for which nothing was found yet."""
        fields = self._fields.get(key(label), [])
        here = [field for field in fields if long or not field.of_kind.is_long]
        return next((field for field in here if (field.id, "") not in self._found), None)

    def _named(self, text: str) -> str:
        """The row whose part begins with a line such as 方案1：its name."""
        parts = _BESIDE.split(text, maxsplit=1)
        return self._names.get(key(parts[-1]), "") if len(parts[0]) < 8 or len(parts) == 1 else ""

    def _labelled(self, text: str) -> bool:
        """Takes the answer that stands behind its label in one line; returns whether there is such a label."""
        label, *rest = _BESIDE.split(text, maxsplit=1)
        field = self._field(label, long=False) if rest and not self._at else None
        if field:
            self._put(field, rest[0].split("\t")[0], label)
        return field is not None

    def _put(self, field: Field, text: str, label: str) -> None:
        value = _answer(field, text)
        if value and (field.of_kind.is_long or field.of_kind.is_typed_at_once) and key(value) != key(field.guidance):
            source = f"{' '.join(label.split()).rstrip(':：')}：{' '.join(text.split())}"[:SOURCE]
            self._found[field.id, ""] = Found(item=field.id, text=value, source=source)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows of one of the form's tables, labels with their answers beside them, or a table of a long text."""
        if table := self._headed(rows):
            self._rows(table, rows)
        elif not self._labels(rows) and self._at:
            self._lines[self._at] += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows if any(row)]

    def _headed(self, rows: Sequence[Sequence[str]]) -> Group | None:
        """The table whose heads are the first of these rows; at least half of its columns must be named."""
        table, named = sheet_choice.best(self._tables, rows[:1])
        return table if table and named * 2 > len(table.fields) else None

    def _rows(self, table: Group, rows: Sequence[Sequence[str]]) -> None:
        self._at = None
        kept = [row for row in rows[1:] if sum(map(bool, row)) > 1]
        if not kept or (table.id, "") in self._found:
            return
        text = grid.join([rows[0], *kept])
        self._found[table.id, ""] = Found(
            item=table.id, text=text, source=" ".join(" ".join(filter(None, rows[0])).split())[:SOURCE]
        )
        name = self._form.tables[table.id].fields[0]
        laid = headed.lay_out(table, grid.lines([rows[0], *kept]))
        places = [at for at, place in enumerate(laid.places) if name in place.columns] if laid else []
        for row in kept:
            for at in places:
                self._names.setdefault(key(row[at]), row[at])

    def _labels(self, rows: Sequence[Sequence[str]]) -> bool:
        """Takes answers beside their labels; returns whether there were any labels."""
        labels = 0
        taken = 0
        for number, row in enumerate(rows):
            if number < taken:
                continue
            below = _below(rows, number)
            if table := self._headed([row[1:], *(one[1:] for one in below)]):
                self._rows(table, [row[1:], *(one[1:] for one in below)])
                taken, labels = number + 1 + len(below), labels + 1
                continue
            labels += self._across(row)
        return labels > 1

    def _across(self, row: Sequence[str]) -> int:
        """Takes the answers of one row, each behind its label; returns how many labels there are."""
        labels = 0
        label, field, texts = "", None, list[str]()
        for cell in [*row, ""]:
            found = self._field(cell) if cell.strip() else None
            if found:
                labels += 1
                self._take(field, texts, label)
                label, field, texts = cell, found, []
            elif cell.strip():
                texts.append(cell)
        self._take(field, texts, label)
        return labels

    def _take(self, field: Field | None, texts: Sequence[str], label: str) -> None:
        kept = [text for text in texts if not _GAP.match(text.strip())]
        if field and kept:
            self._put(field, "\n".join(kept), label)


def _below(rows: Sequence[Sequence[str]], number: int) -> list[Sequence[str]]:
    """The rows below one that belong to the same cell in the first column."""
    found: list[Sequence[str]] = []
    for row in rows[number + 1 :]:
        if row[0].strip():
            break
        found.append(row)
    return found


def _answer(field: Field, text: str) -> str:
    """An answer as one would type it: of boxes the ticked one; nothing where there is only a gap to be filled."""
    if _BOXES.search(text):
        ticked = [found.strip() for found in _TICKED.findall(text)]
        return "、".join(ticked[:1] if field.choices and not field.many else ticked)
    if field.of_kind.is_long:
        return "\n".join(line.strip() for line in text.split("\n") if not _GAP.match(line.strip()))
    whole = " ".join(text.split())
    return "" if _GAP.match(whole) else whole


def key(text: str) -> str:
    """A label in a form to compare by."""
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", text)).casefold()
