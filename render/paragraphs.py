"""The blocks of a long text -> paragraphs, tables and pictures of Word, in the styles that a template has for them.

Knows no form. A template asks for it with `{{p text|paragraphs(below=2) }}` in a paragraph of its own, which this takes
the place of. Its styles are Word's: Body Text, Heading 1 to 9, Caption, Table Grid; TableHead and TableCell are ours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from dialogs.answers.blocks import Block
from render.pictures import Pictures
from render.runs import ADDRESS, Gap, runs

TEXT_WIDTH = 8844  # of A4 between the margins of official papers, in twentieths of a point
TOGETHER = 8  # rows below the heads that are kept on one page,
HALF = 6300  # where they take up no more of it than this, in twentieths of a point
_OFFICIAL = 1150  # of that, the caption and the head row of a table of the form,
_TWO_LINES = 630  # and the least height of its rows, which have a telephone above an address
DEEPEST = 9  # level of a heading (Word)
BODY = "BodyText"  # the id of the style of plain paragraphs, where a template names none
_LONG = 24  # half-width characters from which the texts of a column begin at its left
_NARROWEST, _WIDEST = 6, 38  # half-width characters that a column is given room for, the blanks around it included

_PARAGRAPH = Markup('<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr>{}</w:p>')
_SPACE = _PARAGRAPH.format(BODY, Markup('<w:spacing w:line="120" w:lineRule="exact"/>'), Markup("{}"))
_NOTHING = Markup("")
_TABLE = Markup(
    '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="35" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="35" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>{caption}</w:tblPr>'
    "<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
)
_CAPTION = Markup('<w:tblCaption w:val="{}"/>')
_COLUMN = Markup('<w:gridCol w:w="{}"/>')
_ROW = Markup("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>")
_CELL = Markup('<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{}</w:tc>')
# A line of its own height, as a picture in one of a fixed height would be cut off.
_AROUND = Markup(
    '{}<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>'
    '<w:jc w:val="center"/>'
)
_BELOW = Markup('<w:keepNext w:val="0"/>')  # a caption above a table is kept with it
_HEADS = Markup("<w:tblHeader/>")
_KEPT = Markup("<w:keepNext/>")
_BREAKS = Markup('<w:wordWrap w:val="0"/>')  # to Word, Latin words too
_LEFT = Markup('<w:jc w:val="left"/>')


def paragraphs(text: Sequence[Block | Gap], below: int = 0, style: str = "", width: int = TEXT_WIDTH) -> Markup:
    """The paragraphs and tables of a long text.

    Args:
        text: Its blocks, or the mark of a missing answer.
        below: The level of the heading that it stands under: its own are lower.
        style: The id of the style of all its paragraphs, where headings are none, as in the cell of a table.
        width: How wide a table may be, in twentieths of a point.
    """
    return with_bookmark(_NOTHING, Pictures(), text, below, style, width)


def with_bookmark(  # noqa: PLR0913, PLR0917 - those of `paragraphs`, and what a document has of each text
    bookmark: Markup,
    pictures: Pictures,
    text: Sequence[Block | Gap],
    below: int = 0,
    style: str = "",
    width: int = TEXT_WIDTH,
) -> Markup:
    """The same with a bookmark at the beginning, in a paragraph: between two, LibreOffice has it in another cell."""
    made = []
    before = ""
    for block in text:
        if isinstance(block, Block) and block.kind == "table":
            made += [_SPACE.format(bookmark)] if bookmark else []
            made += [_table(block.rows, before, width), _SPACE.format("")]
        elif drawn := _picture(block, style, pictures, bookmark, width):
            made.append(drawn)
        else:
            look = _BREAKS if ADDRESS.search(block) else ""
            made.append(_PARAGRAPH.format(_style(block, below, style), look, bookmark + runs(block)))
        before, bookmark = block if block.kind == "caption" else "", _NOTHING
    return Markup("").join(made)


def _picture(block: Block | Gap, style: str, pictures: Pictures, bookmark: Markup, width: int) -> Markup:
    """A picture with its caption below; nothing where a block is none, or its file is not there."""
    picture = block.picture if isinstance(block, Block) and block.kind == "picture" else None
    drawing = pictures.drawn(picture.id, picture.caption, width) if picture else _NOTHING
    if picture is None or not drawing:
        return _NOTHING
    look = _AROUND.format(_KEPT if picture.caption else _NOTHING)
    made = _PARAGRAPH.format(style or BODY, look, bookmark + Markup("<w:r>{}</w:r>").format(drawing))
    return made + (_PARAGRAPH.format("Caption", _BELOW, runs(picture.caption)) if picture.caption else _NOTHING)


def together(rows: Sequence[Mapping[str, str]], **widths: int) -> bool:
    """Whether the rows of a table of the form are kept on one page; a page before it would be too empty otherwise.

    Args:
        rows: Its rows.
        widths: How wide the columns are, by their names, in twentieths of a point; without those of two lines or less.
    """
    if len(rows) > TOGETHER:
        return False
    heights = (_height([row[column] for column in widths], list(widths.values())) for row in rows)
    return _OFFICIAL + sum(max(height, _TWO_LINES) for height in heights) <= HALF


def _style(block: Block | Gap, below: int, style: str) -> str:
    if block.kind == "caption":
        return "Caption"
    if block.kind == "heading" and not style:
        return f"Heading{min(below + block.level, DEEPEST)}"
    return style or BODY


def _table(rows: Sequence[Sequence[str]], caption: str, width: int) -> Markup:
    widths = _widths(rows, width)
    columns = list(zip(*rows[1:], strict=True))
    long = [max(map(_width, column)) > _LONG for column in columns]
    is_kept = len(rows) - 1 <= TOGETHER and sum(_height(row, widths) for row in rows) <= HALF
    kept = len(rows) - 1 if is_kept else 0
    made = [_row(rows[0], widths, "TableHead", [""] * len(widths), _HEADS)]
    for number, row in enumerate(rows[1:], 1):
        together = _KEPT if number < kept else ""
        looks = [together + (_LEFT if left else "") for left in long]
        made.append(_row(row, widths, "TableCell", looks, ""))
    return _TABLE.format(
        width=width,
        caption=_CAPTION.format(caption) if caption else "",
        grid=Markup("").join(map(_COLUMN.format, widths)),
        rows=Markup("").join(made),
    )


def _row(row: Sequence[str], widths: Sequence[int], style: str, looks: Sequence[str], heads: str) -> Markup:
    cells = [
        _CELL.format(width, _PARAGRAPH.format(style, look, runs(cell)))
        for cell, width, look in zip(row, widths, looks, strict=True)
    ]
    return _ROW.format(heads, Markup("").join(cells))


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    """About how high a row is: its longest cell in lines of 10.5 pt, and the blank above and below."""
    lines = [1 + _width(cell) * 105 // max(1, width - 120) for cell, width in zip(row, widths, strict=True)]
    return max(lines) * 280 + 70


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the columns, by their longest texts; together just `width`."""
    wanted = [min(max(max(map(_width, column)) + 2, _NARROWEST), _WIDEST) for column in zip(*rows, strict=True)]
    ends = [width * sum(wanted[:at]) // sum(wanted) for at in range(len(wanted) + 1)]
    return [end - start for start, end in pairwise(ends)]


def _width(text: str) -> int:
    """How many half-width characters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
