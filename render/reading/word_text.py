"""The body of a Word file -> the lines of a long text: the one way from Word back to text.

A line is a paragraph, with the number that Word sets before it as text; a line with tabs is a row of a table, and a
picture is a line with what stands below it. What was printed by `render.paragraphs` is read back as it was. Knows no
form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dialogs.answers.blocks import tables
from dialogs.answers.picture_lines import is_numbered, line_of, picture
from dialogs.answers.prose import SYMBOLS
from dialogs.application.bookmarks import PREFIX
from dialogs.pasting.file_content import Piece
from render.reading.package import UnfitError
from render.reading.word_cells import WRAPS, goes_on, number_of, spans, within
from render.reading.word_file import WordFile
from render.reading.word_numbers import W, is_on

CELLS = 200_000  # of a table, those that go over several columns counted so
_BLOCKS = (f"{W}p", f"{W}tbl")
_NO_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{W}txbxContent", f"{W}rt", f"{W}sdtPr"}
_ABOUT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LONGEST_CAPTION = 60  # characters of what stands below a picture in no style of its own
_PLAIN = "0123456789+-=()ni"
_RAISED = {
    "superscript": dict(zip(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True)),
    "subscript": dict(zip(_PLAIN[:-2], "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)),
}
_SECOND = {"50": "√", "4F": "×", "51": "☒", "52": "☑", "53": "☒", "54": "☒", "A3": "□", "A2": "■", "98": "•", "97": "•"}
"""The signs of the font Wingdings 2, by their codes."""
_SIGN_FONTS = ("Wingdings", "Wingdings 2")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def pieces(word: WordFile, elements: Iterable[Any]) -> Iterator[Piece]:
    """The paragraphs and tables in some of the children of a body or a cell, in their order.

    Args:
        word: The file.
        elements: The children, as elements.
    """
    caption = None
    for element in elements:
        if element is caption:
            continue
        if element.tag == f"{W}p":
            caption = _caption(word, element)
            yield from _paragraph(word, element, "" if caption is None else paragraph_text(word, caption))
        elif element.tag == f"{W}tbl":
            rows, merged = _rows(word, element)
            yield Piece(rows=rows, merged=merged)
        elif element.tag in WRAPS:
            yield from pieces(word, element)


def long_text(found: Iterable[Piece]) -> str:
    """Pieces as a long text: one string of lines, without those that are empty."""
    made: list[str] = []
    run: list[str] = []  # paragraphs that follow each other
    for piece in found:
        if piece.rows:
            rows = [[_without_pictures(cell) for cell in row] for row in piece.rows]
            made += [*_untabled(run), *("\t".join(map(_on_one_line, row)) for row in _kept(rows))]
            made += [line for row in piece.rows for cell in row for line in cell.split("\n") if picture(line)]
            run = []
        elif not piece.is_contents:
            run += [line for line in piece.text.split("\n") if line.strip()]
    return "\n".join([*made, *_untabled(run)])


def _without_pictures(cell: str) -> str:
    """The text of a cell of a table, in which no picture can stand: those of a table stand behind it."""
    return "\n".join(line for line in cell.split("\n") if not picture(line))


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


def _cell_lines(word: WordFile, cell: Any) -> str:
    """The text of a cell, a line for each paragraph."""
    lines: list[str] = []
    for piece in pieces(word, cell):
        lines += [" ".join(filter(None, row)) for row in piece.rows] or piece.text.split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _paragraph(word: WordFile, paragraph: Any, caption: str) -> Iterator[Piece]:
    """A paragraph, and behind it the pictures and the boxes in it, with what stands below the last picture."""
    level = level_of(word, paragraph)
    text, shown = paragraph_text(word, paragraph), word.pictures.within(paragraph)
    if shown and not caption and is_numbered(text):  # a line below it in the same paragraph
        text, caption = "", text
    if text or not shown:
        yield Piece(text=text, level=max(level, 0), is_contents=level == 0)
    for number, one in enumerate(shown, 1):
        yield Piece(text=line_of(one.id, caption if number == len(shown) else ""))
    for box in paragraph.iter(f"{W}txbxContent"):  # what stands in a box stands behind its paragraph
        if not any(outer.tag == f"{W}txbxContent" for outer in _between(box, paragraph)):
            yield from pieces(word, box)


def level_of(word: WordFile, paragraph: Any) -> int:
    """The level of a heading, from 1; of a line of a table of contents 0, of any other paragraph -1."""
    look = _look(paragraph, f"{W}pPr")
    own, styled = look.get(f"{W}outlineLvl"), look.get(f"{W}pStyle")
    if own is not None and str(own.get(f"{W}val", "9")) in "012345678":
        return int(own.get(f"{W}val")) + 1
    return word.outline.get("" if styled is None else str(styled.get(f"{W}val", "")), -1)


def _caption(word: WordFile, paragraph: Any) -> Any | None:
    """The paragraph behind one with a picture that is what stands below it; None where it is not, or has no text."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p" or not word.pictures.within(paragraph):
        return None
    text = paragraph_text(word, following)
    if not text or word.pictures.within(following):
        return None
    ours = [one for one in paragraph.iter(_ABOUT) if str(one.get("name", "")).startswith(PREFIX)]
    styled = following.find(f"{W}pPr/{W}pStyle")
    if styled is None or styled.get(f"{W}val") not in word.captions:
        is_below = not ours and is_numbered(text) and len(text) <= _LONGEST_CAPTION
    else:
        behind = following.getnext()
        is_of_table = behind is not None and behind.tag == f"{W}tbl"
        is_below = bool(ours and ours[-1].get("descr")) or is_numbered(text) or not is_of_table
    return following if is_below else None


def _between(element: Any, outer: Any) -> Iterator[Any]:
    for ancestor in element.iterancestors():
        if ancestor is outer:
            return
        yield ancestor


def _look(element: Any, tag: str) -> dict[Any, Any]:
    """How a paragraph or a run looks, by the tags of what says so in its child `tag`: one look is less than several."""
    found = element.find(tag)
    return {} if found is None else {one.tag: one for one in found}


def _shown(element: Any) -> Iterator[str]:
    for child in element:
        if shown := _SHOWN.get(child.tag):
            yield shown(child)
        elif child.tag not in _NO_TEXT and not str(child.tag).startswith(_MATH):
            yield from _shown(child)


def run_text(run: Any) -> str:
    """The text of a run `w:r` as it is seen: nothing of a hidden one, capitals, digits that are raised or lowered."""
    look = _look(run, f"{W}rPr")
    if is_on(look.get(f"{W}vanish")):
        return ""
    text = "".join(_shown(run))
    fonts = look.get(f"{W}rFonts")
    if fonts is not None and fonts.get(f"{W}ascii") in _SIGN_FONTS:  # R in Wingdings 2 is a tick in a box
        return "".join(_sign(ord(char), fonts.get(f"{W}ascii")) if " " < char < "\u0100" else char for char in text)
    raised = look.get(f"{W}vertAlign")
    signs = _RAISED.get("" if raised is None else str(raised.get(f"{W}val", "")), {})
    if signs and all(sign in signs for sign in text.strip()):
        return "".join(signs.get(sign, sign) for sign in text)
    return text.upper() if is_on(look.get(f"{W}caps")) else text


def _symbol(element: Any) -> str:
    """A sign of a font of signs, as it looks."""
    try:
        return _sign(int(element.get(f"{W}char", ""), 16), str(element.get(f"{W}font", "")))
    except (ValueError, OverflowError):  # it is no number, or none of a sign
        return ""


def _sign(code: int, font: str) -> str:
    """A sign of a font of signs, by its code there, or in the private use area."""
    if font == "Wingdings 2":
        return _SECOND.get(f"{code & 0xFF:02X}", chr(code))
    return (chr(0xF000 | code) if font in _SIGN_FONTS else chr(code)).translate(SYMBOLS)


def _entered(field: Any) -> str:
    """What is ticked, or chosen, in a field of an old form; of all others the text stands behind them."""
    box, chosen = field.find(f"{W}ffData/{W}checkBox"), field.find(f"{W}ffData/{W}ddList")
    if box is not None:
        said = box.find(f"{W}checked") if box.find(f"{W}checked") is not None else box.find(f"{W}default")
        return "☑" if is_on(said) else "□"
    if chosen is None:
        return ""
    entries = chosen.findall(f"{W}listEntry")
    at = number_of(chosen.find(f"{W}result"), 0)
    return str(entries[at].get(f"{W}val", "")) if at < len(entries) else ""


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    f"{W}t": lambda text: (text.text or "").translate(SYMBOLS),
    f"{W}tab": lambda _: "\t",
    f"{W}ptab": lambda _: "\t",
    f"{W}cr": lambda _: "\n",
    f"{W}br": lambda _: "\n",  # of a line, a column or a page
    f"{W}noBreakHyphen": lambda _: "-",
    f"{W}sym": _symbol,
    f"{W}fldChar": _entered,
    f"{W}r": run_text,
}


def _rows(word: WordFile, table: Any) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[int, int], ...]]:
    """The cells of a table; one that goes over several columns or rows has its text in the first of them.

    Besides, which are one with those above.
    """
    rows, merged, width = list[list[str]](), [], 0
    for number, row in enumerate(within(table, f"{W}tr")):
        cells = [""] * number_of(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in within(row, f"{W}tc"):
            if number and goes_on(cell):
                merged.append((number, len(cells)))
            cells.append("" if goes_on(cell) else _cell_lines(word, cell))
            cells += [""] * (spans(cell) - 1)
        rows.append(cells)
        width = max(width, len(cells))
        if width * len(rows) > CELLS:
            raise UnfitError("too_much")
    return tuple((*row, *[""] * (width - len(row))) for row in rows), tuple(merged)
