"""What of a sheet stands beside the values of its cells: hidden rows, merged cells, formulas that were never reckoned.

Reads the sheet's XML, as openpyxl does not tell any of it where it reads row by row. Knows nothing of what it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils import column_index_from_string
from openpyxl.xml.constants import SHEET_MAIN_NS

from dialogs.pattern import Pattern

_ROW, _CELL, _FORMULA, _VALUE, _MERGED = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v", "mergeCell"))

_RANGE = Pattern(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6}):\$?[A-Za-z]{1,3}\$?([1-9][0-9]{0,6})")
_MARKED = Pattern(rb"hidden|mergeCell|[<:]f[\s/>]|\x00")  # that there may be some; of UTF-16 nobody can tell


@dataclass(frozen=True)
class Marks:
    """What there is.

    Attributes:
        hidden: The numbers of the hidden rows.
        merged: The cells that go over several rows: their column, the first and the last row, from 0.
        unreckoned: How many formulas have no value.
    """

    hidden: frozenset[int]
    merged: tuple[tuple[int, int, int], ...]
    unreckoned: int


def read(sheet: bytes, last: int) -> Marks:
    """The marks of a sheet down to its `last` row, from its XML, which openpyxl has read before without a fault."""
    hidden: set[int] = set()
    merged: list[tuple[int, int, int]] = []
    number = unreckoned = 0
    for _, element in iterparse(BytesIO(sheet)) if _MARKED.search(sheet) else ():  # noqa: S314 - in a process of its own with little of everything
        if element.tag == _ROW:
            number = int(element.get("r", number + 1))
            if number <= last:
                unreckoned += sum(map(_is_unreckoned, element))
                hidden |= {number} if element.get("hidden") in ("1", "true") else set()
            element.clear()
        elif element.tag == _MERGED:
            found = _RANGE.fullmatch(element.get("ref", ""))
            if found and int(found[2]) < int(found[3]):
                merged.append((column_index_from_string(found[1]) - 1, int(found[2]) - 1, int(found[3]) - 1))
    return Marks(frozenset(hidden), tuple(merged), unreckoned)


def _is_unreckoned(cell: Element) -> bool:
    value = cell.find(_VALUE)
    return cell.find(_FORMULA) is not None and (value is None or not value.text)
