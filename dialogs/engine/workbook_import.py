"""A workbook that somebody hands in -> the messages to send, as if its cells had been copied and pasted.

Knows nothing of files. What comes of the messages is for `screens.pasted_rows` to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogs.application.journey import sections
from dialogs.engine.at_hand import current
from dialogs.form.model import Table
from dialogs.pasting import grid, headed
from dialogs.pasting.grid import Line, Sheet
from dialogs.screens import pasted_rows
from dialogs.texts import say
from dialogs.turn.turn import Turn


@dataclass(frozen=True)
class Import:
    """What there is to send, in its order, with what to say of it; or nothing, and why."""

    texts: Sequence[str] = ()
    said: str = ""


def imported(turn: Turn | None, sheets: Sequence[Sheet], longest: int) -> Import:
    """One sheet of a workbook as messages of at most `longest` characters.

    It is the first with the heads of the table at hand; where no table is at hand, of any table; else the first.

    Args:
        turn: What the person works on, None for nothing.
        sheets: All that have something in them, at least one.
        longest: Characters of a message.
    """
    here = table_at_hand(turn) if turn else None
    tables = [table for section in sections(turn.application) for table in section.tables] if turn else []
    sheet = _first(sheets, [here] if here else tables) or sheets[0]
    if sheet.fault:
        return Import(said=say(f"sheet.{sheet.fault}"))
    of = next((table for table in [here, *tables] if table and _head(table, sheet.rows)), None)
    texts = list(_messages(sheet.rows, of, longest))
    if max(map(len, texts)) > longest:
        return Import(said=say("sheet.too_large"))
    about = {
        "title": sheet.title,
        "hidden": sheet.hidden,
        "merged": sheet.merged,
        "unreckoned": sheet.unreckoned,
        "count": _count(of, sheet.rows),
        "others": len(sheets) > 1,
        "parts": len(texts),
        "elsewhere": of.title if of and of != here else "",
    }
    if len(texts) > 1 and (here is None or about["elsewhere"]):
        return Import(said=say("sheet.not_here", **about))
    return Import(texts, say("sheet.taken", **about))


def table_at_hand(turn: Turn) -> Table | None:
    """The table into which rows pasted now would go."""
    shown = current(turn)
    return shown.stack[-1].table_at_hand(shown)


def _first(sheets: Sequence[Sheet], tables: Iterable[Table]) -> Sheet | None:
    tables = list(tables)
    return next((sheet for sheet in sheets if any(_head(table, sheet.rows) for table in tables)), None)


def _head(table: Table, rows: Sequence[grid.Cells]) -> Line | None:
    return headed.head_of(table, grid.lines(rows))


def _count(table: Table | None, rows: Sequence[grid.Cells]) -> int:
    """How many lines there are, of a table's those that are rows."""
    found = headed.lay_out(table, grid.lines(rows)) if table else None
    return len(found.lines) if found else sum(map(any, rows))


def _messages(rows: Sequence[grid.Cells], table: Table | None, longest: int) -> Iterator[str]:
    """The rows as they are where one message holds them, else parts of them, each with the heads before it."""
    whole = grid.join(rows)
    head = _head(table, rows) if table else None
    filled = [cells for cells in rows[head.number if head else 0 :] if any(cells)]
    if len(filled) <= pasted_rows.MOST and len(whole) <= longest:
        yield whole
        return
    top = [head.cells] if head else []
    part: list[grid.Cells] = []
    size = begun = len(grid.join(top))
    for cells in filled:
        more = len(grid.join([cells])) + 1
        if part and (len(part) == pasted_rows.MOST or size + more > longest):
            yield grid.join([*top, *part])
            part, size = [], begun
        part.append(cells)
        size += more
    yield grid.join([*top, *part])
