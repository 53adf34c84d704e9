"""A form that was filled in as a workbook -> its tables, as a Word file has them: an empty row or column ends one.

Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest

from dialogs.pasting.file_content import Piece
from dialogs.pasting.grid import Sheet


def pieces(sheets: Iterable[Sheet]) -> Iterator[Piece]:
    """The tables of all sheets, in their order."""
    for sheet in sheets:
        for beside in _apart(zip_longest(*sheet.rows, fillvalue="")):
            yield from (Piece(rows=rows) for rows in _apart(zip(*beside, strict=True)))


def _apart(lines: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The runs of lines with something in them."""
    return (tuple(run) for is_filled, run in groupby(lines, key=any) if is_filled)
