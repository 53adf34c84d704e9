"""What a person does to a table or a list of all answers that a channel shows beside the chat.

The same rules as in the chat, and what was done is said there; what one is doing in the chat goes on, unless it was
just that. What was not taken is told where it was typed. Knows nothing of how the channel shows it.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.application.application import Step
from dialogs.application.changes import DropRow
from dialogs.engine.table_cells import Filling, fill
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.row_reading import Cell
from dialogs.pasting.spreading import spread
from dialogs.screens import paste_words, row_menu
from dialogs.screens.browsing import Browsing
from dialogs.screens.pasted_rows import MOST
from dialogs.texts import say
from dialogs.turn import row_deletion
from dialogs.turn.beside_chat import Arranged, Filled, Pasted, SoFar
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

Beside = Filled | Pasted | Arranged


def beside(turn: Turn, event: Beside) -> Outcome:
    """In a table beside the chat; whoever is no longer in gets back what they wrote there."""
    if turn.member is None:
        return turn.stay(say("refuse.left_out", text="" if isinstance(event, Arranged) else event.text))
    if event.application != turn.conversation.application:
        return turn.stay(say("table_edit.elsewhere"))
    if isinstance(event, Filled):
        return _filled(turn, event)
    table = turn.form.tables.get(event.table)
    if table is None:
        return turn.stay(say("table_edit.no_item"))
    return _pasted(turn, table, event) if isinstance(event, Pasted) else _arranged_beside(turn, table, event)


def _filled(turn: Turn, event: Filled) -> Outcome:
    """The cells; a row that begins with them is added."""
    new, adding = event.begun or turn.new_id(), {}
    for cell in event.cells:
        table = turn.form.tables.get(turn.form.group_of.get(cell.item, ""))
        if table and cell.row == new and not _was_there(turn, table, new):
            adding[new] = table
    texts = {Step(item=cell.item, row=cell.row): cell.text for cell in event.cells}
    return fill(turn, Filling(texts, event.seen, event.accepts, adding, event.parent, portion=event.portion))


def _was_there(turn: Turn, table: Group, row: str) -> bool:
    """Whether a row is in a table, or has ever been."""
    steps = (Step(item=item, row=row) for item in table.item_ids)
    return turn.application.row(table.id, row) is not None or any(turn.application.history(s, None, 1) for s in steps)


def _pasted(turn: Turn, table: Group, event: Pasted) -> Outcome:
    """What was pasted, from its cell on; what goes beyond the rows that are there becomes new ones."""
    if event.item not in table.item_ids:
        return turn.stay(say("table_edit.no_item"))
    found = spread(table, event.text, event.item, turn.now.date())
    if found.reading.count > MOST:
        return _only_last(turn, event, say("paste.too_many", count=found.reading.count, most=MOST))
    cells: dict[Step, Cell] = {}
    adding: dict[str, Group] = {}
    for number, row in found.rows.items():
        if event.only and number not in range(*event.only):
            continue
        id_ = event.rows[number] if number < len(event.rows) else turn.new_id(row.line)
        if number >= len(event.rows):
            adding[id_] = table
        cells |= {Step(item=column, row=id_): cell for column, cell in row.cells.items()}
    if not found.rows:
        return _only_last(turn, event, say("paste.nothing"))
    left_out = paste_words.left_out(found.reading)
    said = (say("dry_run.without", left_out=left_out),) if left_out else ()
    texts = {step: cell.text for step, cell in cells.items()}
    read = {step: cell.verdict for step, cell in cells.items()}
    filling = Filling(texts, event.seen, (), adding, event.parent, said, read, event.portion)
    return fill(turn, filling)


def _only_last(turn: Turn, event: Pasted, said: str) -> Outcome:
    """What is wrong with a paste as a whole, which each of its portions finds."""
    return turn.stay(said) if event.portion.ends else Outcome(turn.conversation, show=False)


def _arranged_beside(turn: Turn, table: Group, event: Arranged) -> Outcome:
    """A row is added, moved or deleted; the channel has asked whether to delete."""
    outcome, portion = _arranged(turn, table, event), event.portion
    notes = [say("table_edit.in_table", title=table.title, note=note) for note in outcome.notes]
    gone = portion.so_far.rows + sum(isinstance(change, DropRow) for change in outcome.changes)
    return replace(
        outcome,
        notes=tuple(notes) if portion.ends else (),
        show=portion.ends,
        bulk=portion.bulk,
        so_far=SoFar(rows=gone),
    )


def _arranged(turn: Turn, table: Group, event: Arranged) -> Outcome:
    if event.what == "add":
        change = turn.add_row(table.id, turn.new_id(), event.parent)
        number = turn.application.count(table.id, event.parent) + 1
        return turn.remain(change, notes=(say("table_edit.added", number=number),))
    found = [turn.application.row(table.id, row) for row in dict.fromkeys((event.row, *event.more))]
    rows = [row for row in found if row]
    if not rows or (found[0] is None and event.what != "drop"):
        return turn.stay(say("table_edit.no_row"))
    stack = turn.conversation.screens
    if event.what == "drop":
        # Findings look for themselves what is left.
        at_row = any(screen.is_at(row.id) for screen in stack for row in rows)
        parent = turn.application.parent(rows[0].id) if turn.form.parent_of(table.id) else NO_ROW
        listed = Browsing(table=table.id, parent=parent)
        return row_deletion.drop(turn, table, rows, (listed,) if at_row else stack, event.portion.so_far.rows)
    return row_menu.moved(turn, table, stack, rows[0], -1 if event.what == "up" else 1)
