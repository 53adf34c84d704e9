"""What becomes of rows that were pasted into a table, once it is settled that they are added. A part of the dry run.

How a paste is read is for `dialogs.pasting` to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from dialogs.answers.cleaning import fold
from dialogs.application import journey
from dialogs.application.application import Row, Step
from dialogs.application.change_set import AT_A_TIME, AT_ONCE
from dialogs.application.changes import Change, StartJob
from dialogs.form.model import NO_ROW, Group
from dialogs.pasting.reading import Reading
from dialogs.pasting.row_reading import PastedRow
from dialogs.pasting.rows_left import CellLeft, RowsLeft
from dialogs.screens import paste_words
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn

MOST = AT_ONCE  # rows in one paste
OF_FILE = 2_000  # rows of a file, which is read before
CUT = range(4000, 4097)  # lengths of a message that Telegram may have cut off from a longer one, of 4,096 at most
ASKED = 10  # rows whose open cells are asked at once
_NO_ROW = re.compile(r"没有|填完|^(无|暂无|-+|/|完成|完了|好的?|好了|结束|下一步|继续)[。！!.]?$")


class Spot(NamedTuple):
    """Where pasted rows go."""

    into: str = ""  # the table's last row, if it is empty and the first line is to fill it
    parent: str = NO_ROW  # the row to which they belong


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


def added(turn: Turn, table: Group, rows: Sequence[PastedRow], to: tuple[Screen, ...], spot: Spot) -> Outcome:
    """The rows are added; of what could not be taken in them, one cell after the other is asked.

    Args:
        turn: The turn.
        table: The table.
        rows: The rows, of which those without anything that can be stored are left out.
        to: The screens to go on with, the table's list as it is shown with the rows added on top.
        spot: Where they go.
    """
    (into, parent), whole = spot, [row for row in rows if row.values]
    now = len(whole) if len(whole) <= MOST else AT_A_TIME
    taken, later = whole[:now], whole[now:]
    begun = len(taken) == 1 and len(taken[0].cells) == 1  # no more than a name: the rest of the row is asked
    changes: list[Change] = []
    answers: list[Change] = []  # behind all rows, as those that are of one kind are carried out together
    steps: list[Step] = []
    for row in taken:
        id_ = into or turn.new_id(row.line)
        changes += [] if into else [turn.add_row(table.id, id_, parent)]
        into = ""
        # Without the message's id: an edited message has another text, not another cell.
        for column, value in stored(table, row, begun=begun):
            doubts = row.cells[column].doubts if value else ()
            answers.append(put(turn, Step(item=column, row=id_), value, doubts=doubts))
        lacking = (c.id for c in table.fields if c.id not in row.values and (begun or c.id in row.cells))
        steps += [Step(item=item, row=id_) for item in islice(lacking, 1)]
    below = turn.on(to)
    stack = below.stack[-1].filling(below, steps[:ASKED]) if steps else to
    bulk = turn.new_id(1) if later else ""
    changes += [*answers, *([_left(turn, table, later, (parent, len(whole)), bulk)] if later else [])]
    said = (
        say("paste.begun", number=turn.application.count(table.id, parent) + 1)
        if begun
        else paste_words.added(table, taken)
    )
    more = say("paste.more", count=len(later)) if later else ""
    return replace(turn.to(stack, *changes, notes=(said, more, *paste_words.remarks(taken))), bulk=bulk)


def _left(turn: Turn, table: Group, rows: Sequence[PastedRow], of: tuple[str, int], bulk: str) -> StartJob:
    """Has the rest of a large paste added later; `of` are the row below which it goes, and how many rows it has."""
    cells = (
        {
            column: CellLeft(value=value, doubts=tuple(d.code for d in row.cells[column].doubts) if value else ())
            for column, value in stored(table, row, begun=False)
        }
        for row in rows
    )
    parent, count = of
    left = RowsLeft(table=table.id, parent=parent, rows=tuple(map(RowsLeft.row, cells)), count=count, bulk=bulk)
    return StartJob(job=bulk, application=turn.application.id, kind="rows", argument=left.model_dump_json())


def added_later(turn: Turn, left: RowsLeft) -> Outcome:
    """Some more rows of a large paste are added, and with the last of them that is said; one stays where one is."""
    rows = {turn.new_id(number): cells for number, cells in enumerate(left.first(AT_A_TIME), 2)}
    changes: list[Change] = [turn.add_row(left.table, id_, left.parent) for id_ in rows]
    for id_, cells in rows.items():
        for column, cell in cells.items():
            change = put(turn, Step(item=column, row=id_), cell.value)
            changes.append(change.model_copy(update={"doubts": cell.doubts}) if cell.doubts else change)
    rest = left.after(AT_A_TIME)
    if not rest.rows:
        title = turn.form.tables[left.table].title
        done = turn.remain(*changes, notes=(say("paste.all_added", title=title, count=left.count),))
        return replace(done, bulk=left.bulk)
    job = StartJob(
        job=turn.new_id(1),
        application=turn.application.id,
        kind="rows",
        argument=rest.model_dump_json(),
    )
    return replace(turn.remain(*changes, job), show=False, bulk=left.bulk)


def stored(table: Group, row: PastedRow, *, begun: bool) -> Iterator[tuple[str, str]]:
    """The columns of a row with what is stored in them; `begun` where no more than its name was given.

    What is left empty of what may be left empty counts as skipped, as an empty cell means just that.
    """
    for column in table.fields:
        if column.id in row.values:
            yield column.id, row.values[column.id]
        elif not (begun or column.required or column.id in row.cells):
            yield column.id, ""
