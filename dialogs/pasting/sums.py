"""Which rows of numbers are what others beside them come to, whatever they are called: 总经费, 一、直接费用.

Knows no table and no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

Numbers = Sequence[Decimal | None]
"""Those of a row, by their columns; None where there is none."""


def found(rows: Sequence[Numbers]) -> set[int]:
    """The places of the rows that are the sum of two or more right above or below.

    Of one column alone, where that may be chance, only a row which all the others come to.
    """
    return {at for at in range(len(rows)) if _is_sum(rows[at], rows[at + 1 :]) or _is_sum(rows[at], rows[:at][::-1])}


def _is_sum(row: Numbers, beside: Sequence[Numbers]) -> bool:
    filled = [at for at, number in enumerate(row) if number]
    wanted = [row[at] for at in filled]
    come_to = [Decimal(0)] * len(filled)
    for count, other in enumerate(beside if filled else (), 1):
        come_to = [sum_ + (other[at] or 0) for sum_, at in zip(come_to, filled, strict=True)]
        if come_to == wanted and count > 1 and (len(filled) > 1 or count == len(beside)):
            return True
        if _exceeds(come_to, wanted):
            return False
    return False


def _exceeds(come_to: Iterable[Decimal], wanted: Iterable[Decimal | None]) -> bool:
    return any(sum_ > (number or 0) for sum_, number in zip(come_to, wanted, strict=True))
