"""What somebody has changed in a document -> the changes to be made, in parts that are taken or left one by one.

A part of the changed document. Answers are held as they stand there, and read as if they had been typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dialogs.answers import kinds
from dialogs.application.application import Step
from dialogs.application.changes import AddRow, Change, DropAnswer, DropDraftParts, DropRow, MoveRow, PutAnswer
from dialogs.application.differences import Differences, moved
from dialogs.application.sent_document import Edit, NewRow
from dialogs.form.model import LEAD_UNIT
from dialogs.turn import row_deletion
from dialogs.turn.answering import put, typed
from dialogs.turn.turn import Turn


def changes(turn: Turn, found: Differences) -> tuple[Change, ...]:
    """The changes that a document asks for, as far as they are the person's to make."""
    ids = {(row.table, row.number): turn.new_id(at) for at, row in enumerate(found.added, 1)}
    edits = (_edited(turn, edit) for edit in found.edits if _may(turn, edit.step.item, edit.step.row))
    added = [change for row in found.added for change in _added(turn, row, ids[row.table, row.number])]
    removed = [
        DropRow(application=turn.application.id, table=step.item, row=step.row)
        for step in found.removed
        if _may(turn, step.item, step.row) and _may_go(turn, step)
    ]
    moved = [
        change
        for table, order in found.order.items()
        if turn.application.scope is None and turn.can("manage")
        for change in _moved(turn, table, [row if isinstance(row, str) else ids[table, row] for row in order], removed)
    ]
    return (*edits, *removed, *added, *moved)


def _may(turn: Turn, item: str, row: str) -> bool:
    if item == turn.form.units.group or turn.form.group_of.get(item) == turn.form.units.group:
        return turn.can("manage")
    owner = turn.application.owner(row)
    return owner is not None and turn.can("answer", owner)


def _may_go(turn: Turn, step: Step) -> bool:
    """Whether a row may go with one yes: not a unit with people, or rows of its own in other tables."""
    table, row = turn.form.tables[step.item], turn.application.row(step.item, step.row)
    return row is not None and len(row_deletion.questions(turn, table, [row])) == 1


def _edited(turn: Turn, edit: Edit) -> Change:
    if not edit.text and turn.form.fields[edit.step.item].required:
        return DropAnswer(application=turn.application.id, step=edit.step)
    return typed(turn, edit.step, edit.text)


def _added(turn: Turn, row: NewRow, id_: str) -> Iterator[Change]:
    if row.table == turn.form.units.group and not turn.can("manage"):
        return
    yield turn.add_row(row.table, id_)
    for column, text in row.texts.items():
        if text:
            yield typed(turn, Step(item=column, row=id_), text)


def _moved(turn: Turn, table: str, order: Sequence[str], removed: Sequence[DropRow]) -> Iterator[Change]:
    """Swaps that bring the rows into this order; those that the document does not have stay behind them."""
    gone = {change.row for change in removed}
    there = [row.id for row in turn.application.rows(table, 1, turn.application.count(table)) if row.id not in gone]
    now = [*there, *(row for row in order if row not in there)]
    wanted = [*order, *(row for row in there if row not in order)]
    for at, row in enumerate(wanted):
        if now[at] != row:
            yield MoveRow(application=turn.application.id, table=table, row=now[at], other=row)
            now[now.index(row)], now[at] = now[at], row


def moves(turn: Turn, table: str, held: Sequence[Change]) -> Sequence[tuple[int, int]]:
    """The rows of a table that go elsewhere: the number of each, 0 of a new one, and the one that it will have."""
    gone = {change.row for change in held if isinstance(change, DropRow)}
    there = {row.id: row.number for row in turn.application.rows(table, 1, turn.application.count(table))}
    old = [row for row in there if row not in gone]
    order = [*old, *(change.row for change in held if isinstance(change, AddRow) and change.table == table)]
    new = set(order[len(old) :])
    for change in held:
        if isinstance(change, MoveRow) and change.table == table:
            here, at = order.index(change.row), order.index(change.other)
            order[here], order[at] = change.other, change.row
    last = max((at for at, row in enumerate(order) if row not in new), default=0)
    elsewhere = moved(old, [row for row in order if row not in new]) | (new & {*order[:last]})
    return [(there.get(row, 0), number) for number, row in enumerate(order, 1) if row in elsewhere]


@dataclass(frozen=True)
class Part:
    """Changes that are taken or left together: of one answer, of a row, or the order of a table."""

    changes: tuple[Change, ...]

    @property
    def row(self) -> tuple[str, str] | None:
        """The table and the id of the row that it adds or removes; None where it does neither."""
        first = self.changes[0]
        return (first.table, first.row) if isinstance(first, AddRow | DropRow) else None

    @property
    def moves(self) -> str:
        """The table whose rows it moves, "" for none."""
        first = self.changes[0]
        return first.table if isinstance(first, MoveRow) else ""


def parts(held: Sequence[Change]) -> list[Part]:
    """The changes in their parts."""
    keys: list[object] = []
    for number, change in enumerate(held):
        adding = isinstance(keys[-1], str) if keys else False
        if isinstance(change, AddRow):
            keys.append(change.row)
        elif isinstance(change, PutAnswer) and adding and keys[-1] == change.step.row:
            keys.append(change.step.row)
        else:
            keys.append((change.table,) if isinstance(change, MoveRow) else number)
    found = groupby(zip(keys, held, strict=True), key=lambda pair: pair[0])
    return [Part(tuple(change for _, change in group)) for _, group in found]


def taken(turn: Turn, chosen: Sequence[Part], left: Sequence[Part]) -> Iterator[Change]:
    """What is changed with a yes to some parts: each answer as it is read now, without those that are none."""
    unsure = {part.row[0] for part in left if part.row}
    for part in chosen:
        if part.moves in unsure:  # the order was that of other rows
            continue
        for change in part.changes:
            found = _read(turn, change) if isinstance(change, PutAnswer) else change
            if found:
                yield found
            if isinstance(found, PutAnswer | DropAnswer) and turn.form.fields[found.step.item].of_kind.is_long:
                # Lest a text that is being written go on from another one, or the emptied one come back.
                yield DropDraftParts(application=found.application, step=found.step, last=False)
    yield from _reopened(turn, chosen)


def _read(turn: Turn, change: PutAnswer) -> PutAnswer | None:
    """The answer as it is read now; None where it is none."""
    if not change.value:
        return put(turn, change.step, "", change.ref)
    verdict = verdict_of(turn, change)
    if isinstance(verdict, kinds.Invalid) or not kinds.stored(verdict):
        return None
    doubts = verdict.doubts if isinstance(verdict, kinds.Doubtful) else ()
    return put(turn, change.step, kinds.stored(verdict), change.ref, doubts)


def verdict_of(turn: Turn, change: PutAnswer) -> kinds.Verdict:
    """How an answer is read."""
    return kinds.parse(turn.form.fields[change.step.item], change.value, turn.now.date())


def _reopened(turn: Turn, chosen: Sequence[Part]) -> Iterator[Change]:
    """A table that has become too short is open again."""
    more: Counter[str] = Counter()
    for part in chosen:
        if part.row:
            more[part.row[0]] += 1 if isinstance(part.changes[0], AddRow) else -1
    for table, by in more.items():
        step = Step(item=table)
        short = turn.application.count(table) + by < turn.form.tables[table].min_rows
        if short and turn.application.answer(step) and turn.can("answer", LEAD_UNIT):
            yield DropAnswer(application=turn.application.id, step=step)
