"""Rows typed or pasted into a table's menu: every line a new row. A part of browsing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.answers import kinds
from dialogs.application import grid
from dialogs.application.application import Row, Step
from dialogs.application.changes import Change
from dialogs.application.grid import Layout, Line
from dialogs.form.model import Field, Table
from dialogs.texts import say
from dialogs.turn.answering import put
from dialogs.turn.labels import brief
from dialogs.turn.layout import refusal
from dialogs.turn.screen import Screen
from dialogs.turn.turn import Outcome, Turn

MOST = 200  # rows in one message: they are written while everybody else waits
LISTED = 10  # faults listed in one note
SHOWN = 30  # characters shown of a wrong cell
CUT = range(4000, 4097)  # lengths of a message that Telegram may have cut off from a longer one, of 4,096 at most
_NO_ROW = re.compile(r"没有|填完|^(无|暂无|-+|/|完成|完了|好的?|好了|结束|下一步|继续)[。！!.]?$")


@dataclass(frozen=True)
class _Read:
    """A line as it was understood: the answers by column, and what was not taken."""

    line: Line
    answers: Mapping[Field, kinds.Accepted]
    wrong: Sequence[tuple[Field, str, kinds.Verdict]]
    extra: str  # cells for which the table has no column
    is_short: bool  # has fewer cells than other lines, and lacks what must be filled in

    @property
    def faults(self) -> int:
        return len(self.wrong) + bool(self.extra) + self.is_short


def new_row(turn: Turn, step: Step | None) -> tuple[Table, Row] | None:
    """The row just added whose first cell is asked, with its table; None where anything else is asked."""
    if step is None or turn.form.group_of.get(step.item) not in turn.form.tables:
        return None
    table = turn.form.tables[turn.form.group_of[step.item]]
    row = turn.application.row(table.id, step.row)
    if row is None or row.missing < len(table.columns) or row.number < _count(turn, table):
        return None
    return table, row


def single(table: Table, text: str) -> str:
    """The text of a message that is one cell and no head, and so begins a row; "" for any other message."""
    layout = grid.lay_out(table, grid.split(text))
    alone = not layout.heads and len(layout.lines) == 1 and len(layout.lines[0].cells) == 1
    return layout.lines[0].cells[0] if alone else ""


def calls_no_row(text: str) -> bool:
    """Whether a text is what people say when they want to go on, and no row is called."""
    return _NO_ROW.search(text.strip()) is not None


def added(turn: Turn, table: Table, text: str, to: tuple[Screen, ...], into: str = "") -> Outcome:
    """Every line of a message as a row.

    Args:
        turn: The turn.
        table: The table.
        text: What was typed or pasted.
        to: The screens to go on with, the table's list as it is shown with the rows added on top.
        into: The table's last row, if it is empty and the first line is to fill it.
    """
    layout = grid.lay_out(table, grid.split(text))
    if not (layout.lines or layout.heads):
        return turn.stay(say("table.use_buttons"))
    if len(layout.lines) > MOST:
        return turn.stay(say("paste.too_many", count=len(layout.lines), most=MOST))
    lines = _understood(turn, table, layout)
    if not any(read.answers for read in lines):
        reason = _fault_list(table, lines, _count(turn, table)) or say("paste.nothing")
        return turn.stay(say("paste.none"), reason)
    faults = _fault_list(table, lines, _count(turn, table) - bool(into))
    notes = (_added(table, lines), faults, *_remarks(lines), _cut(text), _unknown(table, layout))
    return turn.to(to, *_changes(turn, table, lines, into), notes=notes)


def _count(turn: Turn, table: Table) -> int:
    return turn.application.count(table.id)


def _understood(turn: Turn, table: Table, layout: Layout) -> list[_Read]:
    """The lines, without the numbers in front of them where they then fit better."""
    lines = _read_all(turn, table, layout)
    if not layout.is_numbered:
        return lines
    unnumbered = _read_all(turn, table, layout.without_first())
    return min(lines, unnumbered, key=_misfit)


def _misfit(lines: Sequence[_Read]) -> tuple[int, int]:
    """Lines with too many cells are worse than wrong cells, of which there may be any number either way."""
    return sum(bool(read.extra) for read in lines), sum(read.faults for read in lines)


def _read_all(turn: Turn, table: Table, layout: Layout) -> list[_Read]:
    width = max((len(line.cells) for line in layout.lines), default=0)
    return [_read(turn, table, layout, line, width) for line in layout.lines]


def _read(turn: Turn, table: Table, layout: Layout, line: Line, width: int) -> _Read:
    # What is left empty of what may be left empty counts as skipped, as an empty cell means just that.
    answers = {column: kinds.Accepted("") for column in table.columns if not column.required}
    wrong: list[tuple[Field, str, kinds.Verdict]] = []
    for column, cell in zip(layout.columns, line.cells, strict=False):
        if column is None or not cell.strip():
            continue
        understood = kinds.parse(column, cell, turn.now.date())
        if isinstance(understood, kinds.Accepted):
            answers[column] = understood
        else:
            wrong.append((column, cell.strip(), understood))
            answers.pop(column, None)
    extra = " ".join(cell.strip() for cell in line.cells[len(layout.columns) :]).strip()
    is_short = len(line.cells) < width and any(c.required and c not in answers for c in table.columns)
    given = answers if any(answer.value for answer in answers.values()) else {}
    return _Read(line, given, wrong, extra, is_short)


def _changes(turn: Turn, table: Table, lines: Sequence[_Read], into: str) -> Iterator[Change]:
    for read in lines:
        if read.answers:
            row = into or turn.new_id(read.line.number)
            if not into:
                yield turn.add_row(table.id, row)
            into = ""
            for column, understood in read.answers.items():
                # Without the message's id: an edited message has another text, not another cell.
                yield put(turn, Step(item=column.id, row=row), understood.value)


def _added(table: Table, lines: Sequence[_Read]) -> str:
    added = [read for read in lines if read.answers]
    unfinished = sum(len(read.answers) < len(table.columns) for read in added)
    return say("paste.added", count=len(added), unfinished=unfinished)


def _fault_list(table: Table, lines: Sequence[_Read], number: int) -> str:
    """The first of the faults, each with its line and the number of its row, which follows on `number`."""
    faults: list[str] = []
    for read in lines:
        number += bool(read.answers)
        if len(faults) < LISTED:
            where = say("paste.where", line=read.line.number, number=number if read.answers else 0)
            faults += [where + what for what in _faults(table, read)]
    count = sum(read.faults for read in lines)
    added, more = any(read.answers for read in lines), max(0, count - LISTED)
    return say("paste.faults", faults=faults[:LISTED], more=more, added=added) if faults else ""


def _faults(table: Table, read: _Read) -> Iterator[str]:
    if read.is_short:
        yield say("paste.short", count=len(read.line.cells))
    for column, cell, invalid in read.wrong:
        label = column.short or column.label
        yield say("paste.wrong", label=label, cell=brief(cell, SHOWN), reason=refusal(column, invalid))
    if read.extra:
        yield say("paste.extra", count=len(table.columns), cell=brief(read.extra, SHOWN))


def _remarks(lines: Sequence[_Read]) -> list[str]:
    """Each remark once, however many cells it is about."""
    noted = {(column, answer.note): None for read in lines for column, answer in read.answers.items() if answer.note}
    return [
        say("paste.remark", label=column.short or column.label, remark=say(f"note.{note}", field=column))
        for column, note in noted
    ]


def _cut(text: str) -> str:
    return say("paste.cut") if len(text) in CUT else ""


def _unknown(table: Table, layout: Layout) -> str:
    columns = [column.short or column.label for column in table.columns]
    return say("paste.unknown", heads=layout.unknown, columns=columns) if layout.unknown else ""
