"""The body of a Word file -> the lines of a long text: the one way from Word back to text.

A line is a paragraph, with the number that Word sets before it as text; a line with tabs is a row of a table. What was
printed by `render.paragraphs` is read back as it was. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dialogs.answers.blocks import tables
from dialogs.pasting.file_content import Piece
from render.reading.word_file import WordFile
from render.reading.word_numbers import W

_BLOCKS = (f"{W}p", f"{W}tbl")
WRAPS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}  # around paragraphs and tables
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NO_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{W}txbxContent", f"{W}rt", f"{W}sdtPr"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def pieces(word: WordFile, elements: Iterable[Any]) -> Iterator[Piece]:
    """The paragraphs and tables in some of the children of a body or a cell, in their order.

    Args:
        word: The file.
        elements: The children, as elements.
    """
    for element in elements:
        if element.tag == f"{W}p":
            yield from _paragraph(word, element)
        elif element.tag == f"{W}tbl":
            yield Piece(rows=_rows(word, element))
        elif element.tag in WRAPS:
            yield from pieces(word, element)


def long_text(found: Iterable[Piece]) -> str:
    """Pieces as a long text: one string of lines, without those that are empty."""
    made: list[str] = []
    run: list[str] = []  # paragraphs that follow each other
    for piece in found:
        if piece.rows:
            made += [*_untabled(run), *("\t".join(map(_on_one_line, row)) for row in _kept(piece.rows))]
            run = []
        elif not piece.is_contents:
            run += [line for line in piece.text.split("\n") if line.strip()]
    return "\n".join([*made, *_untabled(run)])


def _untabled(lines: Sequence[str]) -> list[str]:
    """Paragraphs in which tabs only set something apart, so that none of them is taken for rows of a table."""
    found = list(lines)
    for table in tables(lines):
        for at in table:
            found[at] = " ".join(cell.strip() for cell in lines[at].split("\t") if cell.strip())
    return found


def _kept(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows with something in them; of a table of one cell or column its lines."""
    return (row for row in rows if any(cell.strip() for cell in row))


def paragraph_text(word: WordFile, paragraph: Any) -> str:
    """The text of a paragraph `w:p`, as it is seen: with its number, without what is hidden."""
    return (word.numbers.get(paragraph, "") + "".join(_shown(paragraph))).strip(" \n\u3000")


def cell_text(word: WordFile, cell: Any) -> str:
    """The text of a cell `w:tc` on one line; a table within it with its cells behind each other."""
    return _on_one_line(_cell_lines(word, cell))


def _cell_lines(word: WordFile, cell: Any) -> str:
    """The text of a cell, a line for each paragraph."""
    lines: list[str] = []
    for piece in pieces(word, cell):
        lines += [" ".join(filter(None, row)) for row in piece.rows] or piece.text.split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _paragraph(word: WordFile, paragraph: Any) -> Iterator[Piece]:
    styled = paragraph.find(f"{W}pPr/{W}pStyle")
    level = word.outline.get("" if styled is None else str(styled.get(f"{W}val", "")), -1)
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if own is not None and str(own.get(f"{W}val", "9")) in "012345678":
        level = int(own.get(f"{W}val")) + 1
    yield Piece(text=paragraph_text(word, paragraph), level=max(level, 0), is_contents=level == 0)
    for box in paragraph.iter(f"{W}txbxContent"):  # what stands in a box stands behind its paragraph
        if not any(outer.tag == f"{W}txbxContent" for outer in _between(box, paragraph)):
            yield from pieces(word, box)


def _between(element: Any, outer: Any) -> Iterator[Any]:
    for ancestor in element.iterancestors():
        if ancestor is outer:
            return
        yield ancestor


def _shown(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{W}br":
            yield "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else ""
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag not in _NO_TEXT and not str(child.tag).startswith(_MATH):
            yield from _shown(child)


def _symbol(element: Any) -> str:
    try:
        return chr(int(element.get(f"{W}char", ""), 16))
    except ValueError:
        return ""


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")


def _rows(word: WordFile, table: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table; one that goes over several columns or rows has its text in the first of them."""
    rows = []
    for row in within(table, f"{W}tr"):
        cells = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in within(row, f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            cells.append("" if goes_on else _cell_lines(word, cell))
            cells += [""] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def within(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, by their tag; not those of tables within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPS:
            yield from within(child, tag)


def _number(element: Any, otherwise: int) -> int:
    found = "" if element is None else str(element.get(f"{W}val", ""))
    return min(int(found), 63) if found.isdecimal() else otherwise
