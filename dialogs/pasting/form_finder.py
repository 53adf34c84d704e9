"""A Word file of a whole form, filled in by hand or last year's -> the answers in it.

By the form's own labels, headings and heads of tables. Knows no application: what of it may be taken is not for this to
say. Pure: the same for the same file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dialogs.answers import boxes
from dialogs.form.model import Field, Form
from dialogs.pasting import filled_in, tables_apart
from dialogs.pasting.answer_cells import AnswerCells
from dialogs.pasting.answers_in_file import AnswersInFile, Place
from dialogs.pasting.file_content import Piece
from dialogs.pasting.form_titles import FormTitles
from dialogs.pasting.found import SOURCE, Found
from dialogs.pasting.found_rows import FoundRows
from dialogs.pasting.heading_levels import OwnHeadings
from dialogs.pasting.label_index import Labelled, Labels, key
from dialogs.pasting.strays import Strays

_LEAST = 3  # labels in a table that stands in a long text, from which it is none of the text


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
    for piece in tables_apart.apart(pieces, finder.rows.begins, finder.rows.ends):
        if piece.rows:
            finder.table(piece.rows, piece.spread)
        for line in piece.text.split("\n"):
            finder.paragraph(line, level=piece.level)
    order = {item: at for at, item in enumerate([*form.tables, *form.fields])}
    found = [one for one in finder.found if one.text]
    found.sort(key=lambda one: (one.item not in form.tables, one.row, order[one.item]))
    return [*found, *finder.strays.found] if found else []


class _Finder:
    """Goes through a file, and knows where it is."""

    def __init__(self, form: Form, names: Collection[str]) -> None:
        self._form = form
        self.strays = Strays()
        self._labels = Labels(form)
        self.rows = FoundRows(form, names, self._labels)
        self._answers = AnswersInFile(form, self._labels, self.rows, self.strays)
        self._cells = AnswerCells(self._labels, self.rows, self.strays, self._answers.free, self._answers.answer)
        self._titles = FormTitles(form, self._labels)
        self._at: Place | None = None
        self._own = OwnHeadings("", 0)  # of the text there
        self._behind: Place | None = None  # the long text that goes on behind the tables here
        self._awaits: tuple[Field, str] | None = None  # a question whose label stood alone, and the label
        self._lines: dict[Place, list[str]] = {}
        self._below_headings: set[Place] = set()  # texts with more than a heading, which may be the form's

    @property
    def found(self) -> Iterator[Found]:
        """All that was found."""
        yield from self.rows.found
        yield from self._answers.found
        for place, lines in self._lines.items():
            is_text = len(lines) > 1 or place in self._below_headings
            text = "\n".join(lines).strip() if is_text else ""
            yield Found(item=place.field.id, row=place.row, text=text, source=place.field.label[:SOURCE])

    def paragraph(self, text: str, *, level: int) -> None:
        """A heading of the form, a label with its answer, or a line of the long text that is being read."""
        whole, is_heading = text.strip(), level > 0
        if not filled_in.without_signs(whole) or self._is_official(whole):
            return
        self.rows.passed(whole)
        if self._placed(whole, level=level):
            self.strays.end()
        elif self._begins_nothing(whole):
            self.strays.head(whole)
        else:
            self.strays.line(whole, is_heading=is_heading)

    def _begins_nothing(self, text: str) -> bool:
        """Whether a line is the caption of a table, until its rows come, or of a text that has no place, or another."""
        return self._titles.is_of_table(text) or any(field.of_kind.is_long for field in self._labels.called(text))

    def _placed(self, text: str, *, level: int) -> bool:
        """Puts a line where it belongs; False where that is nowhere."""
        is_heading = level > 0
        awaits, self._awaits = self._awaits, None
        behind, self._behind = self._behind, None
        if self._titles.has(text, may_be_short=is_heading or not self._at):
            is_caption = self._titles.is_caption(text)
            self._behind = (self._at or behind) if is_caption else None
            self._at = None
            return not is_caption
        if field := self._asked(text, is_heading=is_heading):
            return self._begin(field, text, level)
        if name := self.rows.named(text):
            self._answers.row, self._at = name, None
        elif self._titles.begins_part(text):  # of a row that nobody knows
            self._answers.row, self._at = "", None
            return False
        elif self._labelled(text):
            pass
        elif self._at and self._own.ends_at(text, level):
            self._at = None
            return False
        elif self._at:
            self._write(text, is_heading=is_heading)
        elif awaits and self._answers_label(*awaits, text):
            pass
        elif behind and not is_heading and not filled_in.is_gap(text):
            self._at = behind
            self._write(text)
        else:
            return False
        return True

    def _answers_label(self, field: Field, label: str, text: str) -> bool:
        """Takes a line as the answer to the label above it, which goes on waiting behind a remark on it."""
        if filled_in.is_gap(text):
            self._awaits = field, label
        elif filled_in.may_be(field, text):
            self._answers.put(field, label, text)
        else:
            return False
        return True

    def _write(self, text: str, *, is_heading: bool = False) -> None:
        """A line of the long text that is being read, but for what the form says in brackets above it."""
        assert self._at  # noqa: S101 - there is one
        lines = self._lines[self._at]
        self._below_headings |= set() if is_heading else {self._at}
        text = filled_in.without_guidance(self._at.field, text)
        if not filled_in.says_how(text) and (lines or not filled_in.is_gap(text)):
            lines.append(text)

    def _asked(self, text: str, *, is_heading: bool) -> Field | None:
        """The question whose label is all there is in a line; within a long text only one that begins another."""
        if not self._at:
            return self._answers.free(self._labels.heads(text))
        exact = self._labels.exactly(text)
        longs = [field for field in exact or self._labels.heads(text) if field.of_kind.is_long]
        begun = {f.id: self._lines.get(place) if (place := self._answers.place(f)) else None for f in longs}
        open_ = [field for field in longs if not begun[field.id] and (exact or is_heading or begun[field.id] is None)]
        return self._answers.free(open_)

    def _begin(self, field: Field, label: str, level: int = 0) -> bool:
        """A question is asked; False where it is of a row, and nobody can tell of which, or was answered before."""
        self._at = None
        if not field.of_kind.is_long:
            self._awaits = field, label
            return True
        place = self._answers.place(field)
        if place is None or self._lines.get(place):
            return False
        self._at, self._own = place, OwnHeadings(label, level)
        self._lines.setdefault(place, [])
        return True

    def _is_official(self, text: str) -> bool:
        """Whether a line is the form's own: what it says about the answer below it."""
        field = self._at.field if self._at else None
        section = self._form.section_at(field.id) if field else None
        said = [field.guidance, *(section.guidance.split("。") if section else ())] if field else []
        return any(key(line) == key(text) for line in said if line)

    def _labelled(self, text: str) -> bool:
        """Takes the answers that stand behind their labels in one line; returns whether there are such labels."""
        labels = self._labels.within(text)
        if self._at and not (labels and self._ends_text(labels[0])):
            return False
        for label in labels:
            field = self._answers.free(label.fields)
            if field is None or not field.of_kind.is_long:
                self._answers.answer(label.fields, label.label, label.text)
                continue
            self._begin(field, label.label)
            if self._at:
                self._write(label.text.strip())
        return bool(labels)

    def _ends_text(self, found: Labelled) -> bool:
        """Whether a label in a long text begins another answer: of a long text, or of boxes with these behind it."""
        field = found.fields[0]
        is_boxed = bool(field.choices) and boxes.ticked(found.text, field.choices, field.other) is not None
        return bool(self._labels.exactly(found.label)) and (field.of_kind.is_long or is_boxed)

    def table(self, rows: Sequence[Sequence[str]], spread: Sequence[Sequence[str]]) -> None:
        """Rows of one of the form's tables, labels with their answers beside them, or a table of a long text.

        In `spread` what goes over several rows stands in each of them.
        """
        least, self._awaits = _LEAST if self._at else 1, None
        is_asked = self.rows.are_answers(rows[0])
        if not is_asked and self.rows.take(rows, spread, goes_on=not self._labels.named(rows[0])):
            self.strays.end()
            self._behind, self._at = self._within(self._at or self._behind), None
        elif not self._at and not is_asked and self.rows.is_head(rows[0]):
            self.strays.table(rows)
        elif self._cells.count(rows, is_within_text=self._at is not None) >= least:
            self._at = None
            before = len(self._answers.found)
            self._cells.take(rows)
            if len(self._answers.found) == before and len(rows) > 1 and not any(map(self._labels.named, rows[1:])):
                self.strays.table(rows)
        elif self._at:
            self._below_headings.add(self._at)
            self._lines[self._at] += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows if any(row)]
        else:
            self.strays.table(rows)

    def _within(self, place: Place | None) -> Place | None:
        """Where a long text goes on behind a table that the form has in the midst of it."""
        table, group = self.rows.table, self._form.group_of[place.field.id] if place else ""
        return place if table and group and self._form.section_of[table.id] is self._form.section_of[group] else None
