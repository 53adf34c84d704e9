"""One of our own documents, edited and sent back -> what stands at its bookmarks.

Reads the whole cell or paragraph that holds a bookmark, never a range: editors move its ends. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dialogs.application.bookmarks import ALSO, LISTED, PREFIX, STOP
from dialogs.pasting.heading_levels import OwnHeadings
from dialogs.pasting.sent_back import Cell, Line, Segment, SentBack, TableRow
from dialogs.pattern import Pattern
from render.own_properties import APPLICATION, CHANGE, PART
from render.reading.package import Package
from render.reading.word_asides import asides
from render.reading.word_cells import WRAPS, goes_on, spans, within
from render.reading.word_file import WordFile
from render.reading.word_numbers import W
from render.reading.word_text import level_of, long_text, paragraph_text, pieces

_OURS = Pattern(
    rf"{PREFIX}[0-9a-f]{{24}}|{STOP}|{LISTED}\d+|{ALSO}\d+_[0-9a-f]{{24}}"
)  # a program that copies may count behind
_STRUCTURE = {f"{W}p", f"{W}tbl"}


def sent_back(word: WordFile) -> SentBack | None:
    """What stands at the bookmarks of a document; None where it is none of ours."""
    told = _properties(word.package)
    if APPLICATION not in told or not told.get(CHANGE, "").isdecimal():
        return None
    hashes = {name: value for name, value in told.items() if _OURS.fullmatch(name)}
    about = {"application": told[APPLICATION], "change": int(told[CHANGE]), "hashes": hashes}
    return read(word).model_copy(update=about)


def read(word: WordFile) -> SentBack:
    """The same of one that does not say of which application it is."""
    blocks = list(_blocks(word.body))
    rows = [row for number, block in enumerate(blocks) if block.tag == f"{W}tbl" for row in _rows(word, block, number)]
    return SentBack(
        segments=tuple(_segments(word, blocks)), rows=tuple(rows), also=dict(_further(word)), asides=asides(word)
    )


def _properties(package: Package) -> dict[str, str]:
    if PART not in package.names:
        return {}
    return {str(one.get("name", "")): "".join(one.itertext()) for one in package.xml(PART)}


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs, tables and bookmarks between them."""
    for child in parent:
        if child.tag in WRAPS:
            yield from _blocks(child)
        else:
            yield child


def _marks(element: Any) -> tuple[str, ...]:
    """Our bookmarks in an element, by the names that they were given."""
    names = (str(mark.get(f"{W}name", "")) for mark in element.iter(f"{W}bookmarkStart"))
    return tuple(found[0] for name in names if (found := _OURS.match(name)))


def _segments(word: WordFile, blocks: Iterable[Any]) -> Iterator[Segment]:
    """The paragraphs with bookmarks, each with what stands below it up to the next, or to where it ends.

    What stands elsewhere is one without any: the heading of a long text there may have lost its bookmark.
    """
    head: Any = None
    below: list[Any] = []
    own = OwnHeadings("", 0)
    breaks_out = False
    for block in blocks:
        marks, is_text = _marks(block), block.tag == f"{W}p"
        if marks:
            yield from _segment(word, head, below, breaks_out=breaks_out)
            head, below = (block, []) if _answers(marks) and is_text else (None, [block] if is_text else [])
            own = _own_headings(word, head)
            breaks_out = False
        elif is_text and own.ends_at(paragraph_text(word, block), level_of(word, block)):
            yield from _segment(word, head, below)
            head, below, own, breaks_out = None, [block], _own_headings(word, None), True
        else:
            below.append(block)
    yield from _segment(word, head, below, breaks_out=breaks_out)


def _own_headings(word: WordFile, head: Any | None) -> OwnHeadings:
    """Those of a text with this heading, as our documents have them."""
    level = 0 if head is None or not paragraph_text(word, head) else level_of(word, head)
    return OwnHeadings("", level, are_deeper=True)


def _answers(marks: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the bookmarks that stand at answers first."""
    return tuple(mark for mark in marks if not mark.startswith((STOP, LISTED, ALSO)))


def _further(word: WordFile) -> Iterator[tuple[str, str]]:
    """What stands at each further bookmark and listed line: its cell where it is alone there, else its paragraph."""
    places = (next(mark.iterancestors(f"{W}p"), None) for mark in word.body.iter(f"{W}bookmarkStart"))
    for paragraph in dict.fromkeys(place for place in places if place is not None):  # each once
        marks = [mark for mark in _marks(paragraph) if mark.startswith((ALSO, LISTED))]
        if not marks:
            continue
        cell = paragraph.getparent()
        is_alone = cell is not None and cell.tag == f"{W}tc" and len(_marks(cell)) == 1
        text = long_text(pieces(word, cell if is_alone else [paragraph]))
        yield from ((mark, text) for mark in marks)


def _segment(word: WordFile, head: Any, below: Sequence[Any], *, breaks_out: bool = False) -> Iterator[Segment]:
    text = paragraphs = long_text(pieces(word, below))
    if any(block.tag == f"{W}tbl" for block in below):
        paragraphs = long_text(pieces(word, (block for block in below if block.tag != f"{W}tbl")))
    if head is not None:
        marks = _answers(_marks(head))
        yield Segment(marks=marks, head=paragraph_text(word, head), text=text, paragraphs=paragraphs)
    elif text:
        yield Segment(marks=(), head="", text=text, paragraphs=paragraphs, breaks_out=breaks_out)


def _rows(word: WordFile, table: Any, number: int) -> Iterator[TableRow]:
    """The rows of a table; where a cell goes over several, all have what stands in it."""
    above: dict[int, Cell] = {}  # by the column where each begins
    for row in within(table, f"{W}tr"):
        column, marks = 0, _marks(row)
        cells: list[Cell] = []
        for place in within(row, f"{W}tc"):
            cell = _cell(word, place)
            if goes_on(place) and column in above and not cell.text:
                cell = Cell(lines=(Line(marks=(), text=above[column].text),), text=above[column].text)
            above[column] = cell
            column += spans(place)
            cells.append(cell)
        yield TableRow(table=number, cells=tuple(cells), is_of_form=bool(marks) and not _answers(marks))


def _cell(word: WordFile, cell: Any) -> Cell:
    blocks = [block for block in _blocks(cell) if block.tag in _STRUCTURE]
    lines = [Line(marks=_answers(_marks(block)), text=long_text(pieces(word, [block]))) for block in blocks]
    return Cell(lines=tuple(lines), text=lines[0].text if len(lines) == 1 else long_text(pieces(word, blocks)))
