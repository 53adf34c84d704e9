"""Rows typed or pasted into a table's menu: every line a new row. A part of browsing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs import grid, kinds
from dialogs.application import Step, Tally
from dialogs.changes import AddRow, Change, PutAnswer
from dialogs.conversation import Asking, Browsing
from dialogs.form import Field, Table
from dialogs.grid import Layout, Line
from dialogs.modes import asking
from dialogs.modes.reviewing import brief
from dialogs.texts import say
from dialogs.turn import Outcome, Turn, refusal
from dialogs.wordcount import han

MOST = 500  # rows in one message: they are written while everybody else waits
LISTED = 10  # faults listed in one note
SHOWN = 30  # characters shown of a wrong cell
LONG = 4000  # characters from which a message may be one of several into which a messenger cut what was pasted
# What people say when they want to go on, and no row is called.
_NO_ROW = re.compile(r"没有|填完|^(无|暂无|-+|/|完成|完了|好的?|好了|结束|下一步|继续)[。！!.]?$")


@dataclass(frozen=True)
class _Read:
    """A line as it was understood: the answers by column, and what was not taken."""

    line: Line
    answers: Mapping[Field, kinds.Accepted]
    wrong: Sequence[tuple[Field, str, kinds.Invalid]]
    extra: str  # cells for which the table has no column
    is_short: bool  # has fewer cells than other lines, and lacks what must be filled in

    @property
    def faults(self) -> int:
        return len(self.wrong) + bool(self.extra) + self.is_short


def said(turn: Turn, table: Table, text: str, to: Browsing) -> Outcome:
    """Several lines, or cells, are rows; a single text begins a row. `to` is the list with the rows added."""
    rows = grid.split(text)
    layout = grid.lay_out(table, rows)
    if not (layout.lines or layout.heads):
        return turn.stay(say("table.use_buttons"))
    if len(layout.lines) > MOST:
        return turn.stay(say("paste.too_many", count=len(layout.lines), most=MOST))
    if not layout.heads and len(layout.lines) == 1 and len(layout.lines[0].cells) == 1:
        return _begun(turn, table, layout.lines[0].cells[0], to)
    lines = _understood(turn, table, layout)
    if not any(read.answers for read in lines):
        reason = _fault_list(turn, table, lines) or say("paste.nothing")
        return turn.stay(say("paste.none"), reason)
    notes = (_added(table, lines), _fault_list(turn, table, lines), *_remarks(lines), _cut(text), _unknown(layout))
    return turn.to(to, *_changes(turn, table, lines), notes=notes)


def _begun(turn: Turn, table: Table, text: str, to: Browsing) -> Outcome:
    """A new row with its first answer; the next column is asked."""
    column = table.columns[0]
    understood = kinds.parse(column, text, turn.now.date())
    if isinstance(understood, kinds.Invalid) or _NO_ROW.search(text.strip()):
        return turn.stay(say("table.use_buttons"))
    step = Step(item=column.id, row=turn.new_id())
    changes = (_add(turn, table, step.row), _put(turn, step, column, understood.value, turn.ref))
    number = turn.application.tallies().get(table.id, Tally()).rows + 1
    after = asking.after_step(turn, Asking(step=step, after=to), step)
    return turn.to(after, *changes, notes=(say("paste.begun", number=number), *asking.taken(column, understood)))


def _add(turn: Turn, table: Table, row: str) -> AddRow:
    return AddRow(application=turn.application.id, table=table.id, row=row)


def _put(turn: Turn, step: Step, column: Field, value: str, ref: str = "") -> PutAnswer:
    size = han(value) if column.kind == "longtext" else 0
    return PutAnswer(application=turn.application.id, step=step, value=value, han=size, ref=ref)


def _understood(turn: Turn, table: Table, layout: Layout) -> list[_Read]:
    """The lines, without numbers in front of them where that leaves fewer faults."""
    lines = _read_all(turn, table, layout)
    if not layout.is_numbered:
        return lines
    unnumbered = _read_all(turn, table, layout.without_first())
    return min(lines, unnumbered, key=lambda lines: sum(read.faults for read in lines))


def _read_all(turn: Turn, table: Table, layout: Layout) -> list[_Read]:
    width = max((len(line.cells) for line in layout.lines), default=0)
    return [_read(turn, table, layout, line, width) for line in layout.lines]


def _read(turn: Turn, table: Table, layout: Layout, line: Line, width: int) -> _Read:
    # What is left empty of what may be left empty counts as skipped, as an empty cell means just that.
    answers = {column: kinds.Accepted("") for column in table.columns if not column.required}
    wrong: list[tuple[Field, str, kinds.Invalid]] = []
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


def _changes(turn: Turn, table: Table, lines: Sequence[_Read]) -> Iterator[Change]:
    for read in lines:
        if read.answers:
            row = turn.new_id(read.line.number)
            yield _add(turn, table, row)
            for column, understood in read.answers.items():
                # Without the message's id: an edited message has another text, not another cell.
                yield _put(turn, Step(item=column.id, row=row), column, understood.value)


def _added(table: Table, lines: Sequence[_Read]) -> str:
    added = [read for read in lines if read.answers]
    unfinished = sum(len(read.answers) < len(table.columns) for read in added)
    return say("paste.added", count=len(added), unfinished=unfinished)


def _fault_list(turn: Turn, table: Table, lines: Sequence[_Read]) -> str:
    """The first of the faults, each with its line and the number that its row has in the table."""
    number = turn.application.tallies().get(table.id, Tally()).rows
    faults: list[str] = []
    for read in lines:
        number += bool(read.answers)
        if len(faults) < LISTED:
            where = say("paste.where", line=read.line.number, number=number if read.answers else 0)
            faults += [where + what for what in _faults(table, read)]
    count = sum(read.faults for read in lines)
    return say("paste.faults", faults=faults[:LISTED], more=max(0, count - LISTED)) if faults else ""


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
    return say("paste.cut") if len(text) >= LONG else ""


def _unknown(layout: Layout) -> str:
    return say("paste.unknown", heads=layout.unknown) if layout.unknown else ""
