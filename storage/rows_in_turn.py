"""The rows at which a large change set made something another, in the order in which they can be given back.

Works inside the caller's transaction; only reads.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from dialogs.application.change_set import AT_ONCE, GIVEN_BACK_AT_A_TIME
from dialogs.form.model import Form
from storage.statements import Statements
from storage.touched_lines import ROWS


class InTurn(NamedTuple):
    """What of a set is given back after the rest, and how many rows come back to each table."""

    later: tuple[str, ...]
    coming: Mapping[str, int]


def in_turn(sql: Statements, form: Form, change_set: int) -> InTurn:
    """The rows for which there is no time at once; none of a set of few rows.

    What comes back comes in its order, rows before those that belong to them; what goes does so the other way round.
    """
    places: dict[str, tuple[Any, ...]] = {}
    coming = Counter[str]()
    kept = set[str]()  # rows that change places, which they do together
    depths = {table: len(form.path(table)) for table in form.tables}
    for number, row, what, key, gone, is_new, position, parent in sql.all(ROWS, change_set, None, "[]"):
        depth = depths.get(key, 0) if what == "instance" else 0
        if depth and gone and not is_new:
            coming[key] += 1
            places[row] = (0, key != form.units.group, depth, key, parent, math.inf if position is None else position)
        elif depth and is_new and not gone:
            places[row] = (2, key == form.units.group, -depth, -number)
        elif depth and not gone:
            kept.add(row)
        places.setdefault(row, (1, number))
    rows = sorted(places.keys() - kept, key=lambda row: places[row])
    return InTurn(tuple(rows[GIVEN_BACK_AT_A_TIME:]) if len(rows) > AT_ONCE else (), coming)
