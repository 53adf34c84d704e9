"""One of our own documents as it comes back: what stands at its bookmarks. Knows neither files nor forms.

How bookmarks are called is for `dialogs.application.bookmarks` to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.answers.value import Value


class Line(Value):
    """A paragraph of a cell, with the bookmarks in it."""

    marks: tuple[str, ...]
    text: str


class Cell(Value):
    """A cell: its paragraphs, and all that stands in it as lines of a long text."""

    lines: tuple[Line, ...]
    text: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The bookmarks in it."""
        return tuple(mark for line in self.lines for mark in line.marks)

    def texts(self) -> Iterator[tuple[str, str]]:
        """What stands at each bookmark: the whole cell, or where it has several, each paragraph with those below it.

        Of several in one paragraph it is the same at each: see `shared`.
        """
        marks = self.marks
        if len(marks) == 1:
            yield marks[0], self.text
            return
        found: dict[str, list[str]] = {}
        firsts: dict[str, str] = {}
        at = ""
        for line in self.lines:
            at = line.marks[0] if line.marks else at
            firsts |= dict.fromkeys(line.marks, at)
            found.setdefault(at, []).append(line.text)
        yield from ((mark, "\n".join(filter(None, found.get(firsts[mark], [])))) for mark in marks)

    @property
    def shared(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What stands in each paragraph with several bookmarks, and these."""
        texts = dict(self.texts())
        yield from ((texts[line.marks[0]], line.marks) for line in self.lines if len(set(line.marks)) > 1)


class TableRow(Value):
    """A row of a table.

    Attributes:
        table: The number of the table in the document.
        cells: Its cells.
        is_of_form: Whether further bookmarks alone stand in it: it is the form's own, with totals.
    """

    table: int
    cells: tuple[Cell, ...]
    is_of_form: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The bookmarks in it."""
        return tuple(mark for cell in self.cells for mark in cell.marks)


class Segment(Value):
    """A paragraph with bookmarks, and the lines below it, up to the next paragraph or table with some.

    Attributes:
        marks: The bookmarks.
        head: What stands in the paragraph.
        text: The lines below it.
        paragraphs: Those of them that are none of a table.
        breaks_out: Whether it begins with a heading as high as that of the text above it, or higher; see
            `dialogs.application.broken_out`.
    """

    marks: tuple[str, ...]
    head: str
    text: str
    paragraphs: str
    breaks_out: bool = False


class Aside(Value):
    """A line that stands beside the text of a document.

    Attributes:
        kind: Where: `header`, `footer`, `footnote`, `endnote`, `comment`.
        at: What the paragraph says at which a note or a comment stands.
        text: The line.
    """

    kind: str
    at: str = ""
    text: str


class SentBack(Value):
    """What one of our own documents brings.

    Attributes:
        application: The id of the application of which it is.
        change: The newest change that was in it when it was printed.
        hashes: What could be read at each bookmark when it was printed, by `dialogs.application.bookmarks.digest`.
        segments: What stands outside tables.
        rows: The rows of the tables.
        also: What stands at each further bookmark and at what a draft lists, see `dialogs.application.bookmarks`.
        asides: What stands beside its text.
        own: The form's own words, line by line: what stands before, between and behind the answers in each.
        own_asides: The same of what it has beside its text.
    """

    application: str = ""
    change: int = 0
    hashes: Mapping[str, str] = {}
    segments: tuple[Segment, ...] = ()
    rows: tuple[TableRow, ...] = ()
    also: Mapping[str, str] = {}
    asides: tuple[Aside, ...] = ()
    own: tuple[tuple[str, ...], ...] = ()
    own_asides: tuple[tuple[str, ...], ...] = ()

    def texts(self) -> Mapping[str, str]:
        """What is read at each bookmark, where it stands first."""
        found: dict[str, str] = {}
        for segment in self.segments:
            for mark in segment.marks:
                found.setdefault(mark, f"{segment.head}\n{segment.text}")
        for row in self.rows:
            for mark, text in (pair for cell in row.cells for pair in cell.texts()):
                found.setdefault(mark, text)
        return found
