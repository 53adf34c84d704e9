"""What becomes of rows that were pasted into a table, once it is settled that they are added. A part of the dry run.

How a paste is read is for `dialogs.pasting` to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from dialogs.answers.cleaning import fold
from dialogs.application import journey
from dialogs.application.application import Row, Step
from dialogs.application.change_set import AT_ONCE, SOON
from dialogs.application.changes import Change, RowCell, StartJob
from dialogs.application.rows_left import ADDED_AT_A_TIME, RowsLeft
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.reading import Reading
from dialogs.pasting.row_reading import PastedRow
from dialogs.pattern import Pattern
from dialogs.screens import paste_words
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.outcome import Outcome
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Turn

MOST = 200  # rows in one paste
OF_FILE = 2_000  # rows of a file, which is read before
CUT = range(4000, 4097)  # lengths of a message that Telegram may have cut off from a longer one, of 4,096 at most
ASKED = 10  # rows whose open cells are asked at once
_NO_ROW = Pattern(r"没有|填完|^(无|暂无|-+|/|完成|完了|好的?|好了|结束|下一步|继续)[。！!.]?$")


class Spot(NamedTuple):
    """Where pasted rows go."""

    into: str = ""  # the table's last row, if it is empty and the first line is to fill it
    parent: str = NO_ROW  # the row to which they belong
    ends: bool = False  # whether the table is filled in with them


def new_row(turn: Turn, step: Step | None) -> tuple[Group, Row] | None:
    """The row just added whose first cell is asked, with its table; None where anything else is asked."""
    if step is None or turn.form.group_of.get(step.item) not in turn.form.tables:
        return None
    table = turn.form.tables[turn.form.group_of[step.item]]
    row = turn.application.row(table.id, step.row)
    if (
        table.rows
        or row is None
        or row.missing < journey.total(table)
        or row.number < turn.application.count(table.id, turn.application.parent(row.id))
    ):
        return None
    return table, row


def is_several(reading: Reading) -> bool:
    """Whether a text is more than one cell."""
    return reading.count > 1 or any(len(row.cells) > 1 for row in reading.rows)


def use_buttons(turn: Turn, table: Group, parent: str = NO_ROW) -> str:
    """What is said to a text that is no row: how to add some, or that there need be none."""
    rows = journey.rows_of(turn.application, table.id, parent).rows
    least = table.min_rows if rows < table.min_rows and not turn.application.scope else 0
    return say("table.use_buttons", least=least)


def calls_no_row(text: str) -> bool:
    """Whether a text is what people say when they want to go on, and no row is called."""
    return _NO_ROW.search(text.strip()) is not None


def doubles(turn: Turn, table: Group, reading: Reading, parent: str = NO_ROW) -> Mapping[int, int]:
    """The lines whose row is there already by its name, each with the number of that row, 0 for one pasted before."""
    name = turn.form.name_column(table.id)
    count = journey.rows_of(turn.application, table.id, parent).rows
    rows_there = turn.application.rows(table.id, 1, count, parent)
    there = {fold(row.title): row.number for row in reversed(rows_there) if row.title}
    found: dict[int, int] = {}
    for row in reading.rows:
        key = fold(row.values.get(name, ""))
        if key in there:
            found[row.line] = there[key]
        elif key:
            there[key] = 0
    return found


def added(
    turn: Turn, table: Group, rows: Sequence[PastedRow], to: tuple[Screen, ...], spot: Spot, *also: str
) -> Outcome:
    """The rows are added; of what could not be taken in them, one cell after the other is asked.

    Of many some are added now, the others by jobs, and all there is to say of them is said with the last. Of very
    many, which take seconds, it is said at once too that they are coming.

    Args:
        turn: The turn.
        table: The table.
        rows: The rows, of which those without anything that can be stored are left out.
        to: The screens to go on with, the table's list as it is shown with the rows added on top.
        spot: Where they go.
        also: What else there is to say of them.
    """
    whole = [row for row in rows if row.values]
    begun = len(whole) == 1 and len(whole[0].cells) == 1  # no more than a name: the rest of the row is asked
    by_id = {turn.new_id(row.line) if at else spot.into or turn.new_id(row.line): row for at, row in enumerate(whole)}
    cells = {id_: tuple(cells_of(table, row, begun=begun)) for id_, row in by_id.items()}
    lacking = tuple(islice(_lacking(table, by_id, begun=begun), ASKED))
    said = paste_words.added(table, whole, behind=len(whole) > SOON)
    if begun:
        said = say("paste.begun", number=turn.application.count(table.id, spot.parent) + 1)
    notes = tuple(filter(None, (said, *paste_words.remarks(whole), *also)))
    ends = spot.ends and all(len(row) == len(table.fields) for row in cells.values())
    if len(whole) <= AT_ONCE:
        outcome = turn.to(_asking(turn.on(to), lacking), *_changes(turn, table.id, spot, cells), notes=notes)
        there = int(bool(spot.into))
        return to[-1].with_finished(turn, outcome, len(whole) - there, there) if ends else outcome
    left = RowsLeft(
        table=table.id,
        parent=spot.parent,
        rows=tuple(RowsLeft.row(*row) for row in cells.items()),
        notes=notes,
        lacking=lacking,
        ends=ends,
        bulk=turn.new_id(1),
    )
    changes, coming = (
        some_of(turn, left, spot),
        say("paste.more", added=ADDED_AT_A_TIME, count=len(whole) - ADDED_AT_A_TIME),
    )
    return replace(turn.to(to, *changes, notes=(coming,)), show=len(whole) > SOON, bulk=left.bulk)


def added_later(turn: Turn, left: RowsLeft) -> Outcome:
    """Some more rows of a large paste are added, and with the last of them that is said; one stays where one is."""
    changes = some_of(turn, left, Spot(parent=left.parent))
    if len(left.rows) > ADDED_AT_A_TIME:
        return replace(turn.remain(*changes), show=False, bulk=left.bulk)
    table = turn.stack[-1].table_at_hand(turn)
    is_there = table is not None and table.id == left.table
    stack = _asking(turn, left.lacking) if is_there else turn.conversation.screens
    outcome = turn.to(stack, *changes, notes=left.notes)
    if left.ends and is_there:
        outcome = turn.stack[-1].with_finished(turn, outcome, len(left.rows))
    return replace(outcome, bulk=left.bulk)


def _asking(turn: Turn, lacking: Sequence[Step]) -> tuple[Screen, ...]:
    return turn.stack[-1].filling(turn, lacking) if lacking else turn.stack


def some_of(turn: Turn, left: RowsLeft, spot: Spot, number: int = 1) -> Sequence[Change]:
    """The changes that add some rows of those that are left, and have the others added later, by the `number`th job."""
    changes = [*_changes(turn, left.table, spot, left.first(ADDED_AT_A_TIME))]
    if len(left.rows) <= ADDED_AT_A_TIME:
        return changes
    argument = left.after(ADDED_AT_A_TIME).model_dump_json()
    return [
        *changes,
        StartJob(job=turn.new_id(number), application=turn.application.id, kind="rows", argument=argument),
    ]


def _changes(turn: Turn, table: str, spot: Spot, rows: Mapping[str, tuple[RowCell, ...]]) -> Iterator[Change]:
    """The changes that add rows, by their ids, and fill the one that is there already."""
    for id_, cells in rows.items():
        if id_ != spot.into:
            yield turn.add_row(table, id_, spot.parent, cells)
            continue
        for cell in cells:  # without the message's id: an edited message has another text, not another cell
            change = put(turn, Step(item=cell.column, row=id_), cell.value)
            yield change.model_copy(update={"doubts": cell.doubts}) if cell.doubts else change


def _lacking(table: Group, rows: Mapping[str, PastedRow], *, begun: bool) -> Iterator[Step]:
    """The first cell that is asked in each row."""
    for id_, row in rows.items():
        lacking = (c.id for c in table.fields if c.id not in row.values and (begun or c.id in row.cells))
        yield from (Step(item=item, row=id_) for item in islice(lacking, 1))


def cells_of(table: Group, row: PastedRow, *, begun: bool) -> Iterator[RowCell]:
    """What is stored in the columns of a row; `begun` where no more than its name was given.

    What is left empty of what may be left empty counts as skipped, as an empty cell means just that.
    """
    for column in table.fields:
        value = row.values.get(column.id, "")
        if column.id in row.values or not (begun or column.required or column.id in row.cells):
            doubts = tuple(doubt.code for doubt in row.cells[column.id].doubts) if value else ()
            yield RowCell(column.id, value, column.size(value), doubts)
