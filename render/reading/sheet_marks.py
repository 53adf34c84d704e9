"""What of a sheet stands beside the values of its cells: hidden rows, merged cells, formulas that were never reckoned.

Reads the sheet's XML, as openpyxl does not tell any of it where it reads row by row. Knows nothing of what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.xml.constants import SHEET_MAIN_NS

_ROW, _CELL, _FORMULA, _VALUE, _MERGED = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v", "mergeCell"))

_ROWS = re.compile(r"\$?[A-Za-z]*\$?([0-9]{1,7}):\$?[A-Za-z]*\$?([0-9]{1,7})")  # the first and the last of a range
_MARKED = re.compile(rb"hidden|mergeCell|[<:]f[\s/>]|\x00")  # that there may be some; of UTF-16 nobody can tell


@dataclass(frozen=True)
class Marks:
    """The numbers of the hidden rows, and how many ranges over several rows and formulas without a value there are."""

    hidden: frozenset[int]
    merged: int
    unreckoned: int


def read(sheet: bytes, last: int) -> Marks:
    """The marks of a sheet down to its `last` row, from its XML, which openpyxl has read before without a fault."""
    hidden: set[int] = set()
    number = merged = unreckoned = 0
    for _, element in iterparse(BytesIO(sheet)) if _MARKED.search(sheet) else ():  # noqa: S314 - in a process of its own with little of everything
        if element.tag == _ROW:
            number = int(element.get("r", number + 1))
            if number <= last:
                unreckoned += sum(map(_is_unreckoned, element))
                hidden |= {number} if element.get("hidden") in ("1", "true") else set()
            element.clear()
        elif element.tag == _MERGED:
            rows = _ROWS.fullmatch(element.get("ref", ""))
            merged += rows is not None and int(rows[1]) < int(rows[2])
    return Marks(frozenset(hidden), merged, unreckoned)


def _is_unreckoned(cell: Element) -> bool:
    value = cell.find(_VALUE)
    return cell.find(_FORMULA) is not None and (value is None or not value.text)
