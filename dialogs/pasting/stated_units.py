"""In which unit the amounts of a paste are, where that stands in a head or above the heads, and not in each cell.

Knows no amount: a unit is put behind a bare number, and the kind of the column reads both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.form.model import Field
from dialogs.pasting.grid import Line
from dialogs.pattern import Pattern

_UNIT = r"(?:人民币)?\s*(元(?<![美欧日港澳加韩泰新]元)|千元|万元|百万元|千万元|亿元|万|亿)"
_IN_HEAD = Pattern(rf"(?:[（(\[【/,，:：\s]|(?<=[\u4e00-\u9fff]))\s*(?:单位\s*[:：]?\s*)?{_UNIT}\s*[)）\]】]?\s*$")
_ABOVE = Pattern(rf"单位\s*[:：]\s*{_UNIT}(?![\u4e00-\u9fff])")
_BARE = Pattern(r"[¥￥]?\s*[0-9０-９][0-9０-９,，.． ]*")


def of_head(head: str) -> str:
    """The unit that a head states in brackets or behind a stroke, "" for none."""
    found = _IN_HEAD.search(head)
    return found[1] if found else ""


def of_heads(upper: Sequence[str], heads: Sequence[str], above: str) -> list[str]:
    """The unit of each head: its own, or that of the upper one which stands over it and the next, or that above all."""
    found: list[str] = []
    over = ""
    for at, head in enumerate(heads):
        over = (upper[at] if at < len(upper) else "").strip() or over
        found.append(of_head(head) or of_head(over) or above)
    return found


def above(lines: Iterable[Line]) -> str:
    """The unit that a line above the heads states, "" for none."""
    found = (_ABOVE.search(cell) for line in lines for cell in line.filled)
    return next((one[1] for one in found if one), "")


def put(column: Field, text: str, unit: str) -> str:
    """A cell with the unit behind it, where it is a bare number of money and the column has another unit."""
    is_bare = column.of_kind.in_units and _BARE.fullmatch(text.strip()) is not None
    return f"{text.strip()}{unit}" if unit and is_bare and unit != of_head(column.label) else text
