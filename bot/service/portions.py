"""Events with very many cells or rows beside the chat: some are done a turn, between which everybody else has theirs.

Each portion is an event with an id of its own, so that one which comes again goes on where it ended. Knows no writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.service.job_runner import BETWEEN
from bot.service.turns import Receipt
from dialogs.application.rows_left import ADDED_AT_A_TIME
from dialogs.engine.table_edits import Beside
from dialogs.screens.pasted_rows import MOST
from dialogs.turn.beside_chat import NOTHING, Arranged, Filled, Portion
from dialogs.turn.events import Event

CELLS = 100  # filled in with one turn
ROWS = 100  # deleted with one turn


def portions(event: Event) -> Sequence[Beside]:
    """The portions of an event, in their order; none where one turn is enough."""
    if not isinstance(event, Beside):
        return ()
    parts = [*_parts(event)]
    if len(parts) < 2:
        return ()
    last = len(parts) - 1
    return [
        event.model_copy(
            update={**part, "id": f"{event.id}+{at}", "portion": Portion(bulk=event.id, ends=at == last)},
        )
        for at, part in enumerate(parts)
    ]


async def one_by_one(parts: Sequence[Beside], take: Callable[[Event], Awaitable[Receipt]]) -> Receipt:
    """Has each portion taken, once those before are committed; what the whole event came to."""
    whole = Receipt(new=False)
    for part in parts:
        await asyncio.sleep(BETWEEN)
        portion = part.portion.model_copy(update={"so_far": whole.so_far})
        receipt = await take(part.model_copy(update={"portion": portion}))
        whole = replace(
            receipt,
            new=whole.new or receipt.new,
            cells=(*whole.cells, *receipt.cells),
            so_far=whole.so_far if receipt.so_far == NOTHING else receipt.so_far,
        )
    return whole


def _parts(event: Beside) -> Iterator[dict[str, Any]]:
    """What tells each portion from the whole. Of a paste with too many rows nothing is taken, in one turn."""
    if isinstance(event, Filled):
        for first in range(0, len(event.cells), CELLS):
            yield {"cells": event.cells[first : first + CELLS]}
    elif isinstance(event, Arranged):
        rows = (event.row, *event.more)[::-1]  # the last first, lest the places at which others come back be another's
        for first in range(0, len(rows), ROWS):
            yield {"row": rows[first], "more": rows[first + 1 : first + ROWS]}
    elif (lines := event.text.count("\n") + 1) <= 2 * MOST:
        for first in range(0, lines, ADDED_AT_A_TIME):
            yield {"only": (first, first + ADDED_AT_A_TIME)}
