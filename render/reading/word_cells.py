"""The rows and cells of a table in a Word file, as its elements. Knows neither what stands in them nor a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from render.reading.word_numbers import W

WRAPS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}  # around paragraphs and tables


def goes_on(cell: Any) -> bool:
    """Whether a cell `w:tc` is that above, which goes over several rows."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def spans(cell: Any) -> int:
    """Over how many columns a cell goes."""
    return number_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1)


def within(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, by their tag; not those of tables within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPS:
            yield from within(child, tag)


def number_of(element: Any, otherwise: int) -> int:
    """The number that an element says, or otherwise another; none is larger than a table is wide."""
    found = "" if element is None else str(element.get(f"{W}val", ""))
    return min(int(found), 63) if found.isdecimal() else otherwise
