"""Further tables below the first of a paste: in its order, or left out where they are others'.

Knows of a line only whether it is one of heads.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.form.model import Group
from dialogs.pasting import heads, not_rows
from dialogs.pasting.grid import Line
from dialogs.pasting.table_layout import LeftOut

_LEAST = 2  # columns that heads name at the least


def in_order(table: Group, names: Sequence[str], lines: Sequence[Line]) -> tuple[list[str], list[Line], list[LeftOut]]:
    """The heads, with those that only later ones have behind them; the lines in their order; what is left out.

    That is what stands below the heads of another table, and the captions of further ones.
    """
    names = list(names)
    has_name = heads.name_rows(table, names)
    order: list[list[int]] = []
    is_others = False
    found: list[Line] = []
    left_out: list[LeftOut] = []
    for line in lines:
        if sum(map(bool, heads.places(table, line.cells) or ())) >= _LEAST:
            is_others = has_name and not heads.name_rows(table, line.cells)
            if not is_others:
                order = _order(table, names, line.cells)
                names += [line.cells[of[0]].strip() for of in order[len(names) :]]
            if found and len(found[-1].filled) == 1:
                left_out.append(not_rows.left(found.pop(), "title"))
        if is_others:
            left_out.append(not_rows.left(line, "others"))
        else:
            found.append(_in(order, line) if order else line)
    return names, found, left_out


def _order(table: Group, names: Sequence[str], later: Sequence[str]) -> list[list[int]]:
    """For each head those of the later ones that are for the same, then each that is for none."""
    keys, columns = [heads.fold(name) for name in later], heads.columns_of(table, later)
    order = [
        [at for at, key in enumerate(keys) if key == heads.fold(name) or {*of} & {*columns[at]}]
        for name, of in zip(names, heads.columns_of(table, names), strict=True)
    ]
    used = {at for places in order for at in places}
    return [*order, *([at] for at, key in enumerate(keys) if key and at not in used)]


def _in(order: Sequence[Sequence[int]], line: Line) -> Line:
    """A line with its cells so; those that go to one place together."""
    cells = [[line.cells[at].strip() for at in places if at < len(line.cells)] for places in order]
    return Line(line.number, [" ".join(filter(None, of)) for of in cells])
